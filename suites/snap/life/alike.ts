/** Names of payments, letter for letter: one that is nearly that of a payment is that of another one, or of none. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { isOrderly } from '../../common/premises.ts'
import { calls, stateIn, type Heard } from '../heard.ts'
import { likenessOf, numberLikenessOf, referenceOf } from '../naming.ts'

interface Alike extends Case {
  first: Heard
  one: Heard
  /** How the two names differ. */
  by: 'letters' | 'case'
}

const orderly = (evidence: Evidence): Heard[] =>
  calls(evidence).filter(({ exchange }) => isOrderly(evidence, exchange))

/** Inquiries and payments under a name that is nearly that of a payment before. */
function alike(evidence: Evidence): Alike[] {
  return orderly(evidence).flatMap((one) => {
    if (one.operation !== 'status' && one.operation !== 'payment') return []
    if (one.said === 'open' || one.said === 'turned') return []
    const { first, by } = likenessOf(evidence, one) ?? {}
    return first && by ? [{ first, one, by, exchanges: [first.exchange, one.exchange] }] : []
  })
}

/** What is wrong, where the payment of another name was found or repeated. */
function confused({ first, one }: Alike): string | undefined {
  if (one.operation === 'status') {
    const state = stateIn(one)
    // Failed or not found is what some tell of the unknown, and another rule speaks of that.
    return state && !['06', '07'].includes(state) ? `${one.code} with the state ${state}` : undefined
  }
  const isFirst = one.said !== 'refusal' && isShared('referenceNo', first, one)
  return isRepetition(one) || isFirst ? `${one.code}, as for a payment that comes again` : undefined
}

/** Refused as what was made before. */
const isRepetition = ({ said, code }: Heard): boolean =>
  said === 'refusal' && /^409..01$|^404..18$/.test(code)

/** Both have the same name at a place. */
const isShared = (place: string, first: Heard, one: Heard): boolean =>
  one.name(place) !== '' && one.name(place) === first.name(place)

const exact = rule<Alike>({
  id: 'references.exact',
  says: 'A payment has its reference letter for letter.',
  level: 'must',
  about: ['server'],
  over: alike,
  holds(subject): Problem[] {
    const received = confused(subject)
    const { first, one, by } = subject
    const expected = `${one.reference} for another name than ${first.reference}, that of the payment before`
    // That a name has capital letters of its own, the document does not say.
    const level = by === 'case' ? { level: 'should' as const } : {}
    return received ? [{ expected, received, ...level }] : []
  },
})

/** Refunds under a number that is nearly that of a refund before. */
const alikeRefunds = (evidence: Evidence): Alike[] =>
  orderly(evidence).flatMap((one) => {
    if (one.operation !== 'refund' || one.said === 'open' || one.said === 'turned') return []
    const { first, by } = numberLikenessOf(evidence, one) ?? {}
    return first && by ? [{ first, one, by, exchanges: [first.exchange, one.exchange] }] : []
  })

const exactRefunds = rule<Alike>({
  id: 'refunds.exact',
  says: 'A refund has its number letter for letter.',
  level: 'must',
  about: ['server'],
  over: alikeRefunds,
  holds({ first, one, by }): Problem[] {
    const [number, other] = [one.ask('partnerRefundNo'), first.ask('partnerRefundNo')]
    const isFirst = one.said !== 'refusal' && isShared('refundNo', first, one)
    if (!isRepetition(one) && !isFirst) return []
    const level = by === 'case' ? { level: 'should' as const } : {}
    const expected = `${number} for another refund than ${other}, the one before`
    return [{ expected, received: `${one.code}, as for a refund that comes again`, ...level }]
  },
})

interface Torn extends Case {
  one: Heard
}

/** Cancellations and refunds whose names are those of two payments. */
const torn = (evidence: Evidence): Torn[] =>
  orderly(evidence)
    .filter(({ operation, said, reference, transaction }) => {
      const isDeed = operation === 'cancel' || operation === 'refund'
      return (
        isDeed && (said === 'success' || said === 'refusal' || said === 'pending') && reference && transaction
      )
    })
    .filter((one) => {
      const other = referenceOf(evidence, one)
      return other !== undefined && other !== one.reference
    })
    .map((one) => ({ one, place: one.operation, exchanges: [one.exchange] }))

const agreeing = rule<Torn>({
  id: 'references.agreeing',
  says: 'A cancellation or refund that names two payments is refused.',
  level: 'should',
  about: ['server'],
  given: (_contract, { statusIdentifiers }) => statusIdentifiers !== 'referenceNo',
  over: torn,
  holds: ({ one }, evidence) =>
    one.said === 'refusal'
      ? []
      : [
          {
            expected: `a refusal: ${one.transaction} is the payment ${referenceOf(evidence, one)}, not ${one.reference}`,
            received: one.code,
          },
        ],
})

export const alikeRules: Rule[] = [exact, exactRefunds, agreeing]
