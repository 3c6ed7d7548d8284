/** The switches of a protocol: the contract's defaults, overridden by what a target declares. */
import type { Contract, Profile } from './contract.ts'
import { ContractError } from './load.ts'

/** The whole profile of a target. Throws ContractError for a key or a value that the contract does not know. */
export function profileOf(contract: Contract, declared: Profile = {}): Profile {
  for (const [key, value] of Object.entries(declared)) check(contract, key, value)
  const defaults = Object.entries(contract.profile).map(([key, spec]) => [key, spec.default] as const)
  return { ...Object.fromEntries(defaults), ...declared }
}

function check(contract: Contract, key: string, value: unknown): void {
  const spec = contract.profile[key]
  const known = Object.keys(contract.profile).join(', ')
  if (!spec)
    throw new ContractError(`The profile has no key «${key}» in ${contract.id}. Known keys: ${known}.`)
  if (spec.values && !spec.values.includes(value))
    throw new ContractError(
      `profile.${key} is ${JSON.stringify(value)}; it takes one of ${spec.values.map((v) => JSON.stringify(v)).join(', ')}.`,
    )
  if (spec.type && value !== null && !isOfType(value, spec.type))
    throw new ContractError(`profile.${key} is ${JSON.stringify(value)}; it takes a ${spec.type}.`)
}

function isOfType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}
