/** The dialect of a protocol, found by its name. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Contract } from '../contract/contract.ts'
import { moduleSuffix } from '../contract/home.ts'
import { ContractError } from '../contract/load.ts'
import type { Dialect } from './dialect.ts'

/** Throws ContractError when the protocol has a contract but no dialect. */
export async function loadDialect(contract: Contract): Promise<Dialect> {
  const url = new URL(`./${contract.id}${moduleSuffix}`, import.meta.url)
  if (!existsSync(fileURLToPath(url)))
    throw new ContractError(
      `The protocol «${contract.id}» has a contract but no dialect. Write src/dialects/${contract.id}.ts.`,
    )
  const { dialect } = (await import(url.href)) as { dialect: (contract: Contract) => Dialect }
  return dialect(contract)
}
