/** The receiver that keeps its contract. */
import type { Profile } from '../../../contract/contract.ts'
import { isoInstant } from '../../../contract/iso-time.ts'
import { header } from '../../../wire/exchange.ts'
import { follow, stateOf } from '../books.ts'
import { bytesOf, encodingsOf, isRight, textOf, type Scheme } from '../sign.ts'
import { stampOf } from '../time.ts'
import { membersOf, objectionTo } from './notice.ts'
import type { Arrival } from '../../serving.ts'
import type { Counter, ReceiverSteps, Word } from './steps.ts'

const refuse = (status: number, which: string, about?: string): Word => ({
  status,
  case: which,
  ...(about !== undefined && { about }),
})

const texts: { [code: string]: (about: string) => string } = {
  '200 00': () => 'Successful',
  '400 00': () => 'Bad Request',
  '400 01': (about) => `Invalid Field Format ${about}`,
  '400 02': (about) => `Invalid Mandatory Field ${about}`,
  '401 00': (about) => `Unauthorized. ${about}`,
  '404 01': () => 'Transaction Not Found',
  '404 13': () => 'Invalid Amount',
  '404 18': () => 'Inconsistent Request',
  '405 00': () => 'Requested Function Is Not Supported',
  '409 00': () => 'Conflict',
  '500 00': () => 'General Error',
}

/** Spellings of X-TIMESTAMP, as the profile knows them. */
const timestamps: { [spelling: string]: RegExp } = {
  iso25: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/,
  isoZ: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/,
  isoMillis: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?(?:Z|[+-]\d{2}:\d{2})$/,
}

function mandatoryIn({ channelIdRequired }: Profile): string[] {
  return [
    'X-TIMESTAMP',
    'X-PARTNER-ID',
    'X-EXTERNAL-ID',
    ...(channelIdRequired === false ? [] : ['CHANNEL-ID']),
  ]
}

export const honest: ReceiverSteps = {
  admit({ method, headers }) {
    if (method !== 'POST') return refuse(405, '00')
    const type = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase()
    return type === 'application/json' ? undefined : refuse(400, '00')
  },
  headerAt({ headers }, name) {
    const value = header(headers, name)?.trim()
    return value === '' ? undefined : value
  },
  checkHeaders(arrival, { steps, profile }) {
    const missing = mandatoryIn(profile).find((name) => steps.headerAt(arrival, name) === undefined)
    if (missing !== undefined) return refuse(400, '02', missing)
    const timestamp = steps.headerAt(arrival, 'X-TIMESTAMP')!
    const spelt = timestamps[String(profile['timestampHeader'])] ?? timestamps['isoMillis']!
    const isReal = spelt.test(timestamp) && isoInstant(timestamp) !== undefined
    return isReal ? undefined : refuse(400, '01', 'X-TIMESTAMP')
  },
  isTimely(timestamp, { profile, now }) {
    const window = profile['skewSeconds']
    return typeof window !== 'number' || Math.abs(now() - (isoInstant(timestamp) ?? 0)) <= window * 1000
  },
  signed(arrival, { steps, credentials }) {
    const { method, url, body } = arrival
    const head = (name: string) => steps.headerAt(arrival, name) ?? ''
    return {
      method,
      path: url,
      token: head('Authorization').replace(/^Bearer /, ''),
      body,
      timestamp: head('X-TIMESTAMP'),
      client: head('X-CLIENT-KEY') || (credentials['client'] ?? ''),
    }
  },
  text: textOf,
  isRight: (scheme, text, key, signature, { profile }) =>
    bytesOf(signature, encodingsOf(profile)).some((bytes) => isRight(scheme, text, key, bytes)),
  isMine: (arrival, { steps, credentials }) =>
    credentials['client'] === undefined || steps.headerAt(arrival, 'X-PARTNER-ID') === credentials['client'],
  authenticate,
  read: ({ body }) => membersOf(body),
  objectTo: objectionTo,
  find: ({ reference, transaction }, { books }) =>
    reference === '' ? books.known(transaction) : books.find(reference),
  stranger: () => refuse(404, '01'),
  contradiction({ transaction, amount }, order) {
    if (order.transaction !== undefined && order.transaction !== transaction) return refuse(404, '18')
    if (!amount) return undefined
    return amount.value === order.amount && amount.currency === order.currency ? undefined : refuse(404, '13')
  },
  async store(notice, order, { steps }) {
    order.transaction ??= notice.transaction
    steps.apply(order, stateOf(notice.status), notice)
  },
  apply: (order, state) => follow(order, state),
  acknowledge: () => refuse(200, '00'),
  write({ status, case: which, about = '' }, { now }) {
    const said = texts[`${status} ${which}`]?.(about) ?? 'General Error'
    return {
      status,
      headers: [
        ['Content-Type', 'application/json'],
        ['X-TIMESTAMP', stampOf(now())],
      ],
      body: JSON.stringify({
        responseCode: `${status}56${which}`,
        ...(status === 200 && { approvalCode: '201039000200' }),
        responseMessage: said.slice(0, 150),
      }),
    }
  },
}

function authenticate(arrival: Arrival, counter: Counter): Word | undefined {
  const { profile, credentials, steps } = counter
  const agreed = profile['notifySignature']
  if (agreed === 'none') return meant(arrival, counter)
  const scheme = agreed as Scheme
  const key = credentials[scheme === 'sym' ? 'secret' : 'publicKey'] ?? ''
  const signature = steps.headerAt(arrival, 'X-SIGNATURE')
  if (signature === undefined) return refuse(401, '00', 'Signature')
  const text = steps.text(scheme, steps.signed(arrival, counter))
  if (!steps.isRight(scheme, text, key, signature, counter)) return refuse(401, '00', 'Signature')
  return steps.isTimely(steps.headerAt(arrival, 'X-TIMESTAMP') ?? '', counter)
    ? meant(arrival, counter)
    : refuse(401, '00', 'X-TIMESTAMP')
}

const meant = (arrival: Arrival, counter: Counter): Word | undefined =>
  counter.steps.isMine(arrival, counter) ? undefined : refuse(401, '00', 'Unknown Partner')
