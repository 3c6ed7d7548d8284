/** Notifications about one order that have something of another one. */
import type { Item } from '../../../src/judge/trace.ts'
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { at } from '../asked.ts'
import { inOtherCase } from '../../common/letters.ts'
import { tail, withOtherEnd } from '../receiver-heard.ts'
import { given, notice, read, waiting } from './receivers.ts'

/** Letters of the longest invoice number. */
const longest = 64

interface Likeness {
  fields: (other: Item) => Fields
  /** The order that is named: one that is known, or none that anybody made. Default: both are tried. */
  named?: 'known' | 'unknown'
  /** The invoice number of the other order. */
  code?: (hand: Hand) => string
}

const others: { [what: string]: Likeness } = {
  'the payment code': { fields: ({ paymentCode }) => ({ [at.code]: String(paymentCode) }) },
  'the Request-Id': { fields: ({ requestId }) => ({ [at.original]: String(requestId) }) },
  'the beginning of the number': { fields: ({ code }) => ({ [at.invoice]: code + tail }), named: 'known' },
  'the number but for its last letter': {
    fields: ({ code }) => ({ [at.invoice]: withOtherEnd(code) }),
    named: 'unknown',
    code: (hand) => hand.fresh(at.invoice).padEnd(longest, '0'),
  },
  'the number in other letters': {
    fields: ({ code }) => ({ [at.invoice]: inOtherCase(code) }),
    named: 'unknown',
  },
}

const kinds = ['known', 'unknown'] as const

export const receiversOwn = scenario<{ what: string; named: (typeof kinds)[number] }>({
  id: 'receivers.own',
  says: 'A notification about one order, or about none, has something of another one.',
  role: 'receiver',
  exercises: ['receiver.own'],
  plans: given(
    Object.entries(others).flatMap(([what, { named: only }]) =>
      kinds.filter((named) => named === (only ?? named)).map((named) => ({ what, named })),
    ),
  ),
  async act({ what, named }, hand) {
    const { fields, code } = others[what]!
    const [order, other] = [await waiting(hand), await waiting(hand, code && { code: code(hand) })]
    const about =
      named === 'known' ? order : { ...(await hand.need('unknown')), amount: other.amount ?? 150_000 }
    await hand.send(notice(hand, about, fields(other), { note: what }))
    await read(hand, other)
  },
})
