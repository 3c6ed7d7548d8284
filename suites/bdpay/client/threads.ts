/** What a client asked about each order, and what it was told: by answers, by queries, by callbacks that it took. */
import { premise, type Case, type Evidence } from '../../../src/judge/rule.ts'
import { textOf, type Exchange } from '../../../src/wire/exchange.ts'
import { grouped } from '../../common/grouped.ts'
import { answered, asked, sayingOf } from '../../common/premises.ts'
import { makers } from '../seen.ts'

/** Something that a client was told about an order. */
export interface Word {
  by: Exchange
  how: 'create' | 'query' | 'callback'
  /** It came whole and is rightly signed, or it is one of those that go unsigned. */
  trusted: boolean
  /** SUCCESS, FAIL, UNKNOWN...; of a callback its code; '' where nothing could be read. */
  code: string
  /** State of an order, '' where none was told. */
  state: string
}

/** Everything about one order number. */
export interface Thread {
  number: string
  kind: 'payment' | 'payout'
  creates: [Exchange, ...Exchange[]]
  queries: Exchange[]
  words: Word[]
  /** Callbacks that it may have taken, though nobody heard that it did. */
  unheard: Word[]
}

/** The requests of clients, in the order in which they were sent. */
export const sent = premise(({ exchanges }: Evidence): Exchange[] =>
  exchanges.filter(({ from }) => from === 'client').sort((one, other) => one.began - other.began),
)

export const threads = premise((evidence: Evidence): Thread[] => {
  const numbered = sent(evidence).filter(
    (one) => [...makers, 'query'].includes(one.operation ?? '') && asked(one, 'orderNum') !== '',
  )
  return [...grouped(numbered, (one) => asked(one, 'orderNum'))].flatMap(([number, exchanges]) =>
    threadOf(evidence, number, exchanges),
  )
})

function threadOf(evidence: Evidence, number: string, exchanges: Exchange[]): Thread[] {
  const creates = exchanges.filter(({ operation }) => makers.includes(operation ?? ''))
  const [first, ...rest] = creates
  if (!first) return []
  const queries = exchanges.filter(({ operation }) => operation === 'query')
  const callbacks = evidence.exchanges.filter(
    (one) => one.from === 'gateway' && asked(one, 'orderNum') === number,
  )
  const words = [
    ...creates.map((by) => wordOf(evidence, by, 'create')),
    ...queries.map((by) => wordOf(evidence, by, 'query')),
    ...callbacks.filter(isAcknowledged).map((by) => wordOf(evidence, by, 'callback')),
  ].sort((one, other) => endOf(one.by) - endOf(other.by))
  const kind = first.operation === 'cash' ? 'payout' : 'payment'
  const unheard = callbacks
    .filter(({ response }) => response === undefined)
    .map((by) => wordOf(evidence, by, 'callback'))
  return [{ number, kind, creates: [first, ...rest], queries, words, unheard }]
}

const isAcknowledged = ({ response }: Exchange): boolean =>
  response !== undefined && textOf(response.body).trim() === 'SUCCESS'

/** When an exchange was over; what was lost, when it began. */
export const endOf = ({ began, ended }: Exchange): number => ended ?? began

function wordOf(evidence: Evidence, by: Exchange, how: Word['how']): Word {
  if (how === 'callback') {
    const state = by.operation === 'payoutCallback' ? asked(by, 'status').trim() : ''
    return { by, how, trusted: by.signature === 'good', code: asked(by, 'code').trim(), state }
  }
  const isRead = sayingOf(evidence, by) !== 'unclear' && by.response!.status < 500
  return {
    by,
    how,
    trusted: isRead && !isForged(by),
    code: isRead ? answered(by, evidence.contract.outcome.at) : '',
    state: isRead && how === 'query' ? answered(by, 'status').trim() : '',
  }
}

/** An answer whose signature is wrong, or missing where there has to be one. */
export const isForged = ({ response }: Exchange): boolean =>
  response?.signature === 'bad' || response?.signature === 'none'

/** What an order is, by everything that its client could believe. */
export function outcomeOf({ kind, words }: Thread): 'paid' | 'failed' | 'refused' | 'open' {
  const trusted = words.filter((word) => word.trusted)
  const states = trusted.map(({ how, code, state }) =>
    how === 'callback' && kind === 'payment'
      ? code === '00'
        ? 'SUCCESS'
        : ''
      : how === 'create'
        ? ''
        : state,
  )
  if (states.some((state) => state === (kind === 'payout' ? '2' : 'SUCCESS'))) return 'paid'
  const ended = kind === 'payout' ? ['3', '4'] : ['PAY_CANCEL', 'PAY_ERROR']
  if (states.some((state) => ended.includes(state))) return 'failed'
  return trusted.some(({ how, code }) => how === 'create' && code === 'FAIL') ? 'refused' : 'open'
}

export interface Sent extends Case {
  then: Exchange
}

export const one = (then: Exchange, before: Exchange[] = []): Sent => ({ then, exchanges: [...before, then] })
