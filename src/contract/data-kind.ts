/** Kinds of test data, as contracts list them. */

/** A kind of test data that scenarios ask for. */
export interface DataKind {
  says: string
  wish?: { [key: string]: unknown }
  /** Form of the codes that are suggested; each `#` becomes a digit, and no two codes of a run are the same. */
  code?: string
  /** Nobody needs to supply it: the suite makes it up. */
  madeUp?: boolean
  /** Where the target has none, one is made up that it does not know. */
  strange?: boolean
  /** An item of a pool can be used again and again. */
  reusable?: boolean
  /** It may be made before it is needed: nothing befalls it until a request names it. */
  ahead?: boolean
  /** Keys of an item that are secret. */
  secrets?: string[]
  /** Credentials that a client of its own is made with on a stage, the first being its code. */
  own?: string[]
  /** What else an item may tell, beside what is wished for. */
  keys?: string[]
}
