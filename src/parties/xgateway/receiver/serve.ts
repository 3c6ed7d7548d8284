/** The HTTP server of a receiver. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Headers } from '../../../wire/exchange.ts'
import type { Arrival, Counter, Reply } from './steps.ts'

/** Most bytes of a callback. */
const limit = 262_144

export interface Serving {
  url: string
  close(): Promise<void>
}

/** Listens on a free port of this machine. */
export async function listen(counter: Counter): Promise<Serving> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    take(request, counter).then(
      (reply) => answer(response, reply),
      () => answer(response, { status: 500 }),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function take(request: IncomingMessage, counter: Counter): Promise<Reply> {
  const body = await bodyOf(request)
  if (!body) return { status: 413 }
  const { method = 'GET', socket } = request
  return handle({ method, address: socket.remoteAddress ?? '', headers: headersOf(request), body }, counter)
}

/** Takes one callback through the steps. */
export async function handle(arrival: Arrival, counter: Counter): Promise<Reply> {
  const { steps } = counter
  const refused = steps.admit(arrival)
  if (refused) return refused
  const notice = steps.understand(steps.read(arrival))
  if (!notice) return steps.refuse(arrival)
  const sale = steps.find(notice, counter)
  if (!sale) return steps.stranger(notice, counter)
  if (!steps.fits(notice, sale)) return steps.contradict()
  await steps.store(notice, sale, counter)
  return steps.acknowledge(notice)
}

function answer(response: ServerResponse, { status, type, body = '' }: Reply): void {
  response.writeHead(status, type === undefined ? {} : { 'Content-Type': type }).end(body)
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

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1]!]] : []))
}
