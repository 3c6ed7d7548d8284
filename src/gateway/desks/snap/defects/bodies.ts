/** Defects of JSON and of HTTP: what of a body is read, what is refused, and what answers are made of. */
import { messageOf } from '../../../../contract/contract.ts'
import { isHeader } from '../../../../contract/tree.ts'
import type { Headers } from '../../../../wire/exchange.ts'
import type { Defect } from '../../../defect.ts'
import { close, page } from '../../../mishaps.ts'
import { type Bend, replying, sending } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { overlooking, refusingMore } from './overlooking.ts'

const isUnreadable = ({ reading }: Call): boolean => !reading.ok

/** Most bytes of a body that a careless server bears. */
const small = 200_000

/** Reads bodies that are changed before. */
const readingOver =
  (change: (text: string, body: Uint8Array) => string): Bend =>
  (honest) => ({
    receive(raw, till) {
      const text = Buffer.from(raw.body).toString()
      const changed = change(text, raw.body)
      return honest.receive(changed === text ? raw : { ...raw, body: Buffer.from(changed) }, till)
    },
  })

const typed =
  (type: string) =>
  (headers: Headers): Headers =>
    headers.map(([name, value]) => [name, /^content-type$/i.test(name) ? type : value])

/** Changes the text of answers. */
const rewriting = (change: (text: string) => string): Bend =>
  replying((reply) => ({ ...reply, body: Buffer.from(change(reply.body.toString())) }))

