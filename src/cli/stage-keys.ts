/** Keys by which a stage judges what it hears. */
import type { Contract, Profile } from '../contract/contract.ts'
import type { Call, KeyParts, Keys } from '../dialects/dialect.ts'
import { isSigning } from '../dialects/signed.ts'

interface Known {
  contract: Contract
  profile: Profile
  /** What the declaration says. */
  declared: Keys
  /** Credentials of the client that comes, and of the client that the sandbox expects. */
  own: { [name: string]: string }
  sandbox: { [name: string]: string }
}

/**
 * A client that declares a public key alone is judged by that one, and what our gateway says by the gateway's. Keys that
 * sign something are whole, and judge both.
 */
export function keysToHearBy(make: ((parts: KeyParts) => Keys) | undefined, known: Known): Keys {
  const { contract, profile, declared, own, sandbox } = known
  if (!make || isSigning(declared)) return declared
  const usual = make({ contract, profile, side: 'client', credentials: sandbox })
  const client =
    own['publicKey'] === undefined ? usual : make({ contract, profile, side: 'gateway', credentials: own })
  const of = ({ operation, side }: Call): Keys =>
    (contract.operations[operation]?.from === 'gateway') === (side === 'response') ? client : usual
  return {
    judgeCall: (call) => of(call).judgeCall?.(call) ?? 'unchecked',
    blameCall: (call) => of(call).blameCall?.(call),
  }
}
