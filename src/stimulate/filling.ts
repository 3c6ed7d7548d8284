/** What a sender fills anew or knows by itself, so that scenarios write only what they are about. */
import { messageOf, type Contract, type Profile } from '../contract/contract.ts'
import { mustHave } from '../contract/token-use.ts'
import { isHeader } from '../contract/tree.ts'
import type { Fields } from '../wire/reading.ts'
import { Skipped } from './scenario.ts'

/** Where values come from that a scenario does not give. */
export interface Sources {
  contract: Contract
  profile: Profile
  credentials: { [name: string]: string }
  now: () => string
  fresh: (field: string) => string
  /** A credential that was fetched. */
  token: (field: string) => string | undefined
}

/** The fields of a request in the order of their spec; `null` leaves one out. */
export function filled(sources: Sources, operation: string, fields: Fields): Fields {
  const { contract } = sources
  const order = messageOf(contract, operation, 'request').fields.map(({ name }) => name)
  const all: Fields = {}
  for (const name of new Set([...order, ...Object.keys(fields)])) {
    const given = fields[name]
    // A member of something that is there is left out where the message is written.
    if (given === null && (isHeader(name) || !/[.[]/.test(name))) continue
    const value = given === undefined ? own(sources, operation, name) : given
    if (value !== undefined) all[name] = value
  }
  return all
}

function own(sources: Sources, operation: string, name: string): string | undefined {
  const { contract, credentials, token } = sources
  const credential = credentials[contract.credentials?.[name] ?? '']
  if (credential) return credential
  // What is fresh is so in the requests of clients; a callback is about what has happened, though it is sent now.
  const isSender = contract.operations[operation]?.from === 'client' || isHeader(name)
  if (contract.fresh.includes(name) && isSender) return anew(sources, name)
  if (!isWanted(sources, operation, name)) return undefined
  const value = token(name) ?? contract.usual?.[name]
  if (value === undefined) throw new Skipped('no-answer', `The target gave nothing to put into ${name}.`)
  return value
}

const anew = ({ contract, now, fresh }: Sources, name: string): string =>
  name === contract.places['time'] ? now() : fresh(name)

/** True when a request of an operation has to have a field. */
export function isWanted(
  { contract, profile }: Pick<Sources, 'contract' | 'profile'>,
  operation: string,
  name: string,
): boolean {
  const { tokens = [], usual = {} } = contract
  if (!(name in usual) && !tokens.some(({ field }) => field === name)) return false
  return mustHave(contract, profile, operation, name)
}
