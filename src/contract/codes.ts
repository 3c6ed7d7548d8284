/** Response codes: the row of a code, also where a row gives the form of several, and which are right in a situation. */
import { met, type Accept, type Code, type Contract, type Profile } from './contract.ts'

/** True when a code has a form; each `#` of the form is a digit. */
export function hasForm(code: string, form: string): boolean {
  return (
    code.length === form.length &&
    [...form].every((sign, place) => (sign === '#' ? /\d/.test(code[place]!) : sign === code[place]))
  )
}

/** The row of a code, undefined when the table has none. */
export function codeNamed({ codes }: Contract, code: string): Code | undefined {
  return codes.find((row) => hasForm(code, row.code))
}

/** A form with its signs filled in, from the left. */
export function filled(form: string, digits: string = ''): string {
  let used = 0
  return form.replaceAll('#', (sign) => digits[used++] ?? sign)
}

/** The codes of an operation, their forms filled in. */
export function codesOf(contract: Contract, operation: string): Code[] {
  const { digits } = contract.operations[operation]!
  return contract.codes.map((row) => ({ ...row, code: filled(row.code, digits) }))
}

/** True when an operation has a use for a code, as far as the table tells. */
export function isUsual({ usual }: Code, operation: string): boolean {
  return usual === undefined || usual.expected.includes(operation) || usual.possible.includes(operation)
}

/** How well a code suits a situation, and what else has to hold for it. */
export interface Suit {
  canonical: boolean
  where?: string
}

/** Tells whether a code is right in a situation under a profile; undefined when it is not. */
export function suits(situation: Accept, code: string, profile: Profile): Suit | undefined {
  if (hasForm(code, situation.canonical)) return { canonical: true }
  const found = situation.accept.find(
    (one) => (hasForm(code, one.code) || code.slice(0, 3) === one.code) && met(one.profile ?? {}, profile),
  )
  return found && { canonical: false, ...(found.where ? { where: found.where } : {}) }
}
