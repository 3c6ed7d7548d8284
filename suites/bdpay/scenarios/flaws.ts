/** One thing wrong at a time: fields, limits, lists, names, merchants. */
import { messageOf } from '../../../src/contract/contract.ts'
import { flawsOf, type FieldFlaw } from '../../../src/contract/flaws.ts'
import {
  scenario,
  type Hand,
  type Letter,
  type Scope,
  type Sending,
} from '../../../src/stimulate/scenario.ts'
import { verbatim, type Fields, type Json } from '../../../src/wire/reading.ts'
import { isForeign } from '../flawed.ts'
import { ask, balance, fixed, link, numberOf, order, payout, query, said, stamp } from '../orders.ts'

/** The fields of a plain request of an operation. */
export async function plain(hand: Hand, operation: string): Promise<Fields> {
  if (operation === 'cash') return payout(hand, await hand.share('account'))
  if (operation === 'account') return { dateTime: stamp(hand) }
  if (operation === 'query')
    return { queryType: 'ORDER_QUERY', orderNum: hand.fresh('orderNum'), dateTime: stamp(hand) }
  if (operation === 'bankAccountVerify') {
    const account = await hand.share('account')
    return { bankCode: String(account['bankCode'] ?? '014'), accountNumber: account.code }
  }
  const payer = await hand.share('idle')
  const make = { pay: order, prepaidOrder: link, staticVa: fixed }[operation]!
  return make(hand, payer)
}

const makers = ['pay', 'prepaidOrder', 'staticVa', 'cash']

/** Sends a request that is to be refused, and asks whether it left an order behind; one that was taken has said so. */
export async function sendAndAsk(hand: Hand, letter: Letter): Promise<boolean> {
  const answer = await hand.send(letter)
  const number = numberOf(letter).trim()
  const isTaken = said(answer, 'platRespCode') === 'SUCCESS'
  if (!isTaken && number !== '' && makers.includes(letter.operation))
    await ask(hand, number, letter.operation === 'cash' ? 'CASH_QUERY' : 'ORDER_QUERY')
  return isTaken
}

interface Plan {
  operation: string
  flaw: Pick<FieldFlaw, 'id' | 'field' | 'value'>
}

/** Every flaw of the two great requests; of the others what is missing or in no list. */
function plansOf({ contract, profile }: Scope): Plan[] {
  return Object.entries(contract.operations)
    .filter(([, { from }]) => from === 'client')
    .flatMap(([operation]): Plan[] => {
      const flaws = flawsOf(contract, messageOf(contract, operation, 'request'), profile)
      return (
        flaws
          .filter(({ id, field }) => isTelling(operation, id) && !isForeign(operation, field))
          .filter(({ field, id }) => field !== 'merchantCode' || /missing|empty/.test(id))
          .filter(({ field, id }) => field !== 'bankCode' || !id.startsWith('format'))
          // Where each type of query has a path of its own, the path says what is asked for.
          .filter(({ field }) => field !== 'queryType' || profile['queryPaths'] !== 'two')
          .map((flaw) => ({ operation, flaw }))
      )
    })
    .concat(numbers)
}

/** Of the types that a value can have instead of its own, one in each great request shows what the others would. */
function isTelling(operation: string, id: string): boolean {
  if (operation === 'pay') return !/^type-(?:boolean|array|object)$/.test(id)
  return operation === 'cash'
    ? !/^(?:null|type-(?:boolean|array|number))$/.test(id)
    : /^(?:missing|format-1)$/.test(id)
}

/** Amounts as JSON numbers that are none of rupiah. */
const numbers: Plan[] = ['10000.50', '10000.00', '1e4', '0', '-1'].flatMap((text) => [
  { operation: 'pay', flaw: { id: `number ${text}`, field: 'payMoney', value: verbatim(text) } },
  { operation: 'cash', flaw: { id: `number ${text}`, field: 'money', value: verbatim(text) } },
])

export const flaws = scenario<Plan>({
  id: 'flaw',
  says: 'Spoil one field of a request, and ask whether an order came of it.',
  role: 'server',
  exercises: [
    'refusals.incomplete',
    'refusals.types',
    'refusals.enumerations',
    'refusals.forms',
    'refusals.limits',
    'amounts.refused',
    'amounts.nothing',
    'signatures.absent',
    'signatures.unreadable',
    'orders.refused',
  ],
  plans: plansOf,
  async act({ operation, flaw: { field, id, value } }, hand) {
    const fields = await answerable(hand, operation)
    const sending: Sending = {
      flaws: 1,
      note: `${field}: ${id}`,
      ...(field === 'sign' ? { spare: ['sign'] } : {}),
    }
    const letter = hand.seal(operation, { ...fields, [field]: value }, sending)
    if (/^(missing|empty|format-1|number)/.test(id)) await sendAndAsk(hand, letter)
    else await hand.send(letter)
  },
})

/** The fields of a plain request; of a query, about an order that there is. */
async function answerable(hand: Hand, operation: string): Promise<Fields> {
  const fields = await plain(hand, operation)
  if (operation !== 'query') return fields
  const made = hand.seal('pay', await plain(hand, 'pay'))
  await hand.send(made)
  return { ...fields, orderNum: numberOf(made) }
}

interface Odd {
  what: string
  operation: string
  fields: { [name: string]: Json }
  flaws?: 0 | 1
}

