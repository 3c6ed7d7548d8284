/** Numbers of orders that are nearly alike. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { turned } from '../../common/letters.ts'
import { ask, stamp } from '../orders.ts'
import { plain } from './flaws.ts'

/** The most letters that a number of an order may have. */
const longest = 32

const digits = (text: string): string => text.replace(/\D/g, '')

/** The same number but for one thing. */
const nearly: { [how: string]: (number: string, now: string) => [string, string] } = {
  'its last letter': (number) => [
    number.padEnd(longest, '1'),
    `${number.padEnd(longest, '1').slice(0, -1)}2`,
  ],
  'the case of its letters': (number) => [`${number}aB`, turned(`${number}aB`)],
  // The time keeps numbers of digits apart from those of other runs.
  'a leading zero': (number, now) =>
    [1, 2].map((size) => `${'0'.repeat(size - 1)}9${now}${digits(number).slice(-8)}`) as [string, string],
}

export const alike = scenario<string>({
  id: 'numbers-alike',
  says: 'Send two orders whose numbers differ in one letter, or in a zero before them, or begin with that of none.',
  role: 'server',
  exercises: ['orders.distinct', 'query.unknown'],
  plans: () => Object.keys(nearly),
  async act(how, hand) {
    const fields = await plain(hand, 'pay')
    const begins = how === 'its last letter' ? (await hand.need('unknownorder')).code : ''
    const number = `${begins}${String(fields['orderNum'])}`
    const isShort = number.length < longest
    for (const orderNum of nearly[how]!(isShort ? number : String(fields['orderNum']), stamp(hand))) {
      await hand.send(hand.seal('pay', { ...fields, orderNum }))
      await ask(hand, orderNum)
    }
    if (isShort && begins !== '') await ask(hand, begins)
  },
})
