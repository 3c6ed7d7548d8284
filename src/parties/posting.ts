/** Sends a request of a model party and waits for the whole answer, or for as long as a client waits. */
import { Agent, request as open, type IncomingMessage } from 'node:http'
import type { Headers } from '../wire/exchange.ts'

/** Milliseconds that an answer may take. */
const timeout = 1400

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

/** A request with a connection of its own. */
export const send = (letter: Letter): Promise<Heard> => sendBy(letter, undefined)

/** Requests that share connections. */
export function keepingAlive(): (letter: Letter) => Promise<Heard> {
  const agent = new Agent({ keepAlive: true })
  return (letter) => sendBy(letter, agent)
}

function sendBy({ method, url, headers, body }: Letter, agent: Agent | undefined): Promise<Heard> {
  const length: Headers = method === 'GET' ? [] : [['Content-Length', String(body.length)]]
  return new Promise((resolve) => {
    const lost = () => resolve({ headers: [], body: Buffer.alloc(0) })
    const request = open(url, {
      method,
      agent: agent ?? false,
      headers: [['Host', new URL(url).host], ...headers, ...length].flat(),
      signal: AbortSignal.timeout(timeout),
    })
    request.on('error', lost)
    request.on('response', (response) => void wholeOf(response).then(resolve, lost))
    request.end(method === 'GET' ? undefined : body)
  })
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
