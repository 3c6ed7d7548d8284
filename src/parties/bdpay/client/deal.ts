/** Gets something paid or paid out: orders it once, and asks while nothing is known. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '../books.ts'
import type { Values } from '../sign.ts'
import type { Operation, Shop, Told, Wish } from './steps.ts'

/** Does what is wanted, and resolves when it has an end or nobody asks any more. */
export async function deal(shop: Shop, wish: Wish): Promise<void> {
  const { steps, books } = shop
  const kind = wish.operation === 'cash' ? 'payout' : 'order'
  if (kind === 'payout' && steps.verifiesAccounts)
    await call('bankAccountVerify', steps.verifyBody(wish, shop), shop)
  const entry = books.open({ number: steps.number(shop), kind, amount: wish.amount })
  await order(shop, wish, entry)
  await pursue(shop, entry)
}

/** Sends the order itself. */
export async function order(shop: Shop, wish: Wish, entry: Entry): Promise<void> {
  const { steps } = shop
  const told = await call(wish.operation, steps.body(wish, entry, shop), shop)
  const word = steps.judge(told, entry, steps)
  steps.note(entry, word, told)
  if (word === 'unknown') await steps.again(wish, entry, shop)
}

async function pursue(shop: Shop, entry: Entry): Promise<void> {
  const { steps } = shop
  for (let count = 0; count < steps.questions && entry.state === 'pending'; count++) {
    await sleep(steps.pause)
    if (entry.state !== 'pending') return
    const told = await call('query', steps.queryBody(entry, shop), shop)
    steps.note(entry, steps.judgeQuery(told, entry, steps), told)
  }
}

async function call(operation: Operation, body: Values, shop: Shop): Promise<Told | undefined> {
  const { steps, credentials, url } = shop
  const sign = steps.sign(steps.text(body), credentials['privateKey'] ?? '')
  const letter = {
    method: steps.method,
    url: url.replace(/\/$/, '') + steps.path(operation),
    headers: steps.headers(operation),
    body: steps.encode(steps.write({ ...body, sign })),
  }
  return steps.understand(await steps.send(letter), operation, shop)
}
