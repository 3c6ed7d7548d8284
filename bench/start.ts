/** Starts the target of a measurement and knows how to speak to it. */
import { fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sandboxDeclaration } from '../src/cli/sandbox.ts'
import { loadContract } from '../src/contract/load.ts'
import { moduleSuffix } from '../src/contract/home.ts'
import { sandboxKey } from '../src/gateway/gateway.ts'
import { loadDeclaration } from '../src/stimulate/declaration.ts'
import type { Contract, Profile } from '../src/contract/contract.ts'
import type { Declaration } from '../src/stimulate/declaration-form.ts'
import type { Target } from '../src/stimulate/target.ts'

export interface Started {
  /** As a partner would declare it, hooks by HTTP included. */
  target: Target
  url: string
  close(): Promise<void>
}

interface Hello {
  url: string
  urls: { [protocol: string]: string }
  credentials: { [protocol: string]: { [name: string]: string } }
  token: string
  profiles: { [protocol: string]: Profile }
}

/** Our own gateway in a process of its own, with a latency. */
export async function startTarget(protocol: string, latencyMs: number): Promise<Started> {
  const script = fileURLToPath(new URL(`./target${moduleSuffix}`, import.meta.url))
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] satisfies StdioOptions
  const child = fork(script, [protocol, String(latencyMs)], { execArgv: [], stdio })
  const gone = once(child, 'exit')
  const hello = await Promise.race([once(child, 'message'), gone.then(refuse)])
  const { url, urls, token, profiles, credentials } = hello[0] as Hello
  const contract = loadContract(protocol)
  const card = { urls, profiles, controlUrl: `${url}/__batu-uji/` }
  const declared = sandboxDeclaration(contract, card, { token, key: sandboxKey, profiles, credentials })
  return {
    url,
    target: await loadDeclaration(withSecrets(declared, contract), {
      contract,
      where: 'The target of the benchmark',
    }),
    async close() {
      child.disconnect()
      await gone
    },
  }
}

/** Lets test data be made once more as it was: with the PIN that is in the requests, not with a new one. */
function withSecrets(declared: Declaration, { data }: Contract): Declaration {
  const { hooks = {} } = declared
  const { provision } = hooks
  const own = Object.values(data).flatMap(({ secrets = [] }) => secrets.map((key) => [key, `\${${key}}`]))
  const json = { ...(provision?.http?.json as object), ...(Object.fromEntries(own) as object) }
  if (!provision?.http || own.length === 0) return declared
  return { ...declared, hooks: { ...hooks, provision: { ...provision, http: { ...provision.http, json } } } }
}

function refuse(): never {
  throw new Error('The target ended before it listened. Look at what it printed above.')
}
