/** Defects of the headers of requests. */
import { isoInstant } from '../../../../contract/iso-time.ts'
import { isHeader } from '../../../../contract/tree.ts'
import { bareToken } from '../../../../dialects/snap-keyring.ts'
import { header } from '../../../../wire/exchange.ts'
import type { Defect } from '../../../defect.ts'
import { type Bend, together } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { overlooking, placeOf } from './overlooking.ts'

const at = (name: string): string => `header:${name}`

/** Passes over one kind of complaint about a header. */
const lenient = (name: string, constraint: string, when: (call: Call) => boolean = () => true): Bend =>
  overlooking((one, call) => one.field.name === at(name) && one.constraint === constraint && when(call))

const valueOf = (call: Call, name: string): string => header(call.raw.headers, name) ?? ''

/** Refuses requests whose header is of some kind. */
const strict =
  (name: string, isWrong: (value: string) => boolean): Bend =>
  (honest) => ({
    checkHeaders: (call) =>
      honest.checkHeaders(call) ??
      (isWrong(valueOf(call, name)) ? { form: '400##01', about: name } : undefined),
  })

const ownerOf = ({ fields, till }: Call) =>
  till.ledger.partner(till.tokens.known(bareToken(fields[at('Authorization')]))?.partner ?? '')

export const headers: readonly Defect<Steps>[] = [
  {
    id: 'needs-no-partner',
    catalogue: 'D019',
    says: 'Takes a request without X-PARTNER-ID, and knows the partner by his token.',
    breaks: ['headers.mandatory', 'refunds.history@number'],
    steps: together(lenient('X-PARTNER-ID', 'required'), (honest) => ({
      async partnerOf(call) {
        const isNamed = call.steps.valueAt(call, at('X-PARTNER-ID')) !== undefined
        return isNamed || call.operation.endsWith('oken') ? honest.partnerOf(call) : ownerOf(call)
      },
    })),
  },
  {
    id: 'needs-no-channel',
    says: 'Takes a request without CHANNEL-ID.',
    breaks: ['headers.mandatory'],
    steps: lenient('CHANNEL-ID', 'required'),
  },
  {
    id: 'needs-no-external-id',
    says: 'Takes a request without X-EXTERNAL-ID.',
    breaks: ['headers.mandatory'],
    steps: together(lenient('X-EXTERNAL-ID', 'required'), (honest) => ({
      once: (call, work) =>
        call.steps.valueAt(call, at('X-EXTERNAL-ID')) === undefined ? work() : honest.once(call, work),
    })),
  },
  {
    id: 'names-no-header',
    says: 'Does not say which header is missing.',
    breaks: ['headers.named', 'codes.field'],
    steps: (honest) => ({
      checkHeaders(call) {
        const refusal = honest.checkHeaders(call)
        return refusal?.form === '400##02' ? { ...refusal, about: 'in the request' } : refusal
      },
    }),
  },
  {
    id: 'takes-long-external-ids',
    catalogue: 'D024',
    says: 'Takes an X-EXTERNAL-ID of more than 36 characters.',
    breaks: ['headers.length'],
    steps: lenient('X-EXTERNAL-ID', 'length'),
  },
  {
    id: 'refuses-the-longest-external-id',
    says: 'Refuses an X-EXTERNAL-ID of all 36 characters.',
    breaks: ['headers.length'],
    steps: strict('X-EXTERNAL-ID', (value) => value.length >= 36),
  },
  {
    id: 'takes-long-device-ids',
    catalogue: 'D160',
    says: 'Takes an X-DEVICE-ID of more than 400 characters.',
    breaks: ['headers.length'],
    steps: lenient('X-DEVICE-ID', 'length'),
  },
  {
    id: 'takes-any-media-type',
    catalogue: 'D028',
    says: 'Takes a body of any media type.',
    breaks: ['headers.content-type'],
    steps: lenient('Content-Type', 'format'),
  },
  {
    id: 'refuses-parameters',
    says: 'Takes application/json only without parameters.',
    breaks: ['headers.content-type'],
    steps: strict('Content-Type', (value) => value !== 'application/json'),
  },
  {
    id: 'reads-names-exactly',
    catalogue: 'D025',
    says: 'Finds Authorization in exactly these letters only.',
    breaks: ['headers.case'],
    steps: (honest) => ({
      unpack(raw) {
        const kept = raw.headers.filter(
          ([name]) => name.toLowerCase() !== 'authorization' || name === 'Authorization',
        )
        return honest.unpack({ ...raw, headers: kept })
      },
    }),
  },
  {
    id: 'takes-tokens-without-bearer',
    catalogue: 'D026',
    says: 'Takes a token without Bearer before it.',
    breaks: ['headers.bearer'],
    steps: lenient('Authorization', 'format', (call) => !/\s/.test(valueOf(call, 'Authorization'))),
  },
  {
    id: 'takes-local-timestamps',
    catalogue: 'D020',
    says: 'Takes an X-TIMESTAMP without an offset.',
    breaks: ['headers.timestamp'],
    steps: overlooking((one, call) => {
      const isLocal = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(valueOf(call, 'X-TIMESTAMP'))
      return placeOf(one) === at('X-TIMESTAMP') && isLocal
    }),
  },
  {
    id: 'takes-timestamps-that-do-not-exist',
    catalogue: 'D022',
    says: 'Takes an X-TIMESTAMP on the thirtieth of February.',
    breaks: ['headers.timestamp'],
    steps: lenient('X-TIMESTAMP', 'format', (call) => /^\d{4}-02-30T/.test(valueOf(call, 'X-TIMESTAMP'))),
  },
  {
    id: 'compares-clocks-on-the-wall',
    catalogue: 'D021',
    says: 'Refuses an X-TIMESTAMP whose hour is not that of Jakarta.',
    breaks: ['headers.offsets'],
    steps: (honest) => ({
      isTimely(call) {
        const local = valueOf(call, 'X-TIMESTAMP').slice(0, 19)
        const instant = isoInstant(`${local}+07:00`)
        const near = 2 * 3_600_000
        const isFar = instant !== undefined && Math.abs(instant - call.at) > near
        const isSameDay = instant !== undefined && Math.abs(instant - call.at) < 20 * 3_600_000
        return honest.isTimely(call) && !(isFar && isSameDay)
      },
    }),
  },
  {
    id: 'takes-requests-of-yesterday',
    catalogue: 'D023',
    says: 'Takes an X-TIMESTAMP of another day.',
    breaks: ['headers.window'],
    profile: { skewSeconds: 300 },
    steps: () => ({ isTimely: () => true }),
  },
  {
    id: 'takes-long-channels',
    catalogue: 'D158',
    says: 'Takes a CHANNEL-ID of six characters.',
    breaks: ['headers.channel'],
    steps: (honest) => ({
      checkHeaders(call) {
        const refusal = honest.checkHeaders(call)
        return refusal?.about === 'CHANNEL-ID' && valueOf(call, 'CHANNEL-ID').length === 6
          ? undefined
          : refusal
      },
    }),
  },
  {
    id: 'crashes-on-addresses',
    says: 'Answers 500 to an X-IP-ADDRESS that does not exist.',
    breaks: ['headers.address'],
    steps: (honest) => ({
      checkHeaders(call) {
        const isOdd = call.complaints.some(
          ({ field }) => isHeader(field.name) && field.name === at('X-IP-ADDRESS'),
        )
        return isOdd ? { form: '500##00' } : honest.checkHeaders(call)
      },
    }),
  },
]
