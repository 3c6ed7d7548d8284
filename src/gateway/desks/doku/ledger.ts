/** What the gateway has on its books: merchants, payment codes, and what was paid at the counters of stores. */
import type { Json } from '../../../wire/reading.ts'

/** Whoever asks for codes. */
export interface Merchant {
  id: string
  secret: string
  /** Where notifications go that no order has an address for. */
  notifyUrl?: string
}

/** What becomes of an invoice number by itself. */
export interface Fate {
  /** How often its code is paid, and after how many seconds each time. */
  pays?: number
  paysIn?: number
  /** Milliseconds that its code takes. */
  delayMs?: number
  /** Something inside fails. */
  fails?: boolean
  /** Nobody can ask for a code for it. */
  never?: boolean
}

/** What was paid at a counter. Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  at: number
  amount: number
  identifiers: { name: string; value: string }[]
}

/** A payment code and what it is for. */
export interface Order {
  merchant: string
  invoice: string
  /** Its Request-Id. */
  request: string
  code: string
  /** Whole rupiah. */
  amount: number
  reusable: boolean
  createdAt: number
  expiresAt: number
  additional?: Json
  /** Address that takes the place of the merchant's. */
  override?: string
  payments: Payment[]
}

/** The door to the books. Asynchronous, so that a durable store can stand behind it. */
export interface Ledger {
  merchant(id: string): Promise<Merchant | undefined>
  keepMerchant(merchant: Merchant): Promise<void>
  fate(invoice: string): Promise<Fate | undefined>
  keepFate(invoice: string, fate: Fate): Promise<void>
  keepOrder(order: Order): Promise<void>
  order(merchant: string, invoice: string): Promise<Order | undefined>
  orderByRequest(merchant: string, request: string): Promise<Order | undefined>
  orderByCode(code: string): Promise<Order | undefined>
  /** Orders of that invoice number, whoever made them. */
  orders(invoice: string): Promise<readonly Order[]>
  clear(): Promise<void>
}

/** Books in memory, empty. */
export function createMemoryLedger(): Ledger {
  const [merchants, fates] = [new Map<string, Merchant>(), new Map<string, Fate>()]
  const [byInvoice, byRequest] = [new Map<string, Order>(), new Map<string, Order>()]
  const byCode = new Map<string, Order>()
  const name = (merchant: string, text: string) => JSON.stringify([merchant, text])
  return {
    merchant: async (id) => merchants.get(id),
    keepMerchant: async (merchant) => void merchants.set(merchant.id, merchant),
    fate: async (invoice) => fates.get(invoice),
    keepFate: async (invoice, fate) => void fates.set(invoice, fate),
    async keepOrder(order) {
      byInvoice.set(name(order.merchant, order.invoice), order)
      byRequest.set(name(order.merchant, order.request), order)
      byCode.set(order.code, order)
    },
    order: async (merchant, invoice) => byInvoice.get(name(merchant, invoice)),
    orderByRequest: async (merchant, request) => byRequest.get(name(merchant, request)),
    orderByCode: async (code) => byCode.get(code),
    orders: async (invoice) => [...byRequest.values()].filter((one) => one.invoice === invoice),
    async clear() {
      for (const books of [merchants, fates, byInvoice, byRequest, byCode]) books.clear()
    },
  }
}
