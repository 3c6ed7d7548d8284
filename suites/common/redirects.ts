/** Where a question for a page is answered, when its server moves it elsewhere. */
import { header, type Exchange } from '../../src/wire/exchange.ts'

/** Where an answer sends whoever asked; only within the same origin, so that nothing secret is told elsewhere. */
export function movedTo({ request, response }: Exchange): string | undefined {
  const place = response && isMoved(response.status) ? header(response.headers, 'location') : undefined
  if (place === undefined || !URL.canParse(place, request.url)) return undefined
  const to = new URL(place, request.url)
  return to.origin === new URL(request.url).origin ? to.href : undefined
}

/** That an answer is a redirect, for whoever reads what came back: what is sent by POST is sent nowhere else. */
export function redirected({ response }: Pick<Exchange, 'response'>): string | undefined {
  const place = response && isMoved(response.status) ? header(response.headers, 'location') : undefined
  return place === undefined ? undefined : `HTTP ${response!.status} to ${place}, which nobody follows`
}

const isMoved = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** The last of the answers that one led to, as far as it was followed. */
export function endOf(exchanges: readonly Exchange[], from: Exchange): Exchange {
  const to = movedTo(from)
  const next = exchanges
    .slice(exchanges.indexOf(from) + 1)
    .find(({ request }) => request.method === 'GET' && request.url === to)
  return next ? endOf(exchanges, next) : from
}
