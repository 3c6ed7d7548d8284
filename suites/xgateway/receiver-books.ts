/** What a receiver books of the callbacks that it takes: its books are read for that. */
import type { Case, Evidence, Problem, Rule } from '../../src/judge/rule.ts'
import { premise } from '../../src/judge/rule.ts'
import type { Booking, LedgerRead } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { lastBooks } from '../common/books.ts'
import { asked } from '../common/premises.ts'
import { receiverRule } from '../common/run-rules.ts'
import { allowedAfter } from './client-beliefs.ts'
import { wordOf } from './client-sent.ts'
import { isPart, tidy } from './kept-serials.ts'
import {
  callbacks,
  fits,
  isAnother,
  isFinal,
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
  /** What the books said before the last callback, where that told again what they had an end of. */
  before?: Booking[]
  /** What the books said later, when nothing more had been told, where nothing stood in them yet. */
  later?: Booking[]
}

/** Every reading of the books about a sale that callbacks came for, and the one rule that speaks about it. */
const booked = premise((evidence: Evidence): Booked[] =>
  takesBare(evidence)
    ? evidence.trace.entries.flatMap((entry) => {
        const sale = entry.kind === 'ledger' ? sales(evidence).get(entry.code) : undefined
        if (entry.kind !== 'ledger' || !sale || isOver(evidence, entry)) return []
        const about = callbacks(evidence).filter(
          (one) => one.exchange.began < entry.began && touches(evidence, one, sale) && !isAnother(one, sale),
        )
        const heard = about.filter((one) => fits(one, sale) && !one.exchange.stranger)
        const rule = ruleOf(evidence, about, heard, sale.transaction === undefined)
        const exchanges = about.map(({ exchange }) => exchange)
        const later = laterReading(evidence, entry, about.at(-1))
        // Only what was acknowledged as booked is looked for at once.
        if (later && rule !== 'receiver.stores') return []
        return rule ? [{ rule, heard, lines: entry.payments, exchanges, ...(later ? { later } : {}) }] : []
      })
    : [],
)

/** What the last reading told that followed this one of books that were open, before more was told about the sale. */
function laterReading(
  evidence: Evidence,
  { code, began, payments }: LedgerRead,
  last: Callback | undefined,
): Booking[] | undefined {
  const sale = sales(evidence).get(code)!
  if (!last || payments.some(({ state }) => state !== 'pending')) return undefined
  const more = callbacks(evidence).find((one) => one.exchange.began > began && touches(evidence, one, sale))
    ?.exchange.began
  return lastBooks(evidence, code, { after: began, before: more })?.payments
}

/** An earlier reading has shown an end already, and was judged. */
function isOver({ trace }: Evidence, { code, began }: LedgerRead): boolean {
  return trace.entries.some(
    (entry) =>
      entry.kind === 'ledger' &&
      entry.code === code &&
      entry.began < began &&
      entry.payments.some(({ state }) => state !== 'pending'),
  )
}

function ruleOf(
  evidence: Evidence,
  about: Callback[],
  heard: Callback[],
  isEarly: boolean,
): string | undefined {
  if (about.some(({ wrapped, exchange }) => wrapped || exchange.stranger)) return undefined
  if (about.length > heard.length) return 'receiver.matches'
  const ends = heard.filter((one) => isFinal(evidence, one))
  if (isEarly) return ends[0]?.code === '00' ? 'receiver.early' : undefined
  if (ends.length === 0) return heard.length > 0 ? 'receiver.open' : undefined
  if (ends.some((one, index) => index > 0 && isOneCallback(ends[index - 1]!, one)))
    return 'receiver.idempotent'
  // What was not acknowledged may have been booked or not.
  if (!ends[0]!.taken) return undefined
  const odd = heard.flatMap(({ peculiarity }) => peculiarity ?? [])[0]
  if (odd) return odd
  if (heard.length > 1 && heard[0] === ends[0]) return 'receiver.final'
  return ends[0]!.code === '00' ? 'receiver.stores' : 'receiver.failure'
}

/** The same told again and again, whatever is left of the balance. */
function isOneCallback(a: Callback, b: Callback): boolean {
  return ['RESPONSECODE', 'SN'].every((name) => asked(a.exchange, name) === asked(b.exchange, name))
}

/** The books say what was told, once; a refund may have a line of its own behind the success. */
function fitting({ heard, lines }: Booked, evidence: Evidence): Problem[] {
  const words = heard.map(({ exchange }) => wordOf(evidence, exchange))
  const allowed = allowedAfter(evidence, words)
  const states = new Set(lines.map(({ state }) => state))
  const isRight =
    lines.length > 0 && states.size === lines.length && lines.every(({ state }) => allowed.includes(state))
  return isRight ? [] : [wrong(allowed.join(' or '), heard, lines)]
}

function wrong(expected: string, heard: Callback[], lines: Booking[]): Problem {
  const codes = heard.map(({ code }) => code).join(', ')
  return {
    expected: `${expected} in its books${codes === '' ? '' : ` after ${codes}`}`,
    received: lines.map(({ state }) => state).join(', ') || 'nothing',
  }
}

