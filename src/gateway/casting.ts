/** Puts transactions of clients into situations: whoever casts is asked once for each new one. */
import type { Situation } from './defect.ts'
import type { Casting, Newcomer } from './desk.ts'

export interface Stage<Steps, Call> {
  /** Puts new transactions into situations from now on; undefined treats all alike. */
  cast(casting: Casting | undefined): void
  /** The steps for a request: those of the situation that its transaction is in, or those in force. */
  stepsFor(call: Call): Steps
  clear(): void
}

/** Transaction of a request, undefined where it names none; nobody is asked about one without an operation. */
export type NewcomerOf<Call> = (
  call: Call,
) => (Omit<Newcomer, 'operation'> & { operation?: string | undefined }) | undefined

/** A stage that nobody casts for. */
export function createStage<Steps, Call extends { steps: Steps }>(
  situations: readonly Situation<Steps>[],
  newcomerOf: NewcomerOf<Call>,
): Stage<Steps, Call> {
  const parts = new Map<string, Partial<Steps>>()
  let casting: Casting | undefined
  return {
    cast: (wanted) => void (casting = wanted),
    stepsFor(call) {
      const { steps } = call
      const newcomer = newcomerOf(call)
      if (!newcomer) return steps
      const { thread, operation, code } = newcomer
      if (!parts.has(thread) && casting && operation !== undefined)
        parts.set(thread, partOf(situations, casting({ operation, thread, code }), steps))
      return { ...steps, ...parts.get(thread) }
    },
    clear: () => parts.clear(),
  }
}

function partOf<Steps>(
  situations: readonly Situation<Steps>[],
  id: string | undefined,
  steps: Steps,
): Partial<Steps> {
  if (id === undefined) return {}
  const found = situations.find((one) => one.id === id)
  if (!found) throw new Error(`The gateway cannot play the situation «${id}». Add it to situations.ts.`)
  return found.steps(steps)
}
