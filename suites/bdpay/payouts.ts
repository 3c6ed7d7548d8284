/** Payouts: to whom, how much, at whose cost, once for each number; and nothing where they fail. */
import type { Evidence, Problem, Rule } from '../../src/judge/rule.ts'
import { asked } from '../common/premises.ts'
import { feeOf, isBeyond, outcomeOf, toldWindows, windows, type Window } from './balance.ts'
import { serverRule, storyRule, unless, type StoryCase, witnesses } from './cases.ts'
import { againAnswered, racedAnswers, repeats, together } from './creating.ts'
import { accountOf, stateIn, stories, suppliedAs, type Story } from './seen.ts'

interface WindowCase extends StoryCase {
  window: Window
}

const caseIn = (window: Window): WindowCase => ({
  window,
  story: window.story,
  exchanges: [
    ...(window.before.exchange ? [window.before.exchange] : []),
    ...witnesses(window.story),
    ...(window.after.exchange ? [window.after.exchange] : []),
  ],
})

const feeType = ({ order }: Story): string => asked(order.exchange, 'feeType').trim()
const isOnce = ({ creates }: Story): boolean => creates.length === 1

/** By how much a balance has to fall for a payout. */
function due({ outcome, money, fee, story }: Window): number {
  if (outcome !== 'paid') return 0
  return feeType(story) === '1' ? money + fee : money
}

/** What is wrong where a balance fell by another amount. */
const fallen = (window: Window): Problem[] =>
  unless(window.fell === due(window), `the balance ${due(window)} lower`, `${window.fell} lower`)

const hasFee = ({ story }: Window): boolean => feeOf(story) !== ''

function windowRule(id: string, says: string, speaksOf: (window: Window) => boolean): Rule {
  return serverRule<WindowCase>(
    id,
    says,
    (evidence) => windows(evidence).filter(speaksOf).map(caseIn),
    ({ window }) => fallen(window),
  )
}

const debited = windowRule(
  'payouts.debited',
  'With feeType 0 the balance falls by the amount.',
  ({ outcome, story }) => outcome === 'paid' && feeType(story) === '0' && isOnce(story),
)

const returned = windowRule(
  'payouts.returned',
  'A payout that failed leaves the balance as it was, fee included.',
  ({ outcome, story }) => outcome === 'failed' && isOnce(story),
)

/** What the account got, by the books of the platform. */
function creditedIn({ books }: Story): number | undefined {
  return books.at(-1)?.payments.find(({ state }) => state === 'paid')?.amount
}

const credited = storyRule(
  'payouts.credited',
  'With feeType 0 the account gets the amount less the fee.',
  (story) =>
    story.kind === 'payout' &&
    feeType(story) === '0' &&
    creditedIn(story) !== undefined &&
    feeOf(story) !== '',
  (story) => {
    const money = Number(asked(story.order.exchange, 'money'))
    const wanted = money - Number(feeOf(story))
    return unless(
      creditedIn(story) === wanted,
      `${wanted}: ${money} less ${feeOf(story)}`,
      String(creditedIn(story)),
    )
  },
)

const outside = serverRule<StoryCase & { window?: Window }>(
  'payouts.outside',
  'With feeType 1 the account gets the amount, and the balance falls by amount and fee.',
  (evidence) => [
    ...windows(evidence)
      .filter(
        (window) =>
          window.outcome === 'paid' &&
          feeType(window.story) === '1' &&
          isOnce(window.story) &&
          hasFee(window),
      )
      .map(caseIn),
    ...stories(evidence)
      .filter((story) => story.kind === 'payout' && feeType(story) === '1' && creditedIn(story) !== undefined)
      .map((story) => ({ story, exchanges: witnesses(story) })),
  ],
  ({ story, window }) => {
    if (window) return fallen(window)
    const money = Number(asked(story.order.exchange, 'money'))
    return unless(creditedIn(story) === money, `${money} to the account`, String(creditedIn(story)))
  },
)

const refused = serverRule<StoryCase & { window?: Window }>(
  'payouts.refused',
  'A payout that was refused moves no money.',
  (evidence) =>
    stories(evidence)
      .filter(
        (story) =>
          story.kind === 'payout' &&
          (story.creates.every(({ said }) => said === 'refusal') || outcomeOf(story) === 'refused'),
      )
      .filter(
        ({ queries, creates }) =>
          creates[0]!.orderly && (queries.length > 0 || outcomeOf({ ...empty, creates }) !== undefined),
      )
      .map((story) => {
        const window = windows(evidence).find((one) => one.story === story)
        return { story, exchanges: witnesses(story), ...(window ? { window } : {}) }
      }),
  ({ story, window }) => {
    if (outcomeOf(story) === 'paid') return [{ expected: 'no payment', received: '2' }]
    return window ? fallen(window) : []
  },
)

const empty = { queries: [], callbacks: [] } as unknown as Story

/** What is wrong where a balance fell for one payout more; a fee that is wrong is the business of others. */
function paidAgain(evidence: Evidence, story: Story): Problem[] {
  const window = windows(evidence).find((one) => one.story === story)
  return window && window.fell >= due(window) + window.money / 2 ? fallen(window) : []
}

const repeated = serverRule<StoryCase>(
  'payouts.repeat',
  'The number of a payout that comes again pays nothing anew.',
  (evidence) =>
    stories(evidence)
      .filter((story) => story.kind === 'payout' && together(story).length === 0 && repeats(story).length > 0)
      .map((story) => ({ story, exchanges: witnesses(story) })),
  ({ story }, evidence) => {
    const problems = repeats(story).flatMap((one) => againAnswered(one, evidence))
    return [...paidAgain(evidence, story), ...problems].slice(0, 1)
  },
)

