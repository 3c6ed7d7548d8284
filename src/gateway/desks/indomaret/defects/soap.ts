/** Defects of the envelope around an answer, and of reading the one around a request. */
import type { Raw } from '../../../../dialects/dialect.ts'
import { header } from '../../../../wire/exchange.ts'
import type { Fields, Reading } from '../../../../wire/reading.ts'
import { writeSoap } from '../../../../wire/soap-write.ts'
import type { Defect } from '../../../defect.ts'
import type { Call, Steps } from '../steps.ts'
import { sealed, styleOf } from '../writing.ts'
import { isReversal, isSuccess, rewriting, texting, writing } from './bend.ts'

const textOf = ({ body }: Raw): string => Buffer.from(body).toString('latin1')

const unread = (says: string): Reading => ({ ok: false, fault: { what: 'not-well-formed', says } })

/** The answer as PHP's SoapServer writes an array when it has no WSDL. */
function boxed(call: Call, fields: Fields) {
  const item = Object.entries(fields).map(([key, value]) => ({ key, value }))
  const name = `${call.reading.name}Response`
  return {
    status: 200,
    ...writeSoap(name, { return: { item } }, { ...styleOf(call.reading), soapAction: null, xsiType: true }),
  }
}

export const soap: readonly Defect<Steps>[] = [
  {
    id: 'misnames-reversal-answers',
    catalogue: 'M-IDM-52',
    says: 'Answers a reversal with the root ReversalResponse.',
    breaks: ['reversal.root'],
    steps: writing((reply, call, fields) =>
      isReversal(call) ? sealed(call, fields, { root: 'ReversalResponse' }) : reply,
    ),
  },
  {
    id: 'faults-instead-of-refusing',
    catalogue: 'M-IDM-56',
    says: 'Answers business refusals with a SOAP Fault.',
    breaks: ['soap.fault'],
    steps: (honest) => ({
      async write(call, fields, outcome) {
        if (isSuccess(call, outcome)) return honest.write(call, fields, outcome)
        return honest.fault({ code: 'Server', says: String(fields['ResponseDesc']) }, call.reading, call.till)
      },
    }),
  },
  {
    id: 'boxes-answers',
    catalogue: 'M-IDM-57',
    says: 'Answers in the containers of RPC/encoded.',
    breaks: ['soap.literal'],
    steps: writing((_reply, call, fields) => boxed(call, fields)),
  },
  {
    id: 'answers-in-soap-12',
    catalogue: 'M-IDM-58',
    says: 'Answers in a SOAP 1.2 envelope whatever it was asked in.',
    breaks: ['soap.version'],
    steps: writing((_reply, call, fields) =>
      sealed(call, fields, { version: '1.2', contentType: 'text/xml; charset=utf-8' }),
    ),
  },
  {
    id: 'forgets-to-escape',
    catalogue: 'M-IDM-59',
    says: 'Glues texts together and leaves ampersands as they are.',
    breaks: ['xml.escaped'],
    steps: texting((text) => text.replaceAll('&amp;', '&')),
  },
  {
    id: 'escapes-twice',
    says: 'Escapes texts that are escaped already.',
    breaks: ['xml.escaped'],
    steps: texting((text) => text.replaceAll('&amp;', '&amp;amp;').replaceAll('&lt;', '&amp;lt;')),
  },
  {
    id: 'wants-the-prefix-soap',
    catalogue: 'M-IDM-60',
    says: 'Finds an envelope only by the text soap:Envelope.',
    breaks: ['soap.prefix'],
    steps: (honest) => ({
      receive: async (raw, till) =>
        textOf(raw).includes('<soap:Envelope')
          ? honest.receive(raw, till)
          : unread('There is no soap:Envelope.'),
    }),
  },
  {
    id: 'hides-its-wsdl',
    says: 'Publishes no WSDL.',
    breaks: ['soap.wsdl'],
    steps: () => ({ describe: () => undefined }),
  },
  {
    id: 'writes-latin-1',
    says: 'Writes Latin-1 bytes and declares them to be UTF-8.',
    breaks: ['xml.encoding'],
    steps: (honest) => ({
      ...rewriting('ResponseDesc', (says) => `${says} — Indomaret café`.replace('—', '-'))(honest),
      async write(call, fields, outcome) {
        const reply = await honest.write(call, fields, outcome)
        return { ...reply, body: Buffer.from(reply.body.toString('utf8'), 'latin1') }
      },
    }),
  },
  {
    id: 'declares-utf-16',
    says: 'Declares UTF-16 and writes UTF-8.',
    breaks: ['xml.encoding'],
    steps: texting((text) => text.replace('encoding="utf-8"', 'encoding="utf-16"')),
  },
  {
    id: 'ends-in-the-middle',
    says: 'Sends the first half of the answer to a payment as if it were the whole.',
    breaks: ['xml.well-formed'],
    steps: texting((text, { operation }) =>
      operation === 'payment' ? text.slice(0, text.length / 2) : text,
    ),
  },
  {
    id: 'repairs-broken-xml',
    says: 'Finds its values in requests that are no XML, and answers 00.',
    breaks: ['xml.malformed-refused'],
    steps: (honest) => ({
      async receive(raw, till) {
        const reading = await honest.receive(raw, till)
        return reading.ok ? reading : (guessed(textOf(raw)) ?? reading)
      },
    }),
  },
  {
    id: 'names-roots-after-methods',
    says: 'Calls its answers InquiryResponse, PaymentResponse and ReversalResponse.',
    breaks: ['soap.payload', 'reversal.root'],
    steps: writing((_reply, call, fields) =>
      sealed(call, fields, { root: `${call.reading.name.slice(3)}Response` }),
    ),
  },
  {
    id: 'answers-twice-in-one-body',
    says: 'Writes the payload twice into the Body.',
    breaks: ['soap.payload'],
    steps: texting((text) => text.replace(/(?<=Body>)(.*)(?=<\/[^>]*Body>)/s, '$1$1')),
  },
  {
    id: 'mixes-namespaces',
    says: 'Answers with some leaves in a namespace and others in none.',
    breaks: ['soap.namespace'],
    steps: texting((text) => text.replace('<ResponseDesc>', '<ResponseDesc xmlns="http://tempuri.org/">')),
  },
  {
    id: 'chokes-on-cdata',
    says: 'Answers a Fault to a request with CDATA.',
    breaks: ['xml.understood'],
    steps: (honest) => ({
      async receive(raw, till) {
        const reading = await honest.receive(raw, till)
        return reading.ok && reading.soap?.cdata ? unread('CDATA is not understood.') : reading
      },
    }),
  },
  {
    id: 'chokes-on-headers',
    says: 'Answers a Fault to a request with a SOAP Header.',
    breaks: ['soap.header'],
    steps: (honest) => ({
      async receive(raw, till) {
        const reading = await honest.receive(raw, till)
        return reading.ok && reading.soap?.header ? unread('A Header is not understood.') : reading
      },
    }),
  },
  {
    id: 'demands-a-soap-action',
    says: 'Answers a Fault to a request without the header SOAPAction.',
    breaks: ['soap.action'],
    steps: (honest) => ({
      receive: async (raw, till) =>
        header(raw.headers, 'SOAPAction') === undefined
          ? unread('SOAPAction is missing.')
          : honest.receive(raw, till),
    }),
  },
  {
    id: 'says-it-sends-html',
    says: 'Sends its answers as text/html.',
    breaks: ['soap.content-type'],
    steps: writing((reply) => ({ ...reply, headers: [['Content-Type', 'text/html; charset=utf-8']] })),
  },
  {
    id: 'answers-500-with-a-good-body',
    says: 'Sends refusals with the HTTP status 500.',
    breaks: ['http.status'],
    steps: writing((reply, call, _fields, outcome) =>
      isSuccess(call, outcome) ? reply : { ...reply, status: 500 },
    ),
  },
]

/** Values of a request that is no XML, read as a person would. */
function guessed(text: string): Reading | undefined {
  const name = /<(?:[\w-]+:)?(Req\w+)/.exec(text)?.[1]
  if (name === undefined) return undefined
  const found = [...text.matchAll(/<(?:[\w-]+:)?(\w+)[^<>]*>([^<>]+)</g)]
  const fields = Object.fromEntries(found.map(([, field, value]) => [field!, value!.trim()]))
  return { ok: true, name, fields, order: Object.keys(fields), flaws: [] }
}
