/** Defects of reading requests: their methods, members, types and layout, and what cannot be read at all. */
import type { Raw } from '../../../../dialects/dialect.ts'
import { header } from '../../../../wire/exchange.ts'
import type { Read, Reading } from '../../../../wire/reading.ts'
import { writeXmlRpcFault } from '../../../../wire/xmlrpc-write.ts'
import type { Defect } from '../../../defect.ts'
import { close } from '../../../mishaps.ts'
import { sentence } from '../../../reply.ts'
import { type Bend, replying, sending } from '../bend.ts'
import { kindOf } from '../serials.ts'
import type { Call, Steps } from '../steps.ts'

const textOf = ({ body }: Raw): string => Buffer.from(body).toString('latin1')
const isUnread = ({ reading }: Call): boolean => !reading.ok
const order = ['MSISDN', 'REQUESTID', 'PIN', 'NOHP', 'NOM']

/** Makes nothing of requests of some kind. */
const choking =
  (when: (reading: Read, raw: Raw) => boolean): Bend =>
  (honest) => ({
    check: async (call) => (call.reading.ok && when(call.reading, call.raw) ? '01' : honest.check(call)),
  })

const trace = [
  'java.lang.NullPointerException: Cannot invoke "Element.getTextContent()"',
  '  at id.xgateway.h2h.XmlServlet.parse(XmlServlet.java:118)',
  '  at id.xgateway.h2h.XmlServlet.doPost(XmlServlet.java:54)',
].join('\n')

