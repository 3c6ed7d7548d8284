/** Operations that a server need not have. */
import { met, type Contract, type Profile } from './contract.ts'

/** False for an operation that a server has not, by its profile. */
export const isOffered = ({ operations }: Contract, profile: Profile, operation: string): boolean =>
  !met(operations[operation]?.unless, profile)