const parallel = serverRule<StoryCase>(
  'payouts.parallel',
  'Of payouts in flight with one number one is paid.',
  (evidence) =>
    stories(evidence)
      .filter((story) => story.kind === 'payout' && together(story).length > 1)
      .map((story) => ({ story, exchanges: witnesses(story) })),
  ({ story }, evidence) => [...paidAgain(evidence, story), ...racedAnswers(story)].slice(0, 1),
)

/** The name of an account, where test data tells it. */
function holderOf(evidence: Evidence, story: Story): string | undefined {
  const name = accountOf(evidence, story)?.item['name']
  return typeof name === 'string' ? name : undefined
}

const bankIn = ({ order }: Story): string => asked(order.exchange, 'bankCode').trim()
const nameIn = ({ order }: Story): string => asked(order.exchange, 'name')
const folded = (name: string): string => name.trim().toLowerCase()

const matched = storyRule(
  'payouts.matched',
  'A payout to a name or a bank that is not that of its account is never paid.',
  (story, evidence) => {
    if (story.kind !== 'payout') return false
    const [holder, bank] = [holderOf(evidence, story), accountOf(evidence, story)?.item['bankCode']]
    const isOther =
      (holder !== undefined && folded(holder) !== folded(nameIn(story))) ||
      (typeof bank === 'string' && bank !== bankIn(story))
    return isOther && (outcomeOf(story) !== undefined || story.books.length > 0)
  },
  (story, evidence) => {
    const isPaid = outcomeOf(story) === 'paid' || creditedIn(story) !== undefined
    const received = `paid to ${nameIn(story)} at ${bankIn(story)}`
    return unless(!isPaid, 'a refusal, 3 or 4', received, isPartly(story, evidence) ? 'should' : undefined)
  },
)

/** At the right bank, under a name that begins with that of the account or that it begins with: banks cut names. */
function isPartly(story: Story, evidence: Evidence): boolean {
  const [own, other] = [folded(holderOf(evidence, story) ?? ''), folded(nameIn(story))]
  const isAtBank = accountOf(evidence, story)?.item['bankCode'] === bankIn(story)
  return isAtBank && own !== other && (own.startsWith(other) || other.startsWith(own))
}

const anyCase = storyRule(
  'payouts.case',
  'The name of an account counts in any case of letters.',
  (story, evidence) => {
    const holder = story.kind === 'payout' ? holderOf(evidence, story) : undefined
    const data = accountOf(evidence, story)?.data
    if (holder === undefined || data !== 'account' || story.merchant === '') return false
    return (
      nameIn(story) !== holder &&
      folded(nameIn(story)) === folded(holder) &&
      outcomeOf(story) !== undefined &&
      // Where its holder gets nothing under his own name either, the letters are not the reason.
      stories(evidence).some((other) => nameIn(other) === holder && outcomeOf(other) === 'paid')
    )
  },
  (story) => unless(outcomeOf(story) === 'paid', 'paid', `${nameIn(story)}: ${outcomeOf(story)}`),
)

const final = storyRule(
  'payouts.final',
  'The outcome of a payout stays.',
  (story) => story.kind === 'payout' && finals(story).length > 1,
  (story) => {
    const [first, ...rest] = finals(story)
    const other = rest.find((state) => state !== first)
    return unless(other === undefined, first ?? '', other ?? '')
  },
  { level: 'should' },
)

/** States from the first final one on. */
function finals({ queries }: Story): string[] {
  const states = queries.map(stateIn).filter((state) => state !== '')
  const from = states.findIndex((state) => ['2', '3', '4'].includes(state))
  return from < 0 ? [] : states.slice(from)
}

const poor = storyRule(
  'payouts.poor',
  'A payout beyond the balance is never paid.',
  (story, evidence) =>
    story.kind === 'payout' &&
    isBeyond(story, suppliedAs(evidence, story.merchant, ['poor'])) &&
    (outcomeOf(story) !== undefined || story.books.length > 0),
  (story) =>
    unless(outcomeOf(story) !== 'paid' && creditedIn(story) === undefined, 'a refusal, 3 or 4', 'paid'),
)

const feeOnly = storyRule(
  'payouts.fee-only',
  'A payout that its fee eats up is refused.',
  (story) => {
    const money = Number(asked(story.order.exchange, 'money'))
    const isEaten = feeOf(story) !== '' && Number(feeOf(story)) >= money
    const isSmall = money > 0 && money <= 1
    return (
      story.kind === 'payout' &&
      feeType(story) === '0' &&
      (isEaten || (isSmall && outcomeOf(story) === 'refused'))
    )
  },
  (story) => unless(outcomeOf(story) !== 'paid', 'a refusal', `paid, with a fee of ${feeOf(story)}`),
  { level: 'should' },
)

const moves = serverRule<WindowCase>(
  'balance.moves',
  'The balance answer follows the payouts.',
  (evidence) =>
    toldWindows(evidence)
      .filter(({ outcome, story }) => outcome !== 'paid' || feeType(story) === '0' || feeOf(story) !== '')
      .filter((window) => isHookFine(evidence, window))
      .map(caseIn),
  ({ window }) => fallen(window),
  { level: 'should' },
)

/** Beside the wire the balance moved as it has to: then its answer has to tell the same. */
function isHookFine(evidence: Evidence, { story }: Window): boolean {
  const hooked = windows(evidence).find((one) => one.story === story)
  return hooked !== undefined && hooked.before.by === 'hook' && fallen(hooked).length === 0
}

export const payouts: Rule[] = [
  debited,
  returned,
  credited,
  outside,
  refused,
  repeated,
  parallel,
  matched,
  anyCase,
  final,
  poor,
  feeOnly,
  moves,
]
