/** The steps of lives in short, and scenarios that are nothing but lives. */
import { scenario, type Scenario, type Scope } from '../../../../src/stimulate/scenario.ts'
import { live, type Life, type Request, type Step } from './player.ts'

export const pay: Request = { do: 'pay' }
export const ask: Request = { do: 'ask' }
export const cancel: Request = { do: 'cancel' }
export const books: Step = { do: 'books' }
/** Until what ends by itself has ended, and is notified. */
export const end: Step[] = [{ do: 'wait', ms: 400 }, { do: 'hear' }]

/** A refund under a new number, or under the one at a place in the row. */
export const refund = (amount: string | null, number?: number): Request => ({
  do: 'refund',
  amount,
  ...(number === undefined ? {} : { number }),
})

/** Seconds after which what ends by itself is to end, where a hook can do that. */
export const soon = { settlesIn: 0.3, paysIn: 0.3, refusesIn: 0.3 }

/** The same, and long enough for a few requests to be there before, on a busy machine too. */
export const late = { settlesIn: 1.2, paysIn: 1.2, refusesIn: 1.2 }
/** Until what ends late has ended. */
export const ended: Step = { do: 'wait', ms: 1300 }

/** What a scenario of lives is told by. */
interface Lives extends Pick<
  Scenario,
  'id' | 'says' | 'needs' | 'exercises' | 'trials' | 'patient' | 'exclusive'
> {
  lives: (scope: Scope) => Life[]
}

/** A scenario whose plans are lives; those that the target has no payer for are left out. */
export const lives = ({ lives: plans, ...rest }: Lives): Scenario =>
  scenario<Life>({
    ...rest,
    role: 'server',
    plans: (scope) => {
      const all = plans(scope)
      const possible = all.filter(({ data }) => scope.has(data) !== 'no')
      return possible.length > 0 ? possible : all.slice(0, 1)
    },
    act: (life, hand) => live(hand, life),
  })
