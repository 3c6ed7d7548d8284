/** What was asked and how it was answered, as the rules about access see it. */
import { premise, type Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { answered, asked, isOrderlyBut, isThrottled, sayingOf } from '../../common/premises.ts'

/** Whether a request was carried out; `open` where nobody can tell. */
export type Reaction = 'served' | 'refused' | 'open'

export interface Asked {
  exchange: Exchange
  operation: string
  /** Whose request it says it is. */
  partner: string
  /** The reference of the payment that it is about, as the partner calls it, and as the provider does. */
  reference: string
  transaction: string
  external: string
  /** Token of Authorization, without its scheme. */
  token: string
  reaction: Reaction
  /** Response code, '' where there is none. */
  code: string
}

/** The requests of consumers that are POSTs to a service, in the order in which they began. */
export const requestsMade = premise((evidence: Evidence): Asked[] =>
  requestsBy(evidence, (method) => method === 'POST'),
)

/** Those by any other method. */
export const requestsOtherwise = premise((evidence: Evidence): Asked[] =>
  requestsBy(evidence, (method) => method !== 'POST'),
)

function requestsBy(evidence: Evidence, isIt: (method: string) => boolean): Asked[] {
  return evidence.exchanges
    .filter(({ from, operation, request }) => from === 'client' && operation && isIt(request.method))
    .map((exchange) => askedIn(evidence, exchange))
    .sort((a, b) => a.exchange.began - b.exchange.began)
}

function askedIn(evidence: Evidence, exchange: Exchange): Asked {
  const value = (place: string) => asked(exchange, place)
  return {
    exchange,
    operation: exchange.operation!,
    partner: value('header:X-PARTNER-ID') || value('header:X-CLIENT-KEY'),
    reference: value('partnerReferenceNo') || value('originalPartnerReferenceNo'),
    transaction: value('originalReferenceNo'),
    external: value('header:X-EXTERNAL-ID'),
    token: bare(value('header:Authorization')),
    reaction: reactionOf(evidence, exchange),
    code: answered(exchange, evidence.contract.outcome.at),
  }
}

/** A token without its scheme. */
export const bare = (header: string): string => header.replace(/^Bearer +/i, '')

function reactionOf(evidence: Evidence, exchange: Exchange): Reaction {
  const { response } = exchange
  if (!response || isThrottled(exchange)) return 'open'
  const said = sayingOf(evidence, exchange)
  const isFine = response.status < 400
  if (said === 'success' || said === 'pending') return isFine ? 'served' : 'open'
  if (said === 'refusal' || !isFine) return 'refused'
  return text(response.read, 'accessToken') === undefined ? 'open' : 'served'
}

/** Services of payments, as against those that give tokens. */
export const isService = ({ operation }: Asked): boolean => !isTokenService(operation)

export const isTokenService = (operation: string): boolean =>
  operation === 'token' || operation === 'customerToken'

/** Rightly signed, and in order. */
export const isRight = (evidence: Evidence, one: Asked): boolean =>
  one.exchange.signature === 'good' && isOrderlyBut(evidence, one.exchange)

/** Its answer was there before the other one left. */
export const isBefore = (one: Asked, other: Asked): boolean =>
  one.exchange.ended !== undefined && one.exchange.ended < other.exchange.began

/** How an answer is told in a report. */
export function told({ exchange: { response, trouble }, code, reaction }: Asked): string {
  if (!response) return trouble?.says ?? 'no answer'
  const what = code === '' ? `HTTP ${response.status}` : code
  return `${reaction === 'served' ? 'a success' : reaction === 'refused' ? 'a refusal' : 'an answer'}: ${what}`
}

/** State of the payment that an inquiry was answered with, '' for none. */
export const stateIn = ({ exchange }: Asked): string => answered(exchange, 'latestTransactionStatus')

/** States of what there is: neither unknown nor failed. */
export const isThere = (one: Asked): boolean =>
  one.operation === 'status' && one.reaction === 'served' && !['', '06', '07'].includes(stateIn(one))
