/** The model client: orders payments and payouts, and takes the callbacks about them. */
import type { Party, PartyModule, PartyOptions } from '../party.ts'
import { named, stepsFor } from '../oddity.ts'
import { serve } from '../serving.ts'
import { createBooks, linesOf } from './books.ts'
import { deal } from './client/deal.ts'
import { defects } from './client/defects.ts'
import { freedoms } from './client/freedoms.ts'
import { honest } from './client/honest.ts'
import type { Shop, Wish } from './client/steps.ts'
import { newPair } from './pairs.ts'
import { handle } from './receiver/handle.ts'

export { defects, freedoms }

/** Opens a client with empty books. */
export async function open(options: PartyOptions): Promise<Party> {
  const { profile, gatewayUrl = '', credentials, defect, freedom } = options
  const books = createBooks()
  const steps = stepsFor(honest, named(freedoms, freedom), named(defects, defect))
  const counter = { profile, books, credentials, steps: steps.callbacks }
  const serving = await serve('/shop/notify', async (arrival) => {
    const visited = /\/back\/(\w+)/.exec(arrival.url)?.[1]
    if (visited === undefined) return handle(arrival, counter)
    const entry = books.find(visited)
    if (entry) steps.visited(entry)
    return { status: 200, body: 'Terima kasih' }
  })
  let ahead = 0
  const now = () => Date.now() + ahead
  const shop: Shop = { profile, books, url: gatewayUrl, notifyUrl: serving.url, credentials, steps, now }
  return {
    url: serving.url,
    trigger: (wish) => deal(shop, wishOf(wish)),
    ledger: async (code) => linesOf(books, code),
    async clock(seconds) {
      ahead += seconds * 1000
      return now()
    },
    close: serving.close,
  }
}

const pairs = new Map<number, ReturnType<typeof newPair>>()

/** A merchant of its own, with a key that is made once for the process. */
export function credentials(keyBits: number): ReturnType<NonNullable<PartyModule['credentials']>> {
  const pair = pairs.get(keyBits) ?? newPair(keyBits)
  pairs.set(keyBits, pair)
  const merchant = 'S820210000000043'
  return {
    party: { merchant, privateKey: pair.privateKey },
    gateway: { merchant, publicKey: pair.publicKey },
  }
}

/** What a trigger asks for. */
function wishOf(wish: { [key: string]: unknown }): Wish {
  const asked = String(wish['operation'] ?? 'pay')
  const operation = asked === 'cash' || asked === 'prepaidOrder' ? asked : 'pay'
  return {
    operation,
    code: String(wish['code'] ?? ''),
    amount: typeof wish['amount'] === 'number' ? wish['amount'] : operation === 'cash' ? 100_000 : 50_000,
    name: String(wish['name'] ?? 'Budi Santoso'),
    bankCode: String(wish['bankCode'] ?? '014'),
  }
}
