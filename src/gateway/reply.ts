/** An answer before it is sent, and the honest way to send it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Raw } from '../dialects/dialect.ts'
import type { Headers } from '../wire/exchange.ts'

export interface Reply {
  status: number
  headers: Headers
  body: Buffer
}

/** Tells an answer from a request that is still to be answered. */
export const isReply = (one: Raw | Reply): one is Reply => one.status !== undefined

/** The two ends of one HTTP exchange, as node has them. */
export interface Line {
  request: IncomingMessage
  response: ServerResponse
}

/** Sends the whole answer with its length; resolves when the bytes are handed over, or the peer is gone. */
export function send(reply: Reply, { response }: Line): Promise<void> {
  const headers: Headers = [...reply.headers, ['Content-Length', String(reply.body.length)]]
  response.writeHead(reply.status, headers.flat())
  response.end(reply.body)
  return over(response)
}

/** Resolves when the answer was handed over or the connection is closed. */
export function over(response: ServerResponse): Promise<void> {
  if (response.writableFinished || response.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    response.once('finish', resolve)
    response.once('close', resolve)
  })
}

/** An answer in plain text, for people. */
export const sentence = (status: number, says: string, headers: Headers = []): Reply => ({
  status,
  headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers],
  body: Buffer.from(`${says}\n`),
})

/** An answer in JSON. */
export const json = (status: number, value: unknown): Reply => ({
  status,
  headers: [['Content-Type', 'application/json; charset=utf-8']],
  body: Buffer.from(`${JSON.stringify(value)}\n`),
})
