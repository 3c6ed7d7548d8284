/** Takes a request off the wire: headers in wire order and case, and the whole body up to a limit. */
import type { IncomingMessage } from 'node:http'
import type { Headers } from '../wire/exchange.ts'

/** Most bytes of a request body: 1 MiB. */
export const bodyLimit = 1_048_576

/** The whole body; `too-large` past the limit, `cut` when the peer left before the end. */
export function bodyFrom(request: IncomingMessage, limit = bodyLimit): Promise<Buffer | 'too-large' | 'cut'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) return resolve('too-large')
      chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.on('close', () => resolve('cut'))
    request.on('error', () => resolve('cut'))
  })
}

/** Header names and values as they stood on the wire. */
export function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers: Headers = []
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i]!, rawHeaders[i + 1]!])
  return headers
}

/** The absolute URL that was asked for, by the Host header where it names a plausible host. */
export function urlOf(request: IncomingMessage): string {
  const { localAddress, localPort } = request.socket
  const host = request.headers.host ?? ''
  const family = localAddress?.includes(':') ? `[${localAddress}]` : localAddress
  const authority = /^[A-Za-z0-9.[\]:-]{1,255}$/.test(host) ? host : `${family}:${localPort}`
  const target = request.url ?? '/'
  return `http://${authority}${target.startsWith('/') ? target : '/'}`
}
