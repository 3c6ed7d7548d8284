/** Paths of BDPay: what a profile makes of those in the contract, and which operation one belongs to. */
import type { Contract, Profile } from '../contract/contract.ts'

/** Two paths in place of the one for queries, with what is asked for. */
const apart: { [type: string]: string } = {
  ORDER_QUERY: '/gateway/pay/status',
  CASH_QUERY: '/gateway/cash/status',
}

/** The path of an operation below the target's URL; of a query, by what it asks for. */
export function pathOf({ operations }: Contract, profile: Profile, operation: string, type = ''): string {
  const own = (profile['paths'] as { [operation: string]: string } | undefined)?.[operation]
  if (own !== undefined) return own
  if (operation === 'query' && profile['queryPaths'] === 'two') return apart[type] ?? apart['ORDER_QUERY']!
  return operations[operation]?.path ?? ''
}

/** The operation whose path ends a URL, and what a path of its own asks for. */
export function operationAt(
  contract: Contract,
  profile: Profile,
  url: string,
): { operation?: string; type?: string } {
  const path = url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
  const ends = (tail: string): boolean => tail !== '' && path.endsWith(tail)
  const type = Object.keys(apart).find((one) => ends(apart[one]!))
  if (type !== undefined) return { operation: 'query', type }
  const operation = Object.keys(contract.operations)
    .filter((one) => contract.operations[one]!.from === 'client')
    .find((one) => ends(pathOf(contract, profile, one)) || ends(contract.operations[one]!.path ?? ''))
  return operation === undefined ? {} : { operation }
}
