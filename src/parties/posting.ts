/** Sends a request of a model party and waits for the whole answer, or for as long as a client waits. */
import { Agent, request as open, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as openSecurely } from 'node:https'
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

/** How a client sends, where it is not with a length and over shared connections. */
export interface Manner {
  /** Milliseconds that an answer may take. */
  timeoutMs?: number
  /** Every request has a connection of its own. */
  isAnew?: boolean
  /** The body comes in chunks, without Content-Length. */
  isChunked?: boolean
}

/** Sends in one manner. */
export function sender({ timeoutMs = 1400, isAnew = false, isChunked = false }: Manner = {}) {
  const [agent, secure] = [new Agent({ keepAlive: !isAnew }), new SecureAgent({ keepAlive: !isAnew })]
  return ({ method, url, headers, body }: Letter): Promise<Heard> => {
    const hasBody = method !== 'GET'
    const length: Headers = hasBody && !isChunked ? [['Content-Length', String(body.length)]] : []
    return new Promise((resolve) => {
      const lost = () => resolve({ headers: [], body: Buffer.alloc(0) })
      const isSecure = url.startsWith('https:')
      const request = (isSecure ? openSecurely : open)(url, {
        method,
        agent: isSecure ? secure : agent,
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

async function wholeOf(response: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  if (!response.complete) throw new Error('The answer is not whole.')
  const headers: Headers = response.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, response.rawHeaders[index + 1]!]] : [],
  )
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) }
}
