/** Values of a wish, checked: each reader gives undefined for what was not wished, and refuses the wrong kind. */
import { ControlError, type Wish } from './desk.ts'

/** A wish without what is null or blank in it. */
export function given(wish: Wish): Wish {
  return Object.fromEntries(
    Object.entries(wish).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  )
}

/** A text that is not blank; a number is taken as its digits. */
export function textOf(wish: Wish, key: string): string | undefined {
  const value = wish[key]
  if (value === undefined) return undefined
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new ControlError(`\`${key}\` is a text that is not blank.`)
}

/** A list of texts. */
export function texts(wish: Wish, key: string): string[] | undefined {
  const value = wish[key]
  if (value === undefined) return undefined
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value as string[]
  throw new ControlError(`\`${key}\` is a list of texts.`)
}

/** Whole rupiah. */
export function rupiah(wish: Wish, key: string): number | undefined {
  const value = wish[key]
  if (value === undefined) return undefined
  if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 999_999_999_999)
    return value as number
  throw new ControlError(`\`${key}\` is a whole number of rupiah from 0 to 999999999999.`)
}

/** Seconds, fractions allowed. */
export function seconds(wish: Wish, key: string): number | undefined {
  const value = wish[key]
  if (value === undefined) return undefined
  if (Number.isFinite(value) && (value as number) >= 0) return value as number
  throw new ControlError(`\`${key}\` is a number of seconds.`)
}

/** True or false; false when it was not wished. */
export function truth(wish: Wish, key: string): boolean {
  const value = wish[key] ?? false
  if (typeof value === 'boolean') return value
  throw new ControlError(`\`${key}\` is true or false.`)
}

/** One of some words. */
export function words<T extends string>(wish: Wish, key: string, known: readonly T[]): T | undefined {
  const value = wish[key]
  if (value === undefined) return undefined
  const found = known.find((one) => one === value)
  if (found !== undefined) return found
  throw new ControlError(`\`${key}\` is one of: ${known.join(', ')}.`)
}
