/** Defects of the document around an answer, and below it: answers that do not come, come in part, or are no answers. */
import type { Defect } from '../../../defect.ts'
import {
  announced,
  bomb,
  close,
  drip,
  entities,
  half,
  hang,
  headed,
  page,
  pour,
  rawly,
  reset,
} from '../../../mishaps.ts'
import {
  declaring,
  isBuying,
  isFailure,
  isQuery,
  isWholeQuery,
  pairing,
  replying,
  sending,
  texting,
  together,
} from '../bend.ts'
import type { Deal } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'

/** A failure of the business, not of the request. */
const isTold = (deal: Deal): boolean => isFailure(deal) && deal.code !== '01'
const isDirect = ({ operation }: Call): boolean => operation === 'direct'

export const transport: readonly Defect<Steps>[] = [
  {
    id: 'hangs-on-queries',
    says: 'Never answers a query, and keeps the connection open.',
    breaks: ['http.answers'],
    steps: sending(isQuery, hang),
  },
  {
    id: 'resets-after-purchases',
    says: 'Sells a token and resets the connection.',
    breaks: ['http.answers'],
    steps: sending(isDirect, reset),
  },
  {
    id: 'closes-without-answer',
    says: 'Reads a query and closes the connection.',
    breaks: ['http.answers'],
    steps: sending(isQuery, close),
  },
  {
    id: 'truncates-answers',
    says: 'Promises a whole answer to a query and closes after half of it.',
    breaks: ['http.answers'],
    steps: sending(
      isQuery,
      rawly((reply) => announced(reply, reply.body.length, reply.body.subarray(0, reply.body.length / 2))),
    ),
  },
  {
    id: 'drips-slowly',
    says: 'Sends the answer to a direct purchase byte by byte, 25 in a second.',
    breaks: ['http.answers'],
    steps: sending(isDirect, drip),
  },
  {
    id: 'floods',
    says: 'Sends fifty megabytes of blanks inside the answer to a query.',
    breaks: ['http.answers'],
    steps: sending(isQuery, pour),
  },
  {
    id: 'compression-bomb',
    says: 'Sends fifty compressed megabytes as the answer to a query.',
    breaks: ['http.answers'],
    steps: sending(isQuery, bomb),
  },
  {
    id: 'sends-garbage-http',
    says: 'Answers a query with bytes that are no HTTP.',
    breaks: ['http.answers'],
    steps: sending(
      isQuery,
      rawly(() => 'OK 00 SUKSES\r\n\r\n'),
    ),
  },
  {
    id: 'answers-500-to-failures',
    says: 'Sends failures with the HTTP status 500.',
    breaks: ['http.status'],
    steps: replying((reply, _call, deal) => (isFailure(deal) ? { ...reply, status: 500 } : reply)),
  },
  {
    id: 'is-elsewhere',
    says: 'Answers 404 to queries.',
    breaks: ['http.answers@query', 'xml.well-formed'],
    steps: replying(() => ({ status: 404, headers: [], body: Buffer.alloc(0) }), isWholeQuery),
  },
  {
    id: 'wrong-content-length',
    says: 'Announces ten bytes less than the answer to a query has.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isWholeQuery,
      rawly((reply) => announced(reply, reply.body.length - 10)),
    ),
  },
  {
    id: 'sends-nothing-in-200',
    says: 'Answers a query with HTTP 200 and no body.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isWholeQuery,
      rawly((reply) => announced(reply, 0, Buffer.alloc(0))),
    ),
  },
  {
    id: 'redirects-queries',
    says: 'Answers a query with a redirection to itself.',
    breaks: ['xml.well-formed'],
    steps: sending(
      isWholeQuery,
      rawly(() =>
        headed(['HTTP/1.1 307 Temporary Redirect', 'Location: /st24', 'Content-Length: 0'], Buffer.alloc(0)),
      ),
    ),
  },
  {
    id: 'ends-in-the-middle',
    says: 'Sends the first half of the answer to a query as if it were the whole.',
    breaks: ['xml.well-formed'],
    steps: replying(half, isWholeQuery),
  },
  {
    id: 'entity-bomb',
    says: 'Defines entities of entities in the answer to a query.',
    breaks: ['xml.well-formed'],
    steps: texting(
      (text) => text.replace('?>', `?>${entities}`).replace(/(?<=NAMA=)[^,]*/, '&a12;'),
      isWholeQuery,
    ),
  },
  {
    id: 'answers-html',
    says: 'Answers queries with the HTML page of a proxy.',
    breaks: ['rpc.shape'],
    steps: replying(() => ({ ...page(502, 'Bad Gateway'), status: 200 }), isWholeQuery),
  },
  {
    id: 'says-it-sends-html',
    says: 'Sends its answers as text/html.',
    breaks: ['rpc.content-type'],
    steps: replying((reply) => ({ ...reply, headers: [['Content-Type', 'text/html; charset=utf-8']] })),
  },
  {
    id: 'forgets-to-escape',
    catalogue: 'M-XGW-33',
    says: 'Glues texts together and leaves ampersands as they are.',
    breaks: ['xml.escaped'],
    steps: texting((text) => text.replaceAll('&amp;', '&')),
  },
  {
    id: 'writes-latin-1',
    says: 'Writes Latin-1 bytes where UTF-8 is declared.',
    breaks: ['xml.encoding'],
    steps: together(
      pairing('KET', (says) => `${says} é`, isTold),
      replying((reply, _call, deal) =>
        isTold(deal) ? { ...reply, body: Buffer.from(reply.body.toString('utf8'), 'latin1') } : reply,
      ),
    ),
  },
  {
    id: 'names-two-encodings-of-accents',
    says: 'Declares ISO-8859-1 below a charset of UTF-8, and gives reasons with accents.',
    breaks: ['xml.encoding'],
    steps: together(
      pairing('KET', (says) => `${says} é`, isTold),
      declaring('iso-8859-1', isBuying),
    ),
  },
  {
    id: 'declares-utf-16',
    says: 'Declares UTF-16 and writes UTF-8.',
    breaks: ['xml.encoding'],
    steps: declaring('utf-16', isBuying),
  },
]
