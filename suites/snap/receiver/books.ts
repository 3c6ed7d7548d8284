/** What a receiver does about notifications beside answering them: its books are read for that. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import type { Booking, LedgerRead } from '../../../src/judge/trace.ts'
import { textOf } from '../../../src/wire/exchange.ts'
import { receiverRule } from '../../common/run-rules.ts'
import { lastBooks } from '../../common/books.ts'
import { asked } from '../../common/premises.ts'
import { answerOf, orders, posts, type Order, type Post } from './posts.ts'

/** The books about one order after what came about it. */
interface Booked extends Case {
  rule: string
  place?: string
  heard: Post[]
  lines: Booking[]
  /** They said that nothing is to come any more, before the last of it came. */
  wasClosed?: boolean
  /** As often as the order was paid in them before the last notification came. */
  wasPaid?: number
}

/** The last reading of the books about each order that something came about, and about what is no order. */
const booked = premise((evidence: Evidence): Booked[] => [
  ...[...orders(evidence).values()].flatMap((order) => bookedFor(evidence, order)),
  ...strangers(evidence),
])

/** What the books say of payments that nobody knows, or of the orders whose references these are like. */
function strangers(evidence: Evidence): Booked[] {
  const isNamed = (code: string) => posts(evidence).some(({ order }) => order?.reference === code)
  return posts(evidence)
    .filter(({ oddities }) => oddities.length === 1 && oddities[0]!.rule === 'receiver.unknown')
    .flatMap((post) => {
      const named = asked(post.exchange, 'originalPartnerReferenceNo')
      const entry = evidence.trace.entries.find(
        (one) =>
          one.kind === 'ledger' &&
          one.began > post.exchange.began &&
          (one.code === named || (named.includes(one.code) && !isNamed(one.code))),
      )
      if (entry?.kind !== 'ledger') return []
      const lines = nameOrders(evidence) ? ownIn(entry) : entry.payments
      return [{ rule: 'receiver.unknown', heard: [post], lines, exchanges: post.exchanges }]
    })
}

/** Lines have the references of their orders: those of other orders, in books that are read whole, tell nothing of this one. */
const nameOrders = premise(({ trace }: Evidence): boolean =>
  trace.entries.some((entry) => entry.kind === 'ledger' && ownIn(entry).length > 0),
)

const ownIn = ({ code, payments }: LedgerRead): Booking[] =>
  payments.filter((line) => line.reference === code)

function linesOf(entry: LedgerRead): Booking[] {
  const own = ownIn(entry)
  return own.length > 0 ? own : entry.payments
}

function bookedFor(evidence: Evidence, { reference }: Order): Booked[] {
  const entry = lastBooks(evidence, reference)
  if (!entry) return []
  const about = posts(evidence).filter((post) => post.order?.reference === reference)
  if (about.some(({ exchange }) => exchange.began >= entry.began)) return []
  const heard = withoutRefused(about)
  const spoken = ruleOf(heard)
  if (!spoken) return []
  const exchanges = heard.map(({ exchange }) => exchange)
  return [{ ...spoken, heard, lines: linesOf(entry), exchanges }]
}

/** What was wrong and refused is no part of what is right beside it. */
function withoutRefused(about: Post[]): Post[] {
  const rest = about.filter(({ oddities, taken }) => taken || oddities.every((one) => one.welcome))
  return rest.length > 0 ? rest : about
}

/** The one rule that speaks of the books after these notifications. */
function ruleOf(heard: Post[]): Pick<Booked, 'rule' | 'place'> | undefined {
  const [first, ...rest] = heard
  if (!first) return undefined
  const wrong = heard.filter(({ oddities }) => oddities.some((one) => !one.welcome))
  const odd = wrong[0]?.oddities.filter((one) => !one.welcome) ?? []
  if (wrong.length > 0)
    return wrong.length === heard.length && odd.length === 1
      ? { rule: odd[0]!.rule, ...(odd[0]!.place !== undefined && { place: odd[0]!.place }) }
      : undefined
  if (rest.length === 0) return { rule: ruleOfOne(first) }
  if (rest.every(({ status }) => status === first.status))
    return { rule: isReplay(heard) ? 'receiver.replay' : 'receiver.idempotent' }
  // What was open has ended now.
  if (first.status === '03' && heard.at(-1)!.status === '00') return { rule: 'receiver.honest' }
  return { rule: 'receiver.final' }
}

function ruleOfOne({ status, oddities }: Post): string {
  if (oddities.some((one) => one.rule === 'json.duplicates')) return 'json.duplicates'
  return status === '00' ? 'receiver.honest' : 'receiver.failure'
}

const isReplay = ([first, ...rest]: Post[]): boolean =>
  rest.every(
    ({ exchange }) =>
      textOf(exchange.request.body) === textOf(first!.exchange.request.body) &&
      headersOf(exchange) === headersOf(first!.exchange),
  )

const headersOf = ({ request }: Post['exchange']): string => JSON.stringify(request.headers)

const count = (lines: Booking[], state: Booking['state']): number =>
  lines.filter((line) => line.state === state).length

function wrong(expected: string, { lines }: Booked): Problem[] {
  return [
    {
      expected: `${expected} in its books`,
      received: lines.map(({ state }) => state).join(', ') || 'nothing',
    },
  ]
}

/** Whatever has to be refused leaves the order as it was. */
const untouched = (subject: Booked): Problem[] =>
  count(subject.lines, 'pending') === subject.lines.length && subject.lines.length <= 1
    ? []
    : wrong('pending', subject)

/** It was done once at most. */
export const once = (subject: Booked): Problem[] =>
  count(subject.lines, 'paid') <= 1 ? [] : wrong('paid once', subject)

