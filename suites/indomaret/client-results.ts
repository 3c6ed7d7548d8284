/** What a client takes a sale for, held against what it was answered: its own books are read for that. */
import { premise, type Case, type Evidence, rule, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Booking } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, sayingOf } from '../common/premises.ts'
import { isOwn, promptMs, taken } from './client-taken.ts'
import { sameKey, sent } from './client-sent.ts'

interface Result extends Case {
  /** What the books say of the code, a line a sale. */
  lines: Booking[]
  /** Payments that may count, the first of each key. */
  successes: Exchange[]
  /** Those that count for a client which does not look at the identifiers of an answer. */
  loose: Exchange[]
  /** Of those, the ones that nothing takes back and that came in time. */
  certain: Exchange[]
  /** One of them is plain in every way. */
  isPlain: boolean
}

/** Every reading of the books about a code that was asked for, with the payments that were answered 00 until then. */
const results = premise((evidence: Evidence): Result[] =>
  evidence.trace.entries.flatMap((entry) => {
    if (entry.kind !== 'ledger') return []
    const isBefore = (one: Exchange) =>
      one.began < entry.began && asked(one, 'PaymentCode') === entry.code && one.operation !== 'inquiry'
    const exchanges = sent(evidence).all.filter(isBefore)
    const paid = exchanges.filter(
      (one) => one.operation === 'payment' && sayingOf(evidence, one) === 'success',
    )
    const mayStand = (one: Exchange) =>
      undoing(exchanges, one).every((other) => sayingOf(evidence, other) === 'refusal')
    const standing = paid.filter(mayStand)
    const loose = firstOfKeys(standing)
    const successes = firstOfKeys(standing.filter((one) => isOwn(evidence, one)))
    const certain = successes.filter(
      (one) => undoing(exchanges, one).length === 0 && one.elapsedMs <= promptMs,
    )
    const isPlain = taken(evidence).some(
      ({ exchange, oddity }) => oddity === undefined && certain.includes(exchange),
    )
    // Where nothing was paid, books have nothing to tell.
    if (entry.payments.length === 0 && certain.length === 0) return []
    return [{ exchanges, lines: entry.payments, successes, loose, certain, isPlain }]
  }),
)

const firstOfKeys = (payments: Exchange[]) =>
  payments.filter((one) => payments.find((first) => sameKey(first, one)) === one)

/** Reversals of a payment. */
const undoing = (exchanges: Exchange[], payment: Exchange) =>
  exchanges.filter(
    (one) => one.operation === 'reversal' && one.began > payment.began && sameKey(one, payment),
  )

const result = rule<Result>({
  id: 'client.result',
  says: 'A sale counts as paid after a legible 00 with its own identifiers, and after nothing else.',
  level: 'must',
  about: ['client'],
  over: results,
  holds: (subject) => [...tooMany(subject), ...tooFew(subject)],
})

const received = (lines: Booking[]) => lines.map(({ state }) => state).join(', ')

function tooMany({ lines, successes, loose }: Result): Problem[] {
  const paid = lines.filter(({ state }) => state === 'paid').length
  if (paid <= successes.length) return []
  const expected =
    successes.length === 0 ? 'no sale that counts as paid' : `${successes.length} that counts as paid`
  return [{ expected, received: received(lines), ...(paid <= loose.length ? { level: 'should' } : {}) }]
}

function tooFew({ lines, certain, isPlain }: Result): Problem[] {
  const isOpen = lines.some(({ state }) => state === 'paid' || state === 'pending')
  if (certain.length === 0 || isOpen) return []
  // What stands nowhere may stand in books that the hook does not read.
  const level = isPlain && lines.length > 0 ? {} : { level: 'should' as const }
  return [{ expected: 'a sale that counts as paid', received: received(lines) || 'no sale at all', ...level }]
}

export const clientResults: Rule[] = [result]
