/** An HTTP server for a model party: takes each request whole and answers what it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Headers } from '../wire/exchange.ts'

/** Most bytes of a request. */
const limit = 262_144

/** A request as it came. */
export interface Arrival {
  method: string
  /** Path and query. */
  url: string
  headers: Headers
  body: Buffer
  /** Address of the caller. */
  address: string
}

export interface Reply {
  status: number
  headers?: Headers
  body?: string
}

export interface Serving {
  url: string
  close(): Promise<void>
}

/** Status of a party's own error, or of a request that is too long. */
type Trouble = 500 | 413

/** Listens on a free port of this machine, below a path. */
export async function serve(
  path: string,
  handle: (arrival: Arrival) => Promise<Reply>,
  onTrouble = (status: Trouble): Reply => ({ status }),
): Promise<Serving> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    take(request, handle).then(
      (reply) => answer(response, reply ?? onTrouble(413)),
      () => answer(response, onTrouble(500)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Undefined when it is too long. */
async function take(
  request: IncomingMessage,
  handle: (arrival: Arrival) => Promise<Reply>,
): Promise<Reply | undefined> {
  const body = await bodyOf(request)
  if (!body) return undefined
  const { method = 'GET', url = '/', rawHeaders, socket } = request
  const headers = rawHeaders.flatMap((name, index): Headers =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1]!]] : [],
  )
  return handle({ method, url, headers, body, address: socket.remoteAddress ?? '' })
}

function answer(response: ServerResponse, { status, headers = [], body = '' }: Reply): void {
  response.writeHead(status, headers.flat()).end(body)
}

/** Undefined when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  return size > limit ? undefined : Buffer.concat(chunks)
}
