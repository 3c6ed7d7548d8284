/** What a client sent, payment by payment, and what it was told about each. */
import { premise, type Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { answered, asked, provided } from '../../common/premises.ts'
import { threadsIn, type Thread, withCallbacks } from '../../common/threads.ts'

/** The requests of clients to the services of payments, in the order in which they were sent. */
export const calls = premise(({ exchanges, contract }: Evidence): Exchange[] =>
  exchanges
    .filter(
      ({ from, operation = '', request }) =>
        from === 'client' && request.read.ok && contract.operations[operation] && !isToken(operation),
    )
    .sort((a, b) => a.began - b.began),
)

const isToken = (operation: string): boolean => operation === 'token' || operation === 'customerToken'

/** The requests for tokens, in the order in which they were sent. */
export const tokenCalls = premise(({ exchanges }: Evidence): Exchange[] =>
  exchanges
    .filter(({ from, operation = '' }) => from === 'client' && isToken(operation))
    .sort((a, b) => a.began - b.began),
)

/** What was begun, by partner and reference. */
export const threads = premise((evidence: Evidence): Thread[] => {
  const numbers = numbersIn(evidence)
  const begun = threadsIn(calls(evidence), {
    owner: (one) => asked(one, 'header:X-PARTNER-ID'),
    reference: (one) => referenceOf(one) || (numbers.get(asked(one, 'originalReferenceNo')) ?? ''),
  })
  const notices = evidence.exchanges.filter(({ from }) => from === 'gateway')
  return withCallbacks(begun, notices, (one) => asked(one, 'originalPartnerReferenceNo'))
})

/** The reference that a request gives a payment, or names it by. */
export const referenceOf = (exchange: Exchange): string =>
  asked(exchange, 'partnerReferenceNo') || asked(exchange, 'originalPartnerReferenceNo')

/** References by the numbers that the provider gave. */
const numbersIn = premise((evidence: Evidence): Map<string, string> => {
  const pairs = calls(evidence).map((exchange): [string, string] => [
    answered(exchange, 'referenceNo') || answered(exchange, 'originalReferenceNo'),
    referenceOf(exchange),
  ])
  return new Map(pairs.filter(([number, reference]) => number !== '' && reference !== ''))
})

export const isPayment = ({ operation }: Exchange): boolean => operation === 'payment'
export const isRefund = ({ operation }: Exchange): boolean => operation === 'refund'

/** What a request is about: a refund has a number of its own, all else is about its payment. */
export const subjectOf = (exchange: Exchange): string =>
  [exchange.operation, referenceOf(exchange), asked(exchange, 'partnerRefundNo')].join(' ')

/** The one purchase that a card was made for, so that another payment from it is the same purchase; undefined for others. */
export function purchaseOf(evidence: Evidence, exchange: Exchange): string | undefined {
  const card = asked(exchange, 'bankCardToken') || asked(exchange, 'chargeToken')
  const made = provided(evidence).get(card)
  if (made?.origin !== 'hook' || made.item['times'] !== undefined || made.item.reusable === true)
    return undefined
  return card
}

/** An exchange was over before another began. */
export const isBefore = (one: Exchange, other: Exchange): boolean => (one.ended ?? one.began) < other.began

/** The consumer took a notification. */
export const isAcknowledged = ({ response }: Exchange): boolean =>
  response?.status === 200 && response.read.ok && response.read.fields['responseCode'] === '2005600'