const odd: Odd[] = [
  ...['productDetail', 'name', 'email', 'phone', 'notifyUrl', 'dateTime'].map((name) => ({
    what: `no ${name}`,
    operation: 'pay',
    fields: { [name]: null },
  })),
  { what: 'productDetail of 32', operation: 'pay', fields: { productDetail: 'P'.repeat(32) } },
  { what: 'description of 32', operation: 'cash', fields: { description: 'D'.repeat(32) } },
  { what: 'name of 30', operation: 'pay', fields: { name: 'N'.repeat(30) } },
  { what: 'name of 30', operation: 'prepaidOrder', fields: { name: 'N'.repeat(30) } },
  { what: 'name of 33', operation: 'pay', fields: { name: 'N'.repeat(33) }, flaws: 1 },
  { what: 'another name', operation: 'pay', fields: { name: 'Siti Rahayu 2' } },
  { what: 'nobody', operation: 'pay', fields: { email: 'nobody@nowhere.invalid', phone: '089999999991' } },
  { what: 'amount as a number', operation: 'pay', fields: { payMoney: 50_000 } },
  { what: 'amount as a number', operation: 'cash', fields: { money: 20_000 } },
  { what: 'merchantCode misspelt', operation: 'pay', fields: { method: null, Method: 'VA_BCA' }, flaws: 1 },
  { what: 'no phone for OVO', operation: 'pay', fields: { method: 'EWALLET_OVO', phone: null } },
  { what: 'empty phone for OVO', operation: 'pay', fields: { method: 'EWALLET_OVO', phone: '' } },
  { what: 'OVO', operation: 'pay', fields: { method: 'EWALLET_OVO' } },
  ...['30.5', '-1', 'abc'].map((expiryPeriod) => ({
    what: 'odd period',
    operation: 'pay',
    fields: { expiryPeriod },
  })),
  ...['15', '30', '7200', '97200'].map((expiryPeriod) => ({
    what: 'period',
    operation: 'pay',
    fields: { expiryPeriod },
  })),
]

export const oddities = scenario<Odd>({
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
    odd.map((one) => {
      const period = one.fields['expiryPeriod']
      const isBeyond =
        profile['expiryRange'] === 'published' &&
        period !== undefined &&
        !['30', '7200'].includes(String(period))
      return isBeyond ? { ...one, flaws: 1 as const } : one
    }),
  async act({ what, operation, fields, flaws: count = 0 }, hand) {
    const whole = hand.seal(operation, await plain(hand, operation))
    // Another name is one that an order before it did not have.
    if (what === 'another name') await hand.send(whole)
    const again = { ...(await plain(hand, operation)), ...fields }
    const isTaken = await sendAndAsk(hand, hand.seal(operation, again, { flaws: count, note: what }))
    // The plain one shows that nothing else is in the way.
    if (!isTaken) await hand.send(whole)
  },
})

export const large = scenario<string>({
  id: 'large',
  says: 'Order a payment of twelve digits, and ask for it.',
  role: 'server',
  exercises: ['amounts.large'],
  plans: () => ['999999999999', '123456789012'],
  async act(amount, hand) {
    const letter = hand.seal('pay', order(hand, await hand.share('idle'), { payMoney: amount }))
    await hand.send(letter)
    await ask(hand, numberOf(letter))
  },
})

export const hours = scenario<number>({
  id: 'hours-off',
  says: 'Send a dateTime of twelve hours ago, and of twelve hours ahead.',
  role: 'server',
  exercises: ['times.unzoned'],
  plans: () => [-12, 12],
  async act(off, hand) {
    await hand.send(balance(hand))
    await hand.send(hand.seal('account', { dateTime: stamp(hand, off * 3600) }, { note: `${off} hours` }))
  },
})

export const merchants = scenario<string>({
  id: 'unknown-merchant',
  says: 'Ask as a merchant that nobody knows, with codes of every length.',
  role: 'server',
  exercises: ['merchants.unknown'],
  plans: () => ['ask', 'pay', 'short', 'long'],
  async act(what, hand) {
    const { code } = await hand.need(
      'stranger',
      what === 'short' ? { code: 'MX987' } : what === 'long' ? { code: 'M'.repeat(50) } : {},
    )
    if (what === 'pay')
      await hand.send(hand.seal('pay', { ...(await plain(hand, 'pay')), merchantCode: code }))
    else await hand.send(hand.seal('account', { dateTime: stamp(hand), merchantCode: code }))
  },
})

export const unknown = scenario<string>({
  id: 'unknown',
  says: 'Ask for orders, accounts and methods that are not there.',
  role: 'server',
  exercises: ['query.unknown', 'accounts.unknown'],
  plans: () => ['ORDER_QUERY', 'CASH_QUERY', 'account'],
  async act(what, hand) {
    if (what !== 'account') {
      const { code } = await hand.need('unknownorder')
      await hand.send(query(hand, code, what))
      return
    }
    const { code } = await hand.need('unknownaccount')
    await hand.send(hand.seal('bankAccountVerify', { bankCode: '014', accountNumber: code }))
  },
})

export const closed = scenario<'closed'>({
  id: 'closed-method',
  says: 'Order by a method that is not open for the merchant.',
  role: 'server',
  exercises: ['methods.closed'],
  plans: () => ['closed'],
  async act(_plan, hand) {
    const { code } = await hand.need('closedmethod')
    await sendAndAsk(hand, hand.seal('pay', { ...(await plain(hand, 'pay')), method: code }))
  },
})
