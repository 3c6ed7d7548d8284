/** The model client: sells what it is asked for, and takes the callbacks of its sales. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Party, PartyOptions } from '../party.ts'
import { createBooks, linesOf, type Order } from './books.ts'
import { defects } from './client/defects.ts'
import { freedoms } from './client/freedoms.ts'
import { honest } from './client/honest.ts'
import { chase, sell } from './client/sell.ts'
import type { Shop } from './client/steps.ts'
import { named, stepsFor } from '../oddity.ts'
import { honest as honestReceiver } from './receiver/honest.ts'
import { listen } from './receiver/serve.ts'

export { defects, freedoms }

/** Milliseconds after its clock was moved until it asks about what is still open. */
const soon = 30

/** Opens a client with empty books. */
export async function open(options: PartyOptions): Promise<Party> {
  const { contract, gatewayUrl = '', credentials, defect, freedom } = options
  const books = createBooks()
  const steps = stepsFor(honest, named(freedoms, freedom), named(defects, defect))
  const serving = await listen({ contract, books, steps: honestReceiver })
  let ahead = 0
  const now = () => Date.now() + ahead
  const shop: Shop = { contract, books, url: gatewayUrl, credentials, steps, now }
  return {
    url: serving.url,
    trigger: (wish) => sell(shop, orderOf(wish)),
    ledger: async (code) => linesOf(books, code),
    balance: async () => shop.balance ?? 0,
    async clock(seconds) {
      ahead += seconds * 1000
      if (seconds > 0) void sleep(soon, undefined, { ref: false }).then(() => chase(shop))
      return now()
    },
    close: serving.close,
  }
}

/** What a trigger asks for. A query alone sells nothing, so a token is bought after it. */
function orderOf(wish: { [key: string]: unknown }): Order {
  const wanted = String(wish['operation'] ?? 'topup')
  return {
    operation: wanted === 'direct' ? 'direct' : wanted === 'topup' ? 'topup' : 'purchase',
    number: String(wish['code'] ?? ''),
    product: String(wish['product'] ?? ''),
    price: Number(wish['price'] ?? 0),
  }
}
