/** What the gateway has on its books: merchants, payers, accounts, orders and payouts. Amounts are whole rupiah. */

export interface Merchant {
  code: string
  /** Key that its requests are verified with, PEM. */
  publicKey: string
  balance: number
}

/** What a payer does about an order, in seconds after it. */
export interface Payer {
  pays: boolean
  paysIn: number
  times: number
  cancelsIn?: number
  errsIn?: number
  refundsIn?: number
}

export type Outcome = 'paid' | 'fails' | 'revoked' | 'slow' | 'undecided' | 'undecidedfail' | 'refused'

/** An account that payouts go to. */
export interface Account {
  number: string
  bankCode: string
  name: string
  outcome: Outcome
  settlesIn: number
}

export type OrderState = 'INIT_ORDER' | 'NO_PAY' | 'OPEN_PAY_URL' | 'SUCCESS' | 'PAY_CANCEL' | 'PAY_ERROR'

/** A payment that was made: a static VA has one for each time. */
export interface Payment {
  /** platOrderNum that it is told under. */
  id: string
  at: number
  money: number
  fee: number
}

/** An order that somebody is to pay. Instants are milliseconds since 1970. */
export interface Order {
  merchant: string
  /** orderNum. */
  number: string
  /** platOrderNum. */
  id: string
  kind: 'pay' | 'link' | 'static'
  /** What a repetition says too. */
  content: string
  method: string
  money: number
  name: string
  email: string
  phone: string
  detail: string
  notifyUrl: string
  va?: string
  url?: string
  state: OrderState
  createdAt: number
  expiresAt: number
  payments: Payment[]
}

export type PayoutState = '0' | '1' | '2' | '3' | '4' | '5'

export interface Payout {
  merchant: string
  number: string
  id: string
  content: string
  money: number
  fee: number
  feeType: string
  bankCode: string
  account: string
  name: string
  description: string
  notifyUrl: string
  state: PayoutState
  createdAt: number
}

/** The door to the books. Asynchronous, so that a durable store can stand behind it. */
export interface Ledger {
  merchant(code: string): Promise<Merchant | undefined>
  keepMerchant(merchant: Merchant): Promise<void>
  payer(name: string): Promise<Payer | undefined>
  keepPayer(name: string, payer: Payer): Promise<void>
  account(number: string): Promise<Account | undefined>
  keepAccount(account: Account): Promise<void>
  isClosed(method: string): Promise<boolean>
  close(method: string): Promise<void>
  order(merchant: string, number: string): Promise<Order | undefined>
  keepOrder(order: Order): Promise<void>
  payout(merchant: string, number: string): Promise<Payout | undefined>
  keepPayout(payout: Payout): Promise<void>
  /** Orders and payouts of that number, whoever made them. */
  orders(number: string): Promise<readonly Order[]>
  payouts(number: string): Promise<readonly Payout[]>
  clear(): Promise<void>
}

/** Books in memory, empty. */
export function createMemoryLedger(): Ledger {
  const [merchants, payers] = [new Map<string, Merchant>(), new Map<string, Payer>()]
  const [accounts, closed] = [new Map<string, Account>(), new Map<string, true>()]
  const [orders, payouts] = [new Map<string, Order>(), new Map<string, Payout>()]
  const name = (merchant: string, number: string) => JSON.stringify([merchant, number])
  return {
    merchant: async (code) => merchants.get(code),
    keepMerchant: async (merchant) => void merchants.set(merchant.code, merchant),
    payer: async (known) => payers.get(known),
    keepPayer: async (known, payer) => void payers.set(known, payer),
    account: async (number) => accounts.get(number),
    keepAccount: async (account) => void accounts.set(account.number, account),
    isClosed: async (method) => closed.has(method),
    close: async (method) => void closed.set(method, true),
    order: async (merchant, number) => orders.get(name(merchant, number)),
    keepOrder: async (order) => void orders.set(name(order.merchant, order.number), order),
    payout: async (merchant, number) => payouts.get(name(merchant, number)),
    keepPayout: async (payout) => void payouts.set(name(payout.merchant, payout.number), payout),
    orders: async (number) => [...orders.values()].filter((one) => one.number === number),
    payouts: async (number) => [...payouts.values()].filter((one) => one.number === number),
    async clear() {
      for (const books of [merchants, payers, accounts, closed, orders, payouts]) books.clear()
    },
  }
}
