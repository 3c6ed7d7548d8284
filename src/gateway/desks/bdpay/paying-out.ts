/** The honest payout: one for each number, debited when it is accepted, given back when it fails. */
import { fail } from './intake.ts'
import type { Account, Outcome, Payout, PayoutState } from './ledger.ts'
import { accepted, namesOf } from './ordering.ts'
import type { Call, Decision, RespCode, Steps, Turn } from './steps.ts'

/** Rupiah that a payout costs. */
export const payoutFee = 2500

/** Pay out as the contract wants it. */
export const payingOut = {
  cash: (call) =>
    call.steps.serialise(call.till, ['payout', ...namesOf(call)], async () => {
      const { steps } = call
      const known = await steps.knownPayout(call)
      if (known) return steps.repeatPayout(call, known)
      const account = await steps.accountOf(call)
      const refusal = steps.admitPayout(call, account)
      return refusal ?? carriedOut(call, account!)
    }),
  knownPayout: (call) => call.till.ledger.payout(...namesOf(call)),
  repeatPayout(call, payout) {
    const isSame = payout.content === call.steps.contentOf(call)
    if (call.till.profile['duplicateOrder'] !== 'replay' || !isSame) return fail('orderNum was used before')
    return accepted(call.steps.payoutFields(call, payout))
  },
  accountOf: (call) => call.till.ledger.account(call.steps.valueAt(call, 'number') ?? ''),
  isNamed: ({ name }, other) => name.toLowerCase() === other.trim().toLowerCase(),
  admitPayout(call, account) {
    const { steps } = call
    const money = Number(steps.valueAt(call, 'money') ?? 0)
    if (!(money > 0)) return fail('money is malformed')
    if (steps.valueAt(call, 'feeType') === '0' && money <= steps.payoutFeeOf(money))
      return fail('money does not cover the fee')
    if (!account || account.bankCode !== steps.valueAt(call, 'bankCode'))
      return fail('There is no such account')
    if (!steps.isNamed(account, steps.valueAt(call, 'name') ?? ''))
      return fail('name is not that of the account')
    return account.outcome === 'refused' ? fail('The bank takes nothing for this account') : undefined
  },
  payoutFeeOf: () => payoutFee,
  debitOf: ({ money, fee, feeType }) => (feeType === '1' ? money + fee : money),
  creditOf: ({ money, fee, feeType }) => (feeType === '1' ? money : money - fee),
  isCovered: (merchant, amount) => merchant.balance >= amount,
  debit: async ({ ledger }, payout, steps) => {
    const merchant = await ledger.merchant(payout.merchant)
    if (!merchant || !steps.isCovered(merchant, steps.debitOf(payout))) return false
    merchant.balance -= steps.debitOf(payout)
    return true
  },
  giveBack: async ({ ledger }, payout, steps) => {
    const merchant = await ledger.merchant(payout.merchant)
    if (merchant) merchant.balance += steps.debitOf(payout)
  },
  async openPayout(call) {
    const payout = drafted(call)
    await call.till.ledger.keepPayout(payout)
    return payout
  },
  turnsOf: ({ outcome, settlesIn }) => turns[outcome](settlesIn),
  answerOf: ({ outcome }): RespCode => (outcome.startsWith('undecided') ? 'UNKNOWN' : 'SUCCESS'),
  turn: (payout, state, till, steps) =>
    steps.serialise(till, ['payout', payout.merchant, payout.number], async () => {
      if (isEnd(payout.state)) return
      payout.state = state
      if (state === '3' || state === '4') await steps.giveBack(till, payout, steps)
      if (state === '2' || state === '4') await steps.tellPayout(payout, till, steps)
    }),
  payoutFields: (
    _call,
    { id, number, money, fee, name, bankCode, account, notifyUrl, feeType, description },
  ) => ({
    platOrderNum: id,
    orderNum: number,
    money: String(money),
    fee: String(fee),
    name,
    bankCode,
    number: account,
    ...(notifyUrl !== '' && { notifyUrl }),
    feeType,
    ...(description !== '' && { description }),
  }),
} satisfies Partial<Steps>

const isEnd = (state: PayoutState): boolean => ['2', '3', '4'].includes(state)

const turns: { [outcome in Outcome]: (seconds: number) => Turn[] } = {
  paid: (seconds) => [{ state: '2', seconds }],
  fails: (seconds) => [{ state: '4', seconds }],
  revoked: (seconds) => [{ state: '3', seconds }],
  slow: (seconds) => [
    { state: '1', seconds: seconds / 3 },
    { state: '5', seconds: (seconds * 2) / 3 },
    { state: '2', seconds },
  ],
  undecided: (seconds) => [{ state: '2', seconds }],
  undecidedfail: (seconds) => [{ state: '4', seconds }],
  refused: () => [],
}

async function carriedOut(call: Call, account: Account): Promise<Decision> {
  const { steps, till, at } = call
  const draft = drafted(call)
  if (!(await steps.debit(till, draft, steps))) return fail('The balance does not cover it')
  const payout = await steps.openPayout(call)
  for (const { state, seconds } of steps.turnsOf(account))
    till.clock.at(at + seconds * 1000, () => steps.turn(payout, state, till, steps))
  const code = steps.answerOf(account)
  if (code !== 'SUCCESS') return { code, message: 'The bank has not answered' }
  return accepted(steps.payoutFields(call, payout))
}

function drafted(call: Call): Payout {
  const { steps, till, at } = call
  const [merchant, number] = namesOf(call)
  const value = (name: string) => steps.valueAt(call, name) ?? ''
  const money = Number(value('money'))
  return {
    merchant,
    number,
    id: steps.newId(till),
    content: steps.contentOf(call),
    money,
    fee: steps.payoutFeeOf(money),
    feeType: value('feeType'),
    bankCode: value('bankCode'),
    account: value('number'),
    name: value('name'),
    description: value('description'),
    notifyUrl: value('notifyUrl'),
    state: '0',
    createdAt: at,
  }
}
