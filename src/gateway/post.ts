/** Posts a sealed message to somebody else's server, once, and takes its answer in up to a limit. Never throws. */
import { request as plainly, type IncomingMessage } from 'node:http'
import { request as securely } from 'node:https'
import type { Sealed } from '../dialects/dialect.ts'
import type { Headers } from '../wire/exchange.ts'
import { bodyFrom, headersOf } from './intake.ts'
import type { Reply } from './reply.ts'

/** Most bytes of an answer that are read. */
const answerLimit = 65_536

/** What was sent, and what was answered; no reply when no whole answer came. */
export interface Carried {
  method: string
  url: string
  headers: Headers
  reply?: Reply
}

/** Sends the message to the URL, with the path of the message below it; the signal gives it up. */
export function post(
  { url, method, path, headers, body }: Sealed & { url: string },
  signal: AbortSignal,
): Promise<Carried> {
  const whole = `${url}${path}`
  const sent: Headers = [...headers, ['Content-Length', String(body.length)], ['Connection', 'close']]
  const carried = { method, url: whole, headers: sent }
  if (!URL.canParse(whole) || !/^https?:$/.test(new URL(whole).protocol)) return Promise.resolve(carried)
  return new Promise((resolve) => {
    const give = (reply?: Reply) => resolve({ ...carried, ...(reply && { reply }) })
    const open = whole.startsWith('https:') ? securely : plainly
    const options = { method, headers: Object.fromEntries(sent), signal, agent: false }
    const request = open(whole, options, (answer) => void wholeOf(answer).then(give))
    request.on('error', () => give())
    request.on('close', () => give())
    request.end(body)
  })
}

async function wholeOf(answer: IncomingMessage): Promise<Reply | undefined> {
  const body = await bodyFrom(answer, answerLimit)
  const reply = { status: answer.statusCode ?? 0, headers: headersOf(answer) }
  if (body !== 'too-large') return body === 'cut' ? undefined : { ...reply, body }
  answer.destroy()
  return { ...reply, body: Buffer.alloc(0) }
}
