/** What the gateway has on its books: partners, merchants, cards, customers, payments and what was paid back. */

/** A consumer of the services. */
export interface Partner {
  id: string
  secret: string
  /** Key that its asymmetric signatures are verified with, PEM. */
  publicKey: string
  /** Where notifications go that no payment has an address for. */
  notifyUrl?: string
  /** It may sell for whichever merchant it names, except suspended ones. */
  anyMerchant?: true
  /** Where whoever made the partner's test data listens: registered, where addresses are. */
  callbackUrl?: string
}

/** A merchant of a partner. */
export interface Merchant {
  id: string
  partner: string
  state: 'active' | 'blacklisted'
  /** What there is to pay back from; absent: as much as it takes. */
  balance?: bigint
}

/** What becomes of a payment with a card. */
export type Fate =
  | 'paid'
  | 'redirect'
  | 'refuses'
  | 'idle'
  | 'pending'
  | 'pendingfail'
  | 'timeout'
  | 'timeoutfail'
  | 'slow'
  | 'declined'
  | 'blocked'
  | 'expired'
  | 'poor'
  | 'limited'
  | 'fraud'
  | 'backend'
  | 'otp'
  | 'refundpending'
  | 'refundfail'
  | 'unknown'

/** Whatever a payer pays with. */
export interface Card {
  token: string
  fate: Fate
  /** Seconds until what is not final is final. */
  settlesIn: number
  balance?: bigint
  limit?: bigint
  otp?: string
  /** Only this customer's token pays with it. */
  customer?: string
}

/** A customer who consented: the code is good for one token. */
export interface Customer {
  id: string
  partner: string
  authCode: string
}

export type State = '00' | '01' | '02' | '03' | '04' | '05' | '06'

/** Money that was paid back, or is to be. */
export interface Refund {
  id: string
  /** partnerRefundNo. */
  number: string
  /** What a repetition has to say too. */
  content: string
  amount: bigint
  state: '00' | '03' | '06'
  at: number
  reason?: string
}

/** One payment. Instants are milliseconds since 1970. */
export interface Payment {
  /** referenceNo. */
  id: string
  partner: string
  /** partnerReferenceNo. */
  reference: string
  externalId: string
  /** What a repetition has to say too. */
  content: string
  merchant?: string
  card?: string
  amount: bigint
  currency: string
  state: State
  /** Form of the code that it was answered with, and what that was about. */
  form: string
  about?: string
  createdAt: number
  expiresAt?: number
  paidAt?: number
  endedAt?: number
  cancelledAt?: number
  notifyUrl?: string
  approval: string
  /** Where the payer's money is; absent: untouched. */
  money?: 'pending' | 'paid' | 'reversed'
  refunds: Refund[]
}

/** The door to the books. Asynchronous, so that a durable store can stand behind it. */
export interface Ledger {
  partner(id: string): Promise<Partner | undefined>
  keepPartner(partner: Partner): Promise<void>
  merchant(id: string): Promise<Merchant | undefined>
  keepMerchant(merchant: Merchant): Promise<void>
  card(token: string): Promise<Card | undefined>
  keepCard(card: Card): Promise<void>
  keepCustomer(customer: Customer): Promise<void>
  /** Takes the customer of a code, which is good once. */
  consent(authCode: string): Promise<Customer | undefined>
  keepPayment(payment: Payment): Promise<void>
  payment(partner: string, reference: string): Promise<Payment | undefined>
  paymentById(id: string): Promise<Payment | undefined>
  paymentByExternal(partner: string, externalId: string): Promise<Payment | undefined>
  /** Payments of that reference, whoever made them. */
  payments(reference: string): Promise<readonly Payment[]>
  /** Takes a refund into the books; a number belongs to one refund of a partner. */
  keepRefund(payment: Payment, refund: Refund): Promise<void>
  refund(partner: string, number: string): Promise<{ payment: Payment; refund: Refund } | undefined>
  /** Takes the amount off the card; false, and nothing taken, where it does not suffice. */
  charge(payment: Payment): Promise<boolean>
  /** Gives an amount of a payment back to its card. */
  giveBack(payment: Payment, amount: bigint): Promise<void>
  clear(): Promise<void>
}

/** Books in memory, empty. */
export function createMemoryLedger(): Ledger {
  const [partners, merchants, cards, customers] = [
    new Map<string, Partner>(),
    new Map<string, Merchant>(),
    new Map<string, Card>(),
    new Map<string, Customer>(),
  ]
  const byName = new Map<string, Payment>()
  const byId = new Map<string, Payment>()
  const refunds = new Map<string, { payment: Payment; refund: Refund }>()
  const name = (partner: string, text: string) => JSON.stringify([partner, text])
  const cardOf = ({ card }: Payment) => (card === undefined ? undefined : cards.get(card))
  return {
    partner: async (id) => partners.get(id),
    keepPartner: async (partner) => void partners.set(partner.id, partner),
    merchant: async (id) => merchants.get(id),
    keepMerchant: async (merchant) => void merchants.set(merchant.id, merchant),
    card: async (token) => cards.get(token),
    keepCard: async (card) => void cards.set(card.token, card),
    keepCustomer: async (customer) => void customers.set(customer.authCode, customer),
    async consent(authCode) {
      const customer = customers.get(authCode)
      customers.delete(authCode)
      return customer
    },
    async keepPayment(payment) {
      byName.set(name(payment.partner, payment.reference), payment)
      byId.set(payment.id, payment)
    },
    payment: async (partner, reference) => byName.get(name(partner, reference)),
    paymentById: async (id) => byId.get(id),
    paymentByExternal: async (partner, externalId) =>
      [...byId.values()].find((one) => one.partner === partner && one.externalId === externalId),
    payments: async (reference) => [...byId.values()].filter((one) => one.reference === reference),
    async keepRefund(payment, refund) {
      payment.refunds.push(refund)
      refunds.set(name(payment.partner, refund.number), { payment, refund })
    },
    refund: async (partner, number) => refunds.get(name(partner, number)),
    async charge(payment) {
      const card = cardOf(payment)
      if (card?.balance !== undefined && card.balance < payment.amount) return false
      if (card?.balance !== undefined) card.balance -= payment.amount
      return true
    },
    async giveBack(payment, amount) {
      const card = cardOf(payment)
      if (card?.balance !== undefined) card.balance += amount
    },
    async clear() {
      for (const books of [partners, merchants, cards, customers, byName, byId, refunds]) books.clear()
    },
  }
}
