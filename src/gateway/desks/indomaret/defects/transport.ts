/** Defects below SOAP: answers that do not come, come in part, or are no answers. */
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Defect } from '../../../defect.ts'
import { type Line, over, type Reply } from '../../../reply.ts'
import type { Call, Steps } from '../steps.ts'
import { isInquiry, isPayment, isReversal, texting } from './bend.ts'

type Send = (reply: Reply, line: Line) => Promise<void> | void

/** Sends some answers in a way of its own, and all others honestly. */
const sending =
  (when: (call: Call) => boolean, how: Send): Defect<Steps>['steps'] =>
  (honest) => ({
    send: async (reply, line, call) =>
      call && when(call) ? how(reply, line) : honest.send(reply, line, call),
  })

const close: Send = (_reply, { request }) => void request.socket.destroy()
const hang: Send = (_reply, { response }) => over(response)

/** Writes bytes past node's HTTP and ends the connection. */
const rawly =
  (bytes: (reply: Reply) => string | Buffer): Send =>
  async (reply, { request, response }) => {
    request.socket.end(bytes(reply))
    await over(response)
  }

const head = (lines: string[], body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body])

const answerOf = ({ body }: Reply, length: number, sent = body): Buffer =>
  head(['HTTP/1.1 200 OK', 'Content-Type: text/xml; charset=utf-8', `Content-Length: ${length}`], sent)

const flood = 50 * 1024 * 1024
const dripMs = 40

async function drip({ status, headers, body }: Reply, { response }: Line): Promise<void> {
  response.writeHead(status, [...headers, ['Content-Length', String(body.length)]].flat())
  for (const byte of body) {
    if (response.destroyed) return
    response.write(Buffer.of(byte))
    await sleep(dripMs)
  }
  response.end()
  await over(response)
}

async function pour({ headers, body }: Reply, { response }: Line): Promise<void> {
  response.writeHead(200, [...headers].flat())
  response.write(body.subarray(0, -1))
  const chunk = Buffer.alloc(64 * 1024, ' ')
  for (let sent = 0; sent < flood && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), over(response)])
  }
  response.end(body.subarray(-1))
  await over(response)
}

const html =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>'

const entities = `<!DOCTYPE bomb [<!ENTITY a0 "ha">${Array.from(
  { length: 12 },
  (_none, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`,
).join('')}]>`

export const transport: readonly Defect<Steps>[] = [
  {
    id: 'hangs-on-reversal',
    says: 'Never answers a reversal, and keeps the connection open.',
    breaks: ['http.answers'],
    steps: sending(isReversal, hang),
  },
  {
    id: 'resets-after-payment',
    says: 'Books a payment and resets the connection.',
    breaks: ['http.answers'],
    steps: sending(isPayment, (_reply, { request }) => void request.socket.resetAndDestroy()),
  },
  {
    id: 'truncates-answers',
    says: 'Promises a whole answer to a payment and closes after half of it.',
    breaks: ['http.answers'],
    steps: sending(
      isPayment,
      rawly((reply) => answerOf(reply, reply.body.length, reply.body.subarray(0, reply.body.length / 2))),
    ),
  },
  {
    id: 'answers-html',
    says: 'Answers reversals with the HTML page of a proxy.',
    breaks: ['soap.content-type'],
    steps: (honest) => ({
      async write(call, fields, outcome) {
        if (!isReversal(call)) return honest.write(call, fields, outcome)
        return {
          status: 200,
          headers: [['Content-Type', 'text/html; charset=utf-8']],
          body: Buffer.from(html),
        }
      },
    }),
  },
  {
    id: 'wrong-content-length',
    says: 'Announces ten bytes less than the answer to a payment has.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isPayment,
      rawly((reply) => answerOf(reply, reply.body.length - 10)),
    ),
  },
  {
    id: 'drips-slowly',
    says: 'Sends the answer to a payment byte by byte, 25 in a second.',
    breaks: ['http.answers'],
    steps: sending(isPayment, drip),
  },
  {
    id: 'floods',
    says: 'Sends fifty megabytes of blanks inside the answer to a reversal.',
    breaks: ['http.answers'],
    steps: sending(isReversal, pour),
  },
  {
    id: 'compression-bomb',
    says: 'Sends fifty compressed megabytes as the answer to a reversal.',
    breaks: ['http.answers'],
    steps: sending(isReversal, async ({ headers }, { response }) => {
      response.writeHead(200, [...headers, ['Content-Encoding', 'gzip']].flat())
      response.end(gzipSync(Buffer.alloc(flood, ' ')))
      await over(response)
    }),
  },
  {
    id: 'closes-without-answer',
    says: 'Reads a reversal and closes the connection.',
    breaks: ['http.answers'],
    steps: sending(isReversal, close),
  },
  {
    id: 'sends-garbage-http',
    says: 'Answers a payment with bytes that are no HTTP.',
    breaks: ['http.answers'],
    steps: sending(
      isPayment,
      rawly(() => 'OK 00 SUCCESS\r\n\r\n'),
    ),
  },
  {
    id: 'sends-nothing-in-200',
    says: 'Answers a reversal with HTTP 200 and no body.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isReversal,
      rawly((reply) => answerOf(reply, 0, Buffer.alloc(0))),
    ),
  },
  {
    id: 'redirects-payments',
    says: 'Answers a payment with a redirection to itself.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isPayment,
      rawly(() =>
        head(['HTTP/1.1 307 Temporary Redirect', 'Location: /', 'Content-Length: 0'], Buffer.alloc(0)),
      ),
    ),
  },
  {
    id: 'entity-bomb',
    says: 'Defines entities of entities in the answer to an inquiry.',
    breaks: ['xml.well-formed'],
    steps: texting((text, call) => {
      if (!isInquiry(call)) return text
      return text.replace('?>', `?>${entities}`).replace(/(?<=<([\w-]+:)?Desc>)[^<]*/, '&a12;')
    }),
  },
]
