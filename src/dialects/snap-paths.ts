/** Paths of the national standard: what a profile makes of those in the contract, and which operation one belongs to. */
import type { Contract, Profile } from '../contract/contract.ts'

const VERSION = /^\/v\d+(?:\.\d+)?(?=\/)/

/** The path of an operation below the target's URL. */
export function pathOf({ operations }: Contract, profile: Profile, operation: string): string {
  const { path = '' } = operations[operation] ?? {}
  const whole = (profile['paths'] as { [operation: string]: string } | undefined)?.[operation]
  if (whole !== undefined) return whole
  const version = String(profile['version'] ?? 'v1.0')
  const [prefix, suffix] = [String(profile['pathPrefix'] ?? ''), String(profile['pathSuffix'] ?? '')]
  return `${prefix}${path.replace(VERSION, `/${version}`)}${suffix}`
}

/**
 * The operation that a path belongs to: by what stands behind the version, since whoever calls a wrong prefix or
 * another version still means it.
 */
export function operationAt(contract: Contract, profile: Profile, url: string): string | undefined {
  const path = pathIn(url)
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
  const names = Object.keys(contract.operations)
  return (
    names.find((operation) => pathOf(contract, profile, operation) === path) ??
    names.find((operation) => path.replace(/\.[a-z]+$/i, '').endsWith(tailOf(contract, operation)))
  )
}

const tailOf = ({ operations }: Contract, operation: string): string =>
  (operations[operation]?.path ?? '').replace(VERSION, '')

/** Path and query of a URL, absolute or not, as they are written. */
export function pathIn(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/, '') || '/'
}