const membersOf = ({ fields }: Call): string[] =>
  Object.keys(fields).filter((place) => !isHeader(place) && !/[.[]/.test(place))

const rowsOf = ({ operation, till }: Call): string[] =>
  messageOf(till.contract, operation, 'request').fields.map(({ name }) => name)

const isNullInfo = ({ raw }: Call): boolean =>
  /"additionalInfo"\s*:\s*null/.test(Buffer.from(raw.body).toString())

const isRefused = (body: Buffer): boolean => !/"responseCode":"20/.test(body.toString())

export const bodies: readonly Defect<Steps>[] = [
  {
    id: 'takes-lists',
    catalogue: 'D153',
    says: 'Takes a list of one request for the request.',
    breaks: ['json.object'],
    steps: readingOver((text) => text.replace(/^\s*\[(\s*\{[\s\S]*\}\s*)\]\s*$/, '$1')),
  },
  {
    id: 'reads-latin-1',
    catalogue: 'D154',
    says: 'Reads bodies as ISO 8859-1.',
    // What is as long as it may be, and not all ASCII, is too long then.
    breaks: ['json.text', 'refusals.limits@reason'],
    steps: readingOver((_text, body) => Buffer.from(body).toString('latin1')),
  },
  {
    id: 'refuses-other-letters',
    says: 'Refuses texts with letters beyond ASCII.',
    breaks: ['json.text', 'refusals.limits'],
    steps: refusingMore((call) =>
      /[^\0-~]/.test(Buffer.from(call.raw.body).toString()) ? { form: '400##00' } : undefined,
    ),
  },
  {
    id: 'answers-pages',
    catalogue: 'D012',
    says: 'Answers a page of HTML to a body that it cannot read.',
    breaks: ['json.malformed-refused'],
    steps: replying(() => page(400, 'Bad Request'), isUnreadable),
  },
  {
    id: 'hangs-up-on-nonsense',
    says: 'Ends the connection when it cannot read a body.',
    breaks: ['http.answers', 'json.malformed-refused'],
    steps: sending(isUnreadable, close),
  },
  {
    id: 'reads-trailing-commas',
    says: 'Reads JSON with a comma behind the last member.',
    breaks: ['json.malformed-refused'],
    steps: readingOver((text) => text.replace(/,(\s*\}\s*)$/, '$1')),
  },
  {
    id: 'fails-on-nonsense',
    says: 'Answers 500 to a body that it cannot read.',
    breaks: ['json.explained'],
    steps: (honest) => ({
      checkBody: (call) => (isUnreadable(call) ? { form: '500##00' } : honest.checkBody(call)),
    }),
  },
  {
    id: 'refuses-unknown-fields',
    catalogue: 'D044',
    says: 'Refuses a request with a member beyond the table.',
    breaks: ['json.unknown-member'],
    steps: refusingMore((call) => {
      const rows = rowsOf(call)
      const strange = membersOf(call).find((name) => !rows.includes(name))
      return strange === undefined ? undefined : { form: '400##01', about: strange }
    }),
  },
  {
    id: 'fails-on-null',
    catalogue: 'D045',
    says: 'Fails when additionalInfo is null.',
    breaks: ['json.additional'],
    steps: refusingMore((call) => (isNullInfo(call) ? { form: '500##00' } : undefined)),
  },
  {
    id: 'takes-texts-for-objects',
    says: 'Takes any JSON for additionalInfo.',
    breaks: ['json.additional'],
    steps: overlooking(({ field, constraint }) => field.name === 'additionalInfo' && constraint === 'type'),
  },
  {
    id: 'refuses-empty-values',
    says: 'Refuses an optional value that is empty.',
    breaks: ['json.empty'],
    steps: refusingMore((call) => {
      const empty = rowsOf(call).find((name) => !isHeader(name) && call.fields[name] === '')
      return empty === undefined ? undefined : { form: '400##01', about: empty }
    }),
  },
  {
    id: 'knows-one-spelling',
    catalogue: 'D056',
    says: 'Refuses the name originalPartnerReferenceNo in a cancellation.',
    breaks: ['json.spellings'],
    steps: refusingMore(({ operation, raw }) =>
      operation === 'cancel' && Buffer.from(raw.body).includes('"originalPartnerReferenceNo"')
        ? { form: '400##02', about: 'originalpartnerReferenceNo' }
        : undefined,
    ),
  },
  {
    id: 'takes-the-first-of-two',
    says: 'Takes the first of two members with the same name.',
    breaks: ['json.duplicates'],
    steps: readingOver((text) =>
      text.replace(
        /(("\w+"\s*:)\s*("(?:[^"\\]|\\.)*"|\{[^{}]*\}))\s*,\s*\2\s*("(?:[^"\\]|\\.)*"|\{[^{}]*\})/g,
        '$1',
      ),
    ),
  },
  {
    id: 'answers-lists',
    says: 'Answers a list with one object.',
    breaks: ['json.object'],
    steps: replying((reply) => ({
      ...reply,
      body: Buffer.concat([Buffer.from('['), reply.body, Buffer.from(']')]),
    })),
  },
  {
    id: 'refuses-in-html',
    catalogue: 'D161',
    says: 'Sends refusals as text/html.',
    breaks: ['json.content-type'],
    steps: replying((reply) =>
      isRefused(reply.body) ? { ...reply, headers: typed('text/html')(reply.headers) } : reply,
    ),
  },
  {
    id: 'answers-in-utf-16',
    says: 'Answers in UTF-16.',
    breaks: ['json.utf'],
    steps: replying((reply) => ({
      ...reply,
      body: Buffer.from(`\ufeff${reply.body.toString()}`, 'utf16le'),
    })),
  },
  {
    id: 'writes-codes-twice',
    says: 'Writes the responseCode twice.',
    breaks: ['fields.once'],
    steps: rewriting((text) => text.replace(/("responseCode":"\d{7}"),/, '$1,$1,')),
  },
  {
    id: 'pads-descriptions',
    says: 'Writes white space behind the description of a state.',
    breaks: ['fields.unpadded'],
    steps: rewriting((text) => text.replace(/("transactionStatusDesc":"[^"]+)"/, '$1 "')),
  },
  {
    id: 'answers-get',
    catalogue: 'D029',
    says: 'Answers 200 to GET at the path of a service.',
    breaks: ['http.methods'],
    steps: (honest) => ({
      checkMethod: (call) => (call.raw.method === 'GET' ? { form: '200##00' } : honest.checkMethod(call)),
    }),
  },
  {
    id: 'takes-any-method',
    says: 'Carries out a request by PUT or PATCH.',
    breaks: ['http.methods'],
    steps: (honest) => ({
      checkMethod: (call) =>
        ['PUT', 'PATCH'].includes(call.raw.method ?? '') ? undefined : honest.checkMethod(call),
    }),
  },
  {
    id: 'acts-by-the-methods-it-refuses',
    says: 'Makes a payment and a cancellation by PUT or PATCH, and refuses the method afterwards.',
    breaks: ['http.no-effect'],
    steps: (honest) => {
      const isOdd = ({ operation, raw: { method = 'POST' } }: Call) =>
        (operation === 'payment' || operation === 'cancel') && ['PUT', 'PATCH'].includes(method)
      const late = (operation: 'payment' | 'cancel') => async (call: Call) => {
        const outcome = await honest[operation](call)
        return isOdd(call) ? { form: '405##00' } : outcome
      }
      return {
        checkMethod: (call) => (isOdd(call) ? undefined : honest.checkMethod(call)),
        payment: late('payment'),
        cancel: late('cancel'),
      }
    },
  },
  {
    id: 'shows-pages-at-unknown-paths',
    says: 'Answers a page of HTML where there is no service.',
    breaks: ['http.unknown-path'],
    steps: () => ({ lost: () => page(404, 'Not Found') }),
  },
  {
    id: 'hangs-up-on-large-bodies',
    says: 'Ends the connection when a body is large.',
    breaks: ['http.oversized'],
    steps: sending(({ raw }) => raw.body.length > small, close),
  },
]
