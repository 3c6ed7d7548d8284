/** Notifications about one order that have something of another one. */
import type { Item } from '../../../src/judge/trace.ts'
import { scenario } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { at } from '../asked.ts'
import { tail } from '../receiver-heard.ts'
import { given, notice, read, waiting } from './receivers.ts'

const beginning = 'the beginning of the number'

const others: { [what: string]: (other: Item) => Fields } = {
  'the payment code': ({ paymentCode }) => ({ [at.code]: String(paymentCode) }),
  'the Request-Id': ({ requestId }) => ({ [at.original]: String(requestId) }),
  [beginning]: ({ code }) => ({ [at.invoice]: code + tail }),
}

/** The order that is named: one that is known, or none that anybody made. */
type Named = 'known' | 'unknown'

export const receiversOwn = scenario<{ what: string; named: Named }>({
  id: 'receivers.own',
  says: 'A notification about one order, or about none, has something of another one.',
  role: 'receiver',
  exercises: ['receiver.own'],
  plans: given(
    Object.keys(others).flatMap((what) =>
      (what === beginning ? ['known'] : ['known', 'unknown']).map((named) => ({
        what,
        named: named as Named,
      })),
    ),
  ),
  async act({ what, named }, hand) {
    const [order, other] = [await waiting(hand), await waiting(hand)]
    const about =
      named === 'known' ? order : { ...(await hand.need('unknown')), amount: other.amount ?? 150_000 }
    await hand.send(notice(hand, about, others[what]!(other), { note: what }))
    await read(hand, other)
  },
})
