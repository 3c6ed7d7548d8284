/** What is to be acted: the plans that are always acted, and those that are drawn from the seed. */
import * as fc from 'fast-check'
import { createHash } from 'node:crypto'
import type { Scenario, Scope } from './scenario.ts'

export interface Job {
  scenario: Scenario
  plan: unknown
  /** Place among the plans of its scenario. */
  index: number
  /** Seed and path under which the plan was drawn; absent for plans that are always acted. */
  drawn?: { seed: number; path: string }
  trial: number
}

/** A seed of its own for each scenario, so that a new scenario changes no other's plans. */
export function seedOf(seed: number, scenario: string): number {
  return createHash('sha256').update(`${seed} ${scenario}`).digest().readInt32LE(0)
}

/** All jobs of a run, in the order in which they begin; `onLack` is told of test data that a scenario asked for in vain. */
export function jobsOf(
  scenarios: Scenario[],
  scope: Scope,
  { seed, runs }: { seed: number; runs: number },
  onLack: (scenario: Scenario, data: string) => void = () => undefined,
): Job[] {
  return scenarios.flatMap((scenario) => {
    const own = { ...scope, has: (data: string) => asked(scope.has(data), () => onLack(scenario, data)) }
    return [
      ...always(scenario, own, trialsOf(scenario, scope)),
      ...drawn(scenario, own, seedOf(seed, scenario.id), runs),
    ]
  })
}

function asked(found: ReturnType<Scope['has']>, onLack: () => void): ReturnType<Scope['has']> {
  if (found === 'no' || found === 'strange') onLack()
  return found
}

function always(scenario: Scenario, scope: Scope, trials: number): Job[] {
  const plans = scenario.plans?.(scope) ?? (scenario.draw ? [] : [undefined])
  return plans.flatMap((plan, index) =>
    Array.from({ length: trials }, (_, trial) => ({ scenario, plan, index, trial })),
  )
}

/** Where test data comes from a pool that runs dry, one trial each reaches more rules than several of a few. */
function trialsOf({ trials = 1 }: Scenario, { contract, has }: Scope): number {
  return Object.keys(contract.data).some((data) => has(data) === 'sparingly') ? 1 : trials
}

function drawn(scenario: Scenario, scope: Scope, seed: number, runs: number): Job[] {
  const arbitrary = runs === 0 ? undefined : scenario.draw?.(scope)
  if (!arbitrary) return []
  const plans = fc.sample(arbitrary, { seed, numRuns: runs })
  return plans.map((plan, index) => ({
    scenario,
    plan,
    index,
    drawn: { seed, path: String(index) },
    trial: 0,
  }))
}

/** Searches for a smaller plan that breaks the same rule; gives the smallest found, or undefined. */
export async function shrink(
  scenario: Scenario,
  scope: Scope,
  at: { seed: number; path: string },
  breaks: (plan: unknown) => Promise<boolean>,
  tries: number,
): Promise<unknown> {
  let left = tries
  const property = fc.asyncProperty(
    scenario.draw!(scope)!,
    async (plan) => left-- <= 0 || !(await breaks(plan)),
  )
  const { counterexample } = await fc.check(property, {
    seed: at.seed,
    path: at.path,
    numRuns: Number(at.path) + 1,
  })
  return counterexample?.[0]
}
