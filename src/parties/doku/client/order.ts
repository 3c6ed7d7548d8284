/** Gets a code for an order: asks again while nothing is known, and for the state when it is time to. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Headers } from '../../../wire/exchange.ts'
import type { Letter } from '../../posting.ts'
import type { Order } from '../books.ts'
import { pathOf } from '../sign.ts'
import type { Operation, Shop } from './steps.ts'

/** Most requests for one code. */
const most = 4

/** Asks for the code of an order, and keeps what comes of it. */
export async function order(shop: Shop, wish: { [key: string]: unknown }): Promise<void> {
  const { steps, books } = shop
  const amount = typeof wish['amount'] === 'number' ? wish['amount'] : 150_000
  const begun = books.open({ invoice: steps.invoice(wish, shop), amount })
  let letter: Letter | undefined = letterFor('generate', begun, shop)
  for (let count = 0; letter && count < most; count++) {
    if (count > 0) await sleep(steps.pause)
    const told = steps.understand(await steps.send(letter), letter, shop)
    const word = steps.judge(told, begun, steps)
    if (word === 'refused') return void (begun.failed = true)
    if (word !== 'unknown') {
      begun.code = steps.keep(word.code)
      if (told && steps.isExpired(told, shop)) begun.failed = true
      const more = steps.more(begun, shop)
      if (more) await steps.send(more)
      shop.open.set(begun, shop.now())
      if (steps.patience < 1) await ask(shop, begun)
      return
    }
    // An answer that nobody can believe will not become better by asking for it again.
    letter = told && told.status < 500 ? undefined : steps.again(letter, begun, shop)
  }
  if (steps.asksWhenLost) await ask(shop, begun)
}

/** Asks for the states that it is time to ask for. */
export async function chase(shop: Shop): Promise<void> {
  for (const [begun, since] of shop.open)
    if (shop.steps.isDone(begun)) shop.open.delete(begun)
    else if (shop.now() - since >= shop.steps.patience * 1000) await ask(shop, begun)
}

async function ask(shop: Shop, begun: Order): Promise<void> {
  const { steps } = shop
  const letter = letterFor('status', begun, shop)
  const state = steps.judgeState(steps.understand(await steps.send(letter), letter, shop), begun)
  if (state === 'open') return
  if (state === 'failed') begun.failed = true
  else steps.credit(begun)
  shop.open.delete(begun)
}

/** A request, signed. */
export function letterFor(operation: Operation, begun: Order, shop: Shop): Letter {
  const { steps, credentials } = shop
  const isGet = operation === 'status'
  const path = isGet ? steps.statusPath(begun.invoice) : shop.codePath
  const url = shop.url.replace(/\/$/, '') + path
  const body = Buffer.from(isGet ? '' : steps.write(steps.body(begun, shop)))
  const { client = '', secret = '' } = credentials
  const [id, time] = [steps.requestId(shop), steps.timestamp(shop)]
  const signed = steps.signed(
    { client, id, time, target: pathOf(url), ...(isGet ? {} : { body }) },
    operation,
  )
  const headers: Headers = [
    ...(isGet ? [] : ([['Content-Type', 'application/json']] satisfies Headers)),
    ['Client-Id', client],
    ['Request-Id', id],
    ['Request-Timestamp', time],
    ['Signature', steps.signature(steps.text(signed), secret)],
  ]
  if (begun.request === undefined && !isGet) begun.request = id
  return { method: isGet ? 'GET' : 'POST', url, headers: steps.headers(headers, operation, shop), body }
}
