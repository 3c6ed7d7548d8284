/** Lives of a partner in any order, drawn from the seed. */
import * as fc from 'fast-check'
import { scenario } from '../../../src/stimulate/scenario.ts'
import { buy, either, partner, purchase, request, weigh } from '../messages.ts'

interface Step {
  do: 'buy' | 'repeat' | 'query' | 'other number' | 'fail'
  reference: 0 | 1 | 2
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('buy', 'repeat', 'query', 'other number', 'fail'),
  reference: fc.constantFrom(0, 1, 2),
})

export const lives = scenario<Step[]>({
  id: 'lives',
  says: 'Lead a partner through a drawn sequence of purchases, repetitions, queries and failures.',
  role: 'server',
  exercises: ['purchase.repeat', 'purchase.payload'],
  draw: () => fc.array(step, { minLength: 3, maxLength: 8 }),
  async act(steps, hand) {
    const who = await partner(hand)
    const sells = hand.plenty('plna')
    const items = [await hand.need('pulsa'), await either(hand, 'plna', 'pulsa'), await hand.need('pulsa')]
    const missing = hand.plenty('missing') ? await hand.need('missing') : undefined
    const references = items.map(() => hand.fresh('REQUESTID'))
    let last = purchase(hand, items[0]!, { ...who.fields, REQUESTID: references[0]! })
    await weigh(hand, who)
    for (const { do: what, reference } of steps) {
      const fields = { ...who.fields, REQUESTID: references[reference]! }
      if (what === 'buy') last = purchase(hand, items[reference]!, fields)
      if (what === 'other number') last = purchase(hand, items[2 - reference]!, fields)
      if (what === 'query' && sells) last = request(hand, 'query', items[1]!, who.fields)
      if (what === 'fail' && missing) last = purchase(hand, missing, who.fields)
      await buy(hand, who, last)
    }
  },
})
