/** The model receiver: takes notifications about orders that it is told of. */
import type { Party, PartyModule, PartyOptions } from '../party.ts'
import { named, stepsFor } from '../oddity.ts'
import { serve } from '../serving.ts'
import { createBooks, linesOf, type Books } from './books.ts'
import { defects } from './receiver/defects.ts'
import { freedoms } from './receiver/freedoms.ts'
import { handle } from './receiver/handle.ts'
import { honest } from './receiver/honest.ts'

export { defects, freedoms }

/** Opens a receiver with empty books. */
export async function open(options: PartyOptions): Promise<Party> {
  const { profile, credentials, defect, freedom } = options
  const books = createBooks()
  const steps = stepsFor(honest, named(freedoms, freedom), named(defects, defect))
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const counter = { profile, books, credentials, steps, now }
  const serving = await serve('/shop/doku/notify', (arrival) => handle(arrival, counter))
  return {
    url: serving.url,
    provision: async (_data, wish) => provision(books, wish),
    ledger: async (code) => linesOf(books, code, false),
    async clock(seconds) {
      ahead += seconds * 1000
      return now()
    },
    close: serving.close,
  }
}

const shared = { client: 'MCH-0042-20260115080000', secret: 'SK-of-the-model-receiver' }

/** The Client-Id of the receiver, and the secret key that both know. */
export const acquaintance: NonNullable<PartyModule['acquaintance']> = () => ({
  party: shared,
  gateway: shared,
})

let count = 0

/** An order that waits to be paid. */
function provision(books: Books, wish: { [key: string]: unknown }): { [key: string]: unknown } {
  count += 1
  const code = String(wish['code'] ?? `INV-${count}`)
  const amount = Number(wish['amount'] ?? 150_000)
  const paymentCode = `8888${String(count).padStart(12, '0')}`
  const request = `R-${count}`
  const reusable = wish['reusable'] === true
  books.open({ invoice: code, amount, code: paymentCode, request, reusable })
  return { code, amount, paymentCode, requestId: request, reusable }
}
