/** What merchants asked for and how it was answered, as all rules of DOKU see it. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered, asked, isOrderlyBut, writtenIn } from '../common/premises.ts'

/** Places of requests, answers and notifications. */
export const at = {
  client: 'header:Client-Id',
  id: 'header:Request-Id',
  time: 'header:Request-Timestamp',
  answerTime: 'header:Response-Timestamp',
  signature: 'header:Signature',
  target: 'header:Request-Target',
  invoice: 'order.invoice_number',
  amount: 'order.amount',
  lifetime: 'online_to_offline_info.expired_time',
  reusable: 'online_to_offline_info.reusable_status',
  code: 'online_to_offline_info.payment_code',
  created: 'online_to_offline_info.created_date_utc',
  name: 'customer.name',
  email: 'customer.email',
  description: 'indomaret_info.receipt.description',
  override: 'additional_info.override_notification_url',
  state: 'transaction.status',
  date: 'transaction.date',
  original: 'transaction.original_request_id',
}

/** Whether a request was carried out: `broken` by an HTTP 5xx, `open` where nothing came back. */
export type Reaction = 'served' | 'refused' | 'broken' | 'open'

export interface Asked {
  exchange: Exchange
  operation: 'generate' | 'status'
  /** Its Client-Id and its Request-Id. */
  merchant: string
  id: string
  /** Invoice number; of a question for a state what it asks by. */
  invoice: string
  reaction: Reaction
  /** HTTP status, 0 for none. */
  status: number
  /** Payment code that it was answered with, '' for none. */
  code: string
}

/** The requests of merchants by the method of their operation, in the order in which they began. */
export const requestsMade = premise((evidence: Evidence): Asked[] =>
  evidence.exchanges
    .filter(({ from, operation, request }) => {
      const known = evidence.contract.operations[operation ?? '']
      return from === 'client' && known?.from === 'client' && request.method === (known.method ?? 'POST')
    })
    .map(askedIn)
    .sort((a, b) => a.exchange.began - b.exchange.began),
)

function askedIn(exchange: Exchange): Asked {
  const operation = exchange.operation as Asked['operation']
  return {
    exchange,
    operation,
    merchant: asked(exchange, at.client),
    id: asked(exchange, at.id),
    invoice: asked(exchange, operation === 'status' ? 'id' : at.invoice),
    reaction: reactionOf(exchange),
    status: exchange.response?.status ?? 0,
    code: answered(exchange, at.code),
  }
}

/** What became of a request, whoever sent it. */
export function reactionOf({ response }: Pick<Exchange, 'response'>): Reaction {
  if (!response) return 'open'
  const { status } = response
  return status >= 500 ? 'broken' : status >= 300 ? 'refused' : 'served'
}

/** Requests for codes, and questions for states. */
export const codesAsked = (evidence: Evidence): Asked[] =>
  requestsMade(evidence).filter(({ operation }) => operation === 'generate')
export const statesAsked = (evidence: Evidence): Asked[] =>
  requestsMade(evidence).filter(({ operation }) => operation === 'status')

/** Rightly signed, as far as that is known, and in order. */
export const isRight = (evidence: Evidence, one: Asked): boolean =>
  ['good', 'unchecked'].includes(one.exchange.signature) && isOrderlyBut(evidence, one.exchange)

/** Its answer was there before the other one left. */
export const isBefore = (one: Exchange, other: Exchange): boolean =>
  one.ended !== undefined && one.ended < other.began

/** What the server wrote in an exchange breaks no row of its table, or none at one place: else rules about fields speak. */
export function isWellWritten(evidence: Evidence, exchange: Exchange, place?: string): boolean {
  const { complaints = [] } = writtenIn(evidence).get(exchange) ?? {}
  const isAround = (name: string) => place === undefined || name === place || place.startsWith(`${name}.`)
  // As a whole it is to be as the table has it, tolerated spellings left out.
  const isHeavy = (level: string) => place === undefined || level === 'must'
  return !complaints.some(({ level, field }) => isHeavy(level) && isAround(field.name))
}

/** Other merchants: the listener has the key of the first one alone. */
export const neighbours = ({ trace }: Evidence): string[] =>
  trace.entries.flatMap((entry) =>
    entry.kind === 'provided' && entry.data === 'othermerchant' ? [entry.item.code] : [],
  )

/** How an answer is told in a report. */
export function told({ exchange: { response, trouble }, code, operation }: Asked): string {
  if (!response) return trouble?.says ?? 'no answer'
  const { status } = response
  if (code !== '') return `HTTP ${status} with the code ${code}`
  const state = answered({ response } as Exchange, at.state)
  return operation === 'status' && state !== '' ? `HTTP ${status}: ${state}` : `HTTP ${status}`
}
