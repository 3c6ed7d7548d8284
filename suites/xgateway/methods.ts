/** The methods of the document: each is served, and no other is. */
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { oddityOf } from '../common/oddities.ts'
import { sayingOf } from '../common/premises.ts'
import {
  calls,
  familyOf,
  isBoughtBefore,
  isFirst,
  isMisfortune,
  isProper,
  isServed,
  isVouched,
  told,
  type Heard,
} from './heard.ts'
import { isOpened } from './queries.ts'

interface MethodCase extends Case {
  one: Heard
}

/** Plain first requests for what test data vouches for, that got any answer at all. */
export function asExpected(evidence: Evidence): Heard[] {
  return calls(evidence).filter(
    (one) =>
      one.exchange.response !== undefined &&
      !one.mixedUp &&
      isProper(evidence, one) &&
      oddityOf(evidence, one.exchange) === undefined &&
      isFirst(evidence, one) &&
      isVouched(evidence, one) &&
      (isServed(one) || !isBoughtBefore(evidence, one)),
  )
}

/** Not understood: refused as malformed, or with the page of an HTTP error. */
export const isLost = (one: Heard): boolean => one.code === '01' || isErrorPage(one)

/** What is no answer at all, or is not found, the rules about HTTP and XML judge. */
export function isErrorPage({ code, exchange: { response } }: Heard): boolean {
  if (code !== '' || !response || response.status < 400 || [404, 405].includes(response.status)) return false
  return response.read.ok || response.read.fault.what !== 'empty'
}

/** The document gives the method for this kind of product. */
function isMeantFor(evidence: Evidence, one: Heard): boolean {
  const { method, product, operation } = one
  if (method === 'topUpRequest') return familyOf(product) === 'pulsa'
  if (familyOf(product) === 'pulsa') return false
  return operation !== 'purchase' || isOpened(evidence, one, product)
}

const methods = rule<MethodCase>({
  id: 'rpc.methods',
  says: 'Every method that was bought is served.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const bought = evidence.profile['methods'] as string[]
    const names = Object.values(evidence.contract.operations).flatMap((operation) => operation.names ?? [])
    return asExpected(evidence)
      .filter((one) => names.includes(one.method) && bought.includes(one.method) && isMeantFor(evidence, one))
      .filter((one) => isServed(one) || isLost(one) || isOurs(one))
      .map((one) => ({ one, place: one.method, exchanges: [one.exchange] }))
  },
  holds: ({ one }) => (isServed(one) ? [] : [{ expected: `${one.method} is served`, received: told(one) }]),
})

/** A query and a direct purchase have rules of their own; a duplicate is judged where there are two. */
function isOurs({ method, code }: Heard): boolean {
  return (
    ['topUpRequest', 'PLNPrepaidTopup'].includes(method) &&
    code !== '' &&
    !isMisfortune(code) &&
    !['04', '34'].includes(code)
  )
}

interface SpellingCase extends Case {
  one: Heard
}

/** Both names for what the other is meant for, where the name is known at all. */
const spelling = rule<SpellingCase>({
  id: 'rpc.method-case',
  says: 'Both spellings, topUpRequest and TopupRequest, name one method.',
  level: 'should',
  about: ['server'],
  over: (evidence) => {
    const all = asExpected(evidence).filter(({ operation }) => operation === 'topup')
    const isKnown = (method: string) =>
      all.some((one) => one.method === method && isMeantFor(evidence, one) && isServed(one))
    return all
      .filter(
        (one) =>
          !isMeantFor(evidence, one) && isKnown(one.method) && (isServed(one) || !isMisfortune(one.code)),
      )
      .map((one) => ({ one, exchanges: [one.exchange] }))
  },
  holds: ({ one }) =>
    isServed(one) ? [] : [{ expected: `${one.product} is sold by ${one.method}`, received: told(one) }],
})

interface UnknownCase extends Case {
  exchange: Exchange
}

const unknown = rule<UnknownCase>({
  id: 'rpc.unknown-method',
  says: 'A method that the document does not have is never answered 00 or 68.',
  level: 'must',
  about: ['server'],
  over: ({ exchanges }) =>
    exchanges
      .filter(
        ({ from, operation, request, response }) =>
          from === 'client' &&
          operation === undefined &&
          request.read.ok &&
          request.read.rpc?.kind === 'call' &&
          response !== undefined,
      )
      .map((exchange) => ({ exchange, exchanges: [exchange] })),
  holds: ({ exchange }, evidence) => {
    const saying = sayingOf(evidence, exchange)
    return saying === 'success' || saying === 'pending'
      ? [{ expected: 'a refusal, a fault or an HTTP error', received: `a ${saying}` }]
      : []
  },
})

export const methodRules: Rule[] = [methods, spelling, unknown]
