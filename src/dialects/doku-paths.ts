/** Paths of DOKU: which operation one belongs to, and what stands in its braces. */
import type { Contract } from '../contract/contract.ts'

/** What stands for a value in the path of an operation. */
const BRACES = /\{([^}]+)\}/

/** An operation that was called, and what its path says. */
export interface Called {
  operation: string
  /** Name and value of what stands in braces, decoded. */
  said: { [name: string]: string }
}

/** The operation that a URL calls, below whatever path a server has; undefined for an address of somebody's own. */
export function calledAt({ operations }: Contract, url: string): Called | undefined {
  const path = targetOf(url).replace(/(?<=.)\/$/, '')
  for (const [operation, { path: form }] of Object.entries(operations)) {
    if (form === undefined) continue
    const [head = '', name] = form.split(BRACES)
    if (name === undefined && path.endsWith(head)) return { operation, said: {} }
    const at = name === undefined ? -1 : path.lastIndexOf(head)
    const value = at < 0 ? '' : path.slice(at + head.length)
    if (name !== undefined && value !== '') return { operation, said: { [name]: decoded(value) } }
  }
  return undefined
}

/** The path of an operation, its braces filled in. */
export function pathFor(
  { operations }: Contract,
  operation: string,
  fields: { [name: string]: unknown },
): string {
  const { path = '', from } = operations[operation] ?? {}
  if (from !== 'client') return ''
  return path.replace(BRACES, (_braces, name: string) => encodeURIComponent(String(fields[name] ?? '')))
}

/** Names that stand in the braces of an operation's path, and so in no body. */
export function namesIn({ operations }: Contract, operation: string): string[] {
  return [...(operations[operation]?.path ?? '').matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!)
}

/** The path of a URL as it is signed: as it is written, without its query. */
export function targetOf(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/'
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
