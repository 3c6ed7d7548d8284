/** The HTTP server of a receiver. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Headers } from '../../../wire/exchange.ts'
import { noticeOf } from './notice.ts'
import type { Arrival, Counter, Reply, Word } from './steps.ts'

/** Most bytes of a notification. */
const limit = 262_144

export interface Serving {
  url: string
  close(): Promise<void>
}

/** Listens on a free port of this machine, below a path of its own. */
export async function listen(counter: Counter): Promise<Serving> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    take(request, counter).then(
      (reply) => answer(response, reply),
      () => answer(response, counter.steps.write({ status: 500, case: '00' }, counter)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop/v1.0/debit/notify`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function take(request: IncomingMessage, counter: Counter): Promise<Reply> {
  const body = await bodyOf(request)
  if (!body) return counter.steps.write({ status: 400, case: '00' }, counter)
  const { method = 'GET', url = '/' } = request
  const arrival = { method, url, headers: headersOf(request), body }
  return counter.steps.write(await handle(arrival, counter), counter)
}

/** Takes one notification through the steps. */
export async function handle(arrival: Arrival, counter: Counter): Promise<Word> {
  const { steps } = counter
  const refused =
    steps.admit(arrival, counter) ??
    steps.checkHeaders(arrival, counter) ??
    steps.authenticate(arrival, counter)
  if (refused) return refused
  const members = steps.read(arrival)
  if (!members) return { status: 400, case: '00' }
  const objection = steps.objectTo(members)
  if (objection) return { status: 400, case: objection.case, about: objection.about }
  const notice = noticeOf(members)
  const order = steps.find(notice, counter)
  if (!order) return steps.stranger(notice, counter)
  const contradiction = steps.contradiction(notice, order)
  if (contradiction) return contradiction
  await steps.store(notice, order, counter)
  return steps.acknowledge(notice)
}

function answer(response: ServerResponse, { status, headers, body }: Reply): void {
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

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1]!]] : []))
}
