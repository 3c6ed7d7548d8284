/** Puts orders of clients into situations; an inquiry may name one by its invoice number or by its Request-Id. */
import { createStage, type Stage } from '../../casting.ts'
import { situations } from './situations.ts'
import type { Call, Steps } from './steps.ts'

/** A stage that nobody casts for. */
export function createOrderStage(): Stage<Steps, Call> {
  /** Invoice numbers by Request-Id. */
  const invoices = new Map<string, string>()
  const stage = createStage(situations, (call: Call) => {
    const value = (place: string) => call.steps.valueAt(call, place) ?? ''
    const asked = value('order.invoice_number') || value('id')
    const code = invoices.get(asked) ?? asked
    if (code === '') return undefined
    if (call.operation === 'generate') invoices.set(value('header:Request-Id'), code)
    return { operation: call.operation, thread: `${value('header:Client-Id')} ${code}`, code }
  })
  const clear = () => {
    stage.clear()
    invoices.clear()
  }
  return { ...stage, clear }
}
