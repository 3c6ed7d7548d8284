import { overSocket } from '../../testing/post.ts'
import { proveVariants } from '../../testing/variants.ts'
import { profiles } from './freedoms/profiles.ts'
import { defects, freedoms } from './index.ts'
import { takeTour } from './testing/itinerary.ts'

/** Those of receivers and clients, whom other parties play. */
const isOthers = (number: number): boolean =>
  (number > 120 && number < 151) || [155, 159, 163, 191, 192].includes(number)

const numbers = Array.from({ length: 194 }, (_none, i) => i + 1).filter((number) => !isOthers(number))

proveVariants({
  protocol: 'snap',
  defects,
  freedoms,
  catalogue: numbers.map((number) => `D${String(number).padStart(3, '0')}`),
  tour: takeTour,
  // What an agreement changes is asked for under it, and framing and delays are no part of what is said.
  silent: [
    ...profiles.map(({ id }) => id),
    'closes-connections',
    'ends-by-closing',
    'takes-its-time',
    'notifies-later',
  ],
  asked: 'an inquiry',
  async answers(gateway) {
    const post = overSocket(gateway, '/v1.0/debit/status')
    const answer = await post(Buffer.from('{}'), [['Content-Type', 'application/json']])
    return answer.status > 0
  },
})
