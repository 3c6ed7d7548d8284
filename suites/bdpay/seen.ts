/** What was asked, answered and told about each order: the life of a payment or a payout as the trace shows it. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Item, LedgerRead, Listened, Provided } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { grouped } from '../common/grouped.ts'
import {
  answered,
  asked,
  isOrderly,
  mixedUpWith,
  sayingOf,
  targetTime,
  type Saying,
} from '../common/premises.ts'

/** A request of a merchant, and what it was told. */
export interface Call {
  exchange: Exchange
  operation: string
  merchant: string
  number: string
  said: Saying
  code: string
  /** Nothing is wrong with the request, its signature included. */
  orderly: boolean
}

/** Operations that make an order. */
export const makers = ['pay', 'prepaidOrder', 'staticVa', 'cash']

/** The requests of merchants, in the order in which they left. */
export const calls = premise((evidence: Evidence): Call[] =>
  evidence.exchanges
    .filter(
      ({ from, operation, request }) =>
        from === 'client' && operation !== undefined && request.method === 'POST',
    )
    .map((exchange) => callOf(evidence, exchange))
    .sort((one, other) => one.exchange.began - other.exchange.began),
)

function callOf(evidence: Evidence, exchange: Exchange): Call {
  const said = mixedUpWith(evidence, exchange, 'orderNum') ? 'unclear' : sayingOf(evidence, exchange)
  return {
    exchange,
    operation: exchange.operation!,
    merchant: asked(exchange, 'merchantCode'),
    number: asked(exchange, 'orderNum'),
    said,
    code: said === 'unclear' ? '' : answered(exchange, evidence.contract.outcome.at),
    orderly: isOrderly(evidence, exchange),
  }
}

/** The callbacks of the platform that could be read. */
export const callbacks = premise((evidence: Evidence): Exchange[] =>
  evidence.exchanges
    .filter(
      ({ from, operation, request }) => from === 'gateway' && operation !== undefined && request.read.ok,
    )
    .sort((one, other) => one.began - other.began),
)

/** The life of one order of one merchant. */
export interface Story {
  merchant: string
  number: string
  kind: 'payment' | 'static' | 'payout'
  /** Requests that were to make it, whatever is wrong with them. */
  creates: Call[]
  /** The first that succeeded. */
  made: Call | undefined
  /** The one that tells what was ordered: one that was refused before it may have told anything else. */
  order: Call
  queries: Call[]
  callbacks: Exchange[]
  listened: Listened[]
  books: LedgerRead[]
}

/** The orders of the trace, by merchant and number. */
export const stories = premise((evidence: Evidence): Story[] => {
  const about = calls(evidence).filter(
    ({ number, operation }) => number !== '' && (makers.includes(operation) || operation === 'query'),
  )
  const byKey = grouped(about, ({ merchant, number }) => `${merchant} ${number}`)
  return [...byKey.values()].flatMap((all) => storyOf(evidence, all))
})

function storyOf(evidence: Evidence, all: Call[]): Story[] {
  const creates = all.filter(({ operation }) => makers.includes(operation))
  const [first] = creates
  if (!first) return []
  const { merchant, number, operation } = first
  const { entries } = evidence.trace
  const kind = operation === 'cash' ? 'payout' : operation === 'staticVa' ? 'static' : 'payment'
  const isAlone = !calls(evidence).some(
    (call) => call.number === number && call.merchant !== merchant && makers.includes(call.operation),
  )
  const made = creates.find(({ said }) => said === 'success')
  const isOwn = (callback: Exchange) => isAbout(callback, { number, creates, kind, isAlone })
  return [
    {
      merchant,
      number,
      kind,
      creates,
      made,
      order: made ?? creates.find(({ said }) => said !== 'refusal') ?? first,
      queries: all.filter((call) => call.operation === 'query'),
      callbacks: callbacks(evidence).filter(isOwn),
      listened: entries.filter(
        (entry): entry is Listened => entry.kind === 'listened' && entry.reference === number,
      ),
      books: entries.filter((entry): entry is LedgerRead => entry.kind === 'ledger' && entry.code === number),
    },
  ]
}

/** Two merchants may use one number: the number of the platform tells their orders apart. */
function isAbout(
  callback: Exchange,
  { number, creates, kind, isAlone }: Pick<Story, 'number' | 'creates' | 'kind'> & { isAlone: boolean },
): boolean {
  if ((callback.operation === 'payoutCallback') !== (kind === 'payout')) return false
  const known = creates.map(({ exchange }) => answered(exchange, 'platOrderNum')).filter((one) => one !== '')
  const told = asked(callback, 'orderNum')
  // Without the number of the order, that of the platform tells what it is about.
  if (told.trim() === '' && known.includes(asked(callback, 'platOrderNum'))) return true
  if (told !== number) return false
  return kind === 'static' || known.length === 0 || known.includes(asked(callback, 'platOrderNum')) || isAlone
}

/** Test data by code and kind; a code of a pool can stand for one kind only. */
const items = premise(({ trace }: Evidence) =>
  grouped(
    trace.entries.filter((entry): entry is Provided => entry.kind === 'provided'),
    ({ item }) => item.code,
  ),
)

/** What was supplied under a code as one of some kinds; the last before a tick where it was supplied again. */
export function suppliedAs(
  evidence: Evidence,
  code: string,
  kinds: string[],
  tick = Infinity,
): Provided | undefined {
  return items(evidence)
    .get(code)
    ?.findLast(({ data, tick: at }) => kinds.includes(data) && at <= tick)
}

/** Who is to pay an order, if test data tells. */
export function payerOf(
  evidence: Evidence,
  { order: { exchange }, kind }: Story,
): { data: string; item: Item } | undefined {
  const code = asked(exchange, kind === 'static' ? 'name' : 'phone')
  return suppliedAs(
    evidence,
    code,
    ['payer', 'idle', 'cancels', 'errs', 'returns', 'refunded'],
    exchange.began,
  )
}

/** The account that a payout goes to, if test data tells. */
export function accountOf(
  evidence: Evidence,
  { order: { exchange } }: Story,
): { data: string; item: Item } | undefined {
  return suppliedAs(evidence, asked(exchange, 'number'), accountKinds, exchange.began)
}

const accountKinds = [
  'account',
  'failing',
  'revoked',
  'slow',
  'undecided',
  'undecidedfail',
  'refusing',
  'unknownaccount',
]

/** Seconds after the order in which its payer pays; undefined where he never does, or nothing is known. */
export function paysIn(evidence: Evidence, story: Story): number | undefined {
  const payer = payerOf(evidence, story)
  if (!payer || !['payer', 'returns', 'refunded'].includes(payer.data)) return undefined
  return Number(payer.item['paysIn'] ?? evidence.contract.data[payer.data]?.wish?.['paysIn'] ?? 1)
}

/** Seconds of the target's time from the making of an order to an exchange about it. */
export function secondsTo(evidence: Evidence, { order }: Story, exchange: Exchange): number {
  return (targetTime(evidence, exchange) - targetTime(evidence, order.exchange)) / 1000
}

/** The state that a query told; '' where it told none. */
export const stateIn = ({ exchange, said }: Call): string =>
  said === 'success' ? answered(exchange, 'status').trim() : ''

/** True where an answer was there and said something. */
export const isAnswered = ({ said }: Call): boolean => said !== 'unclear'

/** What a request was told, as a reader of a report sees it. */
export function told({ exchange, code }: Call): string {
  if (code !== '') return code
  return exchange.response ? `HTTP ${exchange.response.status}` : (exchange.trouble?.says ?? 'nothing')
}
