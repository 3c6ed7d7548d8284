/** A receiver of callbacks, for tests: keeps what is delivered and answers as it is told. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Raw } from '../../dialects/dialect.ts'

/** An answer of the receiver. */
export interface Given {
  status: number
  body: string
}

export interface Inbox {
  url: string
  got: Raw[]
  /** Answers of the next deliveries; then the usual one again and again. */
  answers: Given[]
  close(): Promise<void>
}

/** Takes what is delivered; `usual` is its answer unless it is told otherwise. */
export async function openInbox(usual: Given): Promise<Inbox> {
  const inbox: Inbox = { url: '', got: [], answers: [], close: async () => undefined }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', rawHeaders } = request
      const headers = rawHeaders.flatMap((name, at): Raw['headers'] =>
        at % 2 ? [] : [[name, rawHeaders[at + 1]!]],
      )
      inbox.got.push({ method, url, headers, body: Buffer.concat(chunks) })
      const { status, body } = inbox.answers.shift() ?? usual
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  inbox.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/deep/notify?shop=1`
  inbox.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return inbox
}
