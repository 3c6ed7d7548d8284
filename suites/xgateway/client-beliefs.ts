/** What a client believes of its sales, held against what it was told: its own books are read for that. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { BalanceRead, Booking, LedgerRead } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { clientRule } from '../common/run-rules.ts'
import type { Thread } from '../common/threads.ts'
import { isPart, tidy } from './kept-serials.ts'
import {
  calls,
  isDoubtful,
  isFailure,
  isPlain,
  isQuery,
  peculiarity,
  threads,
  wordOf,
  type Word,
} from './client-sent.ts'

type State = Booking['state']

interface Belief extends Case {
  /** What it was told, in order. */
  words: Word[]
  /** What its books say, one line an effect. */
  lines: Booking[]
  /** The one rule that speaks about it. */
  rule: string
}

/** Every reading of the books about a purchase, with what the client had been told until then. */
const beliefs = premise((evidence: Evidence): Belief[] =>
  evidence.trace.entries.flatMap((entry) => {
    const thread =
      entry.kind === 'ledger'
        ? threads(evidence).find(({ reference }) => reference === entry.code)
        : undefined
    if (entry.kind !== 'ledger' || !thread || !isPlain(thread) || isQuery(thread.asked[0])) return []
    return entry.payments.length === 0 || wasAsking(thread, entry) ? [] : [beliefIn(evidence, thread, entry)]
  }),
)

/** Something began while the books were read, which they may tell of or not. */
function wasAsking({ asked, told }: Thread, { began, ended }: LedgerRead): boolean {
  return [...asked, ...told].some((one) => one.began > began && one.began < ended)
}

function beliefIn(evidence: Evidence, thread: Thread, { began, payments }: LedgerRead): Belief {
  const heard = [...thread.asked, ...thread.told]
    .filter((one) => one.began < began)
    .sort((a, b) => (a.ended ?? a.began) - (b.ended ?? b.began))
  const words = heard.map((one) => wordOf(evidence, one))
  return { words, lines: payments, rule: ruleOf(evidence, thread, words), exchanges: heard }
}

/** The oddest thing that a client was told decides which rule speaks. */
function ruleOf(evidence: Evidence, thread: Thread, words: Word[]): string {
  const replies = words.filter(({ by }) => by.from === 'client')
  if (replies.some((word) => word.kind === 'code' && word.code === '04')) return 'client.duplicate-code'
  if (replies.some(({ kind }) => kind === 'no-code')) return 'client.missing-code'
  if (replies.some(({ kind }) => kind === 'foreign')) return 'client.foreign'
  if (isEarly(thread)) return 'client.early'
  if (replies.some(({ kind }) => kind === 'unclear')) return 'client.unknown-answer'
  return replies.flatMap(({ by }) => peculiarity(evidence, by) ?? [])[0] ?? 'client.outcome'
}

/** A callback had come before the first answer. */
function isEarly({ asked: [first], told }: Thread): boolean {
  return told.some(({ ended }) => ended !== undefined && ended < (first.ended ?? Infinity))
}

/** What may stand in the books after these words: what is final stays, but for the refund of a success. */
export function allowedAfter(evidence: Evidence, words: Word[]): State[] {
  let allowed: State[] = ['pending']
  for (const word of words) {
    if (word.kind !== 'code') continue
    const isRefund = word.code === '21'
    if (allowed.includes('paid')) allowed = isRefund ? ['paid', 'reversed', 'failed'] : allowed
    else if (evidence.contract.outcome.success.includes(word.code))
      // Nobody may tell a success after a failure, so whoever believes either has been told it.
      allowed = allowed.includes('pending') ? ['paid'] : ['paid', ...allowed]
    else if (isDoubtful(word)) allowed = ['pending', 'failed']
    else if (isRefund) allowed = ['reversed', 'failed']
    else if (isFailure(evidence, word) || word.code === '01' || word.code === '02') allowed = ['failed']
  }
  return allowed
}

function believing(
  id: string,
  says: string,
  holds: (belief: Belief, evidence: Evidence) => Problem[],
  level: Rule['level'] = 'must',
): Rule {
  const over = (evidence: Evidence) => beliefs(evidence).filter((belief) => belief.rule === id)
  // Over the whole run, since a callback can be booked before the suite has seen how it was answered.
  return clientRule(id, says, over, holds, level)
}

/** The books say what was told. */
function fitting({ words, lines }: Belief, evidence: Evidence): Problem[] {
  const allowed = allowedAfter(evidence, words)
  const isWrong = lines.some(({ state }) => !allowed.includes(state))
  const isTwice = lines.filter(({ state }) => state === 'paid').length > 1
  return isWrong || isTwice ? [problem(allowed.join(' or '), lines, words)] : []
}

const unsaid = { 'no-code': 'no code', foreign: 'the answer of another trx_id', unclear: '?' }

