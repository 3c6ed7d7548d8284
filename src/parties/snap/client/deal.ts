/** Gets something paid, cancelled or paid back: asks while nothing is known, and books what comes of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Order } from '../books.ts'
import { stampOf } from '../time.ts'
import { call, customerOf, type Answer } from './call.ts'
import type { Deal, Operation, Shop, Turn, Wish, Word } from './steps.ts'

/** Milliseconds that a payer may take. */
const lifetime = 3_600_000

/** Most requests of one kind about one order. */
const most = 16

/** Does what is wanted of one order. */
export async function deal(shop: Shop, wish: Wish): Promise<void> {
  const { steps, books } = shop
  const order = books.open({ reference: steps.reference(shop), amount: '20000.00', currency: 'IDR' })
  const { authCode, card, isTried = false } = wish
  const customer = authCode === undefined ? undefined : await customerBy(authCode, shop)
  const validUpTo = stampOf(shop.now() + lifetime)
  const begun = { order, card, validUpTo, ...(customer && { customer }) }
  const first = await pay(shop, begun, wish.operation === 'cancel')
  const paid = isTried ? await renewed(shop, first) : first
  if (wish.tokenSeconds !== undefined) {
    await sleep(wish.tokenSeconds * 1000 + 100)
    await ask(shop, paid)
  }
  if (wish.operation === 'cancel' && paid.order.state !== 'failed') await cancel(shop, paid)
  const isBack = wish.operation === 'refund' || (isTried && paid.customer && wish.operation === 'payment')
  if (isBack && paid.order.state === 'paid') await payBack(shop, paid)
  const isAsked = wish.operation === 'status' || (isTried && paid.customer)
  if (isAsked && wish.tokenSeconds === undefined) await ask(shop, paid)
}

/** A customer consents once, whatever is bought then. */
function customerBy(authCode: string, shop: Shop): Promise<Deal['customer']> {
  const known = shop.customers.get(authCode) ?? customerOf({ authCode }, shop)
  shop.customers.set(authCode, known)
  return known
}

/** The token of a customer is renewed before more is done with it. */
async function renewed(shop: Shop, deal: Deal): Promise<Deal> {
  if (!deal.customer) return deal
  const customer = await customerOf({ refreshToken: deal.customer.refresh }, shop)
  return { ...deal, ...(customer && { customer }) }
}

type Judge = (answer: Answer, deal: Deal) => Word

interface Course {
  operation: Operation
  judge: Judge
  after: (order: Order, word: Word) => Turn
}

/** Whoever is about to cancel does not wait for the end of what is pending. */
async function pay(shop: Shop, begun: Deal, isInHaste: boolean): Promise<Deal> {
  const { steps } = shop
  return pursue(shop, begun, {
    operation: 'payment',
    judge: ({ told, heard }) => steps.judgePayment(told, heard, shop),
    after: (order, word) => (isInHaste && word === 'pending' ? 'rest' : steps.afterPayment(order, word)),
  })
}

async function payBack(shop: Shop, begun: Deal): Promise<void> {
  const { steps, books } = shop
  const reference = steps.reference(shop)
  const { amount, currency } = begun.order
  const refund = books.open({ reference, amount, currency })
  await pursue(
    shop,
    { ...begun, refund },
    {
      operation: 'refund',
      judge: ({ told, heard }) => steps.judgeRefund(told, heard),
      after: steps.afterRefund,
    },
  )
}

async function cancel(shop: Shop, begun: Deal): Promise<void> {
  const { steps } = shop
  await pursue(shop, begun, {
    operation: 'cancel',
    judge: ({ told, heard }) => steps.judgeCancel(told, heard),
    after: steps.afterCancel,
  })
}

/** Sends a request, and whatever its answers lead to. */
async function pursue(shop: Shop, begun: Deal, { operation, judge, after }: Course): Promise<Deal> {
  const { steps } = shop
  let deal = begun
  let turn: Turn = 'again'
  for (let count = 0; turn !== 'rest' && count < most; count++) {
    if (count > 0) await sleep(steps.pause)
    const order = deal.refund ?? deal.order
    // A notification has ended it meanwhile.
    if (count > 0 && turn === 'ask' && order.state !== 'pending' && operation !== 'cancel') return deal
    if (turn === 'ask') turn = await ask(shop, deal)
    else {
      const answer = await call(operation, deal, shop)
      if (answer.isUnsent) return deal
      const word = judge(answer, deal)
      steps.note(order, word)
      keep(deal, answer)
      turn = after(order, word)
      const { externalId, told } = answer
      if (operation === 'payment' && told && told.status < 300 && externalId !== undefined)
        deal = { ...deal, externalId }
      deal = steps.renew(deal, answer.heard, told, shop)
    }
  }
  return deal
}

/** Asks for the status, and books it. */
async function ask(shop: Shop, deal: Deal): Promise<Turn> {
  const { steps } = shop
  const order = deal.refund ?? deal.order
  const answer = await call('status', deal, shop)
  const word = steps.judgeStatus(answer.told, deal, answer.heard)
  steps.note(order, word)
  keep(deal, answer)
  return steps.afterStatus(order, word)
}

/** The provider's number of a payment. */
function keep({ order }: Deal, { told }: Answer): void {
  const said = told?.members['referenceNo'] ?? told?.members['originalReferenceNo']
  if (typeof said === 'string' && said !== '') order.transaction ??= said
}
