import type { Trouble } from '../wire/exchange.ts'

/** A hook that failed: what, where and what to do. Our run cannot go on as declared, so it is an error and no skip. */
export class HookError extends Error {
  override name = 'HookError'
}

/** Why there is no whole answer, in words; none of them holds the address, which may have a secret in it. */
export function troubleWords({ kind, says }: Trouble, timeoutMs: number): string {
  if (kind === 'timeout') return `no answer within ${timeoutMs} ms`
  if (['reset', 'stale', 'truncated'].includes(kind)) return 'the connection was closed before an answer'
  if (kind === 'oversize') return 'the answer is endless or larger than 8 MiB'
  if (kind === 'refused' && says.includes('ECONNREFUSED')) return 'nothing listens there'
  if (kind === 'refused' && says.includes('has no address')) return 'its host name is not known'
  if (kind === 'other' && says.includes('URL')) return 'its address is no http or https URL'
  return says.replace(/\.$/, '')
}
