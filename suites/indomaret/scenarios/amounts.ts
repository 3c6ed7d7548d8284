/** Amounts at and beyond the limits of a bill. */
import { type Hand, scenario } from '../../../src/stimulate/scenario.ts'
import { type Bill, inquire, inquiry, open, payment, reversal } from '../messages.ts'

type OfFee = 'the fee on top' | 'the fee less'
type Wrong = 'one below' | 'fewer digits' | 'one above' | 'more digits' | 'nothing' | OfFee

export const limits = scenario<{ data: string; wrong: Wrong }>({
  id: 'limits',
  says: 'Pay too little or too much, then inquire again and pay what is due.',
  role: 'server',
  exercises: ['payment.minimum', 'payment.maximum', 'codes.success'],
  plans: ({ has }) => [
    ...(['one below', 'fewer digits', 'one above', 'more digits', 'the fee on top', 'nothing'] as const).map(
      (wrong) => ({ data: 'minimum', wrong }),
    ),
    { data: 'closed', wrong: 'one below' },
    { data: 'closed', wrong: 'one above' },
    ...(has('closed') === 'freely' ? [{ data: 'closed', wrong: 'the fee less' as const }] : []),
  ],
  async act({ data, wrong }, hand) {
    const item = await hand.need(data, wrong === 'the fee less' ? { fee: 2500 } : {})
    const bill = await inquire(hand, item)
    const { code, amount, fee, payable } = bill
    if (!payable || (wrong.startsWith('the fee') && fee === 0)) return
    await hand.send(payment(hand, code, wrongAmount(wrong, leastSaid(hand, bill))))
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
    await hand.send(payment(hand, code, amount))
  },
})

/** A bill that is closed and says a MinAmount of 0 takes the whole at least. */
function leastSaid({ profile }: Hand, bill: Bill): Bill {
  return profile['billKind'] === 'closed' && bill.minimum === 0
    ? { ...bill, minimum: Number(bill.amount) }
    : bill
}

/** `fewer digits` is below and `more digits` above, though as text they compare the other way round. */
function wrongAmount(wrong: Wrong, { amount, minimum, fee }: Bill): string {
  const whole = Number(amount)
  if (wrong === 'one below') return String(Math.max(0, minimum - 1))
  if (wrong === 'the fee less') return String(Math.max(0, minimum - fee))
  if (wrong === 'the fee on top') return String(whole + fee)
  if (wrong === 'fewer digits') return String(Math.round((whole + minimum) / 2)).slice(0, -1) || '0'
  if (wrong === 'one above') return String(whole + 1)
  return wrong === 'nothing' ? '0' : `1${'0'.repeat(amount.length)}`
}

export const within = scenario<{ pays: 'the minimum' | 'something between' | 'with decimals' }>({
  id: 'within',
  says: 'Pay an amount that the bill allows, other than the whole in plain digits; pay the rest, or reverse a part payment.',
  role: 'server',
  exercises: [
    'payment.partial',
    'payment.numeric',
    'payment.second-reference',
    'inquiry.paid',
    'reversal.undo',
  ],
  plans: ({ profile }) => [
    { pays: 'the minimum' },
    { pays: 'something between' },
    ...(profile['amountDecimals'] === 2 ? [{ pays: 'with decimals' as const }] : []),
  ],
  async act({ pays }, hand) {
    const { code, amount, minimum, payable } = await open(hand, 'minimum')
    if (!payable) return
    const between = Math.floor((Number(amount) + minimum) / 2)
    const pay =
      pays === 'with decimals'
        ? `${amount}.00`
        : String(pays === 'the minimum' ? Math.max(1, minimum) : between)
    const TrackingRef = hand.fresh('TrackingRef')
    await hand.send(payment(hand, code, pay, { TrackingRef }))
    await hand.audit(code)
    if (pays === 'something between') {
      const rest = Number(amount) - between
      await hand.send(payment(hand, code, rest >= minimum && rest > 0 ? String(rest) : amount))
      await hand.audit(code)
    }
    if (pays !== 'the minimum') return
    await hand.send(inquiry(hand, code))
    await hand.send(reversal(hand, code, pay, TrackingRef))
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
  },
})
