/** What a client believes of its payments and refunds, held against what it was told: its own books are read for that. */
import { premise, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import type { Booking, LedgerRead } from '../../../src/judge/trace.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { asked } from '../../common/premises.ts'
import { clientRule } from '../../common/run-rules.ts'
import type { Thread } from '../../common/threads.ts'
import { isRefund, threads } from './threads.ts'
import { isPeculiar, isUnclear, refundWordOf, wordOf, type Kind, type Word } from './words.ts'

type State = Booking['state']

interface Belief extends Case {
  /** What it was told, in order. */
  words: Word[]
  lines: Booking[]
  /** The one rule that speaks about it. */
  rule: string
  isRefund: boolean
  /** Money was to come back, which may stand in the books of the payment too. */
  mayReverse: boolean
}

/** Every last reading of the books about a payment or a refund, with what the client had been told until then. */
export const beliefs = premise((evidence: Evidence): Belief[] => {
  const last = new Map<string, LedgerRead>()
  for (const entry of evidence.trace.entries) if (entry.kind === 'ledger') last.set(entry.code, entry)
  return [...last.values()].flatMap((entry) => {
    if (entry.payments.length === 0) return []
    const thread = threads(evidence).find(({ reference }) => reference === entry.code)
    if (thread) return [beliefIn(evidence, thread, entry)]
    const refunded = threads(evidence).find(({ asked: all }) =>
      all.some((one) => asked(one, 'partnerRefundNo') === entry.code),
    )
    return refunded ? [refundBelief(evidence, refunded, entry)] : []
  })
})

/** What a client may have heard by the time at which its books had been read. */
function heardUntil({ asked: all, told }: Thread, { ended }: LedgerRead): Exchange[] {
  return [...all, ...told]
    .filter((one) => one.began < ended)
    .sort((a, b) => (a.ended ?? a.began) - (b.ended ?? b.began))
}

const ownLines = ({ code, payments }: LedgerRead): Booking[] => {
  const own = payments.filter(({ reference }) => reference === code)
  return own.length > 0 ? own : payments
}

function beliefIn(evidence: Evidence, thread: Thread, entry: LedgerRead): Belief {
  const heard = heardUntil(thread, entry)
  const words = heard
    .filter((one) => !isRefund(one))
    .map((one) => wordOf(evidence, one, thread.reference))
    .map((word) =>
      isUnderWay(word.by, entry) || isGivenUp(word.by, heard) ? { ...word, unsure: true } : word,
    )
  const lines = ownLines(entry)
  return {
    words,
    lines,
    rule: isPremature(words, lines) ? 'client.outcome' : ruleOf(evidence, words),
    exchanges: heard,
    isRefund: false,
    mayReverse: heard.some(isRefund),
  }
}

/** A notification that was still being taken, or an answer on its way, when the books were read. */
const isUnderWay = ({ from, response, ended = Infinity }: Exchange, { began }: LedgerRead): boolean =>
  ended >= began && (from === 'gateway' || response !== undefined)

/** An answer that came when the next request was on its way: whoever sent that did not wait for it any more. */
const isGivenUp = (one: Exchange, heard: Exchange[]): boolean =>
  one.from === 'client' &&
  one.response !== undefined &&
  heard.some(
    (other) => other.from === 'client' && one.began < other.began && other.began < (one.ended ?? one.began),
  )

/** Booked twice, or taken for made when the payer was only sent to a page: whatever came afterwards is not to blame. */
function isPremature(words: Word[], lines: Booking[]): boolean {
  const paid = lines.filter(({ state }) => state === 'paid').length
  const isTold = words.some(({ kind }) => kind === 'paid' || kind === 'refunded')
  return paid > 1 || (paid > 0 && !isTold && words.some(({ kind }) => kind === 'away'))
}

function refundBelief(evidence: Evidence, thread: Thread, entry: LedgerRead): Belief {
  const about = heardUntil(thread, entry).filter(
    (one) => one.from === 'client' && (!isRefund(one) || asked(one, 'partnerRefundNo') === entry.code),
  )
  const words = about
    .map((one) => refundWordOf(evidence, one, entry.code))
    .map((word) =>
      isUnderWay(word.by, entry) || isGivenUp(word.by, about) ? { ...word, unsure: true } : word,
    )
  const lines = ownLines(entry)
  return {
    words,
    lines,
    rule: isPremature(words, lines)
      ? 'client.outcome'
      : ruleOf(
          evidence,
          words.filter(({ by }) => isRefund(by)),
        ),
    exchanges: about,
    isRefund: true,
    mayReverse: true,
  }
}

/** The oddest thing that a client was told decides which rule speaks. */
function ruleOf(evidence: Evidence, words: Word[]): string {
  const has = (...kinds: Kind[]) => words.some(({ kind }) => kinds.includes(kind))
  if (has('mismatch')) return 'client.mismatch'
  if (has('duplicate')) return 'client.duplicate'
  if (has('inconsistent')) return 'client.inconsistent'
  if (has('strange', 'long') || words.some(({ by }) => isPeculiar(evidence, by))) return 'client.tolerant'
  if (has('foreign') || words.some(isUnclear)) return 'client.unknown'
  const isOpen = words.some(
    ({ kind, by }) => kind === 'open' && by.from === 'client' && by.operation !== 'status',
  )
  return isOpen ? 'client.pending' : 'client.outcome'
}

/** States that may stand in the books, and those that are tolerated. */
interface Allowed {
  right: State[]
  tolerated?: State[]
  /** It is told by an inquiry or a notification, which an answer does not overturn. */
  firm?: boolean
  /** An inquiry had not found it: who is told otherwise later may well look into it first. */
  missed?: boolean
  /** A cancellation succeeded after the payment had: what tells of that success may have been on its way. */
  voided?: boolean
}

/** What may stand in the books after these words, whether those that are unsure were heard or not. */
export function allowedAfter(words: Word[]): Allowed {
  let ways: Allowed[] = [{ right: ['pending'] }]
  for (const word of words) {
    const next = ways.map((way) => after(word, way))
    ways = different(word.unsure ? [...ways, ...next] : next)
  }
  return {
    right: ways.flatMap(({ right }) => right),
    tolerated: ways.flatMap(({ tolerated = [] }) => tolerated),
  }
}

const different = (ways: Allowed[]): Allowed[] => [
  ...new Map(ways.map((way) => [JSON.stringify(way), way])).values(),
]

function after({ kind, by }: Word, before: Allowed): Allowed {
  const isFirm = by.from === 'gateway' || by.operation === 'status'
  const next = meanings[kind]
  if (!next || (before.firm && !isFirm && by.operation !== 'cancel')) return before
  const wasPaid = before.firm === true && before.right.includes('paid')
  if (wasPaid && kind === 'reversed') return { ...before, right: ['paid', 'reversed', 'failed'] }
  // What is not final takes nothing back.
  if (before.firm && (kind === 'open' || kind === 'away' || kind === 'strange' || kind === 'missing'))
    return before
  if (wasPaid && kind === 'failed') return before
  if (kind === 'paid' && before.missed)
    return { right: ['paid', 'failed', 'pending'], firm: true, missed: true }
  if (kind === 'paid' && before.voided) return { ...before, right: ['paid', 'reversed', 'failed'] }
  // Whoever was told of a success before is in doubt then, and may stay with either.
  if (kind === 'missing') return { right: [...before.right, ...next.right], missed: true }
  const isEnd = ['paid', 'failed', 'reversed', 'refunded'].includes(kind)
  const isVoided = kind === 'reversed' && by.operation === 'cancel' && before.right.includes('paid')
  return { ...next, ...(isFirm && isEnd && { firm: true }), ...(isVoided && { voided: true }) }
}

const meanings: { [kind in Kind]?: Allowed } = {
  paid: { right: ['paid'] },
  accepted: { right: ['paid', 'pending'] },
  failed: { right: ['failed', 'reversed'] },
  reversed: { right: ['reversed', 'failed'], tolerated: ['pending'] },
  refunded: { right: ['paid', 'reversed'] },
  open: { right: ['pending'] },
  away: { right: ['pending'] },
  strange: { right: ['pending'] },
  refused: { right: ['failed'], tolerated: ['pending'] },
  inconsistent: { right: ['failed'], tolerated: ['pending'] },
  unauthorized: { right: ['failed', 'pending'] },
  missing: { right: ['failed', 'pending'] },
  duplicate: { right: ['pending', 'paid'] },
  long: { right: ['pending', 'paid'] },
  unclear: { right: ['pending'] },
  unknown: { right: ['pending'] },
  mismatch: { right: ['pending'] },
}

/** The books say what was told, once. */
function fitting({ words, lines, isRefund: isBack, mayReverse }: Belief): Problem[] {
  const { right, tolerated = [] } = allowedAfter(
    words.map((word) => (isBack ? ofRefund(word) : ofPayment(word))),
  )
  const made = right.includes('paid') && mayReverse ? (['reversed'] as const) : []
  const allowed = [...new Set<State>([...right, ...made])]
  const strange = lines.filter(({ state }) => !allowed.includes(state))
  const isTwice = lines.filter(({ state }) => state === 'paid').length > 1
  if (strange.length === 0 && !isTwice) return []
  const isTolerated = !isTwice && strange.every(({ state }) => tolerated.includes(state))
  return [{ ...problem(allowed, words, lines), ...(isTolerated && { level: 'should' as const }) }]
}

/** Case 18 says that a refund was made before, and nothing of a cancellation. */
function ofRefund(word: Word): Word {
  return word.kind === 'inconsistent' ? { ...word, kind: 'paid' } : word
}

function ofPayment(word: Word): Word {
  const isOfCancel = word.by.operation === 'cancel' && (word.kind === 'inconsistent' || word.kind === 'open')
  return isOfCancel ? { ...word, kind: 'nothing' } : word
}

function problem(allowed: State[], words: Word[], lines: Booking[]): Problem {
  const told = words.map(({ code, by }) => code || (by.response ? `HTTP ${by.response.status}` : 'no answer'))
  return {
    expected: `${allowed.join(' or ')} in its books after ${told.join(', ')}`,
    received: lines.map(({ state }) => state).join(', '),
  }
}

/** A rule about what stands in the books. */
export function believing(id: string, says: string): Rule {
  const over = (evidence: Evidence) => beliefs(evidence).filter((belief) => belief.rule === id)
  // Over the whole run, since a notification can be booked before the suite has seen how it was answered.
  return clientRule(id, says, over, fitting)
}

export const clientBeliefs: Rule[] = [
  believing('client.outcome', 'A client books what it was told, once.'),
  believing('client.pending', 'A payment that was answered 202 is open.'),
  believing('client.duplicate', '409 with case 01 leads to an inquiry, not to a failure.'),
  believing('client.tolerant', 'What a client does not know does not break it.'),
]
