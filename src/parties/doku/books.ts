/** A merchant's books: its orders by invoice number, the code of each, and what was paid for it. */

export interface Order {
  invoice: string
  /** Whole rupiah. */
  amount: number
  reusable: boolean
  /** The code, as it was given out. */
  code?: string
  /** Request-Id of the request for the code. */
  request?: string
  /** No code was given out, and none will be. */
  failed?: boolean
  payments: { amount: number }[]
  /** Request-Ids and events of notifications that were booked. */
  seen: Set<string>
}

export interface Books {
  open(order: Pick<Order, 'invoice' | 'amount'> & Partial<Order>): Order
  find(invoice: string): Order | undefined
  all(): Order[]
}

/** One line for each effect that was booked. */
export interface Line {
  reference: string
  amount: number
  state: 'paid' | 'pending' | 'failed'
  receipt?: string
}

/** Empty books. */
export function createBooks(): Books {
  const orders = new Map<string, Order>()
  return {
    open(begun) {
      const order: Order = { reusable: false, payments: [], seen: new Set(), ...begun }
      orders.set(order.invoice, order)
      return order
    },
    find: (invoice) => orders.get(invoice),
    all: () => [...orders.values()],
  }
}

/** The payments of an invoice; without one, what a client knows of it. */
export function linesOf(books: Books, invoice: string, isClient: boolean): Line[] {
  const order = books.find(invoice)
  if (!order) return []
  const { amount, code, failed, payments } = order
  const receipt = code === undefined ? {} : { receipt: code }
  if (payments.length > 0)
    return payments.map((payment) => ({
      reference: invoice,
      amount: payment.amount,
      state: 'paid',
      ...receipt,
    }))
  return isClient
    ? [{ reference: invoice, amount, state: failed === true ? 'failed' : 'pending', ...receipt }]
    : []
}
