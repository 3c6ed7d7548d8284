/** Test data that a receiver was never told of: what it can be held to all the same. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Provided } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, isOrderly } from './premises.ts'

/**
 * Tells of test data whether a receiver can be held to it, as far as an operation goes: it was told of it, or the first right
 * request that it had about something strange was taken. Whoever takes that asks nobody whether he knows what it is about, so
 * nothing else that is right may be refused. `reference` is the field that names it, where that is not the contract's.
 */
export function heeding(
  isTaken: (exchange: Exchange) => boolean,
  reference?: string,
): (evidence: Evidence, entry: Provided, operation?: string) => boolean {
  const indifferent = premise((evidence: Evidence): ReadonlySet<string> => {
    const taken = new Map<string, boolean>()
    for (const exchange of aboutStrangers(evidence, reference))
      if (!taken.has(exchange.operation!)) taken.set(exchange.operation!, isTaken(exchange))
    return new Set([...taken].flatMap(([operation, is]) => (is ? [operation] : [])))
  })
  return (evidence, { origin }, operation = '') =>
    origin !== 'strange' || indifferent(evidence).has(operation)
}

/** Right requests about what the receiver was never told of, in their order. */
function aboutStrangers(evidence: Evidence, reference?: string): Exchange[] {
  const { contract, trace, exchanges } = evidence
  const place = reference ?? contract.places['reference'] ?? ''
  const strangers = new Set(
    trace.entries.flatMap((entry) =>
      entry.kind === 'provided' && entry.origin === 'strange' ? [entry.item.code] : [],
    ),
  )
  if (strangers.size === 0) return []
  return exchanges
    .filter(({ from, operation }) => from === 'gateway' && operation !== undefined)
    .filter((exchange) => strangers.has(asked(exchange, place)))
    .filter((exchange) => isOrderly(evidence, exchange))
    .sort((one, other) => one.began - other.began)
}
