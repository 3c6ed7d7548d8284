/** Clients that do otherwise than most, and keep the contract. */
import { gzipSync } from 'node:zlib'
import type { Odd } from '../../oddity.ts'
import { sender } from '../../posting.ts'
import type { ClientSteps } from './steps.ts'
import { callOf, escaped, memberOf } from './write.ts'

type Freedom = Odd<ClientSteps>

const anyCase = 'E-XGW-02: topUpRequest and TopupRequest are one method.'
const unsaid = 'II, third check: a repetition is a status check, and nobody says when.'

const writing: Freedom[] = [
  {
    id: 'other-order',
    says: 'Writes the members in another order.',
    because: 'XGW-XML-ORDER: a struct has no order.',
    steps: (honest) => ({ members: (...what) => honest.members(...what).reverse() }),
  },
  {
    id: 'untyped',
    says: 'Writes values without a type.',
    because: 'XGW-XML-STRING: a value without a type is a string.',
    steps: () => ({
      write: (method, members) =>
        callOf(method, members.map(([name, value]) => memberOf(name, escaped(value), '')).join('')),
    }),
  },
  {
    id: 'pretty',
    says: 'Puts every element on a line of its own.',
    because: 'XGW-XML-WS: white space between tags says nothing.',
    steps: (honest) => ({
      write: (...what) => honest.write(...what).replace(/>(?=<)(?!<\/(?:string|name)>)/g, '>\n  '),
    }),
  },
  {
    id: 'declares-latin-1',
    says: 'Sends Latin-1 and declares it.',
    because: 'E-XGW-37: an encoding that is declared is right.',
    steps: (honest) => ({
      members: (...what) => [...honest.members(...what), ['KETERANGAN', 'Toko José']],
      write: (...what) => honest.write(...what).replace('?>', ' encoding="iso-8859-1"?>'),
      pack: (document, shop) => ({ ...honest.pack(document, shop), body: Buffer.from(document, 'latin1') }),
    }),
  },
  {
    id: 'gzip',
    says: 'Sends its requests compressed.',
    because: 'HTTP: Content-Encoding says what it is.',
    steps: (honest) => ({
      pack(document, shop) {
        const letter = honest.pack(document, shop)
        const headers = [...letter.headers, ['Content-Encoding', 'gzip'] as [string, string]]
        return { ...letter, headers, body: gzipSync(document) }
      },
    }),
  },
  {
    id: 'application-xml',
    says: 'Sends application/xml with a charset.',
    because: 'XGW-CT: text/xml or application/xml.',
    steps: (honest) => ({
      pack: (document, shop) => ({
        ...honest.pack(document, shop),
        headers: [['Content-Type', 'application/xml; charset=UTF-8']],
      }),
    }),
  },
  {
    id: 'ends-in-a-slash',
    says: 'Posts to the path with a slash behind it.',
    because: 'III.1, URL: http://[ip/Domain]:[port]/st24, which most servers serve with a slash too.',
    warns: ['http.path'],
    steps: (honest) => ({
      pack(document, shop) {
        const letter = honest.pack(document, shop)
        return { ...letter, url: `${letter.url}/` }
      },
    }),
  },
  {
    id: 'capital-topup',
    says: 'Calls TopupRequest for credit.',
    because: anyCase,
    steps: (honest) => ({
      method: (question) => (question.operation === 'topup' ? 'TopupRequest' : honest.method(question)),
    }),
  },
  {
    id: 'topup-for-tokens',
    says: 'Buys tokens without a query by TopupRequest.',
    because: 'III.3, A: PLNPrepaidDirectTopup or TopupRequest.',
    steps: (honest) => ({
      method: (question) => (question.operation === 'direct' ? 'TopupRequest' : honest.method(question)),
    }),
  },
  {
    id: 'twenty-digits',
    says: 'Has trx_ids of twenty digits with leading zeros.',
    because: 'E-XGW-05: up to twenty letters and digits.',
    steps: () => ({ reference: ({ now }) => `0000${now()}${String(++count % 1000).padStart(3, '0')}` }),
  },
]

let count = 0

const keeping: Freedom[] = [
  {
    id: 'keeps-tokens-alone',
    says: 'Keeps nothing but the token of a serial.',
    because: 'III.2.b, Keterangan SN: the token is what a customer types in.',
    steps: (honest) => ({
      pairs(message) {
        const { SN, ...rest } = honest.pairs(message)
        return { ...rest, ...(SN === undefined ? {} : { SN: SN.split('/')[0]! }) }
      },
    }),
  },
]

const asking: Freedom[] = [
  {
    id: 'connects-anew',
    says: 'Opens a connection for each request.',
    because: 'E-XGW-35: nothing is said about connections.',
    steps: () => ({ post: sender({ isAnew: true }) }),
  },
  {
    id: 'asks-at-once',
    says: 'Asks again almost at once.',
    because: unsaid,
    steps: () => ({ pause: 15 }),
  },
  { id: 'asks-late', says: 'Asks again after a while.', because: unsaid, steps: () => ({ pause: 700 }) },
  {
    id: 'waits-for-callbacks',
    says: 'Never asks about a pending sale, and waits for its callback.',
    because: 'XGW-CB-SENT: what is pending is reported.',
    steps: (honest) => ({ asksOn: (sale, word) => word !== 'pending' && honest.asksOn(sale, word) }),
  },
  {
    id: 'leaves-it-to-a-person',
    says: 'Asks once again, and shows to somebody what it does not know then.',
    because: 'III.6, code 68: wait for the callback, or contact customer service.',
    steps: () => ({ asksOn: onceAskingOn() }),
  },
  {
    id: 'makes-sure',
    says: 'Asks once more about a sale that has failed.',
    because: 'E-XGW-24: what 03, 06, 08 and 14 mean is best asked.',
    steps: () => ({ asksOn: makingSure() }),
  },
]

function onceAskingOn(): ClientSteps['asksOn'] {
  const asked = new WeakSet<object>()
  return (sale) => sale.state === 'pending' && !asked.has(sale) && Boolean(asked.add(sale))
}

/** True once for each sale that has failed, and while one is pending. */
function makingSure(): ClientSteps['asksOn'] {
  const sure = new WeakSet<object>()
  return (sale) => {
    if (sale.state !== 'failed') return sale.state === 'pending'
    if (sure.has(sale)) return false
    return Boolean(sure.add(sale))
  }
}

export const freedoms: readonly Freedom[] = [...writing, ...keeping, ...asking]
