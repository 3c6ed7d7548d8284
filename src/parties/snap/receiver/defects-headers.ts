/** Receivers that misread headers. */
import { header } from '../../../wire/exchange.ts'
import type { Odd } from '../../oddity.ts'
import type { ReceiverSteps, Word } from './steps.ts'

type Defect = Odd<ReceiverSteps>

const badRequest: Word = { status: 400, case: '00' }

export const headers: readonly Defect[] = [
  {
    id: 'does-without-the-channel',
    says: 'Takes a notification without CHANNEL-ID.',
    breaks: ['headers.mandatory@CHANNEL-ID'],
    steps: (honest) => ({
      headerAt: (arrival, name) =>
        honest.headerAt(arrival, name) ?? (name === 'CHANNEL-ID' ? '95221' : undefined),
    }),
  },
  {
    id: 'does-without-the-partner',
    says: 'Takes a notification without X-PARTNER-ID.',
    breaks: ['headers.mandatory@X-PARTNER-ID'],
    steps: (honest) => ({
      headerAt: (arrival, name) =>
        honest.headerAt(arrival, name) ?? (name === 'X-PARTNER-ID' ? '1' : undefined),
      isMine: (arrival, counter) =>
        counter.steps.headerAt(arrival, 'X-PARTNER-ID') === '1' || honest.isMine(arrival, counter),
    }),
  },
  {
    id: 'reads-headers-by-the-letter',
    says: 'Finds headers only where they are spelt as in the document.',
    breaks: ['headers.case'],
    steps: () => ({
      headerAt: ({ headers: all }, name) => all.find(([one]) => one === name)?.[1].trim() || undefined,
    }),
  },
  {
    id: 'believes-any-time',
    says: 'Takes X-TIMESTAMP whatever it says.',
    breaks: ['headers.timestamp'],
    steps: (honest) => ({
      checkHeaders(...what) {
        const word = honest.checkHeaders(...what)
        return word?.about === 'X-TIMESTAMP' && word.case === '01' ? undefined : word
      },
    }),
  },
  {
    id: 'wants-its-own-offset',
    says: 'Refuses an X-TIMESTAMP with another offset than +07:00.',
    breaks: ['headers.offsets'],
    steps: (honest) => ({
      checkHeaders(arrival, counter) {
        const stamp = header(arrival.headers, 'x-timestamp') ?? ''
        const isOther = /[+-]\d\d:\d\d$/.test(stamp) && !stamp.endsWith('+07:00')
        return (
          honest.checkHeaders(arrival, counter) ??
          (isOther ? { ...badRequest, case: '01', about: 'X-TIMESTAMP' } : undefined)
        )
      },
    }),
  },
  {
    id: 'knows-no-window',
    says: 'Takes notifications of other days although a window is agreed on.',
    breaks: ['headers.window'],
    profile: { skewSeconds: 300 },
    steps: () => ({ isTimely: () => true }),
  },
  {
    id: 'wants-customers',
    catalogue: 'D129',
    says: 'Refuses a notification without the token of a customer.',
    breaks: ['receiver.no-customer', 'codes.field'],
    steps: (honest) => ({
      checkHeaders: (arrival, counter) =>
        honest.checkHeaders(arrival, counter) ??
        (header(arrival.headers, 'authorization-customer') === undefined
          ? { status: 400, case: '02', about: 'Authorization-Customer' }
          : undefined),
    }),
  },
  {
    id: 'takes-any-media-type',
    says: 'Reads JSON whatever Content-Type says.',
    breaks: ['headers.content-type'],
    steps: (honest) => ({
      admit: (arrival, counter) => (arrival.method === 'POST' ? undefined : honest.admit(arrival, counter)),
    }),
  },
  {
    id: 'refuses-charsets',
    says: 'Refuses a Content-Type that has a parameter.',
    breaks: ['headers.content-type'],
    steps: (honest) => ({
      admit: (arrival, counter) =>
        header(arrival.headers, 'content-type')?.includes(';') ? badRequest : honest.admit(arrival, counter),
    }),
  },
  {
    id: 'keeps-external-ids-as-integers',
    says: 'Answers 500 to an X-EXTERNAL-ID that is more than a 64-bit integer can hold.',
    breaks: ['receiver.external-id'],
    steps: (honest) => ({
      checkHeaders(arrival, counter) {
        if (!/^\d{0,19}$/.test(header(arrival.headers, 'x-external-id') ?? ''))
          throw new Error('out of range')
        return honest.checkHeaders(arrival, counter)
      },
    }),
  },
  {
    id: 'takes-puts',
    says: 'Takes a notification that comes by PUT.',
    breaks: ['http.methods@PUT'],
    steps: (honest) => ({
      admit: (arrival, counter) =>
        honest.admit(arrival.method === 'PUT' ? { ...arrival, method: 'POST' } : arrival, counter),
      signed: (...what) => ({ ...honest.signed(...what), method: 'POST' }),
    }),
  },
]
