/** Model clients and receivers: what is put on trial in these roles when nobody else is. Found by name, like desks. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Contract, Profile } from '../contract/contract.ts'
import { moduleSuffix } from '../contract/home.ts'
import { ContractError } from '../contract/load.ts'

/** A defect or a freedom of a party, as a catalogue lists it. */
export interface PartyOddity {
  id: string
  says: string
  catalogue?: string
  /** Every rule that it breaks, no more and no fewer; none for a freedom. */
  breaks?: string[]
  because?: string
  /** Of a freedom: rules that warn of it, and nothing else does. */
  warns?: string[]
  /** Profile that goes with it, where it hangs on a switch. */
  profile?: Profile
  /** Bits of the key of whoever signs, where it hangs on that. */
  keyBits?: number
}

export interface PartyOptions {
  contract: Contract
  profile: Profile
  /** Where a client sends its requests. */
  gatewayUrl?: string
  /** Credentials by name: as the gateway knows the client, or as the receiver knows the gateway. */
  credentials: { [name: string]: string }
  defect?: string
  freedom?: string
}

/** A party that runs. */
export interface Party {
  /** Where it takes callbacks; absent when it takes none. */
  url?: string
  /** Begins a transaction and resolves when the party has done all that it does about it by itself. */
  trigger?(wish: { [key: string]: unknown }): Promise<void>
  /** Makes test data in its books, such as a sale that waits for a callback. */
  provision?(data: string, wish: { [key: string]: unknown }): Promise<{ [key: string]: unknown }>
  /** What its books say about a reference: one line for each effect that was booked. */
  ledger?(code: string): Promise<{ reference: string; amount: number; state: string; receipt?: string }[]>
  /** What it believes is left on its account, in whole rupiah. */
  balance?(account: string): Promise<number>
  /** Moves its clock forward and gives its time, milliseconds since 1970. */
  clock?(seconds: number): Promise<number>
  close(): Promise<void>
}

/** What `src/parties/<protocol>/<role>.ts` exports. */
export interface PartyModule {
  defects: readonly PartyOddity[]
  freedoms: readonly PartyOddity[]
  open(options: PartyOptions): Promise<Party>
  /** Receivers: what they know a gateway by, and what whoever plays that gateway to them has to hold. */
  acquaintance?(keyBits?: number): { party: Credentials; gateway: Credentials }
  /** Clients: credentials of their own with a key of so many bits, as they hold them and as a gateway knows them. */
  credentials?(keyBits: number): { party: Credentials; gateway: Credentials }
}

export interface Credentials {
  [name: string]: string
}

/** The model party of a protocol's role; undefined when there is none. */
export async function partyModule(
  protocol: string,
  role: 'client' | 'receiver',
): Promise<PartyModule | undefined> {
  const place = new URL(`./${protocol}/${role}${moduleSuffix}`, import.meta.url)
  if (!/^[a-z][a-z0-9-]*$/.test(protocol))
    throw new ContractError(`«${protocol}» is no name of a protocol. Choose one that batu-uji rules lists.`)
  return existsSync(fileURLToPath(place)) ? ((await import(place.href)) as PartyModule) : undefined
}
