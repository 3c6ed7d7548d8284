/** The model client: asks for payment codes, and takes the notifications of its orders. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Party, PartyOptions } from '../party.ts'
import { named, stepsFor } from '../oddity.ts'
import { serve } from '../serving.ts'
import { createBooks, linesOf } from './books.ts'
import { defects } from './client/defects.ts'
import { freedoms } from './client/freedoms.ts'
import { honest } from './client/honest.ts'
import { chase, order } from './client/order.ts'
import type { Shop } from './client/steps.ts'
import { handle } from './receiver/handle.ts'
import { honest as honestReceiver } from './receiver/honest.ts'
import type { ReceiverSteps } from './receiver/steps.ts'

export { defects, freedoms }

/** Milliseconds after its clock was moved until it asks about what is still open. */
const soon = 20

/** Opens a client with empty books. */
export async function open(options: PartyOptions): Promise<Party> {
  const { contract, profile, gatewayUrl = '', credentials, defect, freedom } = options
  const books = createBooks()
  const steps = stepsFor(honest, named(freedoms, freedom), named(defects, defect))
  const isKnown: ReceiverSteps['isKnown'] = (notice, begun) =>
    steps.isOver(begun) || honestReceiver.isKnown(notice, begun)
  let ahead = 0
  const now = () => Date.now() + ahead
  const counter = { profile, books, credentials, steps: { ...honestReceiver, isKnown }, now }
  const serving = await serve('/shop/doku/notify', (arrival) => handle(arrival, counter))
  const shop: Shop = {
    profile,
    books,
    url: gatewayUrl,
    notifyUrl: serving.url,
    codePath: contract.operations['generate']?.path ?? '',
    credentials,
    steps,
    now,
    open: new Map(),
  }
  return {
    url: serving.url,
    trigger: (wish) => order(shop, wish),
    ledger: async (code) => linesOf(books, code, true),
    async clock(seconds) {
      ahead += seconds * 1000
      if (seconds > 0) void sleep(soon, undefined, { ref: false }).then(() => chase(shop))
      return now()
    },
    close: serving.close,
  }
}
