/** Defects that show once time has passed: what is forgotten, undone or done again. */
import type { Defect } from '../../../defect.ts'
import type { Call, Steps } from '../steps.ts'
import { dayMs } from './queries.ts'

/** What was made within a day, and nothing older. */
const ofToday = <Made extends { createdAt: number }>(made: Made | undefined, { at }: Call) =>
  made && made.createdAt < at - dayMs ? undefined : made

export const later: readonly Defect<Steps>[] = [
  {
    id: 'forgets-numbers-after-a-day',
    says: 'Takes the number of an order or of a payout again after a day.',
    // What is asked for then is the second one, which is open.
    breaks: ['orders.repeat', 'payouts.repeat'],
    steps: (honest) => ({
      known: async (call) => ofToday(await honest.known(call), call),
      knownPayout: async (call) => ofToday(await honest.knownPayout(call), call),
    }),
  },
  {
    id: 'gives-back-with-every-callback',
    says: 'Gives back what a failed payout has cost whenever that is told again.',
    breaks: ['payouts.returned'],
    steps: (honest) => ({
      tellPayout(payout, till, steps) {
        const isAcknowledged: Steps['isAcknowledged'] = (reply, its) => {
          const isOver = steps.isAcknowledged(reply, its)
          if (!isOver && payout.state === '4') void steps.giveBack(till, payout, steps)
          return isOver
        }
        return honest.tellPayout(payout, till, { ...steps, isAcknowledged })
      },
    }),
  },
  {
    id: 'takes-payouts-back',
    says: 'Lets a payout fail twenty minutes after it was paid.',
    breaks: ['payouts.agree'],
    steps: (honest) => ({
      async turn(payout, state, till, steps) {
        await honest.turn(payout, state, till, steps)
        if (payout.state !== '2') return
        till.clock.at(till.clock.now() + 20 * 60_000, async () => {
          payout.state = '4'
          await steps.giveBack(till, payout, steps)
        })
      },
    }),
  },
]
