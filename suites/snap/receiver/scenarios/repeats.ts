/** Notifications about one order that come again, contradict each other, or come in another order than they should. */
import { scenario, type Hand, type Scenario } from '../../../../src/stimulate/scenario.ts'
import { about, ended, fieldsOf, given, notice, settled, waiting, type Order } from './notices.ts'

/** The first one, until its effect is in the books. */
export async function begun(hand: Hand, status?: string): Promise<Order> {
  const order = await told(hand, status)
  await ended(hand, order)
  return order
}

/** The first one, which may change nothing. */
async function told(hand: Hand, status = '00'): Promise<Order> {
  const order = await waiting(hand)
  await hand.send(notice(hand, fieldsOf(hand, order, status)))
  return order
}

const again = scenario<string>({
  id: 'receivers.repeat',
  says: 'A notification comes again with a new X-EXTERNAL-ID and time, later or at the same moment.',
  role: 'receiver',
  exercises: ['receiver.idempotent'],
  plans: given(['later', 'thrice', 'together']),
  async act(plan, hand) {
    if (plan === 'together') {
      const order = await waiting(hand)
      await hand.race([1, 2, 3].map(() => about(hand, order)))
      return settled(hand, order)
    }
    const order = await begun(hand)
    for (let count = plan === 'thrice' ? 2 : 1; count > 0; count--) await hand.send(about(hand, order))
    await settled(hand, order)
  },
})

const replays = scenario<string>({
  id: 'receivers.replay',
  says: 'A notification comes again byte by byte.',
  role: 'receiver',
  exercises: ['receiver.replay'],
  plans: given(['later', 'together']),
  async act(plan, hand) {
    const order = await waiting(hand)
    const letter = about(hand, order)
    if (plan === 'together') await hand.race([letter, letter])
    else for (let count = 0; count < 2; count++) await hand.send(letter)
    await settled(hand, order)
  },
})

const finals = scenario<string[]>({
  id: 'receivers.final',
  says: 'Something else is told of a payment that has ended, or its end of one that was open.',
  role: 'receiver',
  exercises: ['receiver.final', 'receiver.honest'],
  plans: given([
    ['00', '03'],
    ['00', '06'],
    ['00', '01'],
    ['00', '04'],
    ['00', '04', '00'],
    ['05', '00'],
    ['06', '00'],
    ['05', '03'],
    ['06', '03'],
    ['03', '00'],
  ]),
  async act([first, ...rest], hand) {
    const order = isEnd(first) ? await begun(hand, first) : await told(hand, first)
    for (const [index, then] of rest.entries()) {
      // What another one changes is seen by what the books said before it.
      if (index > 0) await settled(hand, order)
      await hand.send(notice(hand, fieldsOf(hand, order, then)))
    }
    await (isEnd(first) ? settled(hand, order) : ended(hand, order))
  },
})

const isEnd = (status: string | undefined): boolean => status !== '03'

export const repeats: Scenario[] = [again, replays, finals]
