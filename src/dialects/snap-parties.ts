/** Keys of a party of the national standard from its credentials: its own private key, the public key of the other. */
import type { Operation } from '../contract/contract.ts'
import type { Call, KeyParts, Keys } from './dialect.ts'
import { keyring, verifyCall, type Means } from './snap-keyring.ts'

/**
 * `client` and `secret` are what both know; `privateKey` is of whoever holds these credentials, `publicKey` of the
 * other. What either side sent can be judged with them.
 */
export function keys({ contract, profile, side, credentials, url, endpoints = {} }: KeyParts): Keys {
  const { client, secret, privateKey, publicKey } = credentials
  if (secret === undefined && privateKey === undefined && publicKey === undefined) return {}
  const shared = given({ client, secret })
  const own: Means = {
    ...shared,
    ...given({ privateKey, publicKey: privateKey }),
    below: () => url,
    at: (operation) => endpoints[operation],
  }
  const other: Means = { ...shared, ...given({ publicKey }) }
  const meansFor = ({ operation }: Call): Means =>
    senderOf(contract.operations, operation) === side ? own : other
  return {
    ...keyring(profile, own),
    judgeCall: (call) => keyring(profile, meansFor(call)).judgeCall!(call),
    blameCall(call) {
      const result = verifyCall(call, profile, meansFor(call))
      return result && !result.good ? { differs: result.differs, says: result.says } : undefined
    },
  }
}

const senderOf = (operations: { [name: string]: Operation }, operation: string): Operation['from'] =>
  operations[operation]?.from ?? 'client'

/** Without what is not there. */
function given<T extends object>(values: T): { [key in keyof T]?: NonNullable<T[key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [key in keyof T]?: NonNullable<T[key]>
  }
}
