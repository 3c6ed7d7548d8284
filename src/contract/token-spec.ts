/** Credentials that a client fetches, as a contract describes them. */
import type { Profile } from './contract.ts'

/** A credential that is fetched: the field that carries it, and the operation whose answer holds it. */
export interface TokenSpec {
  field: string
  operation: string
  /** Field of the answer that holds it, and the one that tells for how many seconds it is good. */
  at: string
  seconds?: string
  /** Field of the answer that tells when it ends, where none tells its seconds. */
  until?: string
  /** Switch that tells its seconds, where the answer does not. */
  lasts?: string
  /** What stands before it in the field, and the profile under which nothing does. */
  prefix?: string
  bare?: Profile
  /** Fields that it is asked for with, beside those that every request has. */
  ask?: { [field: string]: string }
  /** Kind of test data that it is asked for with: the keys of an item by the field that takes them. */
  data?: { kind: string; fields: { [field: string]: string } }
}
