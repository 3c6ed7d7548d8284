/** What can go wrong below every protocol: answers that do not come, come late, come in part, or are no answers. */
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { type Line, over, type Reply, send } from './reply.ts'

/** A way to send an answer, or not to. */
export type Sending = (reply: Reply, line: Line) => Promise<void>

/** Ends the connection without an answer. */
export const close: Sending = async (_reply, { request, response }) => {
  request.socket.destroy()
  await over(response)
}

/** Resets the connection. */
export const reset: Sending = async (_reply, { request, response }) => {
  request.socket.resetAndDestroy()
  await over(response)
}

/** Keeps the connection open and says nothing. */
export const hang: Sending = (_reply, { response }) => over(response)

/** Waits, and sends if the client has waited too. */
export const late =
  (ms: number): Sending =>
  async (reply, line) => {
    await untilLeft(line, ms)
    if (!line.response.destroyed) await send(reply, line)
  }

async function untilLeft({ response }: Line, ms: number): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  await sleep(ms, undefined, { signal: left.signal }).catch(() => undefined)
}

/** Says nothing for so long, or until the client goes, and ends the connection. */
export const silent =
  (ms: number): Sending =>
  async (reply, line) => {
    await untilLeft(line, ms)
    await close(reply, line)
  }

/** Writes bytes past node's HTTP and ends the connection. */
export const rawly =
  (bytes: (reply: Reply) => string | Buffer): Sending =>
  async (reply, { request, response }) => {
    request.socket.end(bytes(reply))
    await over(response)
  }

/** A head of HTTP and a body, as bytes. */
export const headed = (lines: string[], body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body])

/** An answer that announces a length of its own. */
export const announced = ({ body }: Reply, length: number, sent = body): Buffer =>
  headed(['HTTP/1.1 200 OK', 'Content-Type: text/xml; charset=utf-8', `Content-Length: ${length}`], sent)

const flood = 50 * 1024 * 1024
const dripMs = 40

/** Sends byte by byte, 25 in a second. */
export const drip: Sending = async ({ status, headers, body }, { response }) => {
  response.writeHead(status, [...headers, ['Content-Length', String(body.length)]].flat())
  for (const byte of body) {
    if (response.destroyed) return
    response.write(Buffer.of(byte))
    await sleep(dripMs)
  }
  response.end()
  await over(response)
}

/** Sends fifty megabytes of blanks before the last byte. */
export const pour: Sending = async ({ headers, body }, { response }) => {
  response.writeHead(200, [...headers].flat())
  response.write(body.subarray(0, -1))
  const chunk = Buffer.alloc(64 * 1024, ' ')
  const gone = over(response)
  for (let sent = 0; sent < flood && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), gone])
  }
  response.end(body.subarray(-1))
  await gone
}

/** Sends fifty compressed megabytes. */
export const bomb: Sending = async ({ headers }, { response }) => {
  response.writeHead(200, [...headers, ['Content-Encoding', 'gzip']].flat())
  response.end(gzipSync(Buffer.alloc(flood, ' ')))
  await over(response)
}

/** The page of a web server that has stumbled. */
export const page = (status: number, says: string): Reply => ({
  status,
  headers: [['Content-Type', 'text/html; charset=utf-8']],
  body: Buffer.from(
    `<!DOCTYPE html><html><head><title>${status} ${says}</title></head><body><h1>${says}</h1></body></html>`,
  ),
})

/** The first half of an answer, as if it were the whole. */
export const half = (reply: Reply): Reply => ({
  ...reply,
  body: reply.body.subarray(0, reply.body.length / 2),
})

/** A document type whose entities are made of entities; `&a12;` is a terabyte. */
export const entities = `<!DOCTYPE bomb [<!ENTITY a0 "ha">${Array.from(
  { length: 12 },
  (_none, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`,
).join('')}]>`
