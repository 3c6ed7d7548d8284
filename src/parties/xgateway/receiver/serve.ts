/** The HTTP server of a receiver. */
import { serve, type Arrival, type Reply, type Serving } from '../../serving.ts'
import type { Counter } from './steps.ts'

/** Listens on a free port of this machine. */
export const listen = (counter: Counter): Promise<Serving> =>
  serve('/callback', (arrival) => handle(arrival, counter))

/** Takes one callback through the steps. */
export async function handle(arrival: Arrival, counter: Counter): Promise<Reply> {
  const { steps } = counter
  const refused = steps.admit(arrival)
  if (refused) return refused
  const notice = steps.understand(steps.read(arrival))
  if (!notice) return steps.refuse(arrival)
  const sale = steps.find(notice, counter)
  if (!sale) return steps.stranger(notice, counter)
  if (!steps.fits(notice, sale)) return steps.contradict()
  await steps.store(notice, sale, counter)
  return steps.acknowledge(notice)
}