function problem(expected: string, lines: Booking[], words: Word[]): Problem {
  const told = words.map((word) => (word.kind === 'code' ? word.code : unsaid[word.kind]))
  return {
    expected: `${expected} in its books after ${told.join(', ')}`,
    received: lines.map(({ state }) => state).join(', '),
  }
}

const duplicateCode = believing(
  'client.duplicate-code',
  '04 makes the sale neither failed nor sold.',
  ({ words, lines }, evidence) => {
    const isOver = words.some((word) => isFailure(evidence, word) || isDoubtful(word))
    const isFailed = lines.some(({ state }) => state === 'failed' || state === 'reversed')
    const isSold = lines.some(({ state }) => state === 'paid')
    const isTold = allowedAfter(evidence, words).includes('paid')
    return (isFailed && !isOver) || (isSold && !isTold) ? [problem('pending', lines, words)] : []
  },
)

const missingCode = believing(
  'client.missing-code',
  'An answer without RESPONSECODE leaves the sale open.',
  ({ words, lines }, evidence) => {
    const allowed = allowedAfter(evidence, words)
    const isOpen = allowed.join() === 'pending'
    const isSold = lines.some(({ state }) => state === 'paid') && !allowed.includes('paid')
    const isWrong = isSold || (isOpen && lines.some(({ state }) => state !== 'pending'))
    return isWrong ? [problem(allowed.join(' or '), lines, words)] : []
  },
)

const told: Rule[] = [
  believing('client.outcome', 'What RESPONSECODE told stands in the books, whatever MESSAGE says.', fitting),
  believing('client.unknown-answer', 'Faults, HTTP errors and unknown codes leave the sale open.', fitting),
  believing(
    'client.early',
    'A callback before the answer is not lost and not undone by the later 68.',
    fitting,
  ),
  believing('client.foreign', 'The answer of another trx_id leaves the sale open.', fitting, 'should'),
  believing('client.untyped', 'Values without a type are read as text.', fitting),
  believing('client.order', 'Members are read by name.', fitting),
  believing('client.spaced', 'White space around tags and types is passed over.', fitting),
  believing('client.unknown-member', 'Members beyond the table are passed over.', fitting, 'should'),
  believing('client.non-ok', 'A whole answer is read whatever its HTTP status.', fitting, 'should'),
]

const serial = rule<Belief>({
  id: 'client.serial',
  says: 'The serial is kept whole, commas included.',
  level: 'must',
  about: ['client'],
  over: (evidence) =>
    beliefs(evidence).filter((belief) => serialTold(belief) !== '' && receiptsIn(belief).length > 0),
  holds: (belief) => {
    const expected = serialTold(belief)
    const cut = receiptsIn(belief).find((receipt) => isPart(tidy(receipt), expected))
    return cut === undefined ? [] : [{ expected, received: cut }]
  },
})

/** Whoever has not understood an answer has no serial to keep. */
const receiptsIn = ({ lines }: Belief): string[] =>
  lines.flatMap(({ state, receipt }) => (state === 'paid' && receipt !== undefined ? [receipt] : []))

/** The serial of the last success that a client was told of, '' for none. */
function serialTold({ words }: Belief): string {
  const success = words.findLast((word) => word.kind === 'code' && word.code === '00')
  return success ? tidy(saidBy(success.by, 'SN')) : ''
}

function saidBy({ from, request, response }: Exchange, member: string): string {
  return text(from === 'gateway' ? request.read : response?.read, member) ?? ''
}

interface Balance extends Case {
  read: BalanceRead
  /** Rupiah that the gateway told, below zero. */
  told: number
}

const negative = rule<Balance>({
  id: 'client.negative',
  says: 'A negative SAL stays negative.',
  level: 'must',
  reads: ['balance'],
  about: ['client'],
  over: (evidence) =>
    evidence.trace.entries.flatMap((entry) => (entry.kind === 'balance' ? debtRead(evidence, entry) : [])),
  holds: ({ read, told: expected }) =>
    read.balance === expected ? [] : [{ expected: String(expected), received: String(read.balance) }],
})

/** A reading of the balance after the last answer told of a debt, of which at least the amount was kept. */
function debtRead(evidence: Evidence, read: BalanceRead): Balance[] {
  const last = calls(evidence)
    .filter((one) => (one.ended ?? Infinity) < read.began && /SAL=/.test(saidBy(one, 'MESSAGE')))
    .at(-1)
  const owed = last && /SAL=\s*-\s*(\d+)/.exec(saidBy(last, 'MESSAGE'))?.[1]
  if (!owed || Math.abs(read.balance) !== Number(owed)) return []
  return [{ read, told: -Number(owed), exchanges: [last] }]
}

export const clientBeliefs: Rule[] = [duplicateCode, missingCode, ...told, serial, negative]
