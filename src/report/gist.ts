/** An exchange in a few words: what was asked, what came back. */
import { isPseudoHeader } from '../contract/tree.ts'
import type { Exchange, Trouble } from '../wire/exchange.ts'
import type { Json, Reading } from '../wire/reading.ts'
import { clip, visible } from './text.ts'

export interface Gist {
  method: string
  path: string
  /** Decoded fields of the request, short. */
  sent: string
  /** HTTP status, or that there is no answer. */
  status: string
  /** Decoded fields of the answer, short, or what the trouble was. */
  got: string
}

const troubleWords: { [kind in Trouble['kind']]: string } = {
  refused: 'connection refused',
  reset: 'connection reset',
  stale: 'kept-alive connection closed',
  timeout: 'no answer in time',
  truncated: 'answer truncated',
  oversize: 'answer too large',
  'not-http': 'answer is no HTTP',
  tls: 'TLS handshake failed',
  cut: 'connection cut by the suite',
  other: 'no answer',
}

/** Tells an exchange; fields named in `place` come first, signatures and times of sending last. */
export function gistOf(exchange: Exchange, place = ''): Gist {
  const { request, response, trouble } = exchange
  return {
    method: visible(clip(request.method, 20)),
    path: visible(clip(pathOf(request.url), 80)),
    sent: fieldsOf(request.read, place),
    status: response ? String(response.status) : trouble ? troubleWords[trouble.kind] : 'no answer',
    got: response ? fieldsOf(response.read, place) : visible(clip(trouble?.says ?? '', 160)),
  }
}

function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url)
    return pathname + search
  } catch {
    return url
  }
}

function fieldsOf(read: Reading, place: string): string {
  if (!read.ok)
    return read.fault.what === 'empty' ? '(empty)' : `(unreadable: ${visible(clip(read.fault.says, 120))})`
  const wanted = place.split('/').at(-1)
  const rank = (name: string): number => (name === wanted ? 0 : telling.test(name) ? 1 : 2)
  const all = Object.keys(read.fields).filter((name) => !isPseudoHeader(name))
  const names = all.filter((name) => name === wanted || !isWhole(name, all))
  const worth = names
    .filter((name) => name === wanted || !dull.test(name))
    .toSorted((a, b) => rank(a) - rank(b))
  const told = worth.slice(0, 8).map((name) => `${visible(clip(name, 40))}=${shortly(read.fields[name])}`)
  return [...told, ...(names.length > told.length ? ['…'] : [])].join(' ') || '(no fields)'
}

/** What is told by its members. */
const isWhole = (name: string, all: string[]): boolean =>
  all.some((one) => one.startsWith(`${name}.`) || one.startsWith(`${name}[`))

/** Names of what a reader looks for first, and of what tells a story nothing unless the story is about it. */
const telling = /code|status|amount|receipt/i
const dull = /signature|time_?stamp$|message_?id$/i

function shortly(value: Json | undefined): string {
  return visible(clip(typeof value === 'string' ? value : JSON.stringify(value), 40))
}
