/** The ordinary life of a payment code, and the repeats and mix-ups that the key protects from. */
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { inquire, inquiry, isApproved, open, paid, payment, reversal } from '../messages.ts'

export const journey = scenario<{ data: string }>({
  id: 'journey',
  says: 'Inquire, pay, inquire again, reverse, inquire again and pay under a new reference.',
  role: 'server',
  exercises: [
    'inquiry.payable',
    'inquiry.paid',
    'inquiry.reversed',
    'payment.success',
    'payment.receipt',
    'payment.receipt-unique',
    'reversal.undo',
    'reversal.new-payment',
    'reversal.root',
    'amounts.order',
    'clocks.expiry-ahead',
    'inquiry.expiry',
  ],
  plans: () => [{ data: 'payable' }, { data: 'closed' }],
  async act({ data }, hand) {
    const { code, amount, reference } = await paid(hand, data)
    await hand.send(inquiry(hand, code))
    await hand.audit(code)
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
    const again = payment(hand, code, amount)
    await hand.send(again)
    await hand.audit(code)
    await hand.send(reversal(hand, code, amount, String(again.draft.fields['TrackingRef'])))
    await hand.audit(code)
  },
})

export const bills = scenario<{ data: string }>({
  id: 'bills',
  says: 'Inquire and pay codes of special kinds: very large ones, texts that need escaping, no expiry.',
  role: 'server',
  exercises: ['amounts.big', 'xml.escaped'],
  plans: ({ has }) =>
    ['big', 'largest', 'ampersand', 'endless'].filter((data) => has(data) !== 'no').map((data) => ({ data })),
  async act({ data }, hand) {
    const { code } = await paid(hand, data)
    await hand.audit(code)
  },
})

export const reading = scenario({
  id: 'reading',
  says: 'Inquire one code twice and then pay it.',
  role: 'server',
  exercises: ['inquiry.read-only'],
  async act(_plan, hand) {
    const { code, amount } = await open(hand)
    await hand.send(inquiry(hand, code))
    await hand.send(payment(hand, code, amount))
  },
})

export const sameReference = scenario<{ same: 'TrackingRef' | 'MessageID' }>({
  id: 'same-reference',
  says: 'Pay under the reference of the inquiry, or under its message id, as the document shows both; then reverse so.',
  role: 'server',
  exercises: [
    'inquiry.reference-free',
    'payment.message-id',
    'inquiry.paid',
    'inquiry.read-only',
    'reversal.undo',
  ],
  plans: () => [{ same: 'TrackingRef' }, { same: 'MessageID' }],
  async act({ same }, hand) {
    const shared = { [same]: hand.fresh(same) }
    const { code, amount } = await inquire(hand, await hand.need('payable'), shared)
    if (same === 'MessageID') return underOneMessage(hand, code, amount, shared)
    await hand.send(payment(hand, code, amount, shared))
    await hand.audit(code)
    await hand.send(inquiry(hand, code, shared))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount))
    await hand.send(reversal(hand, code, amount, shared['TrackingRef']!))
    await hand.audit(code)
  },
})

/** Whoever knows messages by their ids alone gives a reversal the answer of its payment, and reverses nothing. */
async function underOneMessage(hand: Hand, code: string, amount: string, shared: Fields): Promise<void> {
  const TrackingRef = hand.fresh('TrackingRef')
  await hand.send(payment(hand, code, amount, { ...shared, TrackingRef }))
  const reply = await hand.send(reversal(hand, code, amount, TrackingRef, shared))
  await hand.audit(code)
  if (isApproved(reply)) await hand.send(payment(hand, code, amount, { TrackingRef }))
}

export const uninquired = scenario({
  id: 'uninquired',
  says: 'Pay a code that nobody has inquired.',
  role: 'server',
  exercises: ['payment.without-inquiry'],
  async act(_plan, hand) {
    const item = await hand.need('payable')
    await hand.send(payment(hand, item.code, String(item.amount ?? 50_000)))
  },
})

export const repeat = scenario<{ how: 'same bytes' | 'new message id' | 'other amount' }>({
  id: 'repeat',
  says: 'Pay, then pay once more under the same key.',
  role: 'server',
  exercises: ['payment.repeat', 'payment.message-id', 'payment.repeat-amount'],
  plans: () => [{ how: 'same bytes' }, { how: 'new message id' }, { how: 'other amount' }],
  async act({ how }, hand) {
    const { code, amount, minimum, reference, letter } = await paid(hand)
    const other = String(Math.max(minimum, 1) === Number(amount) ? Number(amount) + 1 : Number(amount) - 1)
    const again =
      how === 'same bytes'
        ? letter
        : payment(hand, code, how === 'other amount' ? other : amount, { TrackingRef: reference })
    await hand.send(again)
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
    await hand.send(again)
    await hand.audit(code)
  },
})

export const secondReference = scenario({
  id: 'second-reference',
  says: 'Pay a paid code under another reference, reverse what was refused, and pay it under a third.',
  role: 'server',
  exercises: ['payment.second-reference', 'reversal.wrong-reference'],
  async act(_plan, hand) {
    const { code, amount } = await paid(hand)
    const reference = hand.fresh('TrackingRef')
    const second = await hand.send(payment(hand, code, amount, { TrackingRef: reference }))
    await hand.audit(code)
    if (isApproved(second)) return
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount))
  },
})

