/** Payouts that are ordered together: each of them lowers the balance, none in the place of another one. */
import type { Case, Evidence, Rule } from '../../src/judge/rule.ts'
import { asked } from '../common/premises.ts'
import { fallBetween } from '../common/rupiah.ts'
import { feeOf, outcomeOf, spanOf, weighings, type Weighed } from './balance.ts'
import { serverRule, unless } from './cases.ts'
import { stories, type Story } from './seen.ts'

/** Payouts whose requests were in flight together, between two readings of the balance. */
interface Pool extends Case {
  due: Range
  fell: number
}

/** Without the fees and with all of them: which of them are debited, other rules judge. */
type Range = [least: number, most: number]

const firstOf = ({ order }: Story) => order.exchange

const isBeside = (one: Story, other: Story): boolean =>
  one.merchant === other.merchant &&
  firstOf(one).began < (firstOf(other).ended ?? Infinity) &&
  firstOf(other).began < (firstOf(one).ended ?? Infinity)

/** By how much the balance has to fall, undefined while that is not known. */
function dueOf(story: Story): Range | undefined {
  const outcome = story.creates.length === 1 ? outcomeOf(story) : undefined
  if (outcome === 'failed' || outcome === 'refused') return [0, 0]
  const [money, fee] = [Number(asked(firstOf(story), 'money')), feeOf(story)]
  if (outcome === undefined || fee === '') return undefined
  return [money, money + Number(fee)]
}

function pools(evidence: Evidence): Pool[] {
  const payouts = stories(evidence).filter(({ kind }) => kind === 'payout')
  return payouts.flatMap((story) => {
    const group = payouts.filter((one) => one === story || isBeside(one, story))
    if (group.length < 2 || group[0] !== story) return []
    const pool = poolOf(evidence, group, payouts)
    return pool ? [pool] : []
  })
}

function poolOf(evidence: Evidence, group: Story[], payouts: Story[]): Pool | undefined {
  const spans = group.map(spanOf)
  const [from, to] = [
    Math.min(...spans.map(([began]) => began)),
    Math.max(...spans.map(([, ended]) => ended)),
  ]
  const by = weighings(evidence).some((one) => one.by === 'hook') ? 'hook' : 'query'
  const own = weighings(evidence).filter((one) => one.by === by && one.merchant === group[0]!.merchant)
  const [before, after] = [own.findLast(({ ended }) => ended < from), own.find(({ began }) => began > to)]
  const dues = group.map(dueOf)
  if (!before || !after || dues.some((due) => due === undefined)) return undefined
  if (payouts.some((one) => !group.includes(one) && isWithin(one, before, after))) return undefined
  return {
    due: [sumOf(dues.map((due) => due![0])), sumOf(dues.map((due) => due![1]))],
    fell: fallBetween(before.balance, after.balance),
    exchanges: [before.exchange, ...group.map(firstOf), after.exchange].filter((one) => one !== undefined),
  }
}

const sumOf = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

function isWithin(story: Story, before: Weighed, after: Weighed): boolean {
  const [began, ended] = spanOf(story)
  return ended > before.began && began < after.ended
}

const together = serverRule<Pool>(
  'payouts.together',
  'Payouts in flight together each lower the balance.',
  (evidence) => pools(evidence).filter(({ due: [least] }) => least > 0),
  ({ due: [least, most], fell }) =>
    unless(fell >= least && fell <= most, `the balance ${least} lower, by all of them`, `${fell} lower`),
)

/** Payouts in flight together that are more than there was, and how much of them was paid. */
interface Overdraft extends Case {
  there: number
  paid: number
}

function overdrafts(evidence: Evidence): Overdraft[] {
  const payouts = stories(evidence).filter(({ kind, creates }) => kind === 'payout' && creates.length === 1)
  return payouts.flatMap((story) => {
    const group = payouts.filter((one) => one === story || isBeside(one, story))
    const before = weighings(evidence).findLast(
      ({ merchant, ended }) => merchant === story.merchant && ended < firstOf(story).began,
    )
    if (group.length < 2 || group[0] !== story || !before) return []
    // What comes back from an earlier payout is there too.
    const isFirst = payouts.every((one) => one.merchant !== story.merchant || group.includes(one))
    const isTooMuch = sumOf(group.map(moneyOf)) > before.balance
    if (!isFirst || !isTooMuch) return []
    const paid = sumOf(group.filter((one) => outcomeOf(one) === 'paid').map(moneyOf))
    const exchanges = [before.exchange, ...group.map(firstOf)].filter((one) => one !== undefined)
    return [{ there: before.balance, paid, exchanges }]
  })
}

const moneyOf = (story: Story): number => Number(asked(firstOf(story), 'money'))

const overdrawn = serverRule<Overdraft>(
  'payouts.overdrawn',
  'Payouts in flight together are paid as far as the balance goes.',
  overdrafts,
  ({ there, paid }) => unless(paid <= there, `${there} at most`, `${paid} paid out`),
)

export const pooledRules: Rule[] = [together, overdrawn]
