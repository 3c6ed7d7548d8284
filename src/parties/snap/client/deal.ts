/** Gets something paid, cancelled or paid back: asks while nothing is known, and books what comes of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Order } from '../books.ts'
import { call, type Answer } from './call.ts'
import type { Deal, Operation, Shop, Turn, Wish, Word } from './steps.ts'

/** Most requests of one kind about one order. */
const most = 16

/** Does what is wanted of one order. */
export async function deal(shop: Shop, wish: Wish): Promise<void> {
  const { steps, books } = shop
  const order = books.open({ reference: steps.reference(shop), amount: '20000.00', currency: 'IDR' })
  const paid = await pay(shop, { order, card: wish.card }, wish.operation === 'cancel')
  if (wish.tokenSeconds !== undefined) {
    await sleep(wish.tokenSeconds * 1000 + 100)
    await ask(shop, paid)
  }
  if (wish.operation === 'cancel') await cancel(shop, paid)
  if (wish.operation === 'refund' && paid.order.state === 'paid') await payBack(shop, paid)
  if (wish.operation === 'status' && wish.tokenSeconds === undefined) await ask(shop, paid)
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

async function payBack(shop: Shop, { order, card }: Deal): Promise<void> {
  const { steps, books } = shop
  const reference = steps.reference(shop)
  const refund = books.open({ reference, amount: order.amount, currency: order.currency })
  await pursue(
    shop,
    { order, card, refund },
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
    if (count > 0 && turn === 'ask' && order.state !== 'pending') return deal
    if (turn === 'ask') turn = await ask(shop, deal)
    else {
      const answer = await call(operation, deal, shop)
      const word = judge(answer, deal)
      steps.note(order, word)
      keep(deal, answer)
      turn = after(order, word)
      deal = steps.renew(deal, answer.heard, answer.told, shop)
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
