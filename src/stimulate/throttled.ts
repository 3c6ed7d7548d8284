/** Comes back to whoever had too much to do, or may have closed an idle connection: what was not looked at tells nothing. */
import { header, type Exchange } from '../wire/exchange.ts'

/** Times that a request is sent again, and the longest wait before each, in milliseconds. */
const [attempts, longest] = [3, 3000]

/**
 * Milliseconds after which a request answered 429 is sent again, or one under which a kept-alive connection closed, once
 * and over a connection of its own: only whoever fails there too has failed. Undefined for every other, and after the
 * last attempt.
 */
export function pauseAfter({ response, trouble }: Exchange, attempt: number): number | undefined {
  if (trouble?.kind === 'stale') return attempt === 0 ? 0 : undefined
  if (response?.status !== 429 || attempt >= attempts) return undefined
  const wanted = Number(header(response.headers, 'retry-after') ?? NaN) * 1000
  return Math.min(longest, Number.isFinite(wanted) && wanted >= 0 ? wanted : 200 * 2 ** attempt)
}
