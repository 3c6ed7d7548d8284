/** Parties that do one thing wrong, or otherwise than most: each replaces some of the honest steps. */
import type { PartyOddity } from './party.ts'

export interface Odd<Steps> extends PartyOddity {
  steps: (honest: Steps) => Partial<Steps>
}

/** The steps in force: a defect bends the freedom's, and a freedom the honest ones. */
export function stepsFor<Steps>(honest: Steps, ...odd: (Odd<Steps> | undefined)[]): Steps {
  return odd.reduce((base, one) => ({ ...base, ...one?.steps(base) }), honest)
}

/** The oddity of an id. Throws for an id that there is not. */
export function named<Steps>(all: readonly Odd<Steps>[], id: string | undefined): Odd<Steps> | undefined {
  const found = all.find((one) => one.id === id)
  if (id !== undefined && !found) throw new Error(`This party has no oddity «${id}».`)
  return found
}
