/** The honest inquiries: how an order or a payout stands, whose account it is, and what is left. */
import { accepted, namesOf } from './ordering.ts'
import { fail } from './intake.ts'
import type { Order, PayoutState } from './ledger.ts'
import type { Decision, Steps } from './steps.ts'

const missing: Decision = { code: 'NOTEXIST', message: 'There is no such order' }

/** Answer as the contract wants it. */
export const asking = {
  async query(call) {
    const { steps } = call
    const isPayout = steps.valueAt(call, 'queryType') === 'CASH_QUERY'
    const order = isPayout ? undefined : await steps.findOrder(call)
    if (order) return accepted(steps.orderStateFields(call, order))
    const payout = isPayout ? await steps.findPayout(call) : undefined
    return payout ? accepted(steps.payoutStateFields(call, payout)) : missing
  },
  findOrder: (call) => call.till.ledger.order(...namesOf(call)),
  findPayout: (call) => call.till.ledger.payout(...namesOf(call)),
  orderStateFields(_call, order) {
    const { money, fee } = paidOf(order)
    return {
      platOrderNum: order.id,
      orderNum: order.number,
      amount: money,
      fee,
      status: order.state,
      msg: orderWords[order.state],
    }
  },
  payoutStateFields: (_call, { id, number, money, fee, state }) => ({
    platOrderNum: id,
    orderNum: number,
    amount: money,
    fee,
    status: state,
    msg: payoutWords[state],
  }),
  account: async (call) => accepted(await call.steps.balanceFields(call)),
  async balanceFields({ till, merchant }) {
    const known = await till.ledger.merchant(merchant?.code ?? '')
    return { balance: known?.balance ?? 0, freeze: 0, pendMoney: 0 }
  },
  async bankAccountVerify(call) {
    const account = await call.till.ledger.account(call.steps.valueAt(call, 'accountNumber') ?? '')
    if (account?.bankCode !== call.steps.valueAt(call, 'bankCode') || !account)
      return fail('There is no such account')
    return accepted({ accountNumber: account.number, accountName: account.name })
  },
} satisfies Partial<Steps>

/** What was paid, or is to be. */
export const paidOf = ({ money, payments }: Order): { money: number; fee: number } =>
  payments.at(-1) ?? { money, fee: 0 }

const orderWords: { [state in Order['state']]: string } = {
  INIT_ORDER: 'Created',
  NO_PAY: 'Waiting for payment',
  OPEN_PAY_URL: 'Waiting for payment',
  SUCCESS: 'SUCCESS',
  PAY_CANCEL: 'Cancelled',
  PAY_ERROR: 'Failed',
}

/** States of payouts in words. */
export const payoutWords: { [state in PayoutState]: string } = {
  '0': 'New',
  '1': 'Processing',
  '2': 'Payout Success',
  '3': 'Cancelled',
  '4': 'Payout Failed',
  '5': 'Bank is paying',
}
