/** One fee for one payment, and what was paid out: what an answer, a callback and a query tell of it. */
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import { answered, asked } from '../common/premises.ts'
import { storyRule, unless } from './cases.ts'
import { payerOf, stateIn, type Story } from './seen.ts'

/** A fee as it was told; '' where it is none. Amounts that are wrong are the business of others. */
const whole = (fee: string): string => (/^\d+$/.test(fee.trim()) ? String(BigInt(fee.trim())) : '')

/** Fees that callbacks tell, of the amount that was ordered. */
function feesOfCallbacks({ order, callbacks }: Story, amount: string, fee: string): string[] {
  const ordered = asked(order.exchange, amount).trim()
  return callbacks.filter((one) => asked(one, amount).trim() === ordered).map((one) => whole(asked(one, fee)))
}

/** Fees that queries tell of what was paid. */
function feesOfQueries({ order, queries }: Story, amount: string, state: string): string[] {
  const ordered = asked(order.exchange, amount).trim()
  return queries
    .filter((call) => stateIn(call) === state && answered(call.exchange, 'amount').trim() === ordered)
    .map(({ exchange }) => whole(answered(exchange, 'fee')))
}

interface Fees {
  answer: string
  told: string
  asked: string[]
}

function feesOf(story: Story): Fees {
  const [amount, fee, state] =
    story.kind === 'payout' ? ['money', 'fee', '2'] : ['payMoney', 'payFee', 'SUCCESS']
  const told = feesOfCallbacks(story, amount, fee).find((one) => one !== '') ?? ''
  return {
    answer: story.made ? whole(answered(story.made.exchange, fee)) : '',
    told,
    asked: feesOfQueries(story, amount, state).filter((one) => one !== ''),
  }
}

/** What a query is held against: the answer to a payout, whose callbacks have a rule of their own, else the callback. */
const firstOf = ({ kind }: Story, { answer, told }: Fees): string =>
  kind === 'payout' && answer !== '' ? answer : told

/** Payments and payouts that were made once. What is told of a payer who pays nothing has a rule of its own. */
function isOne(evidence: Evidence, story: Story): boolean {
  const { kind, creates } = story
  const payer = kind === 'payment' ? payerOf(evidence, story)?.data : undefined
  const isPaid = payer === undefined || !['idle', 'cancels', 'errs'].includes(payer)
  return kind !== 'static' && isPaid && creates.filter(({ said }) => said === 'success').length < 2
}

const asksAlike = storyRule(
  'fees.agree',
  'A query tells the fee that the callback told, or the answer to a payout.',
  (story, evidence) => {
    const fees = feesOf(story)
    return isOne(evidence, story) && firstOf(story, fees) !== '' && fees.asked.length > 0
  },
  (story) => {
    const fees = feesOf(story)
    const first = firstOf(story, fees)
    const other = fees.asked.find((fee) => fee !== first)
    return unless(other === undefined, `a fee of ${first}`, `a fee of ${other}`)
  },
)

const answersAlike = storyRule(
  'fees.answered',
  'The answer to an order tells the fee that is charged when it is paid.',
  (story, evidence) => {
    const { answer, told, asked: all } = feesOf(story)
    return (
      story.kind === 'payment' && isOne(evidence, story) && answer !== '' && (told !== '' || all.length > 0)
    )
  },
  (story) => {
    const { answer, told, asked: all } = feesOf(story)
    const charged = told === '' ? all : [told]
    return unless(charged.includes(answer), `a fee of ${charged[0]}`, `a fee of ${answer} in the answer`)
  },
  { level: 'should' },
)

/** Of what a payout with feeType 0 has paid there are two readings: what was ordered, and what the account got. */
function paidOut(story: Story): string[] {
  const first = story.order.exchange
  const money = whole(asked(first, 'money'))
  const { answer, told } = feesOf(story)
  const fee = answer === '' ? told : answer
  if (asked(first, 'feeType').trim() !== '0') return [money]
  return fee === '' ? [] : [money, String(BigInt(money || 0) - BigInt(fee))]
}

const amountsOf = ({ queries }: Story): string[] =>
  queries
    .filter((call) => stateIn(call) === '2')
    .map(({ exchange }) => whole(answered(exchange, 'amount')))
    .filter((amount) => amount !== '')

const amountAlike = storyRule(
  'payouts.told',
  'A query of a payout tells the amount that was ordered, or what the account got of it.',
  (story, evidence) =>
    story.kind === 'payout' &&
    isOne(evidence, story) &&
    paidOut(story).length > 0 &&
    amountsOf(story).length > 0,
  (story) => {
    const lawful = paidOut(story)
    const other = amountsOf(story).find((amount) => !lawful.includes(amount))
    return unless(other === undefined, lawful.join(' or '), other ?? '')
  },
)

export const fees: Rule[] = [asksAlike, answersAlike, amountAlike]
