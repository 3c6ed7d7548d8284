/** Puts orders of clients into situations: whoever casts is asked once for each new one. */
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
  /** Invoice numbers by Request-Id, since an inquiry may name either. */
  const invoices = new Map<string, string>()
  let casting: Casting | undefined
  return {
    cast: (wanted) => void (casting = wanted),
    stepsFor(call) {
      const value = (place: string) => call.steps.valueAt(call, place) ?? ''
      const asked = value('order.invoice_number') || value('id')
      const code = invoices.get(asked) ?? asked
      if (code === '') return call.steps
      const thread = `${value('header:Client-Id')} ${code}`
      if (call.operation === 'generate') invoices.set(value('header:Request-Id'), code)
      if (!parts.has(thread) && casting)
        parts.set(thread, partOf(casting({ operation: call.operation, thread, code }), call.steps))
      return { ...call.steps, ...parts.get(thread) }
    },
    clear() {
      parts.clear()
      invoices.clear()
    },
  }
}

function partOf(id: string | undefined, steps: Steps): Partial<Steps> {
  if (id === undefined) return {}
  const found = situations.find((one) => one.id === id)
  if (!found) throw new Error(`The gateway cannot play the situation «${id}». Add it to situations.ts.`)
  return found.steps(steps)
}
