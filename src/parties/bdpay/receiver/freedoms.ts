/** Receivers that do otherwise than most, and keep their contract. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Odd } from '../../oddity.ts'
import { say } from './honest.ts'
import type { ReceiverSteps } from './steps.ts'

const free = (
  id: string,
  says: string,
  because: string,
  steps: Odd<ReceiverSteps>['steps'],
  profile?: Odd<ReceiverSteps>['profile'],
): Odd<ReceiverSteps> => ({ id, says, because, steps, ...(profile && { profile }) })

export const freedoms: readonly Odd<ReceiverSteps>[] = [
  free(
    'answers-as-html',
    'Acknowledges with the seven letters as HTML.',
    'Nothing is said of the type',
    () => ({
      acknowledge: () => ({ status: 200, headers: [['Content-Type', 'text/html']], body: 'SUCCESS' }),
    }),
  ),
  free('answers-without-type', 'Acknowledges without a media type.', 'Nothing is said of the type', () => ({
    acknowledge: () => ({ status: 200, body: 'SUCCESS' }),
  })),
  {
    ...free('knows-a-long-key', 'Knows the platform by a key of 2048 bits.', 'No length is told', () => ({})),
    keyBits: 2048,
  },
  free('refuses-with-401', 'Refuses wrong signatures with 401.', 'The answer is free', () => ({
    refuse: () => say(401, 'UNAUTHORIZED'),
  })),
  free('refuses-with-200', 'Refuses wrong signatures with HTTP 200 and FAIL.', 'The text decides', () => ({
    refuse: () => say(200, 'FAIL'),
  })),
  free('acknowledges-strangers', 'Acknowledges unknown orders.', 'The answer is free', () => ({
    stranger: () => say(200, 'SUCCESS'),
  })),
  free('is-a-little-slow', 'Answers after 200 milliseconds.', 'Nothing is said of the time', (honest) => ({
    async book(entry, state, fields) {
      await honest.book(entry, state, fields)
      await pause(200)
    },
  })),
  free(
    'books-from-a-queue',
    'Acknowledges at once and books one after the other, a fifth of a second for each.',
    'The acknowledgement has to wait for what is durable, and a queue may be',
    (honest) => {
      let queue: Promise<unknown> = Promise.resolve()
      return {
        async book(...what) {
          queue = queue.then(() => pause(200, undefined, { ref: false })).then(() => honest.book(...what))
        },
      }
    },
  ),
  free(
    'breaks-the-line',
    'Ends its acknowledgement with a line break.',
    'Profile acknowledgement trimmed',
    () => ({ acknowledge: () => say(200, 'SUCCESS\n') }),
    { acknowledgement: 'trimmed' },
  ),
  free(
    'takes-any-amount',
    'Does not compare the amount.',
    'Profile callbackAmount open',
    () => ({ contradicts: () => false }),
    { callbackAmount: 'open' },
  ),
  free(
    'keeps-the-last-outcome',
    'Takes the last outcome of a payout for the right one.',
    'Profile lateOutcome open',
    (honest) => ({
      async book(entry, state, fields) {
        const isOther = entry.state !== 'pending' && state !== 'pending' && state !== entry.state
        if (entry.kind === 'payout' && isOther)
          Object.assign(entry, { state: 'pending', refunds: 0, credits: 0 })
        await honest.book(entry, state, fields)
      },
    }),
    { lateOutcome: 'open' },
  ),
  free(
    'books-afterwards',
    'Books a second after it has acknowledged.',
    'Nothing is said of the time',
    (honest) => ({
      async book(entry, state, fields) {
        setTimeout(() => void honest.book(entry, state, fields), 1000)
      },
    }),
  ),
]
