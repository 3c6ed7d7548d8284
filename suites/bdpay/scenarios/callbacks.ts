/** Callbacks that a receiver is sent, and the orders that wait for them. */
import type { Item } from '../../../src/judge/trace.ts'
import type { Hand, Letter, Scope, Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'

/** The number that the platform gave an order. */
const platformNumber = (code: string): string =>
  `PRE13440976028${code.replace(/\D/g, '').padStart(5, '0').slice(-5)}`

/** The fields of a payment callback about an order. */
export const payment = (order: Pick<Item, 'code' | 'amount'>): Fields => ({
  code: '00',
  msg: 'SUCCESS',
  orderNum: order.code,
  platOrderNum: platformNumber(order.code),
  payMoney: String(order.amount ?? 50_000),
  payFee: '4500',
  method: 'BCA',
  name: 'Budi Santoso',
  email: 'budi@example.com',
  vaNumber: '713604000153184',
})

/** The fields of a payout callback. */
export const ended = (order: Pick<Item, 'code' | 'amount'>, status: string): Fields => ({
  orderNum: order.code,
  platOrderNum: platformNumber(order.code),
  status,
  statusMsg: status === '2' ? 'Payout Success' : 'Payout',
  money: String(order.amount ?? 100_000),
  fee: '2500',
  feeType: '1',
  bankCode: '014',
  number: '5460001234',
  name: 'Budi Santoso',
  description: 'gaji',
})

export const given =
  <Plan>(plans: Plan[], data = 'order') =>
  ({ has }: Scope): Plan[] =>
    has(data) === 'no' ? [] : plans

/** An order that waits in the books of the receiver. */
export const waiting = (hand: Hand, data = 'order'): Promise<Item> => hand.need(data)

export const told = (hand: Hand, order: Item, changes: Fields = {}, sending: Sending = {}): Letter =>
  hand.seal('paymentCallback', { ...payment(order), ...changes }, sending)

export async function settled(hand: Hand, code: string): Promise<void> {
  await hand.wait(30)
  await hand.audit(code)
}
