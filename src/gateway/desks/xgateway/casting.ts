/** Puts transactions of clients into situations: whoever casts is asked once for each new one. */
import type { Contract } from '../../../contract/contract.ts'
import type { Casting } from '../../desk.ts'
import { situations } from './situations.ts'
import type { Call, Steps } from './steps.ts'

export interface Stage {
  cast(casting: Casting | undefined): void
  /** The steps for a request: those of the situation that its transaction is in, or those in force. */
  stepsFor(call: Call): Steps
  clear(): void
}

/** A stage that nobody casts for. */
export function createStage({ thread = [], places }: Contract): Stage {
  const parts = new Map<string, Partial<Steps>>()
  let casting: Casting | undefined
  return {
    cast: (wanted) => void (casting = wanted),
    stepsFor(call) {
      const name = thread
        .flat()
        .map((field) => call.texts[field] ?? '')
        .join(' ')
      if (!parts.has(name) && casting && call.operation !== undefined) {
        const code = call.texts[places['code'] ?? ''] ?? ''
        parts.set(name, partOf(casting({ operation: call.operation, thread: name, code }), call.steps))
      }
      return { ...call.steps, ...parts.get(name) }
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
