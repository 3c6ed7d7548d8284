/** Names that no other message of any run has: every run has a namespace of its own. */
import type { Contract } from '../contract/contract.ts'
import { written } from '../contract/datetime.ts'

export interface Identities {
  /** The run's own letters, at the head of every reference. */
  run: string
  /** A reference of 12 capital letters and digits. */
  reference(): string
  /** It was given as a reference in this run. */
  isReference(name: string): boolean
  /** A message id that begins with the time, as the documents' samples do. */
  message(now: number): string
  /** A code that nobody has issued. */
  code(): string
  /** A code of a given form: each `#` becomes a digit. */
  digits(form: string): string
}

const pad = (value: number, digits: number) => value.toString(36).toUpperCase().padStart(digits, '0')

/** Identities of a run that began at `startedAt` (milliseconds since 1970); `salt` tells runs of one instant apart. */
export function createIdentities(startedAt: number, salt: number, zone: string): Identities {
  const run = `B${pad(Math.floor(startedAt / 1000) % 36 ** 5, 5)}${pad(salt % 1296, 2)}`
  let count = 0
  // Runs that begin a second apart have ten thousand codes each before they could meet.
  const base = (Math.floor(startedAt / 1000) * 10_000 + (salt % 997) * 10) % 1e15
  let second = -1
  let stamp = ''
  const given = new Set<string>()
  const reference = () => {
    const name = `${run}${pad(++count, 4)}`
    given.add(name)
    return name
  }
  const timed = (now: number) => {
    if (Math.floor(now / 1000) !== second) stamp = written(now, zone).replace(/\D/g, '')
    second = Math.floor(now / 1000)
    return stamp
  }
  return {
    run,
    reference,
    isReference: (name) => given.has(name),
    message: (now) => `${timed(now)}${run}${pad(++count, 4)}`,
    code: () => `${run}U${pad(++count, 5)}`,
    digits: (form) => filled(form, base + ++count),
  }
}

/** A name that a field takes: one that begins with the time or, where only digits are allowed, a number. */
export function freshFor(contract: Contract, field: string, identities: Identities, now: number): string {
  const timed = identities.message(now)
  return patternOf(contract, field)?.test(timed) === false ? identities.digits('#'.repeat(18)) : timed
}

const patterns = new WeakMap<Contract, Map<string, RegExp | undefined>>()

function patternOf(contract: Contract, field: string): RegExp | undefined {
  const known = patterns.get(contract) ?? new Map<string, RegExp | undefined>()
  patterns.set(contract, known)
  if (!known.has(field)) {
    const rows = Object.values(contract.messages).flatMap(({ fields }) => fields)
    const format = contract.formats[rows.find(({ name }) => name === field)?.format ?? '']
    known.set(field, format && new RegExp(format.pattern, 'u'))
  }
  return known.get(field)
}

/** The last digits of a number in the places `#` of a form, the last digit in the last place; 0 where it has no more. */
export function filled(form: string, number: number | string): string {
  const digits = [...String(number)].reverse()
  let at = 0
  return [...form]
    .reverse()
    .map((sign) => (sign === '#' ? (digits[at++] ?? '0') : sign))
    .reverse()
    .join('')
}
