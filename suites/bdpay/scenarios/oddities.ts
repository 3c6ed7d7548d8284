/** Requests at the bounds of a field, without what is usual, or written in another lawful way. */
import { scenario, type Scope } from '../../../src/stimulate/scenario.ts'
import type { Json } from '../../../src/wire/reading.ts'
import { plain, sendAndAsk } from './flaws.ts'

interface Odd {
  what: string
  fields: { [name: string]: Json }
  flaws?: 0 | 1
}

interface Oddity {
  operation: string
  all: Odd[]
  /** A plain request comes first; elsewhere it comes last, if something was refused. */
  isLed?: true
}

const without = (what: string, name: string): Odd => ({ what, fields: { [name]: null } })
const periodOf = (what: string, expiryPeriod: string): Odd => ({ what, fields: { expiryPeriod } })

const odd: Oddity[] = [
  {
    operation: 'pay',
    all: ['productDetail', 'name', 'email', 'phone', 'notifyUrl', 'dateTime'].map((name) =>
      without(`no ${name}`, name),
    ),
  },
  {
    operation: 'pay',
    all: [
      { what: 'productDetail of 32', fields: { productDetail: 'P'.repeat(32) } },
      { what: 'name of 30', fields: { name: 'N'.repeat(30) } },
      { what: 'name of 33', fields: { name: 'N'.repeat(33) }, flaws: 1 },
      { what: 'amount as a number', fields: { payMoney: 50_000 } },
    ],
  },
  {
    operation: 'cash',
    all: [
      { what: 'description of 32', fields: { description: 'D'.repeat(32) } },
      { what: 'amount as a number', fields: { money: 20_000 } },
    ],
  },
  { operation: 'prepaidOrder', all: [{ what: 'name of 30', fields: { name: 'N'.repeat(30) } }] },
  {
    operation: 'pay',
    // Another name is one that an order before it did not have.
    isLed: true,
    all: [
      { what: 'another name', fields: { name: 'Siti Rahayu 2' } },
      { what: 'nobody', fields: { email: 'nobody@nowhere.invalid', phone: '089999999991' } },
      { what: 'method misspelt', fields: { method: null, Method: 'VA_BCA' }, flaws: 1 },
    ],
  },
  {
    operation: 'pay',
    all: [
      { what: 'no phone for OVO', fields: { method: 'EWALLET_OVO', phone: null } },
      { what: 'empty phone for OVO', fields: { method: 'EWALLET_OVO', phone: '' } },
      { what: 'OVO', fields: { method: 'EWALLET_OVO' } },
    ],
  },
  {
    operation: 'pay',
    all: [
      ...['30.5', '-1', 'abc'].map((period) => periodOf('odd period', period)),
      ...['15', '30', '7200', '97200'].map((period) => periodOf('period', period)),
    ],
  },
]

export const oddities = scenario<Oddity>({
  id: 'oddity',
  says: 'Go to the bounds of a field, leave out what is usual, or write it in another lawful way.',
  role: 'server',
  exercises: [
    'refusals.customary',
    'refusals.spelling',
    'names.limits',
    'names.free',
    'payers.unverified',
    'amounts.either',
    'ovo.phone',
    'expiry.range',
    'refusals.forms',
    'refusals.limits',
  ],
  plans: ({ profile }) =>
    odd.map((one) => ({
      ...one,
      all: one.all.map((each) => (isBeyond(each, profile) ? { ...each, flaws: 1 as const } : each)),
    })),
  async act({ operation, all, isLed = false }, hand) {
    const sendPlain = async () => hand.send(hand.seal(operation, await plain(hand, operation)))
    if (isLed) await sendPlain()
    let isRefused = false
    for (const { what, fields, flaws: count = 0 } of all) {
      const whole = { ...(await plain(hand, operation)), ...fields }
      const isTaken = await sendAndAsk(hand, hand.seal(operation, whole, { flaws: count, note: what }))
      isRefused ||= !isTaken
    }
    // The plain one shows that nothing else is in the way.
    if (isRefused && !isLed) await sendPlain()
  },
})

/** A period out of the range that is published for all. */
function isBeyond({ fields: { expiryPeriod } }: Odd, profile: Scope['profile']): boolean {
  return (
    profile['expiryRange'] === 'published' &&
    expiryPeriod !== undefined &&
    !['30', '7200'].includes(String(expiryPeriod))
  )
}
