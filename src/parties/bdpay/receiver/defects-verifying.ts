/** Receivers that verify signatures wrongly. */
import type { Odd } from '../../oddity.ts'
import { blocksIn, joined } from '../sign.ts'
import { say } from './honest.ts'
import type { Fields, ReceiverSteps } from './steps.ts'

/** Fields that a receiver with a list of its own knows. */
const known = [
  'code',
  'msg',
  'orderNum',
  'platOrderNum',
  'payMoney',
  'payFee',
  'method',
  'name',
  'email',
  'vaNumber',
  'platSign',
  'status',
  'statusMsg',
  'money',
  'fee',
  'feeType',
  'bankCode',
  'number',
  'description',
]

export const without = (fields: Fields, is: (name: string, value: string) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => !is(name, value)))

/** Verifies another text than the one that is signed. */
export const verifying =
  (text: (fields: Fields) => string): Odd<ReceiverSteps>['steps'] =>
  () => ({ text })

/** Takes some wrong signatures. */
export const alsoRight =
  (is: ReceiverSteps['isRight']): Odd<ReceiverSteps>['steps'] =>
  (steps) => ({
    isRight: (signature, fields, counter) =>
      steps.isRight(signature, fields, counter) || is(signature, fields, counter),
  })

/** Takes everything by a name under which a signature was right once. */
const rightForEver =
  (nameOf: (signature: string, fields: Fields) => string): Odd<ReceiverSteps>['steps'] =>
  (steps) => {
    const met = new Set<string>()
    return {
      isRight(signature, fields, counter) {
        const name = nameOf(signature, fields)
        const isRight = met.has(name) || steps.isRight(signature, fields, counter)
        if (isRight) met.add(name)
        return isRight
      },
    }
  }

/** A signature in pieces of 128 bytes. */
export function piecesOf(signature: string): string[] {
  const bytes = Buffer.from(signature, 'base64')
  return Array.from({ length: Math.ceil(bytes.length / 128) }, (_none, index) =>
    bytes.subarray(index * 128, (index + 1) * 128).toString('base64'),
  )
}

