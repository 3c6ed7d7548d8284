/** Sends one letter over a connection of its own, and gives up after a while. */
import { request } from 'node:http'
import { request as requestSecurely } from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { Headers } from '../../../wire/exchange.ts'
import type { Answer, Letter } from './steps.ts'

/** What came back; undefined when nothing whole came in time. */
export function postLetter(
  { method, headers, body }: Letter,
  url: string,
  timeoutMs: number,
): Promise<Answer> {
  const length: [string, string] = ['Content-Length', String(body.length)]
  const options = {
    method,
    headers: Object.fromEntries([...headers, length]),
    agent: false as const,
    signal: AbortSignal.timeout(timeoutMs),
  }
  return new Promise((resolve) => {
    const ask = url.startsWith('https:') ? requestSecurely : request
    const lost = () => resolve(undefined)
    const asking = ask(url, options, (response) => void whole(response).then(resolve, lost))
    asking.on('error', lost)
    asking.end(body)
  })
}

async function whole(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const { rawHeaders, statusCode = 0 } = response
  const headers: Headers = rawHeaders.flatMap((name, index): Headers =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1]!]] : [],
  )
  return { status: statusCode, headers, body: Buffer.concat(chunks) }
}
