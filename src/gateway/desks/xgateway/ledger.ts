/** What the gateway has on its books: partners, products, customers, transactions and the money that moved. */

/** A partner. Money is whole rupiah. */
export interface Account {
  user: string
  pin: string
  balance: number
  /** How far below nothing the balance may go. */
  credit: number
  /** Addresses that requests may come from; absent: any but those of this machine that play strangers. */
  addresses?: string[]
  blocked: boolean
  /** Where callbacks go, instead of the gateway's own callback URL. */
  callbackUrl?: string
}

/** Something that is sold. */
export interface Product {
  code: string
  /** Absent: not set yet. */
  price?: number
  closed: boolean
}

/** What becomes of a purchase for a number. */
export type Fate =
  | 'success'
  | 'missing'
  | 'expired'
  | 'blocked'
  | 'slow'
  | 'biller'
  | 'noquery'
  | 'pending'
  | 'pendingfail'
  | 'refunded'

/** Whoever is behind a number: a phone, or a PLN meter. */
export interface Customer {
  number: string
  fate: Fate
  /** Seconds from the request until a pending purchase is final. */
  settlesIn: number
  /** What PLN knows of a meter; absent for phones. */
  meter?: Meter
  /** Where callbacks about this number go, before any other URL. */
  callbackUrl?: string
}

export interface Meter {
  meter: string
  idpel: string
  name: string
  /** `R1` */
  tariff: string
  /** In VA. */
  power: number
}

/** One transaction, or a query, as it stands; also what a refused request is answered from. */
export interface Deal {
  user: string
  /** trx_id of the partner. */
  trx: string
  isQuery: boolean
  product: string
  number: string
  /** TRANSACTIONID. */
  id: string
  /** Instant of the first sending, in milliseconds since 1970. */
  at: number
  code: string
  /** Price, once the product is known. */
  price: number
  sn: string
  meter?: Meter
  /** PLN token of a success. */
  token?: string
}

/** One movement of money. */
export interface Movement {
  user: string
  trx: string
  id: string
  amount: number
  state: 'pending' | 'paid' | 'reversed'
}

/** The door to the books. Asynchronous, so that a durable store can stand behind it. */
export interface Ledger {
  account(user: string): Promise<Account | undefined>
  keepAccount(account: Account): Promise<void>
  /** Every partner, in the order in which they were registered. */
  accounts(): Promise<readonly Account[]>
  product(code: string): Promise<Product | undefined>
  keepProduct(product: Product): Promise<void>
  customer(number: string): Promise<Customer | undefined>
  keepCustomer(customer: Customer): Promise<void>
  /** Whoever is behind the numbers, in the order in which they were registered. */
  customers(): Promise<readonly Customer[]>
  /** The latest transaction that was kept under a name. */
  find(name: string): Promise<Deal | undefined>
  keep(name: string, deal: Deal): Promise<void>
  /** Takes an amount off a balance if that leaves at least `floor`; false, and nothing taken, if not. */
  charge(deal: Deal, amount: number, floor: number): Promise<boolean>
  /** Says that what was taken for a transaction is spent. */
  spend(deal: Deal): Promise<void>
  /** Gives back what was taken for a transaction and is not given back yet. */
  refund(deal: Deal): Promise<void>
  movements(trx: string): Promise<readonly Movement[]>
  clear(): Promise<void>
}

/** Books in memory, empty. */
export function createMemoryLedger(): Ledger {
  const [accounts, products, customers] = [
    new Map<string, Account>(),
    new Map<string, Product>(),
    new Map<string, Customer>(),
  ]
  const deals = new Map<string, Deal>()
  const moved = new Map<string, Movement[]>()
  const open = ({ id, trx }: Deal) =>
    (moved.get(trx) ?? []).filter((one) => one.id === id && one.state !== 'reversed')
  return {
    account: async (user) => accounts.get(user),
    keepAccount: async (account) => void accounts.set(account.user, account),
    accounts: async () => [...accounts.values()],
    product: async (code) => products.get(code),
    keepProduct: async (product) => void products.set(product.code, product),
    customer: async (number) => customers.get(number),
    async keepCustomer(customer) {
      customers.set(customer.number, customer)
      if (customer.meter) customers.set(customer.meter.idpel, customer)
    },
    customers: async () => [...customers.values()],
    find: async (name) => deals.get(name),
    keep: async (name, deal) => void deals.set(name, deal),
    async charge({ user, trx, id }, amount, floor) {
      const account = accounts.get(user)
      if (!account || account.balance - amount < floor) return false
      account.balance -= amount
      moved.set(trx, [...(moved.get(trx) ?? []), { user, trx, id, amount, state: 'pending' }])
      return true
    },
    async spend(deal) {
      for (const movement of open(deal)) movement.state = 'paid'
    },
    async refund(deal) {
      for (const movement of open(deal)) {
        movement.state = 'reversed'
        accounts.get(movement.user)!.balance += movement.amount
      }
    },
    movements: async (trx) => moved.get(trx) ?? [],
    async clear() {
      for (const books of [accounts, products, customers, deals, moved]) books.clear()
    },
  }
}
