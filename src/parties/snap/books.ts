/** A consumer's books: its payments and refunds by the number that it gave them, and what is known of each. */

export type State = 'pending' | 'paid' | 'failed' | 'reversed'

export interface Order {
  /** partnerReferenceNo of a payment, partnerRefundNo of a refund. */
  reference: string
  /** With two decimals, as it is on the wire. */
  amount: string
  currency: string
  state: State
  /** referenceNo, once the provider has told it. */
  transaction?: string
  /** How often the customer was served, or paid back. */
  effects: number
  /** It came back after a success, which somebody has to look at. */
  flagged?: boolean
}

export type NewOrder = Pick<Order, 'reference' | 'amount' | 'currency' | 'transaction'>

export interface Books {
  open(order: NewOrder): Order
  find(reference: string): Order | undefined
  /** By referenceNo. */
  known(transaction: string): Order | undefined
  all(): Order[]
}

/** One line for each effect that was booked. */
export interface Line {
  reference: string
  amount: number
  state: string
}

/** Empty books. */
export function createBooks(): Books {
  const orders: Order[] = []
  return {
    open(begun) {
      const order: Order = { ...begun, state: 'pending', effects: 0 }
      orders.push(order)
      return order
    },
    find: (reference) => orders.findLast((order) => order.reference === reference),
    known: (transaction) => orders.findLast((order) => order.transaction === transaction),
    all: () => orders,
  }
}

/** What the books say of a number. */
export function linesOf(books: Books, reference: string): Line[] {
  return books
    .all()
    .filter((order) => order.reference === reference)
    .flatMap((order) => Array.from({ length: Math.max(1, order.effects) }, () => lineOf(order)))
}

const lineOf = ({ reference, amount, state }: Order): Line => ({ reference, amount: Number(amount), state })

/** Books how an order ended. */
export function settle(order: Order, state: State): void {
  order.state = state
  if (state === 'paid') order.effects++
}

/** Books what a later word says of an order: what is final stays so, but for a success that comes back. */
export function follow(order: Order, state: State): void {
  if (order.state === 'pending' && state !== 'pending') settle(order, state)
  else if (order.state === 'paid' && state === 'reversed')
    Object.assign(order, { state: 'reversed', flagged: true })
}

/** What latestTransactionStatus says of a payment; what it does not know is not final. */
export function stateOf(status: string): State {
  if (status === '00') return 'paid'
  if (status === '06') return 'failed'
  return status === '04' || status === '05' ? 'reversed' : 'pending'
}
