/** Puts payments of clients into situations: whoever casts is asked once for each new one. */
import type { Casting } from '../../desk.ts'
import { situations } from './situations.ts'
import type { Call, Steps } from './steps.ts'

export interface Stage {
  cast(casting: Casting | undefined): void
  /** The steps for a request: those of the situation that its payment is in, or those in force. */
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
      const thread = threadOf(call)
      if (thread === undefined) return call.steps
      if (!parts.has(thread) && casting) {
        const code = call.steps.valueAt(call, call.till.contract.places['code'] ?? '') ?? ''
        parts.set(thread, partOf(casting({ operation: call.operation, thread, code }), call.steps))
      }
      return { ...call.steps, ...parts.get(thread) }
    },
    clear: () => parts.clear(),
  }
}

/** Partner and reference: its own, or that of the payment that a request is about. */
function threadOf(call: Call): string | undefined {
  const { steps } = call
  const own = steps.valueAt(call, 'partnerReferenceNo') ?? steps.valueAt(call, 'originalPartnerReferenceNo')
  return own === undefined ? undefined : `${steps.valueAt(call, 'header:X-PARTNER-ID') ?? ''} ${own}`
}

function partOf(id: string | undefined, steps: Steps): Partial<Steps> {
  if (id === undefined) return {}
  const found = situations.find((one) => one.id === id)
  if (!found) throw new Error(`The gateway cannot play the situation «${id}». Add it to situations.ts.`)
  return found.steps(steps)
}
