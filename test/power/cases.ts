/** The cases of a suite by name: which of them are acted, and what each of them sends. */
import * as fc from 'fast-check'
import type { Hand, Letter, Scenario } from '../../src/stimulate/scenario.ts'
import type { Suite } from '../../src/stimulate/suite.ts'

/**
 * Seed and number of drawn cases of every trial; the names of cases hang on them. What is always acted catches the
 * defects; what is drawn is for those that nobody thought of.
 */
export const drawing = { seed: 1, runs: 4 }

/** Name of a case: the same in every run with the same seed against the same declaration. */
export const caseOf = ({ id }: Scenario, plan: unknown): string => `${id} ${fc.stringify(plan)}`

/** The suite with these cases alone; a scenario of which one drawn case is wanted draws all of its cases. */
export function only(suite: Suite, cases: ReadonlySet<string>): Suite {
  const scenarios = suite.scenarios.flatMap((scenario): Scenario[] => {
    const isWanted = (plan: unknown) => cases.has(caseOf(scenario, plan))
    const plans: Scenario['plans'] = (scope) =>
      (scenario.plans?.(scope) ?? (scenario.draw ? [] : [undefined])).filter(isWanted)
    const { draw, ...others } = scenario
    return [{ ...others, plans, ...(draw && cases.has(drawnOf(scenario)) && { draw }) }]
  })
  return { ...suite, scenarios }
}

/** Name that stands for all drawn cases of a scenario. */
const drawnOf = ({ id }: Scenario): string => `${id} drawn`

/** What is known of a request before it is sent; of a GET below the target's URL only the path. */
export type Told = Pick<Letter, 'method' | 'url' | 'headers' | 'body'>

/** Whoever follows the cases of a suite. */
export interface Overhearing {
  /** Acts a case. */
  enter(name: string, act: () => Promise<void>): Promise<void>
  /** Told of a case's requests before they are sent. */
  tell(name: string, requests: Told[]): void
}

/** The suite, telling what each of its cases sends. */
export function overheard(suite: Suite, { enter, tell }: Overhearing): Suite {
  const scenarios = suite.scenarios.map((scenario): Scenario => {
    const planned = new Set<string>()
    return {
      ...scenario,
      ...(scenario.plans && {
        plans: (scope) => {
          const plans = scenario.plans!(scope)
          for (const plan of plans) planned.add(caseOf(scenario, plan))
          return plans
        },
      }),
      act(plan, hand) {
        const own = caseOf(scenario, plan)
        const name = scenario.draw && !planned.has(own) ? drawnOf(scenario) : own
        return enter(name, () =>
          scenario.act(
            plan,
            telling(hand, (requests) => tell(name, requests)),
          ),
        )
      },
    }
  })
  return { ...suite, scenarios }
}

function telling(hand: Hand, tell: (requests: Told[]) => void): Hand {
  return {
    ...hand,
    send(letter) {
      tell([letter])
      return hand.send(letter)
    },
    lose(letter, cut) {
      tell([letter])
      return hand.lose(letter, cut)
    },
    race(letters) {
      tell(letters)
      return hand.race(letters)
    },
    get(path, note) {
      tell([{ method: 'GET', url: path, headers: [], body: Buffer.alloc(0) }])
      return hand.get(path, note)
    },
  }
}
