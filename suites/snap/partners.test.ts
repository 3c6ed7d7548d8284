/** The rules about external ids and partners: honest exchanges break none, each harm exactly the rules it names. */
import { describe, expect, test } from 'vitest'
import { request, pay, ask, external, other, about, day } from './access/testing/requests.ts'
import { judged, type Happening } from './access/testing/trace.ts'

const ten = '2026-08-06T10:00:00+07:00'
const paid = { latestTransactionStatus: '00', serviceCode: '54' }

const honest: { [says: string]: Happening[] } = {
  'an external id on the next day': [
    pay('2005400', external('7')),
    { clock: day },
    pay('2005400', external('7', { partnerReferenceNo: 'R2' })),
  ],
  'an external id of two partners': [
    pay('2005400', external('7')),
    pay('2005400', other(external('7', { partnerReferenceNo: 'R2' }))),
  ],
  'a payment of another partner': [
    pay('2005400'),
    ask('4045500', other(about('R9'))),
    ask('4045500', other()),
    request('cancel', '4045700', other()),
    request('refund', '4045800', other()),
    ask('2005500'),
  ],
  'one reference of two partners': [
    pay('2005400'),
    pay('2005400', other(), { answer: { referenceNo: 'T2' } }),
  ],
  'one reference of two partners, paid one after the other': [
    pay('2005400'),
    pay('2005400', other(), { answer: { referenceNo: 'T2' } }),
    ask('2005500', {}, { answer: { ...paid, paidTime: ten } }),
    request('refund', '2005800', {}, { answer: { refundTime: ten } }),
    ask('2005500', other(), { answer: { ...paid, paidTime: '2026-08-06T10:00:07+07:00' } }),
  ],
}

const harms: { [says: string]: { happens: Happening[]; breaks: string[] } } = {
  'an external id that comes again': {
    happens: [pay('2005400', external('7')), pay('2005400', external('7', { partnerReferenceNo: 'R2' }))],
    breaks: ['external.repeat'],
  },
  'an external id that is refused, and paid with': {
    happens: [
      pay('2005400', external('7')),
      pay('4095400', external('7', { partnerReferenceNo: 'R2' })),
      ask('2005500', about('R2')),
    ],
    breaks: ['external.repeat'],
  },
  'an external id that is never free again': {
    happens: [
      pay('2005400', external('7')),
      { clock: day },
      pay('4095400', external('7', { partnerReferenceNo: 'R2' })),
    ],
    breaks: ['external.day'],
  },
  'an external id that is free again at seven': {
    happens: [
      { clock: 20 * 3600 + 59 * 60 },
      pay('2005400', external('7')),
      { clock: 120 },
      pay('2005400', external('7', { partnerReferenceNo: 'R2' })),
    ],
    breaks: ['external.day'],
  },
  'an external id that belongs to somebody else': {
    happens: [
      pay('2005400', external('7')),
      pay('4095400', other(external('7', { partnerReferenceNo: 'R2' }))),
    ],
    breaks: ['external.scope'],
  },
  'one external id for two payments at a time': {
    happens: [
      ...['R1', 'R2'].map((partnerReferenceNo) =>
        pay('2005400', external('7', { partnerReferenceNo }), {
          answer: { referenceNo: `T${partnerReferenceNo}` },
          late: 20,
        }),
      ),
      { race: 2 },
    ],
    breaks: ['external.parallel'],
  },
  'a payment of somebody else, shown': {
    happens: [pay('2005400'), ask('2005500', other())],
    breaks: ['isolation.status'],
  },
  'a payment of somebody else, hinted at': {
    happens: [pay('2005400'), ask('4045501', other(about('R9'))), ask('4035501', other())],
    breaks: ['isolation.status'],
  },
  'a payment of somebody else, cancelled': {
    happens: [pay('2005400'), request('cancel', '2005700', other())],
    breaks: ['isolation.cancel'],
  },
  'a payment of somebody else, refunded in silence': {
    happens: [
      pay('2005400'),
      request('refund', '4045801', other()),
      ask('2005500', {}, { answer: { latestTransactionStatus: '04', serviceCode: '54' } }),
    ],
    breaks: ['isolation.refund'],
  },
  'a refund that was earlier than its payment': {
    happens: [
      pay('2005400'),
      request('refund', '2005800', {}, { answer: { refundTime: ten } }),
      ask('2005500', {}, { answer: { ...paid, paidTime: '2026-08-06T10:00:07+07:00' } }),
    ],
    breaks: ['times.order'],
  },
  'one reference for all partners': {
    happens: [pay('2005400'), pay('4095401', other())],
    breaks: ['isolation.references'],
  },
}

describe('partners beside each other', () => {
  for (const [says, happenings] of Object.entries(honest))
    test(`${says} breaks no rule`, () => expect(judged(happenings).broken).toEqual([]))

  for (const [says, { happens, breaks }] of Object.entries(harms))
    test(says, () => expect(judged(happens).broken).toEqual(breaks))
})
