/** The suite of a protocol, found by its folder's name in `suites`. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { moduleSuffix } from '../contract/home.ts'
import { ContractError } from '../contract/load.ts'
import type { Rule } from '../judge/rule.ts'
import type { Scenario } from './scenario.ts'

export interface Suite {
  rules: Rule[]
  scenarios: Scenario[]
}

const suites = new Map<string, Suite>()

/** Rules and scenarios of a protocol. Throws ContractError when the protocol has no suite. */
export async function loadSuite(protocol: string): Promise<Suite> {
  const known = suites.get(protocol)
  if (known) return known
  const url = new URL(`../../suites/${protocol}/index${moduleSuffix}`, import.meta.url)
  if (!existsSync(fileURLToPath(url)))
    throw new ContractError(
      `The protocol «${protocol}» has a contract but no suite. Write suites/${protocol}/index.ts.`,
    )
  const { suite } = (await import(url.href)) as { suite: Suite }
  suites.set(protocol, suite)
  return suite
}
