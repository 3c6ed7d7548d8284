/** Makes merchants and fates of invoices from wishes, and has codes paid: the control API and the magic table. */
import { randomInt } from 'node:crypto'
import type { Json } from '../../../wire/reading.ts'
import { ControlError, type Wish } from '../../desk.ts'
import { randomToken } from '../../token.ts'
import { given, rupiah, seconds, textOf, truth } from '../../wish.ts'
import type { Fate, Merchant, Order } from './ledger.ts'
import type { Steps, Till } from './steps.ts'

const known = [
  'data',
  'code',
  'merchant',
  'secret',
  'notifyUrl',
  'callbackUrl',
  'amount',
  'expires',
  'expiresIn',
  'reusable',
]
const ofFates = ['pays', 'paysIn', 'delayMs', 'fails']
const ofPayments = ['times', 'invoice', 'paymentCode']

/** Makes what was wished for and describes it. Throws ControlError. */
export async function provision(till: Till, steps: Steps, whole: Wish): Promise<Json> {
  const wish = given(whole)
  const all = [...known, ...ofFates, ...ofPayments]
  // Whoever makes test data says where all notifications go.
  const callbackUrl = textOf(wish, 'callbackUrl')
  if (callbackUrl !== undefined) till.callbackUrl = callbackUrl
  const strange = Object.keys(wish).find((key) => !all.includes(key))
  if (strange !== undefined)
    throw new ControlError(`There is no «${strange}» to wish for. Known: ${all.join(', ')}.`)
  if (ofPayments.some((key) => key in wish)) return paidAtCounter(till, steps, wish)
  if ('merchant' in wish || 'secret' in wish) return newMerchant(till, wish)
  return newInvoice(till, wish)
}

/** Pays a code at the counter of a store, as often as wished; tells how often it was taken, or why it was not. */
async function paidAtCounter(till: Till, steps: Steps, wish: Wish): Promise<Json> {
  const code = textOf(wish, 'paymentCode') ?? textOf(wish, 'invoice') ?? textOf(wish, 'code') ?? ''
  const times = Number(wish['times'] ?? 1)
  if (!Number.isInteger(times) || times < 1 || times > 100)
    throw new ControlError('`times` is a whole number from 1 to 100.')
  const order = await orderNamed(till, code)
  if (!order) return { code, paid: false, taken: 0, reason: 'unknown' }
  let taken = 0
  for (let count = 0; count < times; count++) if (await steps.pay(order, till, steps)) taken += 1
  const { amount, invoice, code: paymentCode } = order
  const isPaid = taken > 0
  const reason = till.clock.now() < order.expiresAt ? 'used' : 'expired'
  return { code, amount, paid: isPaid, taken, reference: invoice, paymentCode, ...(!isPaid && { reason }) }
}

async function orderNamed({ ledger }: Till, name: string): Promise<Order | undefined> {
  return (await ledger.orderByCode(name)) ?? (await ledger.orders(name)).at(-1)
}

async function newMerchant({ ledger }: Till, wish: Wish): Promise<Json> {
  const code = textOf(wish, 'code') ?? `MCH-0009-${String(randomInt(1_000_000_000)).padStart(14, '1')}`
  const merchant = merchantFrom({ secret: `SK-${randomToken()}`, ...wish, code })
  await ledger.keepMerchant(merchant)
  return { code, secret: merchant.secret }
}

async function newInvoice({ ledger }: Till, wish: Wish): Promise<Json> {
  const code = textOf(wish, 'code') ?? `INV-${randomToken().slice(0, 12)}`
  const amount = rupiah(wish, 'amount')
  if (ofFates.some((key) => key in wish)) await ledger.keepFate(code, fateFrom(wish))
  return { code, ...(amount !== undefined && { amount }) }
}

/** The merchant of a wish. */
export function merchantFrom(wish: Wish): Merchant {
  const notifyUrl = textOf(wish, 'notifyUrl')
  return {
    id: textOf(wish, 'code') ?? '',
    secret: textOf(wish, 'secret') ?? '',
    ...(notifyUrl !== undefined && { notifyUrl }),
  }
}

/** What becomes of an invoice number. */
export function fateFrom(wish: Wish): Fate {
  const [pays, paysIn, delayMs] = ['pays', 'paysIn', 'delayMs'].map((key) => seconds(wish, key))
  return {
    ...(pays !== undefined && { pays }),
    ...(paysIn !== undefined && { paysIn }),
    ...(delayMs !== undefined && { delayMs }),
    ...(truth(wish, 'fails') && { fails: true }),
  }
}
