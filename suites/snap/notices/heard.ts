/** What a provider sent of its own accord, with the payments that it is about. */
import { premise, type Case, type Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { grouped } from '../../common/grouped.ts'
import { asked, offsetAt } from '../../common/premises.ts'
import { referenceOf } from '../naming.ts'

export interface Notice extends Case {
  exchange: Exchange
  reference: string
  /** Payments under its reference, in the order in which they were sent. */
  payments: Exchange[]
}

/** The consumer's name of a payment, or of the one whose name the provider tells, or whose address it is. */
function referenceIn(evidence: Evidence, exchange: Exchange): string {
  const [told, transaction] = [
    nameIn(exchange, 'originalPartnerReferenceNo'),
    nameIn(exchange, 'originalReferenceNo'),
  ]
  const partner = asked(exchange, evidence.contract.places['partner']!)
  const { url } = exchange.request
  return (
    told ||
    (transaction && referenceOf(evidence, { partner, transaction })) ||
    (URL.canParse(url) && new URL(url).searchParams.get('about')) ||
    ''
  )
}

/** '' for what no name can be: the rules about fields judge that. */
function nameIn({ request: { read } }: Exchange, place: string): string {
  const value = read.ok ? read.fields[place] : undefined
  return typeof value === 'string' && value.length <= 64 ? value.trim() : ''
}

const paymentsByName = premise((evidence: Evidence) =>
  grouped(
    evidence.exchanges.filter(({ operation }) => operation === 'payment'),
    (payment) => asked(payment, 'partnerReferenceNo'),
  ),
)

/** What the provider sent of its own accord. */
export const notices = premise((evidence: Evidence): Notice[] =>
  evidence.exchanges
    .filter(({ from }) => from === 'gateway')
    .sort((a, b) => a.began - b.began)
    .map((exchange) => {
      const reference = referenceIn(evidence, exchange)
      const payments = reference === '' ? [] : (paymentsByName(evidence).get(reference) ?? [])
      return { exchange, reference, payments, exchanges: [exchange] }
    }),
)

/** Those that can be read. */
export const readable = (evidence: Evidence): Notice[] =>
  notices(evidence).filter(({ exchange }) => exchange.request.read.ok)

/** It was listened long enough for what comes after an exchange. */
export const isWaited = (evidence: Evidence, first: Exchange, reference: string, forMs: number): boolean =>
  evidence.trace.entries.some(
    (entry) =>
      entry.kind === 'listened' &&
      entry.reference === reference &&
      entry.began > first.began &&
      offsetAt(evidence, entry.ended) - offsetAt(evidence, first.began) >= forMs,
  )
