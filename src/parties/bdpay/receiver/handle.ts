/** Takes one callback through the steps. */
import type { Arrival, Reply } from '../../serving.ts'
import { say } from './honest.ts'
import type { Counter } from './steps.ts'

/** What a receiver answers, when it has booked what there is to book. */
export async function handle(arrival: Arrival, counter: Counter): Promise<Reply> {
  const { steps } = counter
  const refused = steps.admit(arrival)
  if (refused) return refused
  const fields = steps.read(arrival)
  if (!fields) return say(400, 'FAIL')
  if (!steps.isRight(fields['platSign'] ?? '', fields, counter)) return steps.refuse(fields, counter)
  const entry = steps.find(fields, counter)
  if (!entry) return steps.stranger(fields, counter)
  if (steps.contradicts(fields, entry)) return say(400, 'FAIL')
  const wasFinal = entry.state !== 'pending'
  await steps.book(entry, steps.stateIn(fields), fields)
  return steps.acknowledge(entry, wasFinal)
}
