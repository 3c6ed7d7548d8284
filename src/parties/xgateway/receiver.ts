/** The model receiver: takes callbacks about sales that it is told of. */
import type { Party, PartyOptions } from '../party.ts'
import { createBooks, linesOf, type Books } from './books.ts'
import { named, stepsFor } from '../oddity.ts'
import { defects } from './receiver/defects.ts'
import { freedoms } from './receiver/freedoms.ts'
import { honest } from './receiver/honest.ts'
import { listen } from './receiver/serve.ts'

export { defects, freedoms }

/** Opens a receiver with empty books. */
export async function open({ contract, defect, freedom }: PartyOptions): Promise<Party> {
  const books = createBooks()
  const steps = stepsFor(honest, named(freedoms, freedom), named(defects, defect))
  const serving = await listen({ contract, books, steps })
  return {
    url: serving.url,
    provision: async (_data, wish) => provision(books, wish),
    ledger: async (code) => linesOf(books, code),
    close: serving.close,
  }
}

/** A sale that waits: sent, and answered 68 if its TRANSACTIONID is known. */
function provision(books: Books, wish: { [key: string]: unknown }): { [key: string]: unknown } {
  const text = (key: string) => (wish[key] === undefined ? undefined : String(wish[key]))
  const transaction = text('transaction')
  const sale = books.open({
    reference: text('code') ?? String(books.all().length + 1),
    operation: 'topup',
    number: text('number') ?? '',
    product: text('product') ?? '',
    price: Number(wish['price'] ?? 0),
    sentAt: Date.now(),
    ...(transaction === undefined ? {} : { transaction }),
  })
  const { reference, number, product, price } = sale
  return { code: reference, number, product, price, ...(transaction === undefined ? {} : { transaction }) }
}
