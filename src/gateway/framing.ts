/** Lawful ways to frame an HTTP answer that few servers choose, and the freedoms that every gateway takes by them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Freedom } from './defect.ts'
import type { Sending } from './mishaps.ts'
import { over, send } from './reply.ts'

/** In chunks of a hundred bytes. */
const chunked: Sending = async ({ status, headers, body }, { response }) => {
  response.writeHead(status, headers.flat())
  for (let at = 0; at < body.length; at += 100) response.write(body.subarray(at, at + 100))
  response.end()
  await over(response)
}

/** In HTTP/1.0, the body ended by closing. */
const untilClose: Sending = async ({ status, headers, body }, { request, response }) => {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  request.socket.write(`HTTP/1.0 ${status} ${status === 200 ? 'OK' : 'Error'}\r\n${lines}\r\n`)
  request.socket.end(body)
  await over(response)
}

/** With the connection closed after it. */
const closing: Sending = async (reply, { response }) => {
  const length: [string, string][] = [
    ['Content-Length', String(reply.body.length)],
    ['Connection', 'close'],
  ]
  response.writeHead(reply.status, [...reply.headers, ...length].flat())
  response.end(reply.body)
  await over(response)
}

/** With header names in small letters. */
export const inSmallLetters: Sending = async (reply, { response }) => {
  const headers = reply.headers.map(([name, value]): [string, string] => [name.toLowerCase(), value])
  response.writeHead(reply.status, [...headers, ['content-length', String(reply.body.length)]].flat())
  response.end(reply.body)
  await over(response)
}

/** After 80 milliseconds. */
const slowly: Sending = async (reply, line) => {
  await sleep(80)
  await send(reply, line)
}

/** Freedoms of framing, whatever is answered; `unhurried` says why an answer may take its time. */
export function framings<Steps extends { send: Sending }>(unhurried: string): Freedom<Steps>[] {
  const freedom = (id: string, says: string, because: string, send: Sending): Freedom<Steps> => ({
    id,
    says,
    because,
    steps: () => ({ send }) as Partial<Steps>,
  })
  return [
    freedom('sends-chunks', 'Sends its answers in chunks.', 'RFC 9112, 7', chunked),
    freedom('closes-connections', 'Closes the connection after every answer.', 'RFC 9112, 9.6', closing),
    freedom(
      'ends-by-closing',
      'Answers in HTTP/1.0 and ends the body by closing.',
      'RFC 9112, 6.3',
      untilClose,
    ),
    freedom('writes-small-headers', 'Writes header names in small letters.', 'RFC 9110, 5', inSmallLetters),
    freedom('takes-its-time', 'Waits 80 milliseconds before every answer.', unhurried, slowly),
  ]
}
