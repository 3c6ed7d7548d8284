/** Defects below SOAP: answers that do not come, come in part, or are no answers. */
import type { Defect } from '../../../defect.ts'
import {
  announced,
  bomb,
  close,
  drip,
  entities,
  hang,
  headed,
  page,
  pour,
  rawly,
  reset,
  type Sending,
} from '../../../mishaps.ts'
import type { Call, Steps } from '../steps.ts'
import { isInquiry, isPayment, isReversal, texting } from './bend.ts'

/** Sends some answers in a way of its own, and all others honestly. */
const sending =
  (when: (call: Call) => boolean, how: Sending): Defect<Steps>['steps'] =>
  (honest) => ({
    send: async (reply, line, call) =>
      call && when(call) ? how(reply, line) : honest.send(reply, line, call),
  })

const lacked = ({ texts }: Call): string =>
  ['ExtraParam1', 'ExtraParam2', 'ExtraParam3'].filter((name) => !(name in texts)).join()

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
    steps: sending(isPayment, reset),
  },
  {
    id: 'truncates-answers',
    says: 'Promises a whole answer to a payment and closes after half of it.',
    breaks: ['http.answers'],
    steps: sending(
      isPayment,
      rawly((reply) => announced(reply, reply.body.length, reply.body.subarray(0, reply.body.length / 2))),
    ),
  },
  {
    id: 'answers-html',
    says: 'Answers reversals with the HTML page of a proxy.',
    breaks: ['soap.content-type'],
    steps: (honest) => ({
      async write(call, fields, outcome) {
        if (!isReversal(call)) return honest.write(call, fields, outcome)
        return { ...page(502, 'Bad Gateway'), status: 200 }
      },
    }),
  },
  {
    id: 'wrong-content-length',
    says: 'Announces ten bytes less than the answer to a payment has.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isPayment,
      rawly((reply) => announced(reply, reply.body.length - 10)),
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
    steps: sending(isReversal, bomb),
  },
  {
    id: 'closes-without-answer',
    says: 'Reads a reversal and closes the connection.',
    breaks: ['http.answers'],
    steps: sending(isReversal, close),
  },
  {
    id: 'crashes-without-extra-param',
    says: 'Closes the connection, as a crash does, where an inquiry lacks ExtraParam2 alone.',
    breaks: ['http.answers'],
    steps: sending((call) => isInquiry(call) && lacked(call) === 'ExtraParam2', close),
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
      rawly((reply) => announced(reply, 0, Buffer.alloc(0))),
    ),
  },
  {
    id: 'redirects-payments',
    says: 'Answers a payment with a redirection to itself.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isPayment,
      rawly(() =>
        headed(['HTTP/1.1 307 Temporary Redirect', 'Location: /', 'Content-Length: 0'], Buffer.alloc(0)),
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
