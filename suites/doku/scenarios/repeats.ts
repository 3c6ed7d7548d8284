/** Requests that come again, one after the other or together. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { at } from '../asked.ts'
import { buy, buyForSure, look, neighbour, order, repeat } from '../orders.ts'

export const again = scenario({
  id: 'again',
  says: 'Send a request for a code again: the same bytes, and the same under a new time.',
  role: 'server',
  exercises: ['repeats.conflict', 'repeats.body'],
  async act(_plan, hand) {
    const bought = await buy(hand)
    await hand.send(bought.letter)
    await repeat(hand, bought)
    await hand.send(bought.letter)
    await look(hand, bought.invoice)
  },
})

/** Milliseconds that a Request-Id is to be remembered for, where no clock can be moved. */
const awhile = 5200

export const later = scenario({
  id: 'again-later',
  says: 'Send a request for a code again some seconds later.',
  role: 'server',
  exercises: ['repeats.conflict', 'repeats.body'],
  patient: true,
  // Where the clock can be moved, requests come again after an hour.
  plans: ({ can }) => (can.clock ? [] : [0]),
  async act(_plan, hand) {
    const bought = await buyForSure(hand)
    await hand.wait(awhile)
    await repeat(hand, bought)
  },
})

export const otherBodies = scenario({
  id: 'other-bodies',
  says: 'Use a Request-Id again with another amount, and with another invoice number.',
  role: 'server',
  exercises: ['repeats.other-body', 'status.pending', 'status.amount'],
  async act(_plan, hand) {
    const { fields, id, invoice } = await buy(hand)
    await hand.send(hand.seal('generate', { ...fields, [at.id]: id, [at.amount]: 175_000 }))
    await look(hand, invoice)
    const other = hand.fresh(at.invoice)
    await hand.send(hand.seal('generate', { ...fields, [at.id]: id, [at.invoice]: other }))
    await look(hand, other)
    await look(hand, invoice)
  },
})

export const sameInvoice = scenario({
  id: 'same-invoice',
  says: 'Ask for a second code for one invoice number, with the same and with another amount.',
  role: 'server',
  exercises: ['invoices.unique'],
  async act(_plan, hand) {
    const { fields, invoice } = await buy(hand)
    await hand.send(hand.seal('generate', fields))
    await hand.send(hand.seal('generate', { ...fields, [at.amount]: 175_000 }))
    await look(hand, invoice)
  },
})

export const together = scenario({
  id: 'together',
  says: 'Send ten equal requests for a code at one moment.',
  role: 'server',
  exercises: ['repeats.parallel', 'echoes.parallel'],
  trials: 3,
  async act(_plan, hand) {
    const letter = hand.seal('generate', order(hand))
    await hand.race(Array.from({ length: 10 }, () => letter))
  },
})

export const invoiceTogether = scenario({
  id: 'invoice-together',
  says: 'Ask for codes for one invoice number under several Request-Ids at one moment.',
  role: 'server',
  exercises: ['invoices.parallel'],
  trials: 3,
  async act(_plan, hand) {
    const fields = order(hand)
    await hand.race(Array.from({ length: 4 }, () => hand.seal('generate', fields)))
  },
})

export const crowd = scenario({
  id: 'crowd',
  says: 'Ask for several codes at one moment.',
  role: 'server',
  exercises: ['echoes.parallel', 'paymentcodes.unique'],
  trials: 2,
  async act(_plan, hand) {
    await hand.race(Array.from({ length: 8 }, () => hand.seal('generate', order(hand))))
  },
})

export const neighbours = scenario({
  id: 'neighbours',
  says: 'Have a second merchant look at a transaction, and use its Request-Id and its invoice number.',
  role: 'server',
  exercises: ['isolation.status', 'isolation.invoices', 'repeats.scope', 'status.amount'],
  async act(_plan, hand) {
    const as = await neighbour(hand)
    const { invoice, id } = await buy(hand)
    await buy(hand, {}, { as })
    await look(hand, invoice, { as })
    await look(hand, id, { as })
    await buy(hand, { [at.id]: id }, { as })
    await buy(hand, { [at.invoice]: invoice, [at.amount]: 175_000 }, { as })
    await look(hand, invoice)
    await look(hand, invoice, { as })
  },
})
