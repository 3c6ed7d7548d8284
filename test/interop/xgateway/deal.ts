/** Words of the kiosk: who buys, what is sold, for whom, and what became of it. */

export interface Ask {
  MSISDN: string
  REQUESTID: string
  PIN: string
  NOHP: string
  NOM: string
}

export interface Account {
  id: string
  pin: string
  balance: number
  /** How far below zero the balance may go. */
  credit: number
  blocked: boolean
  /** Address that its requests come from. */
  address: string
  callbackUrl?: string
}

export interface Product {
  price?: number
  closed: boolean
}

export interface Customer {
  outcome: string
  name: string
  power: string
  meter: string
  idpel: string
  /** Seconds until a pending transaction is final. */
  settlesIn: number
}

export interface Deal {
  kind: 'ISI' | 'QUERY'
  user: string
  trx: string
  nohp: string
  nom: string
  /** First sending, in the kiosk's own time. */
  at: number
  id: string
  /** Absent while the biller is at work. */
  code?: string
  why: string
  serial: string
  token: string
  price: number
  /** Rupiah that are taken from the balance for it at the moment. */
  held: number
  /** Balance after it was decided. */
  left?: number
  customer?: Customer
  work: Promise<void>
}

/** How a deal is told once: a repetition can be told otherwise than it ended. */
export type Telling = Deal & { repeated?: boolean }

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
