/** The decisions of the gateway, in order. The honest ones are in honest.ts; a defect replaces some. */
import type { Complaint } from '../../../contract/shape.ts'
import type { Raw, Sealed } from '../../../dialects/dialect.ts'
import type { Fields, Reading } from '../../../wire/reading.ts'
import type { Line, Reply } from '../../reply.ts'
import type { CommonTill } from '../../till.ts'
import type { Account, Customer, Deal, Ledger, Product } from './ledger.ts'
import type { Phrase } from './phrase.ts'

export type Operation = 'topup' | 'query' | 'purchase' | 'direct'

/** Everything that the desk works with; one for each gateway. */
export interface Till extends Omit<CommonTill<Ledger>, 'number' | 'checksSignatures'> {
  /** Successful queries: the name of what they open, and the product that was asked for. */
  queried: Map<string, string>
}

/** One request on its way through the steps. */
export interface Call {
  /** Absent when the request names no method that is sold, or cannot be read. */
  operation?: Operation
  reading: Reading
  raw: Raw
  /** Text values without padding; absent and blank ones are left out. */
  texts: { [member: string]: string }
  /** What the field table says against the request. */
  complaints: Complaint[]
  /** Address that the request came from. */
  address: string
  /** The partner, once it is known who it is. */
  account?: Account
  /** Instant of arrival by the gateway's clock. */
  at: number
  till: Till
  /** The steps in force, for a step that needs another one. */
  steps: Steps
}

/** What a biller says: a code of the table and, with 68, how and when that ends. */
export interface Answer {
  code: string
  later?: { code: string; seconds: number }
}

export interface Steps {
  /** Answers what is not posted to the endpoint. */
  locate(line: Line, till: Till): Reply | undefined
  /** Undoes the coding of the body, or says why it cannot. */
  unpack(raw: Raw): Raw | Reply
  /** Reads the bytes. */
  receive(raw: Raw, till: Till): Promise<Reading>
  /** Says which operation it is; undefined when it is none. */
  recognise(reading: Reading, till: Till): Operation | undefined
  /** Value of a member, as it is worked with. */
  memberOf(call: Call, member: string): string
  /** Refuses what is incomplete or breaks the field table. */
  check(call: Call): Promise<string | undefined>
  /** The partner that a request names. */
  accountOf(call: Call): Promise<Account | undefined>
  isPin(call: Call, account: Account): boolean
  isFrom(call: Call, account: Account): boolean
  /** Refuses strangers. */
  authenticate(call: Call): Promise<string | undefined>
  /** A refusal that leaves the trx_id free. */
  refuse(call: Call, code: string): Promise<Deal>
  /** Name that a transaction is kept under. */
  nameOf(call: Call, isQuery: boolean): string
  /** Does the work while no other request with that trx_id is worked on. */
  serialise(call: Call, work: () => Promise<Deal>): Promise<Deal>
  /** The transaction that a request repeats. */
  find(call: Call): Promise<Deal | undefined>
  /** Says whether a transaction still stands in the way of its trx_id. */
  remembers(call: Call, known: Deal): boolean
  /** Answers a repetition; undefined makes it a new transaction. */
  recall(call: Call, known: Deal): Promise<Deal | undefined>
  /** Opens a transaction and keeps it. */
  open(call: Call): Promise<Deal>
  /** Decides about a query. */
  query(call: Call, deal: Deal): Promise<Answer>
  /** Decides about a purchase, up to the answer of the biller; what it costs is taken then. */
  buy(call: Call, deal: Deal): Promise<Answer>
  productOf(call: Call): Promise<Product | undefined>
  customerOf(call: Call, product: Product): Promise<Customer | undefined>
  /** Why a product cannot be bought; undefined when it can. */
  priced(call: Call, product: Product): string | undefined
  /** Says whether a query came before this purchase. */
  isQueried(call: Call, deal: Deal): boolean
  /** Notes that a query has found its customer. */
  noteQuery(call: Call, deal: Deal): void
  /** Takes the price; false when the deposit does not suffice. */
  charge(call: Call, deal: Deal): Promise<boolean>
  askBiller(call: Call, deal: Deal, customer: Customer): Promise<Answer>
  /** Books what was decided, and waits for the end of what is pending. */
  settle(call: Call, deal: Deal, answer: Answer): Promise<Deal>
  /** Brings a transaction to a final code: spends what was taken, or gives it back. */
  finish(deal: Deal, code: string, till: Till, steps: Steps): Promise<void>
  /** Gives back what was taken. */
  refund(deal: Deal, till: Till): Promise<void>
  /** Makes the serial number, and the token, of a success. */
  serial(deal: Deal, till: Till): { sn: string; token?: string }
  /** A TRANSACTIONID that no transaction had before. */
  newId(till: Till): string
  /** The parts of a MESSAGE. */
  phrase(deal: Deal, till: Till): Promise<Phrase>
  /** A MESSAGE as text. */
  say(phrase: Phrase): string
  /** The members of an answer or a callback, in the order of the table. */
  members(deal: Deal, till: Till, steps: Steps): Promise<Fields>
  /** The members of the answer to a request. */
  answer(call: Call, deal: Deal): Promise<Fields>
  /** The bytes of the answer. */
  write(call: Call, fields: Fields, deal: Deal): Promise<Reply>
  /** Puts the answer on the wire. */
  send(reply: Reply, line: Line, call?: Call): Promise<void>
  /** Reports how a pending transaction ended. */
  report(deal: Deal, till: Till, steps: Steps): Promise<void>
  /** The bytes of a callback. */
  compose(fields: Fields, deal: Deal, till: Till): Sealed
  /** Hands a callback over. */
  deliver(sealed: Sealed, deal: Deal, till: Till): Promise<void>
}
