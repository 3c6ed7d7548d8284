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
  const isTaken = said(await hand.send(letter), 'platRespCode') === 'SUCCESS'
  if (!isTaken) await askAbout(hand, letter)
  return isTaken
}

/** Asks for the order that a request was to make, if it names one. */
async function askAbout(hand: Hand, letter: Letter): Promise<void> {
  const number = numberOf(letter).trim()
  if (number !== '' && makers.includes(letter.operation))
    await ask(hand, number, letter.operation === 'cash' ? 'CASH_QUERY' : 'ORDER_QUERY')
}

type Flaw = Pick<FieldFlaw, 'id' | 'field' | 'value'>

interface Plan {
  operation: string
  field: string
  flaws: Flaw[]
}

/** The flaws of a field of the two great requests; of the others what is missing or in no list. */
function plansOf({ contract, profile }: Scope): Plan[] {
  return Object.entries(contract.operations)
    .filter(([, { from }]) => from === 'client')
    .flatMap(([operation]) => {
      const all = flawsOf(contract, messageOf(contract, operation, 'request'), profile)
      const flaws = all
        .filter(({ id, field }) => isTelling(operation, field, id) && !isForeign(operation, field))
        .filter(({ field, id }) => field !== 'merchantCode' || /missing|empty/.test(id))
        .filter(({ field, id }) => field !== 'bankCode' || !id.startsWith('format'))
        // A blank is a letter like any other where nothing says what a text may be of.
        .filter(({ id }) => id !== 'blank')
        // Where each type of query has a path of its own, the path says what is asked for.
        .filter(({ field }) => field !== 'queryType' || profile['queryPaths'] !== 'two')
      return grouped(operation, [...flaws, ...(numbers[operation] ?? [])])
    })
}

const grouped = (operation: string, flaws: Flaw[]): Plan[] =>
  [...new Set(flaws.map(({ field }) => field))].map((field) => ({
    operation,
    field,
    flaws: flaws.filter((flaw) => flaw.field === field),
  }))

/** Of the types that a value can have instead of its own, one in each great request shows what the others would. */
function isTelling(operation: string, field: string, id: string): boolean {
  if (operation === 'pay') return !/^type-(?:boolean|array|object)$/.test(id)
  if (operation !== 'cash') return /^(?:missing|format-1)$/.test(id)
  return !/^(?:null|type-(?:boolean|array|number))$/.test(id) && !isShown(field, id)
}

/** Of what an order and a payout have alike, the order is sent every flaw, and the payout some. */
function isShown(field: string, id: string): boolean {
  const some: { [field: string]: RegExp } = {
    money: /^format-[12357]$/,
    notifyUrl: /^format-[13]$/,
    dateTime: /^format-[136]$/,
    sign: /^format-1$/,
  }
  const own = some[field]
  return own !== undefined && id.startsWith('format') && !own.test(id)
}

const asNumber = (field: string, text: string): Flaw => ({
  id: `number ${text}`,
  field,
  value: verbatim(text),
})

/** Amounts as JSON numbers that are none of rupiah. */
const numbers: { [operation: string]: Flaw[] } = {
  pay: ['10000.50', '10000.00', '1e4', '0', '-1'].map((text) => asNumber('payMoney', text)),
  cash: ['10000.50', '-1'].map((text) => asNumber('money', text)),
}

export const flaws = scenario<Plan>({
  id: 'flaw',
  says: 'Spoil one field of a request in one way after the other, and ask whether an order came of it.',
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
  async act({ operation, field, flaws: all }, hand) {
    let fields = await answerable(hand, operation)
    let last: Letter | undefined
    for (const flaw of all) {
      const sending: Sending = {
        flaws: 1,
        note: `${field}: ${flaw.id}`,
        ...(field === 'sign' ? { spare: ['sign'] } : {}),
      }
      const letter = hand.seal(operation, { ...fields, [field]: own(hand, flaw) }, sending)
      const isTaken = said(await hand.send(letter), 'platRespCode') === 'SUCCESS'
      last = isTaken ? undefined : letter
      // What comes under a number that was used would be refused for that.
      if (isTaken && makers.includes(operation)) fields = await plain(hand, operation)
    }
    if (last) await askAbout(hand, last)
  },
})

/** An order number that is no text: the time keeps it apart from those of other runs. */
const own = (hand: Hand, { field, value }: Flaw): Json =>
  field === 'orderNum' && typeof value === 'number' ? Number(stamp(hand)) : value

/** The fields of a plain request; of a query, about an order that there is. */
export async function answerable(hand: Hand, operation: string): Promise<Fields> {
  const fields = await plain(hand, operation)
  if (operation !== 'query') return fields
  const made = hand.seal('pay', await plain(hand, 'pay'))
  await hand.send(made)
  return { ...fields, orderNum: numberOf(made) }
}

export const large = scenario<string>({
  id: 'large',
  says: 'Order a payment of twelve digits, and ask for it.',
  role: 'server',
  exercises: ['amounts.large'],
  plans: () => ['both'],
  async act(_plan, hand) {
    for (const payMoney of ['999999999999', '123456789012']) {
      const letter = hand.seal('pay', order(hand, await hand.share('idle'), { payMoney }))
      await hand.send(letter)
      await ask(hand, numberOf(letter))
    }
  },
})

export const hours = scenario<string>({
  id: 'hours-off',
  says: 'Send a dateTime of twelve hours ago, and of twelve hours ahead.',
  role: 'server',
  exercises: ['times.unzoned'],
  plans: () => ['both'],
  async act(_plan, hand) {
    await hand.send(balance(hand))
    for (const off of [-12, 12])
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
  says: 'Ask for orders and accounts that are not there, and for an account at another bank.',
  role: 'server',
  exercises: ['query.unknown', 'accounts.unknown', 'accounts.bank'],
  plans: () => ['ORDER_QUERY', 'CASH_QUERY', 'account', 'bank'],
  async act(what, hand) {
    if (what === 'bank') {
      const { bankCode, accountNumber } = await plain(hand, 'bankAccountVerify')
      const other = bankCode === '008' ? '014' : '008'
      await hand.send(hand.seal('bankAccountVerify', { bankCode: other, accountNumber: accountNumber! }))
      return
    }
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
