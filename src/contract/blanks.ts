/** Drops what says nothing before a message is validated: null means absent, and so does blank text. */
import type { Json } from '../wire/reading.ts'
import { typesOf, type Branch } from './tree.ts'

/** A branch, made ready for thousands of messages. */
export interface Sieve {
  /** Blank text here means absent. */
  takesText: boolean
  members: [name: string, sieve: Sieve][]
  each?: Sieve
}

/** The sieve of a message's fields. Places that the table does not have are let through as they are. */
export function sieveOf(branch: Branch): Sieve {
  return {
    takesText: typesOf(branch, 'must').includes('string'),
    members: [...branch.members].map(([name, inner]) => [name, sieveOf(inner)]),
    ...(branch.each ? { each: sieveOf(branch.each) } : {}),
  }
}

/** The value itself where nothing is dropped, else a copy; undefined where nothing is left. */
export function sifted(sieve: Sieve, value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return sieve.takesText && isBlank(value) ? undefined : value
  if (value === null || value === undefined) return undefined
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return sieve.each ? elements(sieve.each, value) : value
  return sieve.members.length === 0 ? value : members(sieve.members, value)
}

/** A copy has what the table knows only: nothing else is validated. */
function members(known: Sieve['members'], value: { [name: string]: Json }): Json {
  if (known.every(([name, inner]) => sifted(inner, value[name]) === value[name])) return value
  const copy: { [name: string]: Json } = {}
  for (const [name, inner] of known) {
    const kept = sifted(inner, value[name])
    if (kept !== undefined) copy[name] = kept
  }
  return copy
}

/** An element that says nothing is still there, and of the wrong type. */
function elements(each: Sieve, items: Json[]): Json[] {
  const kept = items.map((item) => sifted(each, item) ?? item)
  return kept.every((item, index) => item === items[index]) ? items : kept
}

/** Most values begin with a letter or a digit, which needs no closer look. */
const isBlank = (text: string): boolean =>
  !(text.charCodeAt(0) > 32 && text.charCodeAt(0) < 127) && text.trim() === ''
