/** Puts strangers of XGateway on trial, in each of the three roles. */
import { expect } from 'vitest'
import { chooseTarget } from '../../../src/cli/certify-target.ts'
import type { Profile } from '../../../src/contract/contract.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { loadDeclaration } from '../../../src/stimulate/declaration.ts'
import { told, tryTarget, type Outcome, type Partner, type TrialOptions } from '../trial.ts'
import type { Receiving } from './receiver.ts'

export const contract = loadContract('xgateway')

/** A local address that no stranger here has registered. */
const stranger = '127.0.0.2'

export interface ServerOptions extends TrialOptions {
  credentials?: { [name: string]: string }
  profile?: Profile
  /** Keys of the declaration, beside those that all have. */
  declared?: object
  timeoutMs?: number
}

export async function tryServer(
  partner: Partner & { control?: object },
  { credentials, profile, declared, timeoutMs = 4000, ...options }: ServerOptions,
): Promise<Outcome> {
  const place = { url: partner.url, listen: { host: '127.0.0.1' }, stranger, timeoutMs, patienceMs: 2500 }
  const hooks = partner.control ?? {}
  const declaration = { protocol: 'xgateway', ...place, credentials, profile, hooks, ...declared }
  const target = await loadDeclaration(declaration, { contract })
  return tryTarget(target, contract, { runs: 1, ...options, ...(partner.hooks && { hooks: partner.hooks }) })
}

export async function tryReceiver({ url, hooks }: Receiving, options: TrialOptions = {}): Promise<Outcome> {
  const declaration = { protocol: 'xgateway', role: 'receiver', url, stranger, timeoutMs: 3000 }
  const target = await loadDeclaration(declaration, { contract })
  return tryTarget(target, contract, { runs: 1, ...options, hooks })
}

/** A client as its owner declares it in a file: its hooks are called as they are described there. */
export async function tryClient(config: string, options: TrialOptions = {}): Promise<Outcome> {
  const chosen = await chooseTarget(contract, { config, patience: 1000, idle: 2000 })
  try {
    return await tryTarget(chosen.target, contract, options)
  } finally {
    await chosen.close()
  }
}

/** Broken clauses: failed ones, then those that only warn. */
export const broken = ({ failed, warned }: Outcome): string[] => [...failed, ...warned]

export function expectConforming(
  outcome: Outcome,
  warns: string[] = [],
  verdict: Outcome['verdict'] = 'conforms',
): void {
  expect(outcome.errors).toEqual([])
  const unjust = outcome.findings.filter(
    ({ verdict, clauses }) => verdict !== 'warn' || !clauses.some((clause) => warns.includes(clause)),
  )
  expect(unjust.map(told)).toEqual([])
  const open = outcome.open.filter(({ level }) => level === 'must')
  expect(outcome.verdict, JSON.stringify(open)).toBe(verdict)
  expect(outcome.warned).toEqual(expect.arrayContaining(warns))
}
