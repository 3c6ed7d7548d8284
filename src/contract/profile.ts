/** The switches of a protocol: the contract's defaults, overridden by what a target declares. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract, Profile } from './contract.ts'
import { home } from './home.ts'
import { ContractError } from './load.ts'

type Switch = Contract['profile'][string]

/**
 * The whole profile of a target; `like` names a known server whose switches come beneath the others. Throws
 * ContractError for a key or a value that the contract does not know.
 */
export function profileOf(contract: Contract, { like, ...declared }: Profile = {}): Profile {
  const defaults = Object.entries(contract.profile).map(([key, spec]) => [key, spec.default] as const)
  const wanted = { ...(like === undefined ? {} : profileLike(contract, String(like))), ...declared }
  const own = Object.entries(wanted).map(([key, value]) => [key, checked(contract, key, value)] as const)
  return Object.fromEntries([...defaults, ...own])
}

/**
 * The SOAPAction under which an operation is asked for: in the profile's value `{operation}` stands for the operation's
 * name and `{Operation}` for the name with a capital, since stacks tell operations apart by it (SOAP 1.1, 6.1.1).
 * Null sends no such header.
 */
export function soapActionOf({ soapAction }: Profile, operation = ''): string | null {
  if (typeof soapAction !== 'string') return null
  const capital = operation.replace(/^./, (first) => first.toUpperCase())
  return soapAction.replaceAll('{operation}', operation).replaceAll('{Operation}', capital)
}

/** Names of the servers whose profiles are known. */
export function likenesses({ id }: Contract): string[] {
  const folder = join(home, 'schemas', id, 'targets')
  return existsSync(folder) ? readdirSync(folder).map((name) => name.replace(/\.json$/, '')) : []
}

function profileLike(contract: Contract, name: string): Profile {
  const known = likenesses(contract)
  if (!known.includes(name))
    throw new ContractError(
      known.length > 0
        ? `No profile of ${contract.id} is called «${name}». Choose one of ${known.join(', ')}, or write key=value.`
        : `«${name}» is no setting of ${contract.id}. Write key=value.`,
    )
  const file = join(home, 'schemas', contract.id, 'targets', `${name}.json`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { profile?: Profile }).profile ?? {}
}

function checked(contract: Contract, key: string, given: unknown): unknown {
  const spec = contract.profile[key]
  const known = Object.keys(contract.profile).join(', ')
  if (!spec)
    throw new ContractError(`The profile has no key «${key}» in ${contract.id}. Known keys: ${known}.`)
  const value = meant(spec, given)
  if (spec.values && !spec.values.includes(value))
    throw new ContractError(
      `profile.${key} is ${JSON.stringify(value)}; it takes one of ${spec.values.map((v) => JSON.stringify(v)).join(', ')}.`,
    )
  if (spec.type && value !== null && !isOfType(value, spec.type))
    throw new ContractError(`profile.${key} is ${JSON.stringify(value)}; it takes a ${spec.type}.`)
  return value
}

/** On a command line, text of digits alone looks like a number. */
function meant({ values, type }: Switch, value: unknown): unknown {
  if (typeof value !== 'number' || values?.includes(value)) return value
  return type === 'string' || values?.includes(String(value)) ? String(value) : value
}

function isOfType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}