/** Whoever books from a queue says so too early, unless the queue outlives him: nobody else can tell. */
function stored(subject: Booked, evidence: Evidence): Problem[] {
  const { later, heard, lines } = subject
  if (!later) return fitting(subject, evidence)
  if (fitting({ ...subject, lines: later }, evidence).length > 0) return []
  const { expected } = wrong('paid', heard, lines)
  const received = `${lines[0]?.state ?? 'nothing'} when it had acknowledged, and paid later: a queue in memory alone would lose it`
  return [{ expected, received, level: 'should' }]
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
  booksOf('receiver.failure')(evidence).some(
    (one) => one.lines.some(({ state }) => state !== 'pending') && fitting(one, evidence).length === 0,
  )

const isBookedAtAll = ({ heard: [first] }: Booked, evidence: Evidence): boolean =>
  first?.code === '00' || booksFailures(evidence)

/** A receiver that books no failures at all has overturned none. */
const final = receiverRule<Booked>(
  'receiver.final',
  'A final state is not overturned.',
  (evidence) => [
    ...booksOf('receiver.final')(evidence).filter((subject) => isBookedAtAll(subject, evidence)),
    ...toldAgain(evidence),
  ],
  (subject, evidence) => (subject.before ? unrevived(subject.before, subject) : fitting(subject, evidence)),
)

/** Readings after a success that was told once more, of books that had shown the end of its sale. */
const toldAgain = (evidence: Evidence): Booked[] =>
  evidence.trace.entries.flatMap((entry) => {
    const sale = entry.kind === 'ledger' ? sales(evidence).get(entry.code) : undefined
    if (entry.kind !== 'ledger' || !sale) return []
    const heard = callbacks(evidence).filter(
      (one) => one.exchange.began < entry.began && fits(one, sale) && !one.exchange.stranger,
    )
    const last = heard.at(-1)
    const isAgain = last?.code === '00' && heard.some((one) => one !== last && one.taken && one.code === '00')
    const before = isAgain && lastBooks(evidence, entry.code, { before: last.exchange.began })?.payments
    if (!before || before.length === 0 || before.some(({ state }) => state === 'pending')) return []
    const exchanges = heard.map(({ exchange }) => exchange)
    return [{ rule: 'receiver.final', heard, lines: entry.payments, before, exchanges }]
  })

const paidIn = (lines: Booking[]): number => lines.filter(({ state }) => state === 'paid').length

/** What was given back is not sold by telling its success again. */
function unrevived(before: Booking[], { heard, lines }: Booked): Problem[] {
  const stood = before.map(({ state }) => state).join(', ')
  return paidIn(lines) > paidIn(before) ? [wrong(`${stood}, as before,`, heard, lines)] : []
}

const open = bookRule(
  'receiver.open',
  'A callback of 68, or of a code that is none, leaves the sale open.',
  ({ heard, lines }) => {
    if (lines.every(({ state }) => state === 'pending')) return []
    // What a callback with a code that is none was meant to tell, many take for a failure.
    const isTolerated =
      heard.every(({ code }) => code !== '68') && lines.every(({ state }) => state !== 'paid')
    return [{ ...wrong('pending', heard, lines), ...(isTolerated ? { level: 'should' as const } : {}) }]
  },
)

const serial = receiverRule<Booked>(
  'receiver.serial',
  'The serial is kept whole, zeros and commas included.',
  (evidence) =>
    booked(evidence).filter(
      ({ heard, lines }) => serialIn(heard) !== '' && lines.some(({ receipt }) => receipt !== undefined),
    ),
  ({ heard, lines }) => {
    const expected = serialIn(heard)
    const cut = lines.find(({ receipt }) => receipt !== undefined && isPart(tidy(receipt), expected))
    return cut ? [{ expected, received: cut.receipt! }] : []
  },
)

/** The serial that was told and acknowledged, '' for none. */
const serialIn = (heard: Callback[]): string =>
  tidy(heard.flatMap(({ taken, exchange }) => (taken ? asked(exchange, 'SN') : '')).find(Boolean) ?? '')

const idempotent = bookRule(
  'receiver.idempotent',
  'A callback that comes again is acknowledged and does nothing more.',
  (subject, evidence) => {
    const [first, ...rest] = subject.heard
    const refused = rest.find((one) => !one.taken && isTakenBefore(subject.heard, one))
    if (refused) return [{ expected: 'a status of 2xx again', received: answerOf(refused.exchange) }]
    return first!.taken && isBookedAtAll(subject, evidence) ? fitting(subject, evidence) : []
  },
)

const isTakenBefore = (heard: Callback[], one: Callback): boolean =>
  heard.slice(0, heard.indexOf(one)).some((before) => before.taken && isOneCallback(before, one))

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
  open,
  serial,
  bookRule('receiver.stores', 'What was acknowledged is in the books.', stored),
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
  oddRule('receiver.order', 'Members are read by name.'),
  oddRule('receiver.untyped', 'Values without a type are read as text.'),
  oddRule('receiver.spaced', 'White space around tags and types is passed over.'),
  oddRule('receiver.unknown-member', 'Members beyond the table are passed over.', 'should'),
]
