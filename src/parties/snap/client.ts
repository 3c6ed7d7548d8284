/** The model client: pays, cancels and refunds what it is asked for, and takes the notifications about it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Party, PartyOptions } from '../party.ts'
import { named, stepsFor } from '../oddity.ts'
import { createBooks, linesOf } from './books.ts'
import { deal } from './client/deal.ts'
import { defects } from './client/defects.ts'
import { freedoms } from './client/freedoms.ts'
import { honest } from './client/honest.ts'
import type { Shop, Wish } from './client/steps.ts'
import { honest as honestReceiver } from './receiver/honest.ts'
import { listen } from './receiver/serve.ts'

export { defects, freedoms }

/** Opens a client with empty books. */
export async function open(options: PartyOptions): Promise<Party> {
  const { profile, gatewayUrl = '', credentials, defect, freedom } = options
  const books = createBooks()
  const steps = stepsFor(honest, named(freedoms, freedom), named(defects, defect))
  let ahead = 0
  const now = () => Date.now() + ahead
  const counter = { profile, books, credentials, steps: honestReceiver, now, seen: new Map<string, number>() }
  const serving = await listen(counter)
  const shop: Shop = {
    profile,
    books,
    url: gatewayUrl,
    notifyUrl: serving.url,
    credentials,
    steps,
    now,
    customers: new Map(),
    openedAt: now(),
  }
  return {
    url: serving.url,
    trigger: (wish) => act(shop, wish),
    ledger: async (code) => linesOf(books, code),
    async clock(seconds) {
      ahead += seconds * 1000
      return now()
    },
    close: serving.close,
  }
}

/** Does what a trigger asks for: once, several times, or all at once. */
async function act(shop: Shop, asked: { [key: string]: unknown }): Promise<void> {
  const wish = wishOf(asked)
  const times = Number(asked['times'] ?? 1)
  if (asked['parallel'] === true) {
    await Promise.all(Array.from({ length: times }, () => deal(shop, wish)))
    return
  }
  for (let count = 0; count < times; count++) {
    if (count > 0) await sleep(Number(asked['apart'] ?? 0) * 1000)
    await deal(shop, wish)
  }
}

function wishOf(asked: { [key: string]: unknown }): Wish {
  const operation = ['status', 'cancel', 'refund'].find((one) => one === asked['operation'])
  const seconds = Number(asked['tokenSeconds'])
  return {
    operation: (operation ?? 'payment') as Wish['operation'],
    card: String(asked['code'] ?? ''),
    ...(seconds > 0 && { tokenSeconds: seconds }),
    ...(typeof asked['authCode'] === 'string' && { authCode: asked['authCode'] }),
    ...(asked['data'] === 'customer' && { isTried: true }),
  }
}
