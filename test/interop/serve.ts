/** A bare HTTP server on a loopback port, for partners that are not ours: what is heard, what is said. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Heard {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
  socket: Socket
}

export interface Said {
  status?: number
  headers?: { [name: string]: string }
  body: string | Buffer
  /** Written in pieces of this size, so that HTTP/1.1 chunks it. */
  chunks?: number
}

export interface Listening {
  origin: string
  close(): Promise<void>
}

export type Answerer = (heard: Heard) => Promise<Said>

/** Bodies above this are refused: no request of the protocol comes near it. */
const largest = 1024 * 1024

export async function serve(answer: Answerer, idleMs = 5000): Promise<Listening> {
  const server = createServer(
    { keepAliveTimeout: idleMs },
    (request, response) => void respond(request, response, answer),
  )
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${port}`, close }
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: Answerer): Promise<void> {
  try {
    const body = await bodyOf(request)
    const { method = 'GET', url = '/', headers, socket } = request
    const said = body
      ? await answer({ method, path: url, headers, body, socket })
      : { status: 413, body: 'too large' }
    say(response, said)
  } catch (error) {
    say(response, { status: 500, headers: { 'Content-Type': 'text/plain' }, body: String(error) })
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    size += (piece as Buffer).length
    if (size > largest) return undefined
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces)
}

function say(response: ServerResponse, { status = 200, headers = {}, body, chunks }: Said): void {
  if (response.destroyed || response.headersSent) return
  const bytes = Buffer.from(body)
  if (chunks === undefined)
    return void response.writeHead(status, { ...headers, 'Content-Length': String(bytes.length) }).end(bytes)
  response.writeHead(status, headers)
  for (let at = 0; at < bytes.length; at += chunks) response.write(bytes.subarray(at, at + chunks))
  response.end()
}
