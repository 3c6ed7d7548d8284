/** Freedoms that a profile declares: the honest desk, as other parties have agreed on it. */
import { agreed, type Freedom } from '../../../defect.ts'
import { findingAny } from '../defects/queries.ts'
import { writing } from './contents.ts'
import type { Steps } from '../steps.ts'

export const profiles: readonly Freedom<Steps>[] = [
  agreed('keeps-the-published-range', 'Takes periods of 30 to 7200 minutes alone.', 'E-JYP-03', {
    expiryRange: 'published',
  }),
  agreed('tells-on-the-schedule-of-the-pages', 'Tells at the intervals of the pages.', 'E-JYP-01', {
    retrySchedule: 'platform',
  }),
  {
    ...agreed('tells-seven-times', 'Tells a first time, and six times again.', 'E-JYP-02', {
      notifications: 'sixAgain',
    }),
    warns: ['callbacks.count'],
  },
  agreed('minds-names', 'Takes letters, digits and blanks alone in a name.', 'E-JYP-04', { names: 'strict' }),
  agreed('reads-any-time', 'Takes dateTime in any form of the samples.', 'E-JYP-06', { dateTimes: 'any' }),
  agreed('replays-orders', 'Gives an order that comes again its first answer.', 'E-JYP-24', {
    duplicateOrder: 'replay',
  }),
  agreed('says-that-there-is-none', 'Answers NOTEXIST about unknown orders.', 'JYP-QRY-01', {
    unknownOrder: 'notexist',
  }),
  agreed('signs-for-urls', 'Writes signatures in the URL alphabet.', 'JYP-SIG-10', {
    signatureAlphabet: 'urlSafe',
  }),
  agreed('reads-both-alphabets', 'Takes signatures in either alphabet.', 'JYP-SIG-10', {
    signatureAlphabet: 'either',
  }),
  agreed('passes-over-zeroes', 'Takes signatures without the value 0 too.', 'E-JYP-15', { zeroes: 'either' }),
  agreed('signs-no-links', 'Signs no answers to prepaidOrder.', 'E-JYP-10', { signedLink: false }),
  agreed('signs-no-queries-by-contract', 'Signs no answers to queries.', 'JYP-QRY-12', {
    signedQuery: false,
  }),
  agreed('wraps-queries', 'Wraps the answers to queries in data.', 'JYP-QRY-12', { wrappedQuery: true }),
  agreed('asks-at-two-paths', 'Takes queries at a path for each type.', 'E-JYP-20', { queryPaths: 'two' }),
  {
    id: 'finds-by-any-type',
    says: 'Finds payouts and payments by a query of either type.',
    because: 'JYP-QRY-13',
    profile: { queryScope: 'open' },
    steps: findingAny,
  },
  agreed('reads-integers', 'Takes amounts as JSON integers.', 'E-JYP-05', { amountType: 'integer' }),
  {
    ...agreed('answers-integers', 'Takes and writes amounts as JSON integers.', 'E-JYP-05', {
      amountType: 'integer',
    }),
    steps: writing(Number, 'payMoney', 'payFee', 'money', 'fee'),
  },
  agreed('trims-acknowledgements', 'Takes SUCCESS with white space around it.', 'E-JYP-18', {
    acknowledgement: 'trimmed',
  }),
  agreed('takes-success-with-any-status', 'Takes SUCCESS with any HTTP status.', 'E-JYP-17', {
    acknowledgedStatus: 'any',
  }),
  agreed('answers-200', 'Refuses with HTTP 200.', 'JYP-TR-07', { refusalStatus: '200' }),
]
