/** The decisions of the partner's server, in order. The honest ones are in honest.ts; a defect replaces some. */
import type { Contract, Profile } from '../../../contract/contract.ts'
import type { Complaint } from '../../../contract/shape.ts'
import type { Dialect, Keys, Raw } from '../../../dialects/dialect.ts'
import type { Fields, Read, Reading } from '../../../wire/reading.ts'
import type { Clock } from '../../clock.ts'
import type { Locks } from '../../locks.ts'
import type { Line, Reply } from '../../reply.ts'
import type { Bill, Ledger, Transaction } from './ledger.ts'

export type Operation = 'inquiry' | 'payment' | 'reversal'

/** Everything that the desk works with; one for each gateway. */
export interface Till {
  contract: Contract
  profile: Profile
  dialect: Dialect
  keys: Keys
  clock: Clock
  ledger: Ledger
  locks: Locks
  /** Codes that were inquired, for partners that ask for an inquiry before a payment. */
  inquired: Set<string>
}

/** One request on its way through the steps. */
export interface Call {
  operation: Operation
  reading: Read
  /** Text values without padding; absent and blank ones are left out. */
  texts: { [field: string]: string }
  /** What the field table says against the request. */
  complaints: Complaint[]
  /** Instant of arrival by the gateway's clock. */
  at: number
  till: Till
  /** The steps in force, for a step that needs another one. */
  steps: Steps
}

/** What was decided: success, or the business cause of a refusal as codes.json names it. */
export interface Outcome {
  cause: string
  bill?: Bill
  receipt?: string
  /** What is to be booked. */
  book?: 'payment' | 'reversal' | 'tombstone'
  /** The transaction that the request is about. */
  transaction?: Transaction
}

/** Input that nothing can be answered to but a SOAP Fault. */
export interface Fault {
  code: 'Client' | 'Server'
  says: string
}

export interface Steps {
  /** Reads the bytes. */
  receive(raw: Raw, till: Till): Promise<Reading>
  /** Says which operation it is, or why it is none. */
  recognise(reading: Reading, raw: Raw, till: Till): Promise<Operation | Fault>
  /** Refuses a wrong signature. */
  authenticate(call: Call): Promise<Outcome | undefined>
  /** Refuses what breaks the field table. */
  check(call: Call): Promise<Outcome | undefined>
  /** Does the work while no other request of the same payment code is worked on. */
  serialise(call: Call, work: () => Promise<Outcome>): Promise<Outcome>
  /** The transaction that the request repeats, or wants reversed. */
  find(call: Call): Promise<Transaction | undefined>
  /** Answers a repeat from the books. */
  recall(call: Call, known: Transaction | undefined): Promise<Outcome | undefined>
  billOf(call: Call): Promise<Bill | undefined>
  inquire(call: Call): Promise<Outcome>
  pay(call: Call): Promise<Outcome>
  reverse(call: Call, known: Transaction | undefined): Promise<Outcome>
  isPaid(call: Call, bill: Bill): Promise<boolean>
  isExpired(call: Call, bill: Bill): boolean
  /** Why an amount cannot pay a bill; undefined when it can. */
  limits(call: Call, bill: Bill): string | undefined
  /** Lets the biller work; gives the cause of its refusal. */
  askBiller(call: Call, bill: Bill): Promise<string | undefined>
  /** Books what was decided. */
  settle(call: Call, outcome: Outcome): Promise<Outcome>
  /** A receipt code that no payment had before. */
  receipt(call: Call): string
  /** An instant as the contract writes it. */
  stamp(instant: number, till: Till): string
  /** Rupiah as the contract writes them. */
  money(rupiah: number): string
  /** Code and text of an outcome. */
  verdict(call: Call, outcome: Outcome): { code: string; says: string }
  /** The fields of the answer, in the order of the table. */
  answer(call: Call, outcome: Outcome): Promise<Fields>
  /** The bytes of the answer, in the style of the request. */
  write(call: Call, fields: Fields, outcome: Outcome): Promise<Reply>
  /** The bytes of a Fault. */
  fault(fault: Fault, reading: Reading | undefined, till: Till): Promise<Reply>
  /** The WSDL for those who ask for it; undefined publishes none. */
  describe(address: string, till: Till): Reply | undefined
  /** Puts the answer on the wire. */
  send(reply: Reply, line: Line, call?: Call): Promise<void>
}

/** Amount that a request pays or reverses, in rupiah; undefined for none and for a fraction of a rupiah. */
export function amountIn(call: Call): number | undefined {
  const found = /^(\d{1,12})(?:\.0{1,2})?$/.exec(call.texts['Amount'] ?? '')
  return found ? Number(found[1]) : undefined
}

/** Text of a field that `check` has found to be there. */
export const textIn = (call: Call, field: string): string => call.texts[field] ?? ''
