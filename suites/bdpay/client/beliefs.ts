/** What a client believes of its orders, held against what it was told: its own books are read for that. */
import type { Booking, LedgerRead } from '../../../src/judge/trace.ts'
import { premise, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { answered, asked } from '../../common/premises.ts'
import { clientRule } from '../../common/run-rules.ts'
import { blamed, rulesFor, type Wrong } from './blame.ts'
import { endOf, isForged, outcomeOf, threads, type Thread, type Word } from './threads.ts'

interface Belief extends Case {
  thread: Thread
  /** With what may have come to it while its books were read. */
  possibly: Thread
  states: string[]
  lines: Booking[]
  /** The rules that speak about it. */
  rules: string[]
}

/** The last reading of the books about each order, with everything that its client had been told until then. */
const beliefs = premise((evidence: Evidence): Belief[] => {
  const last = new Map<string, LedgerRead>()
  for (const entry of evidence.trace.entries) if (entry.kind === 'ledger') last.set(entry.code, entry)
  const all = threads(evidence).flatMap((whole): Belief[] => {
    const entry = last.get(whole.number)
    if (!entry || entry.payments.length === 0) return []
    const thread = { ...whole, words: whole.words.filter(({ by }) => endOf(by) < entry.began) }
    const possibly = {
      ...whole,
      words: [...whole.words, ...whole.unheard].filter(({ by }) => by.began < entry.ended),
    }
    const exchanges = thread.words.map(({ by }) => by)
    const lines = entry.payments
    const states = lines.map(({ state }) => state)
    return [{ thread, possibly, lines, states, rules: [], exchanges }]
  })
  const rules = blamed(all.map((belief) => wrongOf(evidence, belief)))
  return all.map((belief, index) => ({ ...belief, rules: rules[index]! }))
})

const wrongOf = (evidence: Evidence, belief: Belief): Wrong => ({
  rules: rulesFor(evidence, belief.thread),
  kind: belief.thread.kind,
  open: belief.thread.words
    .filter(({ how, trusted, state }) => how === 'query' && trusted && state !== '')
    .map(({ state }) => state),
  state: wrongIn(belief),
  isOpen: outcomeOf(belief.thread) === 'open',
})

/** A state in the books that the thread does not allow, whatever of the last of it had come to the client. */
const wrongIn = ({ states, thread, possibly }: Belief): string | undefined =>
  states.find((state) => ![thread, possibly].some((told) => allowed(told).includes(state)))

/** States that the books may have. */
function allowed(thread: Thread): string[] {
  const outcome = outcomeOf(thread)
  if (outcome === 'paid') return ['paid']
  if (outcome === 'failed') return thread.kind === 'payout' ? ['failed', 'reversed'] : ['failed', 'pending']
  if (outcome === 'refused') return ['failed', 'pending', 'reversed']
  // A payment that was not made costs nobody anything: it may be given up. A payout may not.
  return thread.kind === 'payout' ? ['pending'] : ['pending', 'failed']
}

function believes(
  id: string,
  says: string,
  level: Rule['level'] = 'must',
  more?: (belief: Belief, evidence: Evidence) => Problem[],
  given?: Rule['given'],
): Rule {
  return clientRule<Belief>(
    id,
    says,
    (evidence) => beliefs(evidence).filter(({ rules }) => rules.includes(id)),
    (belief, evidence) => {
      const states = allowed(belief.thread)
      const wrong = wrongIn(belief)
      if (wrong !== undefined)
        return [{ expected: `${states.join(' or ')} in its books`, received: belief.states.join(', ') }]
      return more?.(belief, evidence) ?? []
    },
    level,
    given,
  )
}

/** An undecided payout has to be asked about, unless a callback told its end. */
function asksAbout({ thread }: Belief): Problem[] {
  const isTold = thread.words.some(({ how }) => how === 'callback')
  return thread.queries.length > 0 || isTold ? [] : [{ expected: 'a query', received: 'none' }]
}

/** The number of a forged answer is in no books, unless something trusted told it too. */
function usesNothing({ thread: { words }, lines }: Belief): Problem[] {
  const [trusted, forged] = [numbersOf(words.filter(isTrusted)), numbersOf(words.filter(isForgery))]
  const used = lines.find(
    ({ receipt = '' }) => receipt !== '' && forged.includes(receipt) && !trusted.includes(receipt),
  )
  return used ? [{ expected: 'nothing of the answer', received: `platOrderNum ${used.receipt}` }] : []
}

const isTrusted = ({ trusted }: Word): boolean => trusted
const isForgery = ({ by, how }: Word): boolean => how === 'create' && isForged(by)

/** The numbers of the platform in what was told. */
const numbersOf = (words: Word[]): string[] =>
  words.map(({ by, how }) => (how === 'callback' ? asked : answered)(by, 'platOrderNum'))

/** The answer that took the order and may be believed. */
const taken = ({ words }: Thread): Word | undefined =>
  words.find(({ how, trusted, code }) => how === 'create' && trusted && code === 'SUCCESS')

const hasNumber = ({ lines }: Belief): boolean => lines.some(({ receipt = '' }) => receipt !== '')

/** Of an answer that was used the books have the number, if they have it of all others that ended alike. */
function usesAnswer(belief: Belief, evidence: Evidence): Problem[] {
  const { thread, states } = belief
  const told = taken(thread)
  if (!told || hasNumber(belief)) return []
  const others = beliefs(evidence).filter(
    (other) =>
      other.thread.kind === thread.kind &&
      other.states.join() === states.join() &&
      !other.rules.includes('client.extra') &&
      taken(other.thread) !== undefined,
  )
  if (others.length === 0 || !others.every(hasNumber)) return []
  // Whoever asked about all others may have their numbers from there.
  const ways = waysOf(thread)
  const isSure = others.some((other) => waysOf(other.thread).every((how) => ways.includes(how)))
  const expected = `platOrderNum ${answered(told.by, 'platOrderNum')} in its books`
  return [{ expected, received: 'none', ...(!isSure && { level: 'should' as const }) }]
}

/** How something was told of an order. */
const waysOf = ({ words }: Thread): Word['how'][] => words.map(({ how }) => how)

/** The number of the platform as it was told, where the books have one. */
function keepsNumber({ thread, lines }: Belief): Problem[] {
  const told = taken(thread)
  const number = told ? answered(told.by, 'platOrderNum') : ''
  const [line] = lines
  const isKept = number === '' || !line?.receipt || line.receipt === number
  return isKept ? [] : [{ expected: number, received: line.receipt! }]
}

const number = clientRule<Belief>(
  'client.number',
  'The number of the platform is kept to its last digit.',
  (evidence) =>
    beliefs(evidence).filter(
      ({ rules, lines }) => rules.includes('client.number') && lines.some(({ receipt }) => receipt),
    ),
  keepsNumber,
)

const once = clientRule<Belief>(
  'client.once',
  'What was paid is in the books once, however often it is told.',
  (evidence) => beliefs(evidence).filter(({ states }) => states.includes('paid')),
  ({ states }) =>
    states.filter((state) => state === 'paid').length > 1
      ? [{ expected: 'paid, once', received: states.join(', ') }]
      : [],
)

/** A further question after NOTEXIST. */
const asksAgain = ({ thread }: Belief): Problem[] => {
  const at = thread.words.findIndex(({ how, code }) => how === 'query' && code === 'NOTEXIST')
  const isAsked = at < 0 || thread.words.slice(at + 1).length > 0
  return isAsked ? [] : [{ expected: 'another query', received: 'none' }]
}

export const believing: Rule[] = [
  believes(
    'client.verifies',
    'An answer whose platSign is wrong or missing changes nothing.',
    'must',
    usesNothing,
  ),
  believes('client.early', 'A callback before the answer is not lost, and not undone by it.'),
  believes('client.code', 'The code of an answer decides, not its HTTP status.'),
  believes('client.numbers', 'Numbers of an answer count in plain decimals when it is verified.'),
  believes('client.amount-types', 'Amounts of an answer are read as text and as numbers.', 'should'),
  believes(
    'client.extra',
    'Members beyond the table are passed over, and verified with the rest.',
    'must',
    usesAnswer,
  ),
  believes('client.query-code', 'A query that worked pays nothing by itself.'),
  believes('client.only-success', 'Only the state SUCCESS fulfils an order.'),
  believes('client.unknown-status', 'A state that is none of the list leaves an order open.'),
  believes('client.redirect', 'A visit to redirectUrl fulfils nothing.'),
  believes('client.accepted', 'A payout that was accepted is not paid yet.'),
  believes('client.undecided', 'UNKNOWN leaves a payout open, and it is asked about.', 'must', asksAbout),
  believes('client.timeout', 'A lost answer leaves a payout open, like UNKNOWN.'),
  believes('client.status', 'State 2 is paid, 3 and 4 have failed, everything else is open.'),
  believes('client.status-types', 'A state counts alike as text and as a number.', 'should'),
  believes('client.query-unknown', 'UNKNOWN on a query decides nothing.'),
  believes('client.query-refused', 'A query that is refused decides nothing about its payout.'),
  believes('client.notexist', 'NOTEXIST after a lost answer is asked about again.', 'should', asksAgain),
  number,
  once,
]
