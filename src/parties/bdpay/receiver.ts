/** The model receiver: takes callbacks about orders and payouts that it is told of. */
import type { Party, PartyModule, PartyOptions } from '../party.ts'
import { named, stepsFor } from '../oddity.ts'
import { serve } from '../serving.ts'
import { createBooks, linesOf, type Books } from './books.ts'
import { newPair } from './pairs.ts'
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
  const counter = {
    books,
    credentials,
    steps,
    get profile() {
      return { ...profile, isLate: ahead > monthMs }
    },
  }
  const serving = await serve('/shop/notify', (arrival) => handle(arrival, counter))
  return {
    url: serving.url,
    provision: async (data, wish) => provision(books, data, wish),
    ledger: async (code) => linesOf(books, code),
    async clock(seconds) {
      ahead += seconds * 1000
      return Date.now() + ahead
    },
    close: serving.close,
  }
}

const monthMs = 30 * 86_400_000

const met = new Map<number, ReturnType<NonNullable<PartyModule['acquaintance']>>>()

/** Pairs of keys of this process: of the receiver, and of whoever plays the platform. */
export const acquaintance: NonNullable<PartyModule['acquaintance']> = (keyBits = 1024) => {
  const known = met.get(keyBits) ?? acquainted(keyBits)
  met.set(keyBits, known)
  return known
}

function acquainted(keyBits: number) {
  const [own, platform] = [newPair(1024), newPair(keyBits)]
  const merchant = 'S820210000000042'
  return {
    party: { merchant, publicKey: platform.publicKey, ownPrivateKey: own.privateKey },
    gateway: { merchant, privateKey: platform.privateKey, publicKey: own.publicKey },
  }
}

let count = 0

/** An order or a payout that waits. */
function provision(books: Books, data: string, wish: { [key: string]: unknown }): { [key: string]: unknown } {
  const isPayout = wish['order'] === 'payout' || data === 'payout'
  const number = String(wish['code'] ?? `T${Date.now()}${(count += 1)}`)
  const amount = Number(wish['amount'] ?? 50_000)
  const expired = wish['order'] === 'expired'
  books.open({ number, kind: isPayout ? 'payout' : 'order', amount, ...(expired && { expired }) })
  return { code: number, amount }
}
