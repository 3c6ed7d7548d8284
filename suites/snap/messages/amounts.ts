/** Amounts of payments and refunds: which are refused, and that none loses a digit. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { isCurrency, isMalformed } from '../../common/nested-refusals.ts'
import { answerIn, isServed, oddOf, problemOf, type OddRequest } from '../../common/odd-rules.ts'
import { isOrderly, requests } from '../../common/premises.ts'
import { notRefused, spoilt, type Spoilt } from '../../common/spoilt.ts'

interface Asked extends Case {
  exchange: Exchange
  place: string
  value: string
}

/** What a payment or a refund is about, by the part of the contract that names it. */
function moneyOf(evidence: Evidence, part: 'amount' | 'currency'): Asked[] {
  const { places } = evidence.contract
  const parts = {
    payment: places[part],
    refund: places[part === 'amount' ? 'refundAmount' : 'refundCurrency'],
  }
  return [...requests(evidence).values()].flatMap(({ exchange, read }) => {
    const place = parts[exchange.operation as keyof typeof parts]
    const value = place === undefined ? undefined : text(read, place)
    const isAsked =
      value !== undefined && exchange.response !== undefined && exchange.request.method === 'POST'
    return isAsked ? [{ exchange, place: place!, value, exchanges: [exchange] }] : []
  })
}

function unlessServed({ exchange, place, value }: Asked, evidence: Evidence): Problem[] {
  if (!isServed(evidence, exchange)) return []
  const received = answerIn(exchange, evidence.contract.outcome.at)
  return [{ expected: 'a refusal', received: `${received} for ${place} ${value}` }]
}

const positive = rule<Asked>({
  id: 'amounts.positive',
  says: 'Payments and refunds of nothing or less are refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const flawed = new Map(spoilt(evidence).map(({ exchange, place }) => [exchange, place]))
    return moneyOf(evidence, 'amount').filter(
      ({ exchange, place, value }) =>
        /^-?\d+(?:\.\d+)?$/.test(value) &&
        Number(value) <= 0 &&
        (isOrderly(evidence, exchange) || flawed.get(exchange) === place),
    )
  },
  holds: unlessServed,
})

/** Codes of ISO 4217 for no currency and for tests, which nobody serves. */
const nobodys = ['XXX', 'XTS']

const currency = rule<Asked | Spoilt>({
  id: 'amounts.currency',
  says: 'A currency that is malformed or not served is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [
    ...moneyOf(evidence, 'currency').filter(
      ({ exchange, value }) => nobodys.includes(value) && isOrderly(evidence, exchange),
    ),
    ...spoilt(evidence).filter((subject) => isMalformed(subject) && isCurrency(subject, evidence)),
  ],
  holds: (subject, evidence) =>
    'complaint' in subject ? notRefused(subject, evidence) : unlessServed(subject, evidence),
})

interface Told extends Case {
  sent: string
  got: string
  place: string
}

const exact = rule<OddRequest | Told>({
  id: 'amounts.exact',
  says: 'An amount comes back to its last digit.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [...oddOf(evidence, 'amounts.exact'), ...told(evidence)],
  holds: (subject, evidence) => {
    if ('at' in subject) return problemOf(subject, evidence)
    const { sent, got } = subject
    return isNearly(sent, got) ? [{ expected: sent, received: got }] : []
  },
})

/** Amounts of payments in the inquiries after them, and of refunds in their own answers. */
function told(evidence: Evidence): Told[] {
  const { reference = '', originalReference = '', refundAmount = '' } = evidence.contract.places
  const sent = new Map<string, { exchange: Exchange; value: string }>()
  const paid = moneyOf(evidence, 'amount').filter(
    ({ exchange }) => isServed(evidence, exchange) && isOrderly(evidence, exchange),
  )
  for (const { exchange, value, place } of paid)
    if (place !== refundAmount) sent.set(text(exchange.request.read, reference) ?? '', { exchange, value })
  const asked = evidence.exchanges.flatMap((exchange): Told[] => {
    const known = sent.get(text(exchange.request.read, originalReference) ?? '')
    const got = text(exchange.response?.read, 'transAmount.value')
    const exchanges = known ? [known.exchange, exchange] : []
    return known && got !== undefined
      ? [{ sent: known.value, got, place: 'transAmount.value', exchanges }]
      : []
  })
  const refunded = paid.flatMap(({ exchange, value, place }): Told[] => {
    const got = place === refundAmount ? text(exchange.response?.read, place) : undefined
    return got === undefined ? [] : [{ sent: value, got, place, exchanges: [exchange] }]
  })
  return [...asked, ...refunded]
}

/** Digits are lost: another number, and nearly the same. Whole other amounts are another rule's business. */
const isNearly = (sent: string, got: string): boolean =>
  sent !== got &&
  /^\d+\.\d{2}$/.test(got) &&
  Math.abs(Number(got) - Number(sent)) <= Math.abs(Number(sent)) * 1e-9

export const amountRules: Rule[] = [positive, currency, exact]
