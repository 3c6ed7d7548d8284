/** The stations of the tour, in the order that shows most variants early. */
import type { Gateway } from '../../../gateway.ts'
import { acceptances, bodies, headers, methods } from './stations-messages.ts'
import { access, agedCustomers, midnight, tokens } from './stations-access.ts'
import { basics, cancels, ends, overnight, payments, races, refunds, statuses } from './stations-life.ts'
import { names } from './stations-names.ts'
import { startTour } from './tour.ts'

const stations = [
  basics,
  payments,
  tokens,
  refunds,
  cancels,
  statuses,
  names,
  headers,
  bodies,
  acceptances,
  methods,
  access,
  races,
  ends,
  midnight,
  overnight,
  agedCustomers,
]

/** Takes the whole tour and gives what was said; stops with a Difference where `expected` says otherwise. */
export async function takeTour(gateway: Gateway, expected?: readonly string[]): Promise<string[]> {
  const tour = await startTour(gateway, expected)
  try {
    for (const station of stations) await station(tour)
  } finally {
    await tour.inbox.close()
  }
  return tour.said
}
