/** Waits for notifications, and answers them in all ways that do not end them. */
import { scenario, type Hand, type Scenario } from '../../../src/stimulate/scenario.ts'
import type { ListenerReply } from '../../../src/stimulate/listener.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { lane, neighbour } from '../access/scenarios/parties.ts'
import { order, pay } from '../orders.ts'

const told = [
  'notifications.post',
  'notifications.target',
  'notifications.signed',
  'notifications.path',
  'notifications.no-customer',
  'notifications.state',
  'notifications.own',
]

/**
 * A reference, and an address of its own below that of the suite: its query belongs to the path, and names the payment.
 * The page that the payer comes back to is named before it.
 */
function addressed(hand: Hand): Fields & { partnerReferenceNo: string } {
  const partnerReferenceNo = hand.fresh('partnerReferenceNo')
  const at = (path: string, type: string) => ({
    url: `${hand.callbackUrl}/shop/${path}?branch=7&about=${partnerReferenceNo}`,
    type,
    isDeeplink: 'N',
  })
  return {
    partnerReferenceNo,
    urlParam: [at('thanks', 'PAY_RETURN'), at('notify', String(hand.profile['notifyUrlType']))],
  }
}

const ends = scenario<string>({
  id: 'notices.end',
  says: 'A payment ends, and the notification of that is waited for.',
  role: 'server',
  exercises: told,
  plans: ({ has, can }) =>
    can.callbacks ? ['card', 'pending', 'refuses'].filter((data) => has(data) !== 'no') : [],
  async act(data, hand) {
    hand.needCallbacks()
    const { reference } = await pay(hand, addressed(hand), data)
    await hand.callbacks(reference)
  },
})

const partners = scenario({
  id: 'notices.partners',
  says: 'Two partners pay, and the notifications of both are waited for.',
  role: 'server',
  lane,
  exercises: ['notifications.own'],
  plans: ({ has, can }) => (can.callbacks && has('otherpartner') !== 'no' ? [null] : []),
  async act(_plan, hand) {
    hand.needCallbacks()
    const other = await neighbour(hand)
    const theirs = { ...(await order(hand)), ...addressed(hand), merchantId: other.merchant }
    await other.send('payment', theirs)
    await hand.callbacks(theirs.partnerReferenceNo)
    const { reference } = await pay(hand, addressed(hand))
    await hand.callbacks(reference)
  },
})

const unacknowledged: { [plan: string]: ListenerReply } = {
  'an error': { status: 500, body: '{"responseCode":"5005600","responseMessage":"General Error"}' },
  'no answer': { drop: true },
  'another code': {
    status: 200,
    body: '{"responseCode":"4045601","responseMessage":"Transaction Not Found"}',
  },
  'no code': { status: 200, body: 'OK' },
  'an acknowledgement': {},
}

/** Moving the clock is for one alone; without a clock nobody is disturbed. */
const answers = (['clock', 'wait'] as const).map((how) =>
  scenario<string>({
    id: how === 'clock' ? 'notices.answer' : 'notices.answer-by-waiting',
    says: 'A notification is not acknowledged at first, and then it is.',
    role: 'server',
    ...(how === 'clock' ? { exclusive: 'together' as const } : { patient: true }),
    exercises: ['notifications.acknowledged', 'notifications.repeated', 'notifications.fresh'],
    plans: ({ has, can }) =>
      can.callbacks && has('card') !== 'no' && can.clock === (how === 'clock')
        ? Object.keys(unacknowledged)
        : [],
    async act(plan, hand) {
      hand.needCallbacks()
      const fields = addressed(hand)
      hand.answerCallbacks(fields.partnerReferenceNo, [unacknowledged[plan]!, {}])
      await pay(hand, fields)
      const paidAt = performance.now()
      const first = await hand.callbacks(fields.partnerReferenceNo)
      const firstTook = performance.now() - paidAt
      // Whoever was answered decides only then when to try again.
      await hand.wait(100)
      if (how === 'wait') return void (await hand.callbacks(fields.partnerReferenceNo, { withinMs: awhile }))
      // What must not come is listened for at the end, by all cases together.
      if (plan === 'an acknowledgement') {
        await hand.advance(2 * dayAndMore)
        return void (await hand.callbacks(fields.partnerReferenceNo, { withinMs: silence(firstTook) }))
      }
      await hand.advance(first.length > 0 ? dayAndMore : Number(hand.profile['notifySeconds']) + 5)
      const movedAt = performance.now()
      const again = await hand.callbacks(fields.partnerReferenceNo)
      if (first.length + again.length < 2) return
      const took = performance.now() - movedAt
      await hand.wait(100)
      await hand.advance(dayAndMore)
      await hand.callbacks(fields.partnerReferenceNo, { withinMs: silence(took) })
    },
  }),
)

/** Milliseconds in which a sender who tries again soon has done so. */
const awhile = 3000

/** Seconds after which every sender has tried again, and milliseconds that this takes it then. */
const [dayAndMore, shortly] = [90_000, 250]

/** Milliseconds of silence after which nothing comes: a busy target takes its time with what is due, as it did before. */
const silence = (took: number): number => Math.min(shortly, 100 + 2 * took)

export const noticesScenarios: Scenario[] = [ends, partners, ...answers]
