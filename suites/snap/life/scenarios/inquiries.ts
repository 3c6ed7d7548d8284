/** Inquiries that say too little, too much, or what is not so. */
import { scenario } from '../../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../../src/wire/reading.ts'
import { turned } from '../../../common/letters.ts'
import { cancellation, inquire, money, pay, refund } from '../../orders.ts'
import { isName } from './player.ts'
import { inDigits, longest } from './spellings.ts'
import { inZone } from './times.ts'

export const services = scenario<string>({
  id: 'status-services',
  says: 'Ask for a payment by the code of its service, then by that of another one.',
  role: 'server',
  exercises: ['status.service', 'status.service-echo'],
  plans: ({ profile }) => ['17', '99', profile['statusServiceCode'] === '55' ? '54' : '55'],
  async act(serviceCode, hand) {
    const { reference } = await pay(hand)
    await inquire(hand, reference)
    await inquire(hand, reference, { serviceCode })
  },
})

export const unidentified = scenario({
  id: 'status-unidentified',
  says: 'Ask for no payment in particular.',
  role: 'server',
  exercises: ['status.unidentified'],
  async act(_plan, hand) {
    const { reference } = await pay(hand)
    await inquire(hand, reference, { originalPartnerReferenceNo: null })
  },
})

export const named = scenario({
  id: 'status-names',
  says: 'Ask for one payment by each of its names, and by names of two payments.',
  role: 'server',
  exercises: [
    'status.any-identifier',
    'status.disagreeing',
    'references.agreeing',
    'references.stable',
    'references.unique',
  ],
  async act(_plan, hand) {
    const [one, other] = [await pay(hand), await pay(hand, { amount: money('20000.00') })]
    await inquire(hand, one.reference)
    if (!isName(one.transaction) || !isName(other.transaction)) return
    const byProvider = { originalPartnerReferenceNo: null, originalReferenceNo: one.transaction }
    await inquire(hand, one.reference, byProvider)
    await inquire(hand, one.reference, { originalReferenceNo: one.transaction })
    await inquire(hand, one.reference, { originalReferenceNo: other.transaction })
    await inquire(hand, other.reference, { originalReferenceNo: one.transaction })
    // Whoever goes by one of the two names alone does nothing wrong with them, by contract.
    if (hand.profile['statusIdentifiers'] === 'referenceNo') return
    const torn = { originalReferenceNo: other.transaction }
    await hand.send(refund(hand, one.reference, '1000.00', torn))
    await inquire(hand, one.reference)
    if (!hand.plenty('idle')) return
    const open = await pay(hand, {}, 'idle')
    await hand.send(cancellation(hand, open.reference, torn))
    await inquire(hand, open.reference)
  },
})

/** A reference, the same but for one thing, and a name under which another payment is made. */
const names: { [of: string]: (fresh: string) => { whole: string; near: string[]; other: string } } = {
  letters: (fresh) => {
    const stem = `0${fresh}aB`.padEnd(longest, 'x').slice(0, -1)
    const whole = `${stem}1`
    return { whole, near: [`${stem}2`, turned(whole), whole.slice(1)], other: `${stem}3` }
  },
  digits: (fresh) => {
    const number = inDigits(fresh)
    return { whole: `00${number}`, near: [`0${number}`], other: number }
  },
}

export const alike = scenario<string>({
  id: 'status-names-alike',
  says: 'Ask for payments by names that are nearly theirs, and pay under such a name.',
  role: 'server',
  exercises: ['references.exact'],
  plans: () => Object.keys(names),
  async act(of, hand) {
    const { whole, near, other } = names[of]!(hand.fresh('partnerReferenceNo'))
    await pay(hand, { partnerReferenceNo: whole, amount: money('30000.00') })
    for (const name of near) await inquire(hand, name)
    await pay(hand, { partnerReferenceNo: other, amount: money('40000.00') })
    await inquire(hand, other)
  },
})

export const contradicting = scenario<'amount' | 'currency' | 'merchant' | 'date'>({
  id: 'status-contradicting',
  says: 'Ask for a payment and say of it what is not so.',
  role: 'server',
  exercises: ['status.contradicting'],
  plans: ({ has }) => [
    'amount',
    'currency',
    'date',
    ...(has('unknownmerchant') === 'no' ? [] : ['merchant' as const]),
  ],
  async act(what, hand) {
    const { reference } = await pay(hand)
    const wrong: { [kind in typeof what]: () => Promise<Fields> } = {
      amount: async () => ({ amount: money('10000.01') }),
      currency: async () => ({ amount: { value: '10000.00', currency: 'USD' } }),
      merchant: async () => ({ merchantId: (await hand.need('unknownmerchant')).code }),
      date: async () => ({ transactionDate: inZone(hand.now(-30 * 86_400), '+07:00') }),
    }
    await inquire(hand, reference, await wrong[what]())
  },
})