/** Defects of the verification. */
export const verifyings: readonly Odd<ReceiverSteps>[] = [
  {
    id: 'remembers-signatures',
    says: 'Takes a signature that was right once, whatever it stands under.',
    breaks: ['receiver.tampered', 'receiver.unacknowledged'],
    steps: rightForEver((signature) => signature),
  },
  {
    id: 'verifies-orders-once',
    says: 'Verifies nothing about an order that it had a right callback about.',
    breaks: ['receiver.tampered', 'receiver.unacknowledged'],
    steps: rightForEver((_signature, { orderNum = '' }) => orderNum),
  },
  {
    id: 'needs-no-signature',
    catalogue: 'D42',
    says: 'Takes callbacks without a signature.',
    breaks: ['receiver.unsigned', 'receiver.unacknowledged'],
    steps: alsoRight((signature) => signature === ''),
  },
  {
    id: 'verifies-no-payouts',
    says: 'Verifies callbacks about payments alone.',
    breaks: ['receiver.unsigned', 'receiver.key', 'receiver.unacknowledged'],
    steps: alsoRight((_signature, fields) => fields['code'] === undefined),
  },
  {
    id: 'verifies-last',
    catalogue: 'D43',
    says: 'Books first and verifies then.',
    breaks: [
      'receiver.unsigned',
      'receiver.tampered',
      'receiver.key',
      'receiver.algorithm',
      'receiver.whole',
      'receiver.padding',
      'receiver.unreadable',
    ],
    steps: (steps) => ({
      refuse(fields, counter) {
        const entry = steps.find(fields, counter)
        if (entry && !steps.contradicts(fields, entry)) void steps.book(entry, steps.stateIn(fields), fields)
        return steps.refuse(fields, counter)
      },
    }),
  },
  {
    id: 'fails-on-bad-signatures',
    catalogue: 'D44',
    says: 'Takes an order for failed when a callback is wrongly signed.',
    breaks: ['receiver.undeterred'],
    steps: (steps) => ({
      refuse(fields, counter) {
        const entry = steps.find(fields, counter)
        if (entry?.state === 'pending') entry.state = 'failed'
        return steps.refuse(fields, counter)
      },
    }),
  },
  {
    id: 'falls-over-bad-base64',
    catalogue: 'D45',
    says: 'Answers 500 to a signature that it cannot read.',
    breaks: ['receiver.unreadable'],
    steps: (steps) => ({
      refuse(fields, counter) {
        const text = fields['platSign'] ?? ''
        const isRead = text === '' || blocksIn(text, counter.steps.key(counter.credentials)) !== undefined
        return isRead ? steps.refuse(fields, counter) : say(500, 'Internal Server Error')
      },
    }),
  },
  {
    id: 'acknowledges-anything',
    says: 'Acknowledges wrong signatures, and books nothing.',
    breaks: ['receiver.unacknowledged'],
    steps: () => ({ refuse: () => say(200, 'SUCCESS') }),
  },
  {
    id: 'passes-over-other-keys',
    catalogue: 'D46',
    says: 'Takes signatures that its key does not open.',
    breaks: ['receiver.key', 'receiver.algorithm', 'receiver.padding', 'receiver.unacknowledged'],
    steps: alsoRight((signature, _fields, { credentials, steps }) => {
      const size = Buffer.from(signature, 'base64').length
      return size > 0 && size % 128 === 0 && blocksIn(signature, steps.key(credentials)) === undefined
    }),
  },
  {
    id: 'knows-its-fields',
    catalogue: 'D6',
    says: 'Verifies the fields that it knows, and no others.',
    breaks: ['receiver.extra', 'receiver.sign', 'receiver.tampered', 'receiver.unacknowledged'],
    steps: verifying((fields) =>
      joined(
        without(fields, (name) => !known.includes(name)),
        'platSign',
      ),
    ),
  },
  {
    id: 'leaves-signs-out',
    says: 'Leaves a field called sign out of what it verifies.',
    breaks: ['receiver.sign'],
    steps: verifying((fields) =>
      joined(
        without(fields, (name) => name === 'sign'),
        'platSign',
      ),
    ),
  },
  {
    id: 'drops-zeroes',
    says: 'Leaves the value 0 out of what it verifies.',
    breaks: ['receiver.zero'],
    steps: verifying((fields) =>
      joined(
        without(fields, (_name, value) => value === '0'),
        'platSign',
      ),
    ),
  },
  {
    id: 'verifies-in-the-order-of-fields',
    says: 'Verifies values in the order in which they are sent.',
    breaks: ['receiver.shuffled'],
    steps: (steps) => ({
      isRight: (signature, fields, counter) =>
        steps.isRight(signature, fields, counter) && Object.keys(fields)[0] !== 'vaNumber',
    }),
  },
  {
    id: 'reads-no-percent-blanks',
    says: 'Reads a blank as + alone.',
    breaks: ['receiver.blanks'],
    steps: () => ({
      read: ({ body }) => Object.fromEntries(new URLSearchParams(body.toString().replaceAll('%20', '%2520'))),
    }),
  },
  {
    id: 'decodes-each-block',
    catalogue: 'D37',
    says: 'Decodes each block of a signature by itself.',
    breaks: ['receiver.bytes'],
    steps: () => ({ join: (blocks) => blocks.map((block) => block.toString()).join('') }),
  },
  {
    id: 'reads-blocks-of-128-bytes',
    catalogue: 'D47',
    says: 'Cuts signatures into blocks of 128 bytes, whatever the length of the key.',
    breaks: ['receiver.acknowledges'],
    keyBits: 2048,
    steps: (steps) => ({
      isRight(signature, fields, { credentials }) {
        const blocks = piecesOf(signature).map((piece) => blocksIn(piece, steps.key(credentials))?.[0])
        const isWhole = blocks.every((block) => block !== undefined)
        return isWhole && Buffer.concat(blocks).toString() === steps.text(fields)
      },
    }),
  },
  {
    id: 'wants-full-blocks',
    says: 'Refuses signatures in small blocks.',
    breaks: ['receiver.blocks'],
    steps: (steps) => ({
      isRight(signature, fields, counter) {
        const blocks = blocksIn(signature, steps.key(counter.credentials)) ?? []
        const isSmall = blocks.slice(0, -1).some((block) => block.length < 100)
        return !isSmall && steps.isRight(signature, fields, counter)
      },
    }),
  },
  {
    id: 'compares-beginnings',
    catalogue: 'D40',
    says: 'Compares the first block of a signature.',
    breaks: ['receiver.whole', 'receiver.unacknowledged'],
    steps: alsoRight((signature, fields, { credentials, steps }) => {
      const [block] = blocksIn(signature, steps.key(credentials)) ?? []
      return block !== undefined && block.length > 90 && steps.text(fields).startsWith(block.toString())
    }),
  },
]
