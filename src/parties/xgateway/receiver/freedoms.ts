/** Receivers that do otherwise than most, and keep the contract. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Odd } from '../../oddity.ts'
import type { Reply } from '../../serving.ts'
import type { ReceiverSteps } from './steps.ts'

type Freedom = Odd<ReceiverSteps>

const silent = 'E-XGW-28: how a callback is acknowledged is not said.'

function acknowledging(id: string, says: string, reply: Reply): Freedom {
  return { id, says, because: silent, steps: () => ({ acknowledge: () => reply, stranger: () => reply }) }
}

const mended = (text: string): string =>
  text.replaceAll('methodAnswer', 'methodResponse').replaceAll('array>', 'struct>')

/** What the end of a sale is called whose code this is. */
const endOf = (code: string): string => (code === '00' ? 'paid' : 'failed')

export const freedoms: readonly Freedom[] = [
  acknowledging('no-content', 'Acknowledges with 204 and no body.', { status: 204 }),
  acknowledging('accepted', 'Acknowledges with 202.', { status: 202 }),
  acknowledging('empty-ok', 'Acknowledges with 200, no body and no Content-Type.', { status: 200 }),
  acknowledging('json-acknowledgement', 'Acknowledges with a JSON document.', {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: '{"success":true,"msg":"OK"}',
  }),
  acknowledging('xml-acknowledgement', 'Acknowledges with a methodResponse that holds one string.', {
    status: 200,
    headers: [['Content-Type', 'text/xml']],
    body: '<?xml version="1.0"?><methodResponse><params><param><value><string>ACK REPORT OK</string></value></param></params></methodResponse>',
  }),
  {
    id: 'unknown-is-404',
    says: 'Answers 404 to a callback for a trx_id that it does not know.',
    because: 'XGW-CB-RCV-UNKNOWN: it makes no sale, and 4xx is no reason to fail.',
    steps: () => ({ stranger: () => ({ status: 404 }) }),
  },
  {
    id: 'contradictions-are-acknowledged',
    says: 'Acknowledges a callback that contradicts its records, and books nothing.',
    because: silent,
    steps: () => ({
      contradict: () => ({ status: 200, headers: [['Content-Type', 'text/plain']], body: 'OK' }),
    }),
  },
  {
    id: 'refuses-what-tells-no-end',
    says: 'Answers 400 to a callback of 68, and to one with a code that it does not know.',
    because: silent,
    steps: (honest) => ({
      understand(read) {
        const notice = honest.understand(read)
        return notice && /^(68|99|15)$/.test(notice.code) ? undefined : notice
      },
    }),
  },
  {
    id: 'refuses-what-comes-after-the-end',
    says: 'Answers 409 to another word about a sale that has ended, and books nothing.',
    because: silent,
    steps: (honest) => ({
      fits: (notice, sale) =>
        (sale.state === 'pending' || endOf(notice.code) === sale.state) && honest.fits(notice, sale),
    }),
  },
  {
    id: 'broken-is-422',
    says: 'Answers 422 to what it cannot read.',
    because: 'XGW-CB-RCV-BAD: any 4xx refuses.',
    steps: () => ({ refuse: () => ({ status: 422 }) }),
  },
  {
    id: 'refuses-method-calls',
    says: 'Takes a bare methodResponse only, and refuses a methodCall.',
    because: 'E-XGW-27: the document prints a methodResponse.',
    steps: (honest) => ({
      understand: (read) => (read.ok && read.rpc?.kind === 'call' ? undefined : honest.understand(read)),
    }),
  },
  {
    id: 'slow-to-acknowledge',
    says: 'Books a callback and takes a fifth of a second to acknowledge it.',
    because: silent,
    steps: (honest) => ({
      async store(...notice) {
        await honest.store(...notice)
        await sleep(200)
      },
    }),
  },
  {
    id: 'keeps-refunds-for-a-person',
    says: 'Leaves a paid sale as it is when a refund follows, and shows it to somebody.',
    because: 'E-XGW-25: a refund after a success is flagged.',
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'paid' && state === 'reversed') sale.flagged = true
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'notes-refunds-apart',
    says: 'Leaves the line of a paid sale in its books when a refund follows, and adds one of its own.',
    because: 'E-XGW-25: a refund after a success is another effect, not an end of the same.',
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'paid' && state === 'reversed') sale.refunded = true
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'finds-members-anywhere',
    says: 'Reads members whatever is around them, and passes over bytes that are no UTF-8.',
    because: 'XGW-CB-RCV-BAD: what is malformed there, the document does not say.',
    steps: (honest) => ({
      read(arrival) {
        const read = honest.read(arrival)
        if (read.ok || !['encoding', 'no-envelope', 'no-payload'].includes(read.fault.what)) return read
        const text = Buffer.from(arrival.body).toString()
        return honest.read({ ...arrival, body: Buffer.from(mended(text)) })
      },
    }),
  },
  {
    id: 'refund-is-failure',
    says: 'Books a refund of a pending sale as a failure.',
    because: 'III.6, code 21: Gagal, the balance is given back.',
    steps: (honest) => ({
      apply: (sale, state, notice) =>
        honest.apply(sale, state === 'reversed' && sale.state === 'pending' ? 'failed' : state, notice),
    }),
  },
]
