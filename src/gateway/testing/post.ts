/** Two ways to reach a gateway in tests: in process, and as bytes over a socket. */
import { connect } from 'node:net'
import supertest from 'supertest'
import type { Headers } from '../../wire/exchange.ts'
import type { Gateway } from '../gateway.ts'

export interface Answer {
  status: number
  headers: Headers
  body: Buffer
}

export type Post = (body: Uint8Array, headers: Headers) => Promise<Answer>

/** Posts with supertest, which listens for one request at a time if nobody else does. */
export const inProcess =
  (gateway: Gateway, path = '/'): Post =>
  async (body, headers) => {
    const request = supertest(gateway.server).post(path)
    for (const [name, value] of headers) void request.set(name, value)
    const answer = await request
      .buffer(true)
      .parse(bytes)
      .serialize((whole: unknown) => whole as string)
      .send(Buffer.from(body) as unknown as string)
    return {
      status: answer.status,
      headers: Object.entries(answer.headers as { [name: string]: string }),
      body: answer.body as Buffer,
    }
  }

type Parse = Parameters<ReturnType<ReturnType<typeof supertest>['post']>['parse']>[0]

const bytes = ((response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void) => {
  const chunks: Buffer[] = []
  response.on('data', (chunk: Buffer) => chunks.push(chunk))
  response.on('end', () => done(null, Buffer.concat(chunks)))
}) as unknown as Parse

/** Posts over a connection of its own, from an address of this machine. */
export const overSocket =
  (gateway: Gateway, path = '/', from?: string): Post =>
  (body, headers) =>
    called(gateway.url, { method: 'POST', path, headers, body }, from)

/** What is sent to a path. */
export interface Sent {
  method: string
  path: string
  headers: Headers
  body: Uint8Array
}

/** Calls whoever listens at an address, over a connection of its own. */
export async function called(
  url: string,
  { method, path, headers, body }: Sent,
  from?: string,
): Promise<Answer> {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const head = `${method} ${path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: ${body.length}\r\n${lines}\r\n`
  return parsed(await exchanged(url, Buffer.concat([Buffer.from(head), body]), from))
}

const silence = 1500
const patience = 3000
const enough = 2_000_000

/** Sends bytes and gives what comes back: until the peer closes, falls silent, takes too long or says too much. */
export function exchanged(url: string, bytes: Uint8Array, from?: string): Promise<Buffer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const ends = { port: Number(port), host: hostname, ...(from !== undefined && { localAddress: from }) }
    const socket = connect(ends, () => socket.write(bytes))
    const timer = setTimeout(() => socket.destroy(), patience)
    socket.setTimeout(silence, () => socket.destroy())
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (socket.bytesRead > enough) socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks))
    })
  })
}

/** Reads an HTTP answer from its bytes; status 0 when they are none. */
export function parsed(bytes: Buffer): Answer {
  const [head, rest] = split(withoutContinue(bytes))
  const [first = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line): [string, string] => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ])
  const isChunked = headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && value === 'chunked')
  return {
    status: Number(/^HTTP\/1\.\d (\d+)/.exec(first)?.[1] ?? 0),
    headers,
    body: isChunked ? unchunked(rest) : rest,
  }
}

function withoutContinue(bytes: Buffer): Buffer {
  return bytes.subarray(0, 12).toString() === 'HTTP/1.1 100' ? split(bytes)[1] : bytes
}

function split(bytes: Buffer): [string, Buffer] {
  const at = bytes.indexOf('\r\n\r\n')
  return at < 0
    ? [bytes.toString('latin1'), Buffer.alloc(0)]
    : [bytes.subarray(0, at).toString('latin1'), bytes.subarray(at + 4)]
}

function unchunked(bytes: Buffer): Buffer {
  const chunks: Buffer[] = []
  let rest = bytes
  for (let at = rest.indexOf('\r\n'); at > 0; at = rest.indexOf('\r\n')) {
    const size = parseInt(rest.subarray(0, at).toString('latin1'), 16)
    if (!(size > 0)) break
    chunks.push(rest.subarray(at + 2, at + 2 + size))
    rest = rest.subarray(at + 4 + size)
  }
  return Buffer.concat(chunks)
}
