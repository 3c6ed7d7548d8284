/** What a store sent and was answered, as a trace, and the rules that break over it. */
import { loadContract } from '../../../src/contract/load.ts'
import { profileOf } from '../../../src/contract/profile.ts'
import type { SoapStyle } from '../../../src/dialects/dialect.ts'
import { dialect as dialectOf, signer } from '../../../src/dialects/indomaret.ts'
import { evidenceOf, judge } from '../../../src/judge/judge.ts'
import type { Booking, LedgerRead, Provided } from '../../../src/judge/trace.ts'
import { bodyOf, type Exchange } from '../../../src/wire/exchange.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { suite } from '../index.ts'

const contract = loadContract('indomaret')
const profile = profileOf(contract)
const dialect = dialectOf(contract)
const keys = { sign: signer(contract, 'key') }

/** A request of a store, and what it was answered. */
export interface Step {
  operation: 'inquiry' | 'payment' | 'reversal'
  fields?: Fields
  answer?: Fields
  /** The answer was lost. */
  lost?: boolean
  method?: string
  /** How the answer is written. */
  style?: SoapStyle
}

const basic = {
  TimeStamp: '2026-08-06 15:00:00',
  PaymentCode: 'ABC123',
  TrackingRef: '1876500001',
  ProductCode: '123000',
  StoreID: 'G001T001',
}
const extras = { ExtraParam1: 'C00004', ExtraParam2: '', ExtraParam3: '' }
/** An offer of 25,000 to 50,000 rupiah. */
export const offer = {
  Desc: 'Pulsa',
  MinAmount: '25000',
  Amount: '50000',
  Fee: '2500',
  ResponseCode: '00',
  ResponseDesc: 'Success',
  Message: 'Informasi',
}
/** An inquiry that is answered with the offer. */
export const inquiry: Step = { operation: 'inquiry', fields: extras, answer: offer }
/** A payment of the offer that is answered 00. */
export const payment: Step = {
  operation: 'payment',
  fields: { Amount: '50000' },
  answer: { ResponseCode: '00', ResponseDesc: 'Success', ReceiptCode: 'R1', Message: 'Struk' },
}
/** A reversal of that payment. */
export const reversal: Step = {
  operation: 'reversal',
  fields: { Amount: '50000' },
  answer: { ResponseCode: '00', ResponseDesc: 'Success' },
}

/** The payment without its answer. */
export const lost = { ...payment, lost: true }
/** What an honest store does when an answer is lost. */
export const honest = [inquiry, lost, reversal]

function exchangeOf(step: Step, index: number): Exchange {
  const { operation, fields, answer, lost: isLost, method, style = {} } = step
  const all = { MessageID: `M${index}`, ...basic, ...fields }
  const spare = fields && 'Signature' in fields ? ['Signature'] : []
  const sealed = dialect.seal({ operation, side: 'request', fields: all, spare }, keys)
  const request = {
    method: method ?? sealed.method,
    url: 'http://partner.example/',
    headers: sealed.headers,
    body: bodyOf(sealed.body),
    read: dialect.open(sealed, 'request'),
  }
  const echo = {
    TimeStamp: basic.TimeStamp,
    MessageID: String(all.MessageID),
    TrackingRef: String(all.TrackingRef),
    StoreID: String(all.StoreID),
  }
  const reply = dialect.seal({ operation, side: 'response', fields: { ...echo, ...answer }, style }, {})
  const response = {
    status: 200,
    headers: reply.headers,
    body: bodyOf(reply.body),
    read: dialect.open(reply, 'response'),
  }
  const came = isLost
    ? { trouble: { kind: 'timeout' as const, says: 'No answer in time.' } }
    : { response, ended: index * 2 + 2 }
  return {
    kind: 'exchange',
    id: `x${index}`,
    from: 'client',
    operation,
    request,
    ...came,
    began: index * 2 + 1,
    sentAt: '2026-08-06T08:00:00.000Z',
    elapsedMs: 1,
    signature: dialect.verify(request.read, operation, keys),
  }
}

const zeros: Provided = {
  kind: 'provided',
  tick: 0,
  data: 'payable',
  origin: 'hook',
  item: { code: '00123' },
}

/** What the client's own books say of a code when all is over. */
export const books = (code: string, ...states: Booking['state'][]): LedgerRead => ({
  kind: 'ledger',
  began: 1000,
  ended: 1001,
  code,
  payments: states.map((state) => ({ reference: '1876500001', amount: 50_000, state })),
})

/** The rules that break over these steps, with the last part of their places. */
export function broken(steps: Step[], ...read: LedgerRead[]): string[] {
  const entries = [zeros, ...steps.map(exchangeOf), ...read]
  const trace = { protocol: 'indomaret', role: 'client' as const, profile, entries }
  const judgements = judge(suite.rules, evidenceOf(contract, trace))
  return [
    ...new Set(
      judgements.flatMap(({ breaches }) =>
        breaches.map(({ rule, place }) => (place ? `${rule}@${place.split('/').at(-1)}` : rule)),
      ),
    ),
  ].sort()
}
