/** The protocol that a command is about. */
import type { Contract } from '../contract/contract.ts'
import { loadContract, protocols } from '../contract/load.ts'
import { suggestion } from '../stimulate/declaration-nearest.ts'
import { UsageError } from './failure.ts'

/** The contract of a protocol that somebody named; says what he may have meant when there is none. */
export function contractOf(protocol: string): Contract {
  const known = protocols()
  if (known.includes(protocol)) return loadContract(protocol)
  throw new UsageError(`There is no protocol «${protocol}».${suggestion(protocol, known)}`)
}

/** Contracts of the protocol named, or of all. */
export function contractsOf(protocol: string | undefined): Contract[] {
  return protocol === undefined ? protocols().map(loadContract) : [contractOf(protocol)]
}
