/** The model receiver: takes notifications about orders that it is told of. */
import { generateKeyPairSync } from 'node:crypto'
import type { Party, PartyModule, PartyOptions } from '../party.ts'
import { named, stepsFor } from '../oddity.ts'
import { createBooks, linesOf, type Books } from './books.ts'
import { defects } from './receiver/defects.ts'
import { freedoms } from './receiver/freedoms.ts'
import { honest } from './receiver/honest.ts'
import { listen } from './receiver/serve.ts'

export { defects, freedoms }

/** Opens a receiver with empty books. */
export async function open(options: PartyOptions): Promise<Party> {
  const { profile, credentials, defect, freedom } = options
  const books = createBooks()
  const steps = stepsFor(honest, named(freedoms, freedom), named(defects, defect))
  const serving = await listen({ profile, books, credentials, steps, now: () => Date.now(), seen: new Map() })
  return {
    url: serving.url,
    provision: async (_data, wish) => provision(books, wish),
    ledger: async (code) => linesOf(books, code),
    close: serving.close,
  }
}

let met: ReturnType<NonNullable<PartyModule['acquaintance']>> | undefined

/** A pair of keys for this process, of which the receiver knows the public one, and a secret that both share. */
export const acquaintance: NonNullable<PartyModule['acquaintance']> = () => (met ??= acquainted())

function acquainted() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const shared = { client: 'SHOP-0001', secret: 'secret-of-shop-0001' }
  return { party: { ...shared, publicKey }, gateway: { ...shared, privateKey, token: 'token-of-shop-0001' } }
}

/** An order that waits: sent, and answered if its referenceNo is known. */
function provision(books: Books, wish: { [key: string]: unknown }): { [key: string]: unknown } {
  const reference = String(wish['code'] ?? books.all().length + 1)
  const amount = Number(wish['amount'] ?? 0)
  const transaction = wish['transaction'] === undefined ? {} : { transaction: String(wish['transaction']) }
  books.open({ reference, amount: amount.toFixed(2), currency: 'IDR', ...transaction })
  return { code: reference, amount, ...transaction }
}