export const requests: readonly Defect<Steps>[] = [
  {
    id: 'reads-by-position',
    catalogue: 'M-XGW-53',
    says: 'Reads members by their places and not by their names.',
    breaks: ['rpc.order'],
    steps: (honest) => ({
      async authenticate(call) {
        const known = call.reading.ok ? call.reading.order.filter((one) => order.includes(one)) : []
        return known.join() === order.join() ? honest.authenticate(call) : '02'
      },
    }),
  },
  {
    id: 'wants-names-first',
    says: 'Does not find a value that stands before its name.',
    breaks: ['rpc.order'],
    steps: choking((_reading, raw) => /<member>\s*<value>/.test(textOf(raw))),
  },
  {
    id: 'chokes-on-white-space',
    catalogue: 'M-XGW-54',
    says: 'Finds nothing in a value that has white space around its type.',
    breaks: ['rpc.spaced'],
    steps: (honest) => ({
      authenticate: async (call) =>
        call.reading.ok && call.reading.rpc?.spaced ? '02' : honest.authenticate(call),
    }),
  },
  {
    id: 'wants-types',
    says: 'Finds nothing in a value without a type.',
    breaks: ['rpc.untyped'],
    steps: choking(({ rpc }) => Object.values(rpc?.types ?? {}).includes('untyped')),
  },
  {
    id: 'refuses-unknown-members',
    says: 'Refuses requests with members that it does not know.',
    breaks: ['rpc.unknown-member'],
    steps: choking((reading) => reading.order.some((name) => !order.includes(name))),
  },
  {
    id: 'chokes-on-cdata',
    says: 'Cannot read CDATA.',
    breaks: ['xml.understood'],
    steps: choking(({ rpc }) => rpc?.cdata === true),
  },
  {
    id: 'chokes-on-comments',
    says: 'Cannot read comments.',
    breaks: ['xml.understood'],
    steps: choking(({ rpc }) => rpc?.comments === true),
  },
  {
    id: 'chokes-on-a-bom',
    says: 'Cannot read what begins with a byte order mark.',
    breaks: ['xml.understood'],
    steps: choking(({ rpc }) => rpc?.bom === true),
  },
  {
    id: 'chokes-on-latin-1',
    says: 'Cannot read ISO-8859-1.',
    breaks: ['rpc.encodings'],
    steps: choking(({ rpc }) => rpc?.encoding === 'iso-8859-1'),
  },
  {
    id: 'chokes-on-gzip',
    says: 'Cannot read what is compressed.',
    breaks: ['rpc.encodings'],
    steps: (honest) => ({
      unpack: (raw) =>
        header(raw.headers, 'content-encoding') === undefined
          ? honest.unpack(raw)
          : sentence(415, 'The body is compressed. Send it as it is.'),
    }),
  },
  {
    id: 'knows-one-spelling',
    catalogue: 'M-XGW-47',
    says: 'Knows topUpRequest and not TopupRequest.',
    breaks: ['rpc.methods'],
    steps: (honest) => ({
      recognise: (reading, till) =>
        reading.ok && reading.name === 'TopupRequest' ? undefined : honest.recognise(reading, till),
    }),
  },
  {
    id: 'tells-spellings-apart',
    says: 'Sells tokens under TopupRequest only and top-ups under topUpRequest only.',
    breaks: ['rpc.method-case'],
    steps: (honest) => ({
      async buy(call, deal) {
        const isPln = kindOf(deal.product) !== 'pulsa'
        const spelt = call.reading.ok && call.operation === 'topup' ? call.reading.name : undefined
        const wanted = isPln ? 'TopupRequest' : 'topUpRequest'
        return spelt !== undefined && spelt !== wanted ? { code: '05' } : honest.buy(call, deal)
      },
    }),
  },
  {
    id: 'serves-any-method',
    says: 'Takes every method that it does not know for a top-up.',
    breaks: ['rpc.unknown-method'],
    steps: (honest) => ({
      recognise: (reading, till) =>
        honest.recognise(reading, till) ?? (reading.ok && reading.rpc?.kind === 'call' ? 'topup' : undefined),
    }),
  },
  {
    id: 'does-without-a-pin',
    says: 'Serves requests without a PIN.',
    breaks: ['refusals.incomplete'],
    steps: (honest) => ({
      check: (call) =>
        honest.check({ ...call, complaints: call.complaints.filter(({ field }) => field.name !== 'PIN') }),
      isPin: (call, account) => call.texts['PIN'] === undefined || honest.isPin(call, account),
    }),
  },
  {
    id: 'cuts-long-ids',
    says: 'Cuts a trx_id to 20 characters and goes on with the rest.',
    breaks: ['refusals.over-length'],
    steps: (honest) => ({
      check(call) {
        const { REQUESTID = '' } = call.texts
        if (!/^\w{21,}$/.test(REQUESTID)) return honest.check(call)
        call.texts['REQUESTID'] = REQUESTID.slice(0, 20)
        return honest.check({
          ...call,
          complaints: call.complaints.filter(({ field }) => field.name !== 'REQUESTID'),
        })
      },
    }),
  },
  {
    id: 'closes-what-is-left-open',
    says: 'Reads a request without its last end tag as if that were there.',
    breaks: ['xml.malformed-refused'],
    steps: (honest) => ({
      async receive(raw, till) {
        const reading = await honest.receive(raw, till)
        const whole = { ...raw, body: Buffer.concat([raw.body, Buffer.from('</methodCall>')]) }
        return reading.ok ? reading : honest.receive(whole, till)
      },
    }),
  },
  {
    id: 'shows-its-stack',
    catalogue: 'M-XGW-52',
    says: 'Answers HTTP 500 and a stack trace to what it cannot read.',
    breaks: ['refusals.explained'],
    steps: replying(
      () => ({ status: 500, headers: [['Content-Type', 'text/plain']], body: Buffer.from(trace) }),
      isUnread,
    ),
  },
  {
    id: 'faults-instead-of-explaining',
    says: 'Answers a fault to what it cannot read.',
    breaks: ['refusals.explained'],
    steps: replying(() => ({ status: 200, ...writeXmlRpcFault(-32700, 'parse error') }), isUnread),
  },
  {
    id: 'hangs-up-on-nonsense',
    says: 'Closes the connection when it cannot read a request.',
    breaks: ['http.answers'],
    steps: sending(isUnread, close),
  },
  {
    id: 'repairs-broken-xml',
    says: 'Finds its values in requests that are no XML, and serves them.',
    breaks: ['xml.malformed-refused'],
    steps: (honest) => ({
      async receive(raw, till) {
        const reading = await honest.receive(raw, till)
        return reading.ok ? reading : (guessed(textOf(raw)) ?? reading)
      },
    }),
  },
]

/** Values of a request that is no XML, read as a person would. */
function guessed(text: string): Reading | undefined {
  const name = /<methodName>\s*(\w+)/.exec(text)?.[1]
  if (name === undefined) return undefined
  const found = [...text.matchAll(/<name>(\w+)<\/name>\s*<value>\s*(?:<string>)?([^<>]+)/g)]
  const fields = Object.fromEntries(found.map(([, field, value]) => [field!, value!.trim()]))
  const rpc = {
    kind: 'call' as const,
    method: name,
    types: {},
    params: 1,
    spaced: false,
    bom: false,
    cdata: false,
    comments: false,
    encoding: 'utf-8',
  }
  return { ok: true, name, fields, order: Object.keys(fields), flaws: [], rpc }
}
