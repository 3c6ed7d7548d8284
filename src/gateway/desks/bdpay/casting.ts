/** Puts orders and payouts of clients into situations: whoever casts is asked once for each new one. */
import type { Casting } from '../../desk.ts'
import { situations } from './situations.ts'
import type { Call, Steps } from './steps.ts'

export interface Stage {
  cast(casting: Casting | undefined): void
  /** The steps for a request: those of the situation that its order is in, or those in force. */
  stepsFor(call: Call): Steps
  clear(): void
}

/** A stage that nobody casts for. */
export function createStage(): Stage {
  const parts = new Map<string, Partial<Steps>>()
  let casting: Casting | undefined
  return {
    cast: (wanted) => void (casting = wanted),
    stepsFor(call) {
      const { steps, operation } = call
      const thread = steps.valueAt(call, 'orderNum')
      if (thread === undefined) return steps
      if (!parts.has(thread) && casting) {
        const code = steps.valueAt(call, 'phone') ?? steps.valueAt(call, 'number') ?? ''
        parts.set(thread, partOf(casting({ operation, thread, code }), steps))
      }
      return { ...steps, ...parts.get(thread) }
    },
    clear: () => parts.clear(),
  }
}

function partOf(id: string | undefined, steps: Steps): Partial<Steps> {
  if (id === undefined) return {}
  const found = situations.find((one) => one.id === id)
  if (!found) throw new Error(`The gateway cannot play the situation «${id}». Add it to situations.ts.`)
  return found.steps(steps)
}
