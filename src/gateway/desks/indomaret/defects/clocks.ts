/** Defects of times and dates. */
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { tidy } from '../answers.ts'
import { type Bend, isInquiry, isSuccess, overlooking, rewriting } from './bend.ts'

const stamping = (change: (text: string) => string): Bend => rewriting('TimeStamp', change)

/** Twelve-hour reading of `yyyy-MM-dd HH:mm:ss`. */
const onTwelveHours = (text: string): string =>
  text.replace(/ (\d\d)/, (_all, hour: string) => ` ${String(Number(hour) % 12 || 12).padStart(2, '0')}`)

export const clocks: readonly Defect<Steps>[] = [
  {
    id: 'writes-iso-times',
    catalogue: 'M-IDM-01',
    says: 'Writes the time of an inquiry answer with a T, as ISO 8601 has it.',
    breaks: ['clocks.format'],
    steps: rewriting('TimeStamp', (text) => text.replace(' ', 'T'), isInquiry),
  },
  {
    id: 'pads-times',
    catalogue: 'M-IDM-02',
    says: 'Pads times with blanks to the 22 characters of the table.',
    breaks: ['clocks.format'],
    steps: stamping((text) => text.padEnd(22)),
  },
  {
    id: 'uses-a-twelve-hour-clock',
    catalogue: 'M-IDM-03',
    says: 'Writes three in the afternoon as 03:00:00.',
    breaks: ['clocks.fresh'],
    clock: '2026-11-20T15:00:00+07:00',
    steps: stamping(onTwelveHours),
  },
  {
    id: 'writes-hour-24',
    catalogue: 'M-IDM-04',
    says: 'Writes the first hour of a day as hour 24.',
    breaks: ['clocks.range'],
    clock: '2026-11-20T00:00:05+07:00',
    steps: stamping((text) => text.replace(' 00:', ' 24:')),
  },
  {
    id: 'swaps-month-and-day',
    catalogue: 'M-IDM-05',
    says: 'Writes the day where the month belongs.',
    breaks: ['clocks.range'],
    clock: '2026-11-20T15:00:00+07:00',
    steps: (honest) => ({
      stamp: (instant, till) => honest.stamp(instant, till).replace(/-(\d\d)-(\d\d)/, '-$2-$1'),
    }),
  },
  {
    id: 'ends-expiry-with-a-colon',
    catalogue: 'M-IDM-06',
    says: 'Writes a colon after the seconds of the expiry.',
    breaks: ['clocks.format'],
    steps: rewriting('ExpiredDateTime', (text) => `${text}:`),
  },
  {
    id: 'writes-zero-dates',
    catalogue: 'M-IDM-07',
    says: 'Writes the expiry of a bill that has none as the year zero.',
    breaks: ['clocks.range', 'clocks.calendar'],
    steps: (honest) => ({
      async answer(call, outcome) {
        const fields = await honest.answer(call, outcome)
        const lacks =
          outcome.cause === 'success' && outcome.bill !== undefined && outcome.bill.expires === undefined
        return isInquiry(call) && lacks
          ? tidy(call, { ...fields, ExpiredDateTime: '0000-00-00 00:00:00' })
          : fields
      },
    }),
  },
  {
    id: 'stands-still',
    catalogue: 'M-IDM-08',
    says: 'Stamps every answer with the time of the sample.',
    breaks: ['clocks.own', 'clocks.fresh'],
    steps: stamping(() => '2014-08-06 15:00:00'),
  },
  {
    id: 'ignores-month-lengths',
    says: 'Stamps the last day of November as the 31st.',
    breaks: ['clocks.calendar'],
    clock: '2026-11-30T10:00:00+07:00',
    steps: stamping((text) => text.replace('-11-30', '-11-31')),
  },
  {
    id: 'offers-what-has-expired',
    says: 'Names an expiry that lies a day before the answer.',
    breaks: ['clocks.expiry-ahead'],
    steps: (honest) => ({
      async answer(call, outcome) {
        const fields = await honest.answer(call, outcome)
        if (!isInquiry(call) || !isSuccess(call, outcome)) return fields
        return tidy(call, { ...fields, ExpiredDateTime: honest.stamp(call.at - 86_400_000, call.till) })
      },
    }),
  },
  {
    id: 'accepts-any-time',
    says: 'Never looks at the time of a request.',
    breaks: ['refusals.bad-time', 'refusals.missing-other', 'refusals.blank'],
    steps: overlooking('TimeStamp'),
  },
  {
    id: 'names-expiries-half-a-day-early',
    says: 'Names the expiry of a code twelve hours early, as on a clock of half days.',
    breaks: ['inquiry.expiry', 'clocks.expiry-ahead'],
    steps: (honest) => ({
      async answer(call, outcome) {
        const fields = await honest.answer(call, outcome)
        const { expires } = outcome.bill ?? {}
        if (fields['ExpiredDateTime'] === undefined || expires === undefined) return fields
        return { ...fields, ExpiredDateTime: honest.stamp(expires - 12 * 3_600_000, call.till) }
      },
    }),
  },
]
