/** Reads the values of options; each says in half a sentence what it takes. */
import { InvalidArgumentError } from 'commander'

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `500ms`, `60s`, `2m`, `1h` or plain seconds, as milliseconds. */
export function duration(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  const milliseconds = Number(amount) * units[unit as keyof typeof units]
  if (milliseconds > 0) return milliseconds
  throw new InvalidArgumentError('Write a duration such as 500ms, 60s or 2m.')
}

/** A whole number of at least `least`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = /^-?\d+$/.test(text) ? Number(text) : NaN
    if (number >= least && number <= most) return number
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? `Write a whole number from ${least} on.`
        : `Write a whole number from ${least} to ${most}.`,
    )
  }
}

/** `8200` or `host:8200`. */
export function address(text: string): { host?: string; port: number } {
  const [, host, port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? []
  if (port !== '' && Number(port) <= 65_535)
    return { port: Number(port), ...(host === undefined ? {} : { host: host.replace(/^\[|\]$/g, '') }) }
  throw new InvalidArgumentError(
    'Write a port, such as 8200, or an address and a port, such as 0.0.0.0:8200.',
  )
}

/** A number above zero. */
export function positive(text: string): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN
  if (number > 0) return number
  throw new InvalidArgumentError('Write a number above zero.')
}

/** `2/4`: the second of four parts. */
export function shard(text: string): { index: number; of: number } {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number) as [number, number?, number?]
  if (index !== undefined && of !== undefined && index >= 1 && index <= of) return { index, of }
  throw new InvalidArgumentError('Write part/parts, such as 1/4, 2/4, 3/4 and 4/4.')
}

/** `Name: value`, gathered over repetitions. */
export function header(text: string, before: { [name: string]: string } = {}): { [name: string]: string } {
  const [, name, value] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):\s*(.*?)\s*$/s.exec(text) ?? []
  if (name === undefined || value === undefined || /[^\t\x20-\x7e\x80-\xff]/.test(value))
    throw new InvalidArgumentError("Write it as 'Name: value'.")
  return { ...before, [name]: value }
}

/**
 * `key=value`, gathered over repetitions; a value that is JSON (true, 2, null) is taken as such. A word alone is the
 * name of a known server whose switches are meant.
 */
export function setting(text: string, before: { [key: string]: unknown } = {}): { [key: string]: unknown } {
  if (/^[\w-]+$/.test(text)) return { ...before, like: text }
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (key === undefined || value === undefined) throw new InvalidArgumentError('Write it as key=value.')
  return { ...before, [key]: jsonOr(value) }
}

function jsonOr(text: string): unknown {
  if (!/^(true|false|null|-?\d+|[{["].*)$/s.test(text)) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** A list, by commas or by repetition. */
export function list(text: string, before: string[] = []): string[] {
  const parts = text.split(',').map((part) => part.trim())
  if (parts.includes('')) throw new InvalidArgumentError('Name at least one, separated by commas.')
  return [...before, ...parts]
}

/** One or several of a closed set, by commas or by repetition. */
export function among<T extends string>(known: readonly T[]): (text: string, before?: T[]) => T[] {
  return (text, before = []) => {
    const wrong = list(text).find((part) => !known.includes(part as T))
    if (wrong !== undefined)
      throw new InvalidArgumentError(`There is no «${wrong}». Choose from: ${known.join(', ')}.`)
    return [...new Set([...before, ...(list(text) as T[])])]
  }
}
