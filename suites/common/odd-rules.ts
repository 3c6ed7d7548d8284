/** A peculiarity that is legal is served like a plain request: the refusal of one alone is that of its plain twin, or wrong. */
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { outerOf, rowOf } from '../../src/contract/tree.ts'
import { isBlameless, type Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { jsonOddities } from './odd-json.ts'
import { isOrderly, requests, sayingOf, sideOnTrial } from './premises.ts'

export interface OddRequest extends Case {
  rule: string
  at: string
  exchange: Exchange
  /** Refused, though a request that differs in nothing else was served. */
  twin?: Exchange
}

/** Served, as far as it is known. */
export const isServed = (evidence: Evidence, exchange: Exchange): boolean =>
  ['success', 'pending'].includes(sayingOf(evidence, exchange))

/** Refused for what it looks like, and not for what it asks; or not answered by the protocol at all. */
export function isRefusedForForm(evidence: Evidence, exchange: Exchange): boolean {
  const { response, trouble } = exchange
  if (isServed(evidence, exchange)) return false
  if (!response) return trouble !== undefined && !isBlameless(trouble)
  return [400, 401, 406, 411, 413, 415, 422].includes(response.status) || response.status >= 500
}

const oddRequests = premise((evidence: Evidence): OddRequest[] => {
  const orderly = evidence.exchanges.filter(
    (exchange) => sideOnTrial(evidence, exchange) === 'response' && isOrderly(evidence, exchange),
  )
  const served = orderly.filter((exchange) => isServed(evidence, exchange))
  return orderly.flatMap((exchange) => {
    const odd = jsonOddities(evidence, exchange)
    const places = new Set(odd.map(({ at }) => at))
    if (isServed(evidence, exchange)) return odd.map((one) => ({ ...one, exchange, exchanges: [exchange] }))
    if (places.size !== 1 || !isRefusedForForm(evidence, exchange)) return []
    const twin = served.find((other) => isTwin(evidence, exchange, other, odd[0]!.at))
    return twin ? odd.map((one) => ({ ...one, exchange, twin, exchanges: [exchange, twin] })) : []
  })
})

/** Nothing differs but the oddity, and what differs between any two requests. */
function isTwin(evidence: Evidence, exchange: Exchange, other: Exchange, at: string): boolean {
  const { fresh, places, key, tokens = [] } = evidence.contract
  if (exchange.operation !== other.operation || jsonOddities(evidence, other).length > 0) return false
  const free = new Set([
    ...fresh,
    ...key.flat(),
    ...['reference', 'refund', 'signature'].map((part) => places[part]),
    // A token that was renewed is another one; a refusal may be that of the token, though.
    ...(exchange.response?.status === 401 ? [] : tokens.map(({ field }) => field)),
    outermost(at),
  ])
  free.delete(places['partner'])
  const rows = requests(evidence)
    .get(exchange)!
    .spec.fields.map(({ name }) => name)
  return rows
    .filter((name) => outerOf(name) === undefined && !free.has(name))
    .every((name) => withoutReference(evidence, exchange, name) === withoutReference(evidence, other, name))
}

/** A value, but for the reference of its own request where that is a part of it, as in an address. */
function withoutReference(
  { contract: { places } }: Evidence,
  { request: { read } }: Exchange,
  name: string,
): string | undefined {
  const reference = text(read, places['reference'] ?? '') ?? ''
  const value = text(read, name)
  return reference === '' ? value : value?.replaceAll(reference, '')
}

function outermost(place: string): string {
  const around = outerOf(rowOf(place))
  return around === undefined ? place : outermost(around)
}

/** The rule that protects peculiarities of this kind. */
export function oddity(
  id: string,
  says: string,
  level: Rule['level'],
  about: Rule['about'] = ['server'],
  placed: (subject: OddRequest) => string | undefined = () => undefined,
): Rule {
  return rule<OddRequest>({
    id,
    says,
    level,
    about,
    over: (evidence) =>
      oddRequests(evidence)
        .filter((subject) => subject.rule === id)
        .map((subject) => {
          const place = placed(subject)
          return place === undefined ? subject : { ...subject, place }
        }),
    holds: (subject, evidence) => problemOf(subject, evidence),
  })
}

/** What is wrong when a peculiar request was refused and its twin was not. */
export function problemOf({ exchange, twin, at }: OddRequest, { contract }: Evidence) {
  if (!twin) return []
  return [
    {
      expected: `what a request is answered that differs in ${at === 'header:' ? 'no name of a header' : at} alone`,
      received: answerIn(exchange, contract.outcome.at),
    },
  ]
}

/** An answer in a few words. */
export function answerIn({ response, trouble }: Exchange, at: string): string {
  if (!response) return trouble?.says ?? 'no answer'
  return `HTTP ${response.status}${text(response.read, at) === undefined ? '' : `, ${text(response.read, at)}`}`
}

/** Cases of a kind, for rules that say more of them than this one. */
export const oddOf = (evidence: Evidence, id: string): OddRequest[] =>
  oddRequests(evidence).filter((subject) => subject.rule === id)
