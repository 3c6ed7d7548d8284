/** Traces made by hand: what a client sent and what it was told, callbacks, and what books said. */
import { loadContract } from '../../../src/contract/load.ts'
import type { Role } from '../../../src/contract/contract.ts'
import { profileOf } from '../../../src/contract/profile.ts'
import type { RpcStyle, Sealed } from '../../../src/dialects/dialect.ts'
import { dialect as dialectOf } from '../../../src/dialects/xgateway.ts'
import { evidenceOf, judge } from '../../../src/judge/judge.ts'
import type { Booking, Entry } from '../../../src/judge/trace.ts'
import { bodyOf, type Exchange } from '../../../src/wire/exchange.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { suite } from '../index.ts'

const contract = loadContract('xgateway')
const profile = profileOf(contract)
const dialect = dialectOf(contract)

export interface Step {
  operation: 'topup' | 'query' | 'purchase' | 'direct' | 'callback'
  fields?: Fields
  style?: RpcStyle
  /** What is answered: members, or bytes; nothing when the answer was lost. */
  answer?: Fields | string
  answerStyle?: RpcStyle
  status?: number
  /** Ticks by which its answer is later than it would be. */
  late?: number
  /** It was sent within the millisecond in which what happened before it began. */
  atOnce?: boolean
  url?: string
  body?: string
  stranger?: boolean
}

export type Happening =
  | Step
  | { books: string; lines: Booking[] }
  | { clock: number }
  | { balance: number }
  | { sale: string; transaction?: string }
  | { order: string }

export const number = '085700000001'
const wanted = { MSISDN: 'USERTEST', REQUESTID: 'T1', PIN: '123456', NOHP: number, NOM: 'I20' }

/** What the gateway tells of a sale. */
export function told(code: string, reference = 'T1', more: Fields = {}): Fields {
  const words = code === '00' ? ' , SUKSES' : code === '68' ? ', PENDING' : ', GAGAL'
  const rest = code === '00' ? 'HRG=20175,ID=1553842300121,SN=0329' : ' ID=1553842300121, KET=Gagal'
  return {
    RESPONSECODE: code,
    REQUESTID: reference,
    MESSAGE: `ISI I20 KE ${number}${words}. SAL=1000,${rest}`,
    SN: code === '00' ? '0329' : '',
    TRANSACTIONID: '1553842300121',
    ...more,
  }
}

export const topup = (answer?: Step['answer'], more: Partial<Step> = {}): Step => ({
  operation: 'topup',
  ...(answer === undefined ? {} : { answer }),
  ...more,
})

export const callback = (code: string, more: Partial<Step> = {}): Step => ({
  operation: 'callback',
  fields: told(code),
  status: 200,
  ...more,
})

export const books = (state: Booking['state'], reference = 'T1', receipt?: string): Happening => ({
  books: reference,
  lines: [{ reference, amount: 20175, state, ...(receipt === undefined ? {} : { receipt }) }],
})

function entryOf(happening: Happening, index: number): Entry {
  const [began, ended] = [index * 10 + 1, index * 10 + 5]
  if ('books' in happening)
    return { kind: 'ledger', began, ended, code: happening.books, payments: happening.lines }
  if ('clock' in happening)
    return { kind: 'clock', tick: began, offsetMs: happening.clock, at: timeAt(index + 0.5) }
  if ('balance' in happening)
    return { kind: 'balance', began, ended, account: 'USERTEST', balance: happening.balance }
  if ('sale' in happening) return saleOf(happening, began)
  if ('order' in happening)
    return {
      kind: 'provided',
      tick: began,
      data: 'pulsa',
      origin: 'hook',
      item: { code: happening.order, product: 'I20' },
    }
  return exchangeOf(happening, index)
}

const timeAt = (index: number): string =>
  new Date(Date.parse('2026-08-06T08:00:00.000Z') + index * 1000).toISOString()

function saleOf({ sale, transaction }: { sale: string; transaction?: string }, tick: number): Entry {
  const item = { code: sale, number, product: 'I20', ...(transaction ? { transaction } : {}) }
  return { kind: 'provided', tick, data: transaction ? 'sale' : 'sent', origin: 'hook', item }
}

function exchangeOf(step: Step, index: number): Exchange {
  const { operation, fields, style = {}, url = 'http://gateway.example/st24', body, stranger } = step
  const from = operation === 'callback' ? ('gateway' as const) : ('client' as const)
  const draft = {
    operation,
    side: 'request' as const,
    fields: from === 'client' ? { ...wanted, ...fields } : (fields ?? {}),
    style,
  }
  const sealed: Sealed = {
    ...dialect.seal(draft, {}),
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  }
  const read = dialect.open(sealed, 'request')
  const known = dialect.operationOf(read)
  return {
    kind: 'exchange',
    id: `x${index}`,
    from,
    ...(known ? { operation: known } : {}),
    request: { method: 'POST', url, headers: sealed.headers, body: bodyOf(sealed.body), read },
    ...answerTo(step, index),
    began: index * 10 + 1,
    sentAt: timeAt(step.atOnce ? index - 1 : index),
    elapsedMs: 1,
    signature: 'unchecked',
    ...(stranger ? { stranger } : {}),
  }
}

function answerTo({ operation, answer, answerStyle = {}, status = 200, late = 0 }: Step, index: number) {
  if (answer === undefined && operation !== 'callback')
    return { trouble: { kind: 'cut' as const, says: 'The connection was cut.' } }
  const fields = typeof answer === 'object' ? answer : {}
  const draft = { operation, side: 'response' as const, fields, style: answerStyle }
  const sealed = dialect.seal(draft, {})
  const reply = typeof answer === 'string' ? { ...sealed, body: Buffer.from(answer) } : sealed
  const { headers, body } = reply
  return {
    response: { status, headers, body: bodyOf(body), read: dialect.open(reply, 'response') },
    ended: index * 10 + 5 + late,
  }
}

interface Judged {
  broken: string[]
  /** Those of them that are broken so that it is no mere warning. */
  failed: string[]
  spoke: string[]
}

/** The rules about a role that these happenings break, and those that found a case. */
export function judged(role: Role, happenings: Happening[]): Judged {
  const trace = { protocol: contract.id, role, profile, entries: happenings.map(entryOf) }
  const judgements = judge(suite.rules, evidenceOf(contract, trace))
  const breaches = judgements.flatMap((one) => one.breaches)
  const named = (some: typeof breaches) => [...new Set(some.map(({ rule }) => rule))].sort()
  const spoke = judgements.filter(({ cases }) => cases.size > 0).map(({ rule }) => rule.id)
  const failed = named(breaches.filter(({ level }) => level === 'must'))
  return { broken: named(breaches), failed, spoke }
}
