/** Keys of a party of the national standard from its credentials: its own private key, the public key of the other. */
import type { Operation } from '../contract/contract.ts'
import type { SignatureVerdict } from '../wire/exchange.ts'
import type { Call, KeyParts, Keys } from './dialect.ts'
import type { Suspects } from './snap-check.ts'
import { keyring, verifyCall, type Means } from './snap-keyring.ts'
import { pathIn, pathOf } from './snap-paths.ts'

/**
 * `client` and `secret` are what both know; `privateKey` is of whoever holds these credentials, `publicKey` of the
 * other. What either side sent can be judged with them.
 */
export function keys(parts: KeyParts): Keys {
  const { contract, profile, side, credentials, url, endpoints = {} } = parts
  const { client, secret, privateKey, publicKey } = credentials
  if (secret === undefined && privateKey === undefined && publicKey === undefined) return {}
  const shared = { ...given({ client, secret }), suspects: suspectsOf(parts) }
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
    judgeCall: (call) => judged(keyring(profile, meansFor(call)).judgeCall!(call), call, client),
    blameCall(call) {
      const result = verifyCall(call, profile, meansFor(call))
      return result && !result.good ? { differs: result.differs, says: result.says } : undefined
    },
  }
}

const senderOf = (operations: { [name: string]: Operation }, operation: string): Operation['from'] =>
  operations[operation]?.from ?? 'client'

/** A request that names another client is to be judged with the keys of that one. */
function judged(verdict: SignatureVerdict, { fields }: Call, client: string | undefined): SignatureVerdict {
  const named = fields['header:X-PARTNER-ID'] ?? fields['header:X-CLIENT-KEY']
  const isOther = client !== undefined && named !== undefined && named !== client
  return isOther && verdict !== 'none' ? 'unchecked' : verdict
}

/** The paths of the other operations, and the address before them. */
function suspectsOf({ contract, profile, url, endpoints = {} }: KeyParts): Suspects {
  const below = url === undefined ? '' : pathIn(url).replace(/\/$/, '')
  const paths = Object.keys(contract.operations).flatMap((operation) => {
    const [whole, own] = [endpoints[operation], pathOf(contract, profile, operation)]
    // A notification is sent to an address that none of these is below.
    return [whole === undefined ? below + own : pathIn(whole), own]
  })
  return { paths, ...(url !== undefined && { origin: new URL(url).origin }) }
}

/** Without what is not there. */
function given<T extends object>(values: T): { [key in keyof T]?: NonNullable<T[key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [key in keyof T]?: NonNullable<T[key]>
  }
}
