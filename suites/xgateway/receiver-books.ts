/** What a receiver books of the callbacks that it takes: its books are read for that. */
import type { Case, Evidence, Problem, Rule } from '../../src/judge/rule.ts'
import { premise } from '../../src/judge/rule.ts'
import type { Booking } from '../../src/judge/trace.ts'
import { textOf, type Exchange } from '../../src/wire/exchange.ts'
import { receiverRule } from '../common/run-rules.ts'
import { allowedAfter } from './client-beliefs.ts'
import { wordOf } from './client-sent.ts'
import {
  callbacks,
  fits,
  plainlyDue,
  sales,
  takesBare,
  takesMedia,
  touches,
  type Callback,
} from './receiver-heard.ts'
import { answerOf } from './receiver.ts'

interface Booked extends Case {
  rule: string
  /** Callbacks about the sale in every respect that it may have booked. */
  heard: Callback[]
  lines: Booking[]
}

/** Every reading of the books about a sale that callbacks came for, and the one rule that speaks about it. */
const booked = premise((evidence: Evidence): Booked[] =>
  takesBare(evidence)
    ? evidence.trace.entries.flatMap((entry) => {
        const sale = entry.kind === 'ledger' ? sales(evidence).get(entry.code) : undefined
        if (entry.kind !== 'ledger' || !sale) return []
        const about = callbacks(evidence).filter(
          (one) => one.exchange.began < entry.began && touches(evidence, one, sale),
        )
        const heard = about.filter((one) => fits(one, sale) && !one.exchange.stranger)
        const rule = ruleOf(about, heard, sale.transaction === undefined)
        const exchanges = about.map(({ exchange }) => exchange)
        return rule ? [{ rule, heard, lines: entry.payments, exchanges }] : []
      })
    : [],
)

function ruleOf(about: Callback[], heard: Callback[], isEarly: boolean): string | undefined {
  if (about.some(({ wrapped, exchange }) => wrapped || exchange.stranger)) return undefined
  if (about.length > heard.length) return 'receiver.matches'
  const taken = heard.filter((one) => one.taken)
  if (isEarly) return heard[0]?.code === '00' ? 'receiver.early' : undefined
  if (heard.length > 1 && isOneCallback(heard)) return 'receiver.idempotent'
  // What was not acknowledged may have been booked or not.
  if (taken.length === 0 || taken.length < heard.length) return undefined
  const odd = taken.flatMap(({ peculiarity }) => peculiarity ?? [])[0]
  if (odd) return odd
  if (taken.length > 1) return 'receiver.final'
  const { code } = taken[0]!
  return code === '00' ? 'receiver.stores' : code === '68' ? undefined : 'receiver.failure'
}

/** The same bytes again and again. */
function isOneCallback([first, ...rest]: Callback[]): boolean {
  return rest.every(({ exchange }) => textOf(exchange.request.body) === textOf(first!.exchange.request.body))
}

/** The books say what was acknowledged, once. */
function fitting({ heard, lines }: Booked, evidence: Evidence): Problem[] {
  const words = heard.filter(({ taken }) => taken).map(({ exchange }) => wordOf(evidence, exchange))
  const allowed = allowedAfter(evidence, words)
  const isRight = lines.length === 1 && lines.every(({ state }) => allowed.includes(state))
  return isRight ? [] : [wrong(allowed.join(' or '), heard, lines)]
}

function wrong(expected: string, heard: Callback[], lines: Booking[]): Problem {
  const codes = heard.map(({ code }) => code).join(', ')
  return {
    expected: `${expected} in its books${codes === '' ? '' : ` after ${codes}`}`,
    received: lines.map(({ state }) => state).join(', ') || 'nothing',
  }
}

const booksOf = (rule: string) => (evidence: Evidence) => booked(evidence).filter((one) => one.rule === rule)

function bookRule(
  id: string,
  says: string,
  holds: (subject: Booked, evidence: Evidence) => Problem[] = fitting,
  level: Rule['level'] = 'must',
): Rule {
  return receiverRule<Booked>(id, says, booksOf(id), holds, level)
}

const booksFailures = (evidence: Evidence): boolean =>
  booksOf('receiver.failure')(evidence).some((one) => fitting(one, evidence).length === 0)

/** A receiver that books no failures at all has overturned none. */
const final = receiverRule<Booked>(
  'receiver.final',
  'A final state is not overturned.',
  (evidence) =>
    booksOf('receiver.final')(evidence).filter(
      ({ heard: [first] }) => first?.code === '00' || booksFailures(evidence),
    ),
  fitting,
)

const idempotent = bookRule(
  'receiver.idempotent',
  'A callback that comes again is acknowledged and does nothing more.',
  (subject, evidence) => {
    const [first, ...rest] = subject.heard
    const refused = first!.taken ? rest.find(({ taken }) => !taken) : undefined
    if (refused) return [{ expected: 'a status of 2xx again', received: answerOf(refused.exchange) }]
    return first!.taken ? fitting(subject, evidence) : []
  },
)

const early = bookRule('receiver.early', 'A callback before the answer is kept.', (subject, evidence) => {
  const lost = subject.heard.filter(({ taken }) => !taken)
  const refused = lost.find(({ media }) => takesMedia(evidence).get(media))
  if (refused) return [{ expected: 'a status of 2xx', received: answerOf(refused.exchange) }]
  return lost.length > 0 ? [] : fitting(subject, evidence)
})

interface Odd extends Case {
  exchange: Exchange
  taken: boolean
  booked?: Booked
}

/** A callback that is written otherwise than most is taken, and booked. */
function oddRule(id: string, says: string, level: Rule['level'] = 'must'): Rule {
  return receiverRule<Odd>(
    id,
    says,
    (evidence) =>
      plainlyDue(evidence)
        .filter(({ peculiarity }) => peculiarity === id)
        .map(({ exchange, taken }) => {
          const found = booked(evidence).find((one) => one.rule === id && one.exchanges.includes(exchange))
          return { exchange, taken, exchanges: [exchange], ...(found ? { booked: found } : {}) }
        }),
    ({ exchange, taken, booked: found }, evidence) => {
      if (!taken) return [{ expected: 'a status of 2xx', received: answerOf(exchange) }]
      return found ? fitting(found, evidence) : []
    },
    level,
  )
}

export const receiverBooks: Rule[] = [
  bookRule('receiver.stores', 'What was acknowledged is in the books.'),
  bookRule('receiver.failure', 'A callback of a failure ends the sale as failed.'),
  final,
  bookRule(
    'receiver.matches',
    "A callback whose TRANSACTIONID, product or number are another's changes nothing.",
    fitting,
    'should',
  ),
  idempotent,
  early,
  oddRule('receiver.spaced', 'White space around tags and types is passed over.'),
  oddRule('receiver.unknown-member', 'Members beyond the table are passed over.', 'should'),
]