/** It fulfils nothing, whatever else is made of it. */
export const unfulfilled = (subject: Booked): Problem[] =>
  count(subject.lines, 'paid') === 0 ? [] : wrong('no success', subject)

const booksOf = (evidence: Evidence, id: string): Booked[] =>
  booked(evidence).filter((one) => one.rule === id)

function bookRule(
  id: string,
  says: string,
  holds: (subject: Booked) => Problem[],
  over = (evidence: Evidence): Booked[] => booksOf(evidence, id),
  level: Rule['level'] = 'must',
): Rule {
  return receiverRule(id, says, over, holds, level)
}

const honest = bookRule(
  'receiver.honest',
  'What was acknowledged is in the books.',
  (subject) => {
    const [line, ...more] = subject.lines
    if (!line || more.length > 0 || !['paid', 'reversed'].includes(line.state)) return wrong('paid', subject)
    const { amount = '' } = subject.heard[0]!.order ?? {}
    return Number(amount) > 0 && line.amount !== Number(amount)
      ? [{ expected: `${amount} in its books`, received: String(line.amount) }]
      : []
  },
  (evidence) => booksOf(evidence, 'receiver.honest').filter(({ heard }) => heard.every((post) => post.taken)),
)

const idempotent = bookRule(
  'receiver.idempotent',
  'A notification that comes again is acknowledged and acted on once.',
  (subject) => {
    const again = subject.heard.slice(1).find((post) => !post.taken && post.exchange.response)
    if (subject.heard[0]!.taken && again)
      return [{ expected: 'an acknowledgement', received: answerOf(again.exchange) }]
    return once(subject)
  },
)

/** Nothing that is final is left for what is not, and no failure becomes a success. */
const final = bookRule(
  'receiver.final',
  'A late notification does not take an order back.',
  (subject) => {
    const [first] = subject.heard
    const isOpen = count(subject.lines, 'pending') > 0
    if (first!.status !== '00' && subject.wasClosed && isOpen) return wrong('what had ended', subject)
    if (first!.status !== '00') return unfulfilled(subject)
    // Money that goes back may take the order back, and gives nobody anything again.
    if (subject.heard.some(({ status }) => status === '04'))
      return count(subject.lines, 'paid') > (subject.wasPaid ?? 1) ? wrong('no success again', subject) : []
    return count(subject.lines, 'paid') === 1 && subject.lines.length === 1 ? [] : wrong('paid', subject)
  },
  (evidence) =>
    booksOf(evidence, 'receiver.final').flatMap((one) => {
      const [first] = one.heard
      const lines = first!.taken && isFinal(first!.status) ? linesAfter(evidence, first!) : undefined
      if (!lines || count(lines, 'paid') > 0 !== (first!.status === '00')) return []
      const before = linesAfter(evidence, one.heard.at(-2)!)
      return [
        {
          ...one,
          wasClosed: lines.length > 0 && count(lines, 'pending') === 0,
          ...(before && { wasPaid: count(before, 'paid') }),
        },
      ]
    }),
)

/** What the books said after the first notification, before another came. */
function linesAfter(evidence: Evidence, { exchange, order }: Post): Booking[] | undefined {
  const reference = order?.reference
  const next = posts(evidence).find(
    (post) => post.order?.reference === reference && post.exchange.began > exchange.began,
  )
  return lastBooks(evidence, reference, { after: exchange.began, before: next?.exchange.began ?? 0 })
    ?.payments
}

const isFinal = (status: string): boolean => ['00', '05', '06'].includes(status)

const duplicates = bookRule(
  'json.duplicates',
  'A name that comes twice is refused, or the last one counts.',
  (subject) => (count(subject.lines, 'paid') === 1 ? [] : wrong('the last one counted, paid,', subject)),
  // Only of a receiver that books anything is it known which of two counted.
  (evidence) =>
    booksOf(evidence, 'receiver.honest').some(({ lines }) => count(lines, 'paid') > 0)
      ? booksOf(evidence, 'json.duplicates').filter(({ heard }) => heard.every((post) => post.taken))
      : [],
  'may',
)

export const receiverBooks: Rule[] = [
  honest,
  idempotent,
  final,
  duplicates,
  bookRule('receiver.amount', 'A notification with another amount fulfils nothing.', unfulfilled),
  bookRule(
    'receiver.reference',
    'A notification with the referenceNo of another payment fulfils nothing.',
    unfulfilled,
    undefined,
    'should',
  ),
  bookRule(
    'receiver.partner',
    'A notification for another partner and merchant fulfils nothing.',
    unfulfilled,
    undefined,
    'should',
  ),
  bookRule('receiver.failure', 'Only 00 fulfils an order.', (subject) =>
    // Whoever never heard of the payment may book it together with the money that went back.
    subject.heard[0]!.status === '04' && count(subject.lines, 'paid') <= count(subject.lines, 'reversed')
      ? []
      : unfulfilled(subject),
  ),
]

interface Either extends Case {
  post?: Post
  book?: Booked
}

/** A rule about what is wrong: it is answered in some way, and the books are left alone. */
export function doingNothing(answering: Rule, leaves = untouched): Rule {
  const { id } = answering
  return rule<Either>({
    ...answering,
    over: (evidence) => [
      ...[...(answering.over(evidence) as Iterable<Post>)].map((post): Either => ({ post, ...placed(post) })),
      ...booksOf(evidence, id).map((book): Either => ({ book, ...placed(book) })),
    ],
    holds: ({ post, book }, evidence) => (post ? answering.holds(post, evidence) : book ? leaves(book) : []),
  })
}

const placed = ({ exchanges, place }: Case): Case => ({ exchanges, ...(place !== undefined && { place }) })
