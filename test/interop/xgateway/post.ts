/** Posts a document and waits for its acknowledgement. */
import { request } from 'node:http'

export function post(
  url: string,
  body: string,
  headers: { [name: string]: string },
  method = 'POST',
): Promise<boolean> {
  return new Promise((done) => {
    const sent = request(
      url,
      { method, headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) }, timeout: 3000 },
      (response) => {
        response.resume()
        response.on('end', () => done(Math.floor((response.statusCode ?? 500) / 100) === 2))
        response.on('error', () => done(false))
      },
    )
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => done(false))
    sent.end(body)
  })
}
