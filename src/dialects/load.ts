/** The dialect of a protocol, found by its name. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Contract, Profile } from '../contract/contract.ts'
import { moduleSuffix } from '../contract/home.ts'
import { ContractError } from '../contract/load.ts'
import type { Dialect, KeyParts, Keys } from './dialect.ts'

/** What the module of a dialect exports. */
interface DialectModule {
  dialect: (contract: Contract, profile?: Profile) => Dialect
  /** Keys from credentials by name, where parties sign whole requests. */
  keys?: (parts: KeyParts) => Keys
}

/** A dialect as it is spoken under each profile; that of the contract by default. */
export type Speaker = (profile?: Profile) => Dialect

/** The dialect of a contract under a profile. Throws ContractError when the protocol has none. */
export async function loadDialect(contract: Contract, profile?: Profile): Promise<Dialect> {
  return (await loadSpeaker(contract))(profile)
}

/** The dialect for profiles that are known later. Throws ContractError when the protocol has none. */
export async function loadSpeaker(contract: Contract): Promise<Speaker> {
  const { dialect } = await moduleOf(contract)
  return (profile) => dialect(contract, profile)
}

/** What makes keys of a protocol from credentials; undefined where whole requests are not signed. */
export async function loadKeys(contract: Contract): Promise<((parts: KeyParts) => Keys) | undefined> {
  return (await moduleOf(contract)).keys
}

async function moduleOf({ id }: Contract): Promise<DialectModule> {
  const url = new URL(`./${id}${moduleSuffix}`, import.meta.url)
  if (!existsSync(fileURLToPath(url)))
    throw new ContractError(
      `The protocol «${id}» has a contract but no dialect. Write src/dialects/${id}.ts.`,
    )
  return (await import(url.href)) as DialectModule
}
