/** Callbacks that a receiver is sent, and the orders that wait for them. */
import { createHash } from 'node:crypto'
import type { Item } from '../../../src/judge/trace.ts'
import type { Hand, Letter, Scope, Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { auditBooked, timePaid, waitToBook } from '../../common/booking-pace.ts'

/** The number that the platform gave an order: no other order has it. */
const platformNumber = (code: string): string =>
  `PRE1${String(createHash('sha256').update(code).digest().readBigUInt64BE() % 10n ** 18n).padStart(18, '0')}`

/** Another number of the platform for the same order. */
export const renumbered = ({ code }: Pick<Item, 'code'>): Fields => ({
  platOrderNum: platformNumber(`${code} again`),
})

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
  vaNumber: `7136${platformNumber(order.code).slice(-11)}`,
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

/** How long it takes until the books have a payment that was told. */
async function measured(hand: Hand): Promise<number> {
  const order = await waiting(hand)
  await hand.send(told(hand, order))
  return timePaid(hand, order.code)
}

/** Reads the books after as long as this receiver takes to book: it may do the work when it has acknowledged. */
export async function settled(hand: Hand, code: string): Promise<void> {
  // Where there are no orders, the case that wants one says so.
  const measure = () => measured(hand).catch(() => 0)
  await waitToBook(hand, 30, measure)
  await auditBooked(hand, code, measure)
}
