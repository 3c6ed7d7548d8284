/** Raw servers for the driver's own checks: they count connections and whole requests and answer any bytes. */
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import { createDriver, type Call, type DriveOptions, type Driver } from './drive.ts'
import { createTicks } from './ticks.ts'

export interface RawServer {
  url: string
  port: number
  /** Connections accepted so far. */
  connections: number
  /** Whole requests in order of arrival. */
  requests: string[]
  /** Everything each connection received. */
  received: string[]
  /** Connections that are closed again. */
  closed: number
}

/** Answers the whole request that just arrived; `nth` counts them on this connection from 1. */
export type Answer = (socket: Socket, request: string, nth: number) => void

const opened: { close(): Promise<void> }[] = []

/** Closes every server and driver a case opened. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((each) => each.close()))
}

/** A driver that is closed with the servers. */
export function driverOf(options: Partial<DriveOptions> = {}): Driver {
  const driver = createDriver({ ticks: createTicks(), timeoutMs: 5000, ...options })
  opened.push(driver)
  return driver
}

export function callTo(url: string, body = '{"amount":"1.00"}', method = 'POST'): Call {
  return { method, url, headers: [['Content-Type', 'application/json']], body: Buffer.from(body) }
}

/** An answer with this body, by Content-Length. */
export function answerOf(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

export async function rawServer(answer: Answer, { secure = false } = {}): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const state: RawServer = { url: '', port: 0, connections: 0, requests: [], received: [], closed: 0 }
  const accept = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      state.closed++
    })
    attend(socket, answer, state)
  }
  const server = secure ? createSecureServer({ key, cert }, accept) : createServer(accept)
  opened.push({ close: () => closed(server, sockets) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  state.port = typeof address === 'object' && address ? address.port : 0
  state.url = `${secure ? 'https' : 'http'}://127.0.0.1:${state.port}`
  return state
}

function attend(socket: Socket, answer: Answer, state: RawServer): void {
  const index = state.connections++
  let pending = ''
  let nth = 0
  state.received[index] = ''
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1')
    state.received[index] += chunk.toString('latin1')
    for (let end = requestEnd(pending); end >= 0; end = requestEnd(pending)) {
      const request = pending.slice(0, end)
      pending = pending.slice(end)
      state.requests.push(request)
      answer(socket, request, ++nth)
    }
  })
}

function requestEnd(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return -1
  const end = head + 4 + Number(/^content-length: *(\d+)/im.exec(text.slice(0, head))?.[1] ?? 0)
  return text.length >= end ? end : -1
}

function closed(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** A certificate for localhost and 127.0.0.1 that nobody trusts, and its key, which guards nothing. */
export const cert = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUDPkiqT4DRxlVD1kpmptn+kLd8ngwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTEwMDc0MloYDzIxMjYxMDI4
MTAwNzQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQid+HVANVXd63pTlSMVUMJRE4CQMUVU9o3xYj4gAoc8yueZhMalHJv
5DpcR8tY7gCPtnnzDGyx/VXqicyq+jQCo28wbTAdBgNVHQ4EFgQU9cjrIMpKVUd9
hnG8YW+UG3+pcKMwHwYDVR0jBBgwFoAU9cjrIMpKVUd9hnG8YW+UG3+pcKMwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgcNEfg2il7IxGw46wM7qGhRTdl8yfMiKsLLTqWRWX6j8CIFHD
ZUiyFRh2sOCaYFetlZP1SlRtav9bhfG2W9R+bGwS
-----END CERTIFICATE-----`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqJV20M0SASdnRT84
9zEDK76ZyLWiL8CU1AeiLIvPpzahRANCAAQid+HVANVXd63pTlSMVUMJRE4CQMUV
U9o3xYj4gAoc8yueZhMalHJv5DpcR8tY7gCPtnnzDGyx/VXqicyq+jQC
-----END PRIVATE KEY-----`
