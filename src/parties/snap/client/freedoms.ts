/** Clients that do otherwise than most, and keep the contract. */
import { randomUUID } from 'node:crypto'
import type { Odd } from '../../oddity.ts'
import { stampOf } from '../time.ts'
import { sender } from '../../posting.ts'
import { timeoutMs } from './honest.ts'
import type { Body, ClientSteps, Turn } from './steps.ts'

type Freedom = Odd<ClientSteps>

const layout = 'RFC 8259: blanks outside of strings, escapes and the order of members say nothing.'
const unsaid = 'When a client asks again is not said.'

/** Every member of the tables that is optional is left out. */
const needed = [
  'partnerReferenceNo',
  'bankCardToken',
  'chargeToken',
  'amount',
  'value',
  'currency',
  'originalPartnerReferenceNo',
  'serviceCode',
  'partnerRefundNo',
  'refundAmount',
  'grantType',
  'authCode',
  'refreshToken',
]

const bare = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => needed.includes(name)))

const writing: Freedom[] = [
  {
    id: 'pretty',
    says: 'Sends JSON with line breaks, and signs it without.',
    because: layout,
    steps: () => ({ write: (body) => `${JSON.stringify(body, undefined, 2)}\n` }),
  },
  {
    id: 'escaped',
    says: 'Escapes slashes and letters beyond ASCII.',
    because: layout,
    steps: (honest) => ({
      write: (...what) =>
        honest
          .write(...what)
          .replaceAll('/', '\\/')
          .replace(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    }),
  },
  {
    id: 'other-order',
    says: 'Writes members in another order, and headers too.',
    because: layout,
    steps: (honest) => ({
      write: (body, operation) => honest.write(Object.fromEntries(Object.entries(body).reverse()), operation),
      headers: (...what) => honest.headers(...what).reverse(),
    }),
  },
  {
    id: 'small-headers',
    says: 'Writes the names of its headers in small letters, and adds a charset.',
    because: 'RFC 9110: names of headers have no case, and media types may have parameters.',
    steps: (honest) => ({
      headers: (...what) =>
        honest
          .headers(...what)
          .map(([name, value]): [string, string] => [
            name.toLowerCase(),
            name === 'Content-Type' ? `${value}; charset=utf-8` : value,
          ]),
    }),
  },
  {
    id: 'bare',
    says: 'Sends nothing that is optional.',
    because: 'GUIDES, tables: O.',
    steps: (honest) => ({
      write: (body, operation) => honest.write(bare(body), operation),
      headers: (...what) =>
        honest.headers(...what).filter(([name]) => !/^(ORIGIN|X-IP|X-DEVICE|X-LAT|X-LONG)/.test(name)),
    }),
  },
  {
    id: 'Greenwich',
    says: 'Stamps its requests with the offset +00:00.',
    because: 'Technical standard, X-TIMESTAMP: any offset will do.',
    steps: () => ({ timestamp: (_attempt, { now }) => stampOf(now(), 0) }),
  },
  {
    id: 'unknown-members',
    says: 'Sends members that the tables do not have.',
    because: 'SNAP-FLD-EXTRA: they are passed over.',
    steps: (honest) => ({
      write: (body, operation) => honest.write({ ...body, xShop: 'till 1' }, operation),
    }),
  },
  {
    id: 'short-channel',
    says: 'Has a CHANNEL-ID of three characters.',
    because: 'E-SNAP-16: five may be a maximum.',
    steps: (honest) => ({
      headers: (...what) =>
        honest
          .headers(...what)
          .map(([name, value]): [string, string] => [name, name === 'CHANNEL-ID' ? '952' : value]),
    }),
  },
  {
    id: 'long-numbers',
    says: 'Has references and X-EXTERNAL-IDs as long as they may be.',
    because: 'GUIDES, tables, length.',
    steps: (honest) => ({
      reference: (shop) => honest.reference(shop).padEnd(64, 'X'),
      externalId: (...what) => honest.externalId(...what).padEnd(32, '0'),
    }),
  },
]

const asking: Freedom[] = [
  {
    id: 'connects-anew',
    says: 'Opens a connection for each request.',
    because: 'Nothing is said about connections.',
    steps: () => ({ post: sender({ timeoutMs, isAnew: true }) }),
  },
  {
    id: 'sends-chunks',
    says: 'Sends bodies in chunks, without Content-Length.',
    because: 'RFC 9112: Transfer-Encoding.',
    steps: () => ({ post: sender({ timeoutMs, isChunked: true }) }),
  },
  {
    id: 'repeats-after-silence',
    says: 'Sends a payment again when it knows nothing of it, rather than ask.',
    because: 'SNAP-RETRY-SAFE: the same reference with another X-EXTERNAL-ID.',
    steps: (honest) => ({
      afterPayment: (order, word): Turn => (word === 'unknown' ? 'again' : honest.afterPayment(order, word)),
    }),
  },
  {
    id: 'waits-for-notifications',
    says: 'Never asks about a pending payment, and waits for its notification.',
    because: 'SNAP-RC-202: the end is learnt from status or notification.',
    steps: (honest) => ({
      afterPayment: (order, word): Turn => (word === 'pending' ? 'rest' : honest.afterPayment(order, word)),
    }),
  },
  {
    id: 'makes-sure',
    says: 'Asks for the status of every payment before it takes it for made.',
    because: 'E-SNAP-53: what 200 means is best asked.',
    steps: (honest) => ({
      judgePayment(...what) {
        const word = honest.judgePayment(...what)
        return word === 'paid' ? 'pending' : word
      },
    }),
  },
  {
    id: 'asks-about-refunds',
    says: 'Asks for the status when it knows nothing of a refund, rather than repeat it.',
    because: 'SNAP-CLI-UNKNOWN: it asks.',
    steps: (honest) => ({
      afterRefund: (refund, word): Turn => (word === 'unknown' ? 'ask' : honest.afterRefund(refund, word)),
    }),
  },
  { id: 'asks-at-once', says: 'Asks again almost at once.', because: unsaid, steps: () => ({ pause: 15 }) },
  { id: 'asks-late', says: 'Asks again after a while.', because: unsaid, steps: () => ({ pause: 250 }) },
  {
    id: 'reads-seven-digits',
    says: 'Reads the first seven digits of a code that has eight.',
    because: 'E-SNAP-01: the sample has eight.',
    steps: (honest) => ({
      understand: (heard, ...rest) =>
        honest.understand(
          { ...heard, body: Buffer.from(heard.body.toString().replace('"20054000"', '"2005400"')) },
          ...rest,
        ),
    }),
  },
]

const profiles: Freedom[] = [
  {
    id: 'asymmetric',
    says: 'Signs its requests with a pair of keys and carries no token.',
    because: 'E-SNAP-35: both schemes are allowed.',
    profile: { requestSignature: 'asym' },
    steps: () => ({}),
  },
  {
    id: 'hexadecimal',
    says: 'Writes its signatures in hexadecimal.',
    because: 'E-SNAP-08: the encoding is not said.',
    profile: { signatureEncoding: 'hex' },
    steps: () => ({}),
  },
  {
    id: 'uuids',
    says: 'Has UUIDs as X-EXTERNAL-ID.',
    because: 'E-SNAP-18: digits, by profile.',
    profile: { extIdDigitsOnly: false },
    steps: () => ({ externalId: () => randomUUID() }),
  },
  {
    id: 'prefixed',
    says: 'Calls paths with a prefix and a suffix.',
    because: 'SNAP-HTTP-PATH: what stands before the version is free.',
    profile: { pathPrefix: '/gateway', pathSuffix: '.htm' },
    steps: () => ({}),
  },
  {
    id: 'revision-of-2025',
    says: 'Spells names as the revision of 2025 does.',
    because: 'E-SNAP-11, E-SNAP-12.',
    profile: { specRevision: 'a25' },
    steps: () => ({}),
  },
  {
    id: 'service-55',
    says: 'Asks for the status with serviceCode 55, as agreed.',
    because: 'E-SNAP-03.',
    profile: { statusServiceCode: '55' },
    steps: () => ({}),
  },
]

export const freedoms: readonly Freedom[] = [...writing, ...asking, ...profiles]
