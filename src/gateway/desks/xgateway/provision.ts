/** Makes accounts, products and numbers from wishes: those of the control API and those of the magic table. */
import { randomInt } from 'node:crypto'
import type { Json } from '../../../wire/reading.ts'
import { ControlError, type Wish } from '../../desk.ts'
import type { Account, Customer, Fate, Ledger, Meter, Product } from './ledger.ts'
import { kindOf } from './serials.ts'
import { given, rupiah, seconds, textOf, texts, truth, words } from '../../wish.ts'

const accountKinds = ['account', 'poor', 'blocked']
const fates: readonly Fate[] = [
  'success',
  'missing',
  'expired',
  'blocked',
  'slow',
  'biller',
  'noquery',
  'pending',
  'pendingfail',
  'refunded',
]

const keys = {
  account: ['code', 'pin', 'balance', 'credit', 'addresses', 'blocked', 'callbackUrl'],
  number: [
    'code',
    'product',
    'price',
    'closed',
    'outcome',
    'settlesIn',
    'customer',
    'meter',
    'idpel',
    'power',
    'callbackUrl',
  ],
}

/** Keys that every wish may carry, whatever it is for. */
const common = ['data', 'expires', 'expiresIn', 'reusable']

/** Makes what was wished for and describes it. Throws ControlError, with a sentence, where that cannot be. */
export async function provision(ledger: Ledger, whole: Wish): Promise<Json> {
  const wish = given(whole)
  const isAccount =
    accountKinds.includes(String(wish['data'])) || ['pin', 'balance'].some((key) => key in wish)
  const known = [...keys[isAccount ? 'account' : 'number'], ...common]
  const strange = Object.keys(wish).find((key) => !known.includes(key))
  if (strange !== undefined)
    throw new ControlError(`There is no «${strange}» to wish for. Known: ${known.join(', ')}.`)
  return isAccount ? provisionAccount(ledger, wish) : provisionNumber(ledger, wish)
}

async function provisionAccount(ledger: Ledger, wish: Wish): Promise<Json> {
  const account = accountFrom({ pin: String(randomInt(100_000, 1_000_000)), ...wish })
  await ledger.keepAccount(account)
  const { user, pin, balance, credit, blocked } = account
  return { code: user, pin, balance, credit, blocked }
}

/** The account of a wish. */
export function accountFrom(wish: Wish): Account {
  const callbackUrl = textOf(wish, 'callbackUrl')
  const addresses = texts(wish, 'addresses')
  return {
    user: textOf(wish, 'code') ?? `MITRA${randomInt(1_000_000, 10_000_000)}`,
    pin: textOf(wish, 'pin') ?? '',
    balance: rupiah(wish, 'balance') ?? 0,
    credit: rupiah(wish, 'credit') ?? 0,
    blocked: truth(wish, 'blocked'),
    ...(addresses && { addresses }),
    ...(callbackUrl !== undefined && { callbackUrl }),
  }
}

async function provisionNumber(ledger: Ledger, wish: Wish): Promise<Json> {
  const product = textOf(wish, 'product') ?? 'I20'
  const customer = customerFrom({ code: freshNumber(product), ...wish }, kindOf(product) !== 'pulsa')
  await ledger.keepCustomer(customer)
  const sold = await ledger.product(product)
  if (!sold || 'price' in wish || 'closed' in wish)
    await ledger.keepProduct(productFrom({ ...wish, code: product }))
  const { number, fate, settlesIn, meter } = customer
  return { code: number, product, outcome: fate, settlesIn, ...priceIn(wish), ...(meter && told(meter)) }
}

function priceIn(wish: Wish): { price?: number } {
  const price = rupiah(wish, 'price')
  return { ...(price !== undefined && { price }) }
}

const told = ({ meter, idpel, name, tariff, power }: Meter) => ({
  meter,
  idpel,
  customer: name,
  power: `${tariff}/${power}`,
})

/** The product of a wish. */
export function productFrom(wish: Wish): Product {
  return { code: textOf(wish, 'code') ?? '', ...priceIn(wish), closed: truth(wish, 'closed') }
}

/** The customer of a wish, a meter's or a phone's. */
export function customerFrom(wish: Wish, isMeter: boolean): Customer {
  const callbackUrl = textOf(wish, 'callbackUrl')
  const number = textOf(wish, 'code') ?? ''
  return {
    number,
    fate: words(wish, 'outcome', fates) ?? 'success',
    settlesIn: seconds(wish, 'settlesIn') ?? 60,
    ...(isMeter && { meter: meterFrom(number, wish) }),
    ...(callbackUrl !== undefined && { callbackUrl }),
  }
}

function meterFrom(number: string, wish: Wish): Meter {
  const meter = textOf(wish, 'meter') ?? (isIdpel(number) ? meterOf(number) : number)
  const [, tariff = 'R1', power = '1300'] = /^([A-Z]\w*) ?\/(\d+)/.exec(textOf(wish, 'power') ?? '') ?? []
  return {
    meter,
    idpel: textOf(wish, 'idpel') ?? idpelOf(meter),
    name: textOf(wish, 'customer') ?? 'ANDI SUJONO',
    tariff,
    power: Number(power),
  }
}

/** Customer ids have twelve digits and begin with 4, meter numbers have eleven. */
const isIdpel = (number: string): boolean => /^4\d{11}$/.test(number)

/** Customer id of a meter, as the samples pair them: 11310000011 has 413100000110. */
const idpelOf = (meter: string): string => `4${meter.slice(1)}0`

/** The other way round. */
export const meterOf = (idpel: string): string => `1${idpel.slice(1, -1)}`

/** A number that no magic prefix claims. */
const freshNumber = (product: string): string =>
  kindOf(product) === 'pulsa'
    ? `0878${randomInt(10_000_000, 100_000_000)}`
    : `1199${randomInt(1_000_000, 10_000_000)}`
