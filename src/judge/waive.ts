/** Applies waivers, and finds the stale ones: each that excuses nothing, has ended, or excuses what holds now. */
import type { ClauseResult, Finding, RuleResult, WaiverResult } from './events.ts'
import { patternOf } from './pattern.ts'
import type { Waiver } from './waivers.ts'

export function isWaived(finding: Finding, waivers: Waiver[]): boolean {
  return waivers.some((waiver) => !isOver(waiver, Date.now()) && matches(waiver, finding))
}

function matches({ pattern }: Waiver, { rule, clauses, place }: Finding): boolean {
  const [id, at] = pattern.split('@').map((part) => part.trim())
  const named = [rule, ...clauses].some((name) => patternOf(id!).test(name))
  return named && (at === undefined || patternOf(at).test(place))
}

/** A waiver holds until the end of its last day, in UTC. */
function isOver({ expires }: Waiver, now: number): boolean {
  return now >= Date.parse(`${expires}T00:00:00Z`) + 86_400_000
}

export function staleWaivers(
  waivers: Waiver[],
  rules: RuleResult[],
  clauses: ClauseResult[],
  now: number,
): WaiverResult[] {
  return waivers.map((waiver) => {
    const complaint = complaintOf(waiver, rules, clauses, now)
    return { ...waiver, ...(complaint === undefined ? {} : { complaint }) }
  })
}

function complaintOf(
  waiver: Waiver,
  rules: RuleResult[],
  clauses: ClauseResult[],
  now: number,
): string | undefined {
  const name = patternOf(waiver.pattern.split('@')[0]!.trim())
  const named = [...rules, ...clauses].filter(({ id }) => name.test(id))
  if (named.length === 0)
    return `The waiver «${waiver.pattern}» names no rule and no clause. Correct or remove it.`
  if (isOver(waiver, now))
    return `The waiver «${waiver.pattern}» of ${waiver.owner} ended on ${waiver.expires}. Renew it with a reason, or remove it.`
  // A run that left out what a waiver excuses says nothing about the waiver.
  const left = named.some((one) => one.verdict === 'not-exercised' && one.reason === 'not-selected')
  const needed = left || named.some(({ verdict, findings }) => verdict === 'waived' || findings.length > 0)
  return needed
    ? undefined
    : `The waiver «${waiver.pattern}» excuses nothing: what it names holds now. Remove it.`
}
