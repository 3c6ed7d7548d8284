/** Receivers that read a form, a name or a block otherwise than it was written, and verify that. */
import { constants, publicDecrypt } from 'node:crypto'
import { publicKeyOf } from '../../../dialects/key-pairs.ts'
import type { Odd } from '../../oddity.ts'
import { joined } from '../sign.ts'
import { alsoRight, piecesOf, verifying, without } from './defects-verifying.ts'
import type { Fields, ReceiverSteps } from './steps.ts'

const mapped = (fields: Fields, change: (value: string) => string): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]))

const decodedAgain = (fields: Fields): Fields =>
  mapped(fields, (value) => new URLSearchParams(`value=${value.replaceAll('&', '%26')}`).get('value') ?? '')

/** What follows the first zero of each block of 128 bytes, however short the padding before it is. */
const looseBlocksIn = (signature: string, key: string): Buffer[] =>
  piecesOf(signature).map((piece) => {
    try {
      const block = publicDecrypt(
        { key: publicKeyOf(key), padding: constants.RSA_NO_PADDING },
        Buffer.from(piece, 'base64'),
      )
      return block[1] === 1 ? block.subarray(block.indexOf(0, 2) + 1) : Buffer.alloc(0)
    } catch {
      return Buffer.alloc(0)
    }
  })

/** Where the number that is booked stands beside the one that is verified. */
const bookedAt = 'booked'

/** Defects of the reading. */
export const readings: readonly Odd<ReceiverSteps>[] = [
  {
    id: 'reads-digits-as-numbers',
    says: 'Verifies values of digits as numbers, which hold sixteen of them.',
    breaks: ['receiver.digits'],
    steps: verifying((fields) =>
      joined(
        mapped(fields, (value) => (/^[1-9]\d*$/.test(value) ? String(Number(value)) : value)),
        'platSign',
      ),
    ),
  },
  {
    id: 'reads-codes-as-numbers',
    says: 'Takes every code that is zero for that of a payment.',
    breaks: ['receiver.code'],
    steps: (steps) => ({
      stateIn: (fields) =>
        fields['code'] !== undefined && Number(fields['code']) === 0 ? 'paid' : steps.stateIn(fields),
    }),
  },
  {
    id: 'decodes-twice',
    says: 'Decodes values twice.',
    breaks: ['receiver.decoded'],
    steps: verifying((fields) => joined(decodedAgain(fields), 'platSign')),
  },
  {
    id: 'trims-values',
    says: 'Takes the blanks off the ends of values before it verifies them.',
    breaks: ['receiver.edges'],
    steps: verifying((fields) =>
      joined(
        mapped(fields, (value) => value.trim()),
        'platSign',
      ),
    ),
  },
  {
    id: 'sorts-without-case',
    catalogue: 'D34',
    says: 'Sorts names without regard to capital letters.',
    breaks: ['receiver.capitals'],
    steps: verifying((fields) => {
      const names = Object.keys(fields).filter((name) => name !== 'platSign')
      const bySmall = (one: string, other: string) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)
      return names
        .sort(bySmall)
        .map((name) => fields[name])
        .join('')
    }),
  },
  {
    id: 'looks-at-no-padding',
    says: 'Takes blocks whose padding is too short.',
    breaks: ['receiver.padding', 'receiver.unacknowledged'],
    steps: alsoRight((signature, fields, { credentials, steps }) => {
      const blocks = looseBlocksIn(signature, steps.key(credentials))
      return Buffer.concat(blocks).toString() === steps.text(fields)
    }),
  },
  {
    id: 'verifies-last-and-books-first',
    says: 'Of a field that comes twice it verifies the last value, and books the first.',
    breaks: ['receiver.tampered'],
    steps: (steps) => ({
      read: ({ body }) => {
        const pairs = new URLSearchParams(body.toString())
        return { ...Object.fromEntries(pairs), [bookedAt]: pairs.get('orderNum') ?? '' }
      },
      text: (fields) => steps.text(without(fields, (name) => name === bookedAt)),
      find: (fields, counter) => steps.find({ ...fields, orderNum: fields[bookedAt] ?? '' }, counter),
    }),
  },
]
