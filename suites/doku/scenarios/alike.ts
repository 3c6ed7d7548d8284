/** Names of requests that are nearly alike. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { turned } from '../../common/letters.ts'
import { at } from '../asked.ts'
import { buy } from '../orders.ts'

/** Letters of the longest names. */
const longest: { [place: string]: number } = { [at.invoice]: 64, [at.id]: 128 }

export const alike = scenario<string>({
  id: 'names-alike',
  says: 'Ask for codes under names that differ in the last letter, and in the case of their letters.',
  role: 'server',
  exercises: ['repeats.distinct'],
  plans: () => Object.keys(longest),
  async act(place, hand) {
    const stem = `${hand.fresh(at.invoice)}aB`
    const whole = stem.padEnd(longest[place]! - 1, 'x')
    for (const name of [`${whole}1`, `${whole}2`, stem, turned(stem)]) await buy(hand, { [place]: name })
  },
})
