/** Takes one notification through the steps. */
import type { Arrival, Reply } from '../../serving.ts'
import { refuse } from './honest.ts'
import type { Counter } from './steps.ts'

/** What a receiver answers, when it has booked what there is to book. */
export async function handle(arrival: Arrival, counter: Counter): Promise<Reply> {
  const { steps } = counter
  const refused = steps.admit(arrival, counter) ?? steps.authenticate(arrival, counter)
  if (refused) return refused
  const members = steps.read(arrival)
  if (!members) return refuse(400, 'The body is no object')
  const objection = steps.objectTo(members)
  if (objection) return objection
  const notice = steps.understand(members, arrival, counter)
  if (!notice) return refuse(400, 'The notification is not whole')
  const order = steps.find(notice, counter)
  if (!order) return steps.stranger(notice, counter)
  if (steps.contradicts(notice, order)) return refuse(400, 'The amount is another')
  if (steps.isPaid(notice) && !steps.isKnown(notice, order)) await steps.book(notice, order, counter)
  return steps.acknowledge(notice)
}
