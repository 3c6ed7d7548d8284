/** Posts a letter and waits for the whole answer, or for as long as a client waits. */
import { Agent, request as open, type IncomingMessage } from 'node:http'
import type { Headers } from '../../../wire/exchange.ts'
import type { Heard, Letter } from './steps.ts'

/** Milliseconds that an answer may take. */
const timeout = 2200

/** A post with a connection of its own. */
export const post = (letter: Letter): Promise<Heard> => postBy(letter, undefined)

/** Posts that share connections. */
export function keepingAlive(): (letter: Letter) => Promise<Heard> {
  const agent = new Agent({ keepAlive: true })
  return (letter) => postBy(letter, agent)
}

/** Posts without Content-Length: the body comes in chunks. */
export const inChunks = (letter: Letter): Promise<Heard> => postBy(letter, undefined, true)

function postBy(letter: Letter, agent: Agent | undefined, isChunked = false): Promise<Heard> {
  const { method, url, headers, body } = letter
  const length: Headers = isChunked ? [] : [['Content-Length', String(body.length)]]
  const { host } = new URL(url)
  return new Promise((resolve) => {
    const lost = () => resolve({ headers: [], body: Buffer.alloc(0) })
    const request = open(url, {
      method,
      agent: agent ?? false,
      headers: [['Host', host], ...headers, ...length].flat(),
      signal: AbortSignal.timeout(timeout),
    })
    request.on('error', lost)
    request.on('response', (response) => void wholeOf(response).then(resolve, lost))
    if (isChunked) for (const half of [body.subarray(0, 20), body.subarray(20)]) request.write(half)
    else request.write(body)
    request.end()
  })
}

async function wholeOf(response: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  if (!response.complete) throw new Error('The answer is not whole.')
  const headers: Headers = response.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, response.rawHeaders[index + 1]!]] : [],
  )
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) }
}
