/** A partner's books: its sales by trx_id, and what is known of each. */

export type State = 'pending' | 'paid' | 'failed' | 'reversed'
export type Purchase = 'topup' | 'purchase' | 'direct'

/** What a customer wants to have. */
export interface Order {
  operation: Purchase
  number: string
  product: string
  price: number
}

export interface Sale extends Order {
  reference: string
  /** The partner's clock when it was sent for the first time. */
  sentAt: number
  state: State
  /** TRANSACTIONID, once the gateway has told it. */
  transaction?: string
  serial?: string
  /** How often the customer was credited. */
  credits: number
  /** A refund after a success, which somebody has to look at. */
  flagged?: boolean
  /** A refund after a success that has a line of its own. */
  refunded?: boolean
}

export interface Books {
  open(sale: Pick<Sale, 'reference' | 'sentAt' | 'transaction'> & Order): Sale
  /** The last sale under a trx_id. */
  find(reference: string): Sale | undefined
  all(): Sale[]
}

/** One line for each effect that was booked. */
export interface Line {
  reference: string
  amount: number
  state: string
  receipt?: string
}

/** Empty books. */
export function createBooks(): Books {
  const sales: Sale[] = []
  return {
    open(begun) {
      const sale: Sale = { ...begun, state: 'pending', credits: 0 }
      sales.push(sale)
      return sale
    },
    find: (reference) => sales.findLast((sale) => sale.reference === reference),
    all: () => sales,
  }
}

/** What the books say of a trx_id. */
export function linesOf(books: Books, reference: string): Line[] {
  return books
    .all()
    .filter((sale) => sale.reference === reference)
    .flatMap((sale) => [
      ...Array.from({ length: Math.max(1, sale.credits) }, () => lineOf(sale)),
      ...(sale.refunded ? [{ ...lineOf(sale), state: 'reversed' }] : []),
    ])
}

const lineOf = ({ reference, price, state, serial }: Sale): Line => ({
  reference,
  amount: price,
  state,
  ...(serial ? { receipt: serial } : {}),
})

/** Books how a sale ended. */
export function settle(sale: Sale, state: State): void {
  sale.state = state
  if (state === 'paid') sale.credits++
}

/** Books what a later word says of a sale: what is final stays so, but for the refund of a success. */
export function follow(sale: Sale, state: State): void {
  if (sale.state === 'pending' && state !== 'pending') settle(sale, state)
  else if (sale.state === 'paid' && state === 'reversed')
    Object.assign(sale, { state: 'reversed', flagged: true })
}
