/** Why a scenario found nothing to plan: a hook that is not declared, else test data. */
import type { Reason } from '../judge/verdict.ts'
import { wanting, type Means } from './means.ts'
import type { Scenario, Scope } from './scenario.ts'

/** What the target would have to declare for this scenario, which asked in vain for these kinds of test data. */
export function whyIdle(scenario: Scenario, scope: Scope, kinds: string[]): readonly [Reason, string] {
  const names = Object.keys(wanting) as Means[]
  const plansWith = (able: (name: Means) => boolean): boolean => {
    const can = Object.fromEntries(names.map((name) => [name, able(name)])) as Scope['can']
    return (scenario.plans?.({ ...scope, can }) ?? []).length > 0
  }
  const needed = plansWith(() => true)
    ? names.find((missing) => !scope.can[missing] && !plansWith((name) => name !== missing))
    : undefined
  return needed ? wanting[needed] : ['needs-test-data', lacking(kinds)]
}

export function lacking(kinds: string[]): string {
  const named = kinds.map((data) => `«${data}»`)
  const last = named.at(-1)
  if (last === undefined) return 'The target declares no test data of the kinds that it needs.'
  if (named.length === 1) return `The target declares no test data of the kind ${last}.`
  return `The target declares no test data of the kinds ${named.slice(0, -1).join(', ')} and ${last}.`
}
