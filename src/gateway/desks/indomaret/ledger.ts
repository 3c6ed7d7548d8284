/** What the partner has on its books: bills, transactions and the entries that moved money. */

/** How a bill's biller behaves; absent: at once. */
export type Biller = 'slow' | 'timeout'

/** What a payment code stands for. Money is whole rupiah, instants are milliseconds since 1970. */
export interface Bill {
  code: string
  amount: number
  minAmount: number
  fee: number
  desc: string
  customer?: string
  productCode?: string
  expires?: number
  reusable: boolean
  biller?: Biller
}

/** One payment or, without a receipt, a reversal that came before its payment. */
export interface Transaction {
  code: string
  reference: string
  store: string
  amount: number
  receipt?: string
  state: 'paid' | 'reversed'
}

/** One movement of money, in the order of booking. */
export interface LedgerEntry {
  kind: 'payment' | 'reversal'
  code: string
  reference: string
  amount: number
  at: number
}

/** The door to the books. Asynchronous, so that a durable store can stand behind it. */
export interface Ledger {
  bill(code: string): Promise<Bill | undefined>
  keepBill(bill: Bill): Promise<void>
  /** The latest transaction with that key. */
  find(code: string, reference: string): Promise<Transaction | undefined>
  /** Every transaction of a code, oldest first. */
  transactions(code: string): Promise<readonly Transaction[]>
  /** Adds a transaction; a paid one is a movement of money. */
  book(transaction: Transaction, at: number): Promise<void>
  /** Marks a transaction reversed and gives its money back. */
  reverse(transaction: Transaction, at: number): Promise<void>
  /** Replaces what is written of a transaction. */
  amend(transaction: Transaction, change: Partial<Transaction>): Promise<void>
  /** The latest transaction with that reference, whatever its code. */
  byReference(reference: string): Promise<Transaction | undefined>
  entries(code: string): Promise<readonly LedgerEntry[]>
  clear(): Promise<void>
}

interface Shelf {
  transactions: Transaction[]
  entries: LedgerEntry[]
}

/** Books in memory, empty. */
export function createMemoryLedger(): Ledger {
  const bills = new Map<string, Bill>()
  const shelves = new Map<string, Shelf>()
  const byReference = new Map<string, Transaction>()
  const shelf = (code: string): Shelf => {
    const known = shelves.get(code) ?? { transactions: [], entries: [] }
    shelves.set(code, known)
    return known
  }
  const enter = (kind: LedgerEntry['kind'], { code, reference, amount }: Transaction, at: number) =>
    void shelf(code).entries.push({ kind, code, reference, amount, at })
  return {
    bill: async (code) => bills.get(code),
    keepBill: async (bill) => void bills.set(bill.code, bill),
    find: async (code, reference) =>
      shelves.get(code)?.transactions.findLast((one) => one.reference === reference),
    transactions: async (code) => shelves.get(code)?.transactions ?? [],
    async book(transaction, at) {
      shelf(transaction.code).transactions.push(transaction)
      byReference.set(transaction.reference, transaction)
      if (transaction.state === 'paid') enter('payment', transaction, at)
    },
    async reverse(transaction, at) {
      enter('reversal', transaction, at)
      transaction.state = 'reversed'
    },
    amend: async (transaction, change) => void Object.assign(transaction, change),
    byReference: async (reference) => byReference.get(reference),
    entries: async (code) => shelves.get(code)?.entries ?? [],
    async clear() {
      bills.clear()
      shelves.clear()
      byReference.clear()
    },
  }
}
