/** Placeholders such as `${code}` in the description of a hook. */
import type { Values } from './hooks-form.ts'

const placeholder = /\$\{([^{}]*)\}/g
const alone = /^\$\{([^{}]*)\}$/

/** Names of all placeholders in a value, however deep. */
export function placeholdersIn(template: unknown): string[] {
  if (typeof template === 'string') return [...template.matchAll(placeholder)].map((found) => found[1]!)
  if (typeof template !== 'object' || template === null) return []
  return Object.values(template).flatMap(placeholdersIn)
}

/** Fills a text; a placeholder without a value becomes nothing. */
export function fillText(template: string, values: Values): string {
  return template.replace(placeholder, (_, name: string) => textOf(values[name]))
}

/** Fills a URL: values are percent-encoded, but for one that stands at the start, which is a base address. */
export function fillUrl(template: string, values: Values): string {
  return template.replace(placeholder, (_, name: string, offset: number) =>
    offset === 0 ? textOf(values[name]) : encodeURIComponent(textOf(values[name])),
  )
}

/**
 * Fills every text in a JSON value. A text that is exactly one placeholder takes the value's own type; where the
 * placeholder has no value, the key or element is left out.
 */
export function fillJson(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return filledText(template, values)
  if (Array.isArray(template))
    return template.map((each) => fillJson(each, values)).filter((each) => each !== undefined)
  if (typeof template !== 'object' || template === null) return template
  const entries = Object.entries(template).map(([key, value]) => [key, fillJson(value, values)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function filledText(template: string, values: Values): unknown {
  const name = alone.exec(template)?.[1]
  if (name === undefined) return fillText(template, values)
  return values[name] ?? undefined
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
}