export const sharedReference = scenario({
  id: 'shared-reference',
  says: 'Pay one code under its own reference and two under another.',
  role: 'server',
  exercises: ['payment.key'],
  async act(_plan, hand) {
    await paid(hand)
    const first = await paid(hand)
    const second = await open(hand)
    await hand.send(payment(hand, second.code, second.amount, { TrackingRef: first.reference }))
    await hand.audit(second.code)
    await hand.send(inquiry(hand, second.code))
    await hand.audit(first.code)
  },
})

export const joinedKeys = scenario({
  id: 'joined-keys',
  says: 'Pay two codes under references that give the same letters when code and reference are joined.',
  role: 'server',
  exercises: ['payment.key'],
  plans: ({ has }) => (has('payable') === 'freely' ? [undefined] : []),
  async act(_plan, hand) {
    const [code, reference] = [hand.fresh('TrackingRef'), hand.fresh('TrackingRef')]
    const items = [await hand.need('payable', { code }), await hand.need('payable', { code: `${code}1` })]
    if (items[0]!.code !== code || items[1]!.code !== `${code}1`) return
    for (const [index, item] of items.entries()) {
      const { amount } = await inquire(hand, item)
      const TrackingRef = index === 0 ? `1${reference}` : reference
      await hand.send(payment(hand, item.code, amount, { TrackingRef }))
    }
    await hand.audit(`${code}1`)
  },
})

export const unknown = scenario({
  id: 'unknown',
  says: 'Inquire, pay and reverse a code that does not exist.',
  role: 'server',
  exercises: ['inquiry.unknown', 'payment.unknown', 'reversal.unknown', 'codes.reserved'],
  async act(_plan, hand) {
    const { code } = await hand.need('unknown')
    const reference = hand.fresh('TrackingRef')
    await hand.send(inquiry(hand, code))
    await hand.send(payment(hand, code, '50000', { TrackingRef: reference }))
    await hand.send(reversal(hand, code, '50000', reference))
    await hand.send(reversal(hand, code, '50000', hand.fresh('TrackingRef')))
  },
})

const spellings: { [spelt: string]: (code: string) => string } = {
  'without its zero': (code) => code.replace(/^0+/, ''),
  'as a number': (code) => code.replace(/^0+/, ''),
  'in small letters': (code) => code.toLowerCase(),
  'without its end': (code) => code.slice(0, -1),
  'with another end': (code) => `${code.slice(0, -1)}1`,
}

/** A name of letters and digits as a number that no other name has: 19 digits of a reference. */
const numbered = (name: string): string =>
  [...name].reduce((number, letter) => number * 36n + BigInt(Number.parseInt(letter, 36)), 0n).toString()

export const spelling = scenario<{ spelt: string }>({
  id: 'spelling',
  says: 'Inquire a code as it is written, and then in another spelling: one of digits too, and one as long as codes may be.',
  role: 'server',
  exercises: ['inquiry.exact-code'],
  plans: ({ has }) => (has('payable') === 'freely' ? Object.keys(spellings).map((spelt) => ({ spelt })) : []),
  async act({ spelt }, hand) {
    const name = hand.fresh('TrackingRef')
    const code = `0${spelt === 'as a number' ? numbered(name) : name}`.padEnd(
      spelt === 'with another end' ? 20 : 0,
      '0',
    )
    const item = await hand.need('payable', { code })
    await inquire(hand, item)
    if (item.code !== code) return
    const variant = spellings[spelt]!(code)
    await hand.need('unknown', { code: variant, variantOf: code })
    await hand.send(inquiry(hand, variant))
    await hand.send(payment(hand, variant, String(item.amount ?? 50_000)))
  },
})

export const expired = scenario<{ first: 'inquire' | 'pay' }>({
  id: 'expired',
  says: 'Inquire and pay an expired code.',
  role: 'server',
  exercises: ['inquiry.expired', 'payment.expired'],
  plans: () => [{ first: 'inquire' }, { first: 'pay' }],
  async act({ first }, hand) {
    const item = await hand.need('expired')
    if (first === 'inquire') await hand.send(inquiry(hand, item.code))
    else await hand.send(payment(hand, item.code, String(item.amount ?? 60_000)))
    await hand.audit(item.code)
  },
})

/** Milliseconds that a biller may need beyond the patience of the partner: of a quick one, and of any. */
const belated = { quick: 800, most: 1500 }

export const failing = scenario({
  id: 'failing',
  says: 'Pay a code whose biller does not answer.',
  role: 'server',
  exercises: ['codes.reserved'],
  patient: true,
  plans: ({ has }) => (has('failing') === 'no' ? [] : [undefined]),
  async act(_plan, hand) {
    const item = await hand.need('failing')
    const reference = hand.fresh('TrackingRef')
    const amount = String(item.amount ?? 40_000)
    const { elapsedMs } = await hand.send(payment(hand, item.code, amount, { TrackingRef: reference }))
    await hand.wait(100)
    await hand.audit(item.code)
    // The biller answers at last, and whoever hears it has refused already. Other cases are waited for in any case.
    await Promise.all([hand.wait(Math.min(belated.most, belated.quick + elapsedMs)), hand.others()])
    await hand.wait(100)
    await hand.audit(item.code)
    await hand.send(reversal(hand, item.code, amount, reference))
    await hand.audit(item.code)
  },
})
