/** Sends a request of a model party and waits for the whole answer, or for as long as a client waits. */
import { Agent, request as open, type IncomingMessage } from 'node:http'
import { request as openSecurely } from 'node:https'
import type { Headers } from '../wire/exchange.ts'

export interface Letter {
  method: string
  url: string
  headers: Headers
  body: Buffer
}

/** What came back; no status when no whole answer did. */
export interface Heard {
  status?: number
  headers: Headers
  body: Buffer
}

/** How a client sends, where it is not with a length and a connection of its own for each request. */
export interface Manner {
  /** Milliseconds that an answer may take. */
  timeoutMs?: number
  /** Requests share connections. */
  isKept?: boolean
  /** The body comes in chunks, without Content-Length. */
  isChunked?: boolean
}

/** Sends in one manner. */
export function sender({ timeoutMs = 1400, isKept = false, isChunked = false }: Manner = {}) {
  const agent = isKept && new Agent({ keepAlive: true })
  return ({ method, url, headers, body }: Letter): Promise<Heard> => {
    const hasBody = method !== 'GET'
    const length: Headers = hasBody && !isChunked ? [['Content-Length', String(body.length)]] : []
    return new Promise((resolve) => {
      const lost = () => resolve({ headers: [], body: Buffer.alloc(0) })
      const request = openerOf(url)(url, {
        method,
        agent,
        headers: [['Host', new URL(url).host], ...headers, ...length].flat(),
        signal: AbortSignal.timeout(timeoutMs),
      })
      request.on('error', lost)
      request.on('response', (response) => void wholeOf(response).then(resolve, lost))
      if (isChunked) request.write(body.subarray(0, 20))
      request.end(hasBody ? body.subarray(isChunked ? 20 : 0) : undefined)
    })
  }
}

const openerOf = (url: string) => (url.startsWith('https:') ? openSecurely : open)

async function wholeOf(response: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  if (!response.complete) throw new Error('The answer is not whole.')
  const headers: Headers = response.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, response.rawHeaders[index + 1]!]] : [],
  )
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) }
}
