/** Numbers of orders, letter for letter: one that is nearly that of an order is the number of another one. */
import type { Case, Evidence, Problem, Rule } from '../../src/judge/rule.ts'
import { platformNumber } from './creating.ts'
import { serverRule, unless } from './cases.ts'
import { calls, makers, told, type Call } from './seen.ts'

type By = 'letters' | 'case'

interface Alike extends Case {
  first: Call
  one: Call
  by: By
}

/** Orders that nothing is wrong with, under a number of their own that nearly is one of before. */
function alike(evidence: Evidence): Alike[] {
  const all = calls(evidence).filter(({ operation, orderly }) => makers.includes(operation) && orderly)
  return all.flatMap((one) => {
    const earlier = all.filter(
      (other) => other.merchant === one.merchant && (other.exchange.ended ?? Infinity) < one.exchange.began,
    )
    if (one.said === 'unclear' || earlier.some(({ number }) => number === one.number)) return []
    const first = earlier.find((other) => other.said === 'success' && likeness(other, one) !== undefined)
    return first ? [{ first, one, by: likeness(first, one)!, exchanges: [first.exchange, one.exchange] }] : []
  })
}

/** How two numbers of one operation differ that are nearly one. */
function likeness(first: Call, one: Call): By | undefined {
  const [name, other] = [first.number, one.number]
  if (first.operation !== one.operation) return undefined
  if (name.toLowerCase() === other.toLowerCase()) return 'case'
  const isLast = name.length === 32 && other.length === 32 && name.slice(0, -1) === other.slice(0, -1)
  const isNumber = /^\d+$/.test(name) && /^\d+$/.test(other) && trimmed(name) === trimmed(other)
  return isLast || isNumber ? 'letters' : undefined
}

const trimmed = (digits: string): string => digits.replace(/^0+/, '')

const distinct = serverRule<Alike>(
  'orders.distinct',
  'Numbers of orders that differ in one letter are those of two orders.',
  alike,
  ({ first, one, by }): Problem[] => {
    const isUnnumbered = [first, one].every((call) => platformNumber(call) === '')
    const isOwn = one.said !== 'refusal' && (isUnnumbered || platformNumber(one) !== platformNumber(first))
    const expected = `an order of its own: ${one.number} is another number than ${first.number}`
    // That a number has capital letters of its own, the document does not say.
    return unless(isOwn, expected, told(one), by === 'case' ? 'should' : undefined)
  },
)

export const alikeRules: Rule[] = [distinct]
