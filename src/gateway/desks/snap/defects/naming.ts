/** Defects of the names that payments are found by. */
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { blindTo } from './statuses.ts'

/** A name in small letters, one without its last, and a number without the zeros that it begins with. */
const lowered = (name: string): string => name.toLowerCase()
const cut = (name: string): string => name.slice(0, 60)
const counted = (name: string): string => (/^\d+$/.test(name) ? name.replace(/^0+/, '') : name)

/** Keeps payments under a name that others have too. */
const keptBy =
  (kept: (name: string) => string): Bend =>
  (honest) => {
    const names = new Map<string, string>()
    const keyOf = (call: Call, name: string) => JSON.stringify([call.partner?.id, kept(name)])
    const withKept = (call: Call, at: string): Call => {
      const valueAt: Steps['valueAt'] = (one, place) => {
        const value = honest.valueAt(one, place)
        return place === at && value !== undefined ? (names.get(keyOf(call, value)) ?? value) : value
      }
      return { ...call, steps: { ...call.steps, valueAt } }
    }
    return {
      async open(call, card) {
        const payment = await honest.open(call, card)
        const key = keyOf(call, payment.reference)
        if (!names.has(key)) names.set(key, payment.reference)
        return payment
      },
      find: async (call) =>
        (await honest.find(call)) ?? honest.find(withKept(call, 'originalPartnerReferenceNo')),
    }
  }

/** Keeps refunds under a number that others have too. */
const numberedBy =
  (kept: (number: string) => string): Bend =>
  (honest) => {
    const numbers = new Map<string, string>()
    return {
      refundPayment(call, payment) {
        const { ledger } = call.till
        const number = call.steps.valueAt(call, 'partnerRefundNo') ?? ''
        const key = JSON.stringify([payment.partner, kept(number)])
        const first = numbers.get(key) ?? number
        numbers.set(key, first)
        const refund = (partner: string, _number: string) => ledger.refund(partner, first)
        return honest.refundPayment(
          { ...call, till: { ...call.till, ledger: { ...ledger, refund } } },
          payment,
        )
      },
    }
  }

export const naming: readonly Defect<Steps>[] = [
  {
    id: 'finds-by-small-letters',
    says: 'Finds a payment by its reference in letters of either case.',
    breaks: [
      'references.exact',
      'echoes.kept@originalPartnerReferenceNo',
      'echoes.text@originalPartnerReferenceNo',
    ],
    steps: keptBy(lowered),
  },
  {
    id: 'finds-by-sixty-letters',
    says: 'Finds a payment by the first sixty letters of its reference.',
    breaks: ['references.exact', 'echoes.kept@originalPartnerReferenceNo'],
    steps: keptBy(cut),
  },
  {
    id: 'finds-by-numbers',
    says: 'Finds a payment whose reference is a number without the zeros that it begins with.',
    breaks: [
      'references.exact',
      'echoes.kept@originalPartnerReferenceNo',
      'echoes.text@originalPartnerReferenceNo',
    ],
    steps: keptBy(counted),
  },
  {
    id: 'knows-refunds-by-small-letters',
    says: 'Takes a refund number in letters of the other case for one that comes again.',
    breaks: ['refunds.exact', 'echoes.kept@partnerRefundNo', 'echoes.text@partnerRefundNo'],
    steps: numberedBy(lowered),
  },
  {
    id: 'knows-refunds-by-sixty-letters',
    says: 'Takes a refund number with the same first sixty letters for one that comes again.',
    breaks: ['refunds.exact', 'echoes.kept@partnerRefundNo'],
    steps: numberedBy(cut),
  },
  {
    id: 'knows-refunds-by-numbers',
    says: 'Takes a refund number for one that comes again that lacks the zeros of another alone.',
    breaks: ['refunds.exact', 'echoes.kept@partnerRefundNo'],
    steps: numberedBy(counted),
  },
  {
    id: 'refunds-by-one-name',
    says: 'Ignores originalReferenceNo in a refund.',
    breaks: ['references.agreeing@refund', 'echoes.kept@originalReferenceNo'],
    steps: blindTo('refund', () => ['originalReferenceNo']),
  },
  {
    id: 'cancels-by-one-name',
    says: 'Ignores originalReferenceNo in a cancellation.',
    breaks: ['references.agreeing@cancel', 'echoes.kept@originalReferenceNo'],
    steps: blindTo('cancel', () => ['originalReferenceNo']),
  },
]
