/** Clients that write what the tables do not allow. */
import type { Odd } from '../../oddity.ts'
import type { Values } from '../sign.ts'
import type { ClientSteps, Wish } from './steps.ts'

const isPay = ({ operation }: Wish): boolean => operation === 'pay'

/** Changes the orders of one operation. */
const paying =
  (change: (body: Values) => Values): Odd<ClientSteps>['steps'] =>
  (steps) => ({
    body: (wish, entry, shop) => {
      const body = steps.body(wish, entry, shop)
      return isPay(wish) ? change(body) : body
    },
  })

/** Changes the text of bodies after they were signed. */
const rewriting =
  (change: (text: string) => string): Odd<ClientSteps>['steps'] =>
  (steps) => ({ write: (body) => change(steps.write(body)) })

const at = (field: string): string => `PayRequest/${field}`

/** The first half of each block of a long signature. */
function halved(signature: string): string {
  const bytes = Buffer.from(signature, 'base64')
  const blocks = Array.from({ length: bytes.length / 256 }, (_none, index) =>
    bytes.subarray(index * 256, index * 256 + 128),
  )
  return Buffer.concat(blocks).toString('base64')
}

export const writing: readonly Odd<ClientSteps>[] = [
  {
    id: 'writes-blocks-of-128-bytes',
    catalogue: 'D47',
    says: 'Takes 128 bytes of each block of its signature, with a key of 2048 bits.',
    breaks: ['signatures.right'],
    keyBits: 2048,
    steps: (steps) => ({ sign: (text, key) => halved(steps.sign(text, key)) }),
  },
  {
    id: 'puts',
    says: 'Sends its requests with PUT.',
    breaks: ['http.post'],
    steps: () => ({ method: 'PUT' }),
  },
  {
    id: 'sends-latin-1',
    says: 'Sends its bodies in Latin-1.',
    breaks: ['json.utf', 'json.object'],
    steps: (steps) => ({
      body: (wish, entry, shop) => ({ ...steps.body(wish, entry, shop), name: 'José Wibowo' }),
      encode: (text) => Buffer.from(text, 'latin1'),
    }),
  },
  {
    id: 'sends-objects',
    says: 'Sends an object in an order.',
    breaks: ['json.flat'],
    steps: paying((body) => ({ ...body, extra: { note: 'Kopi' } })),
  },
  {
    id: 'sends-truths',
    says: 'Sends a truth value where a text belongs.',
    breaks: [`fields.type@${at('appId')}`],
    steps: paying((body) => ({ ...body, appId: true })),
  },
  {
    id: 'describes-at-length',
    says: 'Sends a productDetail of forty letters.',
    breaks: [`fields.length@${at('productDetail')}`],
    steps: paying((body) => ({ ...body, productDetail: 'Kopi'.repeat(10) })),
  },
  {
    id: 'writes-iso-times',
    says: 'Sends a dateTime of fourteen characters that is no time.',
    breaks: [`fields.format@${at('dateTime')}`],
    steps: paying((body) => ({ ...body, dateTime: '2026-01-01T0:0' })),
  },
  {
    id: 'names-members-freely',
    says: 'Calls notifyUrl notify_url.',
    breaks: [`fields.named@${at('notifyUrl')}`],
    steps: paying(({ notifyUrl, ...body }) => ({ ...body, notify_url: notifyUrl })),
  },
  {
    id: 'says-the-product-twice',
    says: 'Sends productDetail twice.',
    breaks: ['fields.once'],
    steps: rewriting((text) => text.replace(/"productDetail":"[^"]*",/, '$&$&')),
  },
  {
    id: 'pads-the-product',
    says: 'Sends productDetail with a blank after it.',
    breaks: [`fields.unpadded@${at('productDetail')}`],
    steps: paying((body) => ({ ...body, productDetail: 'Kopi ' })),
  },
  {
    id: 'dates-its-account-checks',
    says: 'Sends a dateTime in its account checks, as in all else.',
    breaks: ['fields.unwanted@BankAccountVerifyRequest/dateTime'],
    steps: (steps) => ({
      verifyBody: (wish, shop) => ({ ...steps.verifyBody(wish, shop), dateTime: steps.dateTime(shop) }),
    }),
  },
  {
    id: 'checks-no-accounts',
    says: 'Pays out without verifying the account.',
    breaks: ['client.checks'],
    steps: () => ({ verifiesAccounts: false }),
  },
  {
    id: 'asks-by-the-number-of-the-platform',
    says: 'Asks every second time by the number that the platform gave an order.',
    breaks: ['client.query'],
    steps: (steps) => {
      let count = 0
      return {
        queryBody: (entry, shop) =>
          steps.queryBody(
            (count += 1) % 2 === 0 ? { ...entry, number: entry.id ?? entry.number } : entry,
            shop,
          ),
      }
    },
  },
  {
    id: 'drops-zeros-of-banks',
    catalogue: 'D22',
    says: 'Writes the code of a bank without the zeros before it.',
    breaks: ['client.zeros'],
    steps: (steps) => ({
      body: (wish, entry, shop) =>
        steps.body({ ...wish, bankCode: wish.bankCode.replace(/^0+/, '') }, entry, shop),
    }),
  },
]
