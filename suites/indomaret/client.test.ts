/** The rules about the client: an honest store breaks none, and each harm breaks exactly the rules it names. */
import { describe, expect, test } from 'vitest'
import type { SoapStyle } from '../../src/dialects/dialect.ts'
import type { LedgerRead } from '../../src/judge/trace.ts'
import type { Fields } from '../../src/wire/reading.ts'
import { suite } from './index.ts'
import {
  books,
  broken,
  honest,
  inquiry,
  lost,
  offer,
  payment,
  reversal,
  type Step,
} from './testing/client.ts'

const also = (step: Step, fields: Fields): Step => ({ ...step, fields: { ...step.fields, ...fields } })

/** The same step about another code, under another reference. */
const other = (step: Step): Step => also(step, { PaymentCode: 'XYZ789', TrackingRef: '1876500009' })
const plain = [other(inquiry), other(payment)]

/** A client that goes on after plain offers, and not after one that is written so. */
const unread = (style: SoapStyle, answer: Fields = {}): Step[] => [
  ...plain,
  { ...inquiry, style, answer: { ...offer, ...answer } },
]
const withoutMessage = Object.fromEntries(Object.entries(offer).filter(([name]) => name !== 'Message'))
const turned = { order: ['Amount', 'MinAmount'] }

const harms: { [says: string]: { steps: Step[]; breaks: string[]; read?: LedgerRead } } = {
  'no reversal after a lost answer (M-IDM-65)': {
    steps: [inquiry, lost],
    breaks: ['client.reversal-follows'],
  },
  'a reversal with a fresh reference (M-IDM-66)': {
    steps: [inquiry, lost, also(reversal, { TrackingRef: '1876500002' })],
    breaks: ['client.reversal-follows', 'client.reversal-key'],
  },
  'a reversal of amount and fee (M-IDM-67)': {
    steps: [inquiry, lost, also(reversal, { Amount: '52500' })],
    breaks: ['client.reversal-amount@Amount'],
  },
  'a reversal from another store': {
    steps: [inquiry, lost, also(reversal, { StoreID: 'G002T002' })],
    breaks: ['client.reversal-amount@StoreID'],
  },
  'a reversal that reuses the message id (M-IDM-68)': {
    steps: [inquiry, lost, also(reversal, { MessageID: 'M1' })],
    breaks: ['client.reversal-new-message'],
  },
  'a payment that reuses the message id': {
    steps: [inquiry, also(payment, { MessageID: 'M0' })],
    breaks: ['client.message-id-unique'],
  },
  'one reference for two codes': {
    steps: [payment, also(payment, { PaymentCode: 'XYZ789' })],
    breaks: ['client.reference-unique'],
  },
  'a payment of amount and fee (M-IDM-73)': {
    steps: [inquiry, also(payment, { Amount: '52500' })],
    breaks: ['client.amount'],
  },
  'a payment after a refused inquiry (M-IDM-74)': {
    steps: [{ ...inquiry, answer: { ...offer, ResponseCode: '14' } }, payment],
    breaks: ['client.after-success'],
  },
  'a payment of another code': {
    steps: [inquiry, also(payment, { PaymentCode: 'ABC124' })],
    breaks: ['client.same-code@PaymentCode'],
  },
  'a reversal that nobody answers and nobody repeats': {
    steps: [inquiry, lost, { ...reversal, lost: true }],
    breaks: ['client.reversal-retried'],
  },
  'a payment under a reversed key': {
    steps: [inquiry, lost, reversal, payment],
    breaks: ['client.reversed-key'],
  },
  'the time of another day': {
    steps: [also(inquiry, { TimeStamp: '2014-08-06 15:00:00' })],
    breaks: ['client.fresh'],
  },
  'the reversal of an inquiry': { steps: [inquiry, reversal], breaks: ['client.no-inquiry-reversal'] },
  'a time in UTC (M-IDM-75)': {
    steps: [also(inquiry, { TimeStamp: '2026-08-06T08:00:00Z' })],
    breaks: ['clocks.format@TimeStamp'],
  },
  'a signature in Base64 (M-IDM-76)': {
    steps: [also(inquiry, { Signature: 'u0lIa0IKfnraYZOAzDf0XA==' })],
    breaks: ['signatures.format@Signature'],
  },
  'no signature': { steps: [also(inquiry, { Signature: null })], breaks: ['signatures.present@Signature'] },
  'a store id of four characters (M-IDM-80)': {
    steps: [also(inquiry, { StoreID: 'G001' })],
    breaks: ['fields.length@StoreID'],
  },
  'a signature with another key (M-IDM-76)': {
    steps: [also(inquiry, { Signature: 'AB'.repeat(48) })],
    breaks: ['signatures.right'],
  },
  'a code without its zeros': {
    steps: [also(inquiry, { PaymentCode: '123' })],
    breaks: ['client.exact-code'],
  },
  'a payment without the zeros of its inquiry': {
    steps: [also(inquiry, { PaymentCode: '0077' }), also(payment, { PaymentCode: '77' })],
    breaks: ['client.exact-code', 'client.same-code@PaymentCode'],
  },
  'a success taken back': { steps: [inquiry, payment, reversal], breaks: ['client.success'] },
  'a success in other words not believed (M-IDM-72)': {
    steps: unread({}, { ResponseDesc: 'Berhasil' }),
    breaks: ['client.success'],
  },
  'another prefix not read (M-IDM-77)': {
    steps: unread({ prefix: 'SOAP-ENV' }),
    breaks: ['client.prefix'],
  },
  'a receipt in another prefix not read': {
    steps: [...plain, inquiry, { ...payment, style: { prefix: 'SOAP-ENV' } }, reversal],
    breaks: ['client.prefix'],
  },
  'a Header not passed over': { steps: unread({ header: '' }), breaks: ['client.header'] },
  'a namespace not read (M-IDM-77)': {
    steps: unread({ payloadNs: 'urn:p', qualifiedLeaves: true }),
    breaks: ['client.namespace'],
  },
  'options missed': {
    steps: [...plain, { ...inquiry, answer: withoutMessage }],
    breaks: ['client.optional-absent'],
  },
  'an unknown element not passed over': {
    steps: unread({}, { Promo: 'x' }),
    breaks: ['client.unknown-element'],
  },
  'amounts read by their position (M-IDM-78)': {
    steps: [...plain, { ...inquiry, style: turned }, also(payment, { Amount: '25000' })],
    breaks: ['client.order'],
  },
  'the answer to another payment believed (M-IDM-79)': {
    steps: [
      ...[inquiry, lost, reversal].map(other),
      inquiry,
      { ...payment, answer: { ...payment.answer, TrackingRef: '1876500003' } },
    ],
    breaks: ['client.correlates'],
  },
  'a refused payment that counts as paid (M-IDM-71)': {
    steps: [inquiry, { ...payment, answer: { ResponseCode: '05', ResponseDesc: 'Gagal' } }],
    read: books('ABC123', 'paid'),
    breaks: ['client.result'],
  },
  'a lost payment that counts as paid (M-IDM-69)': {
    steps: honest,
    read: books('ABC123', 'paid'),
    breaks: ['client.result'],
  },
  'a paid sale that counts as failed': {
    steps: [inquiry, payment],
    read: books('ABC123', 'failed'),
    breaks: ['client.result'],
  },
  'a paid sale that stands nowhere': {
    steps: [inquiry, payment],
    read: books('ABC123'),
    breaks: ['client.result'],
  },
  'a payment that counts twice': {
    steps: [inquiry, payment],
    read: books('ABC123', 'paid', 'paid'),
    breaks: ['client.result'],
  },
  'a GET': { steps: [{ ...inquiry, method: 'GET' }], breaks: ['http.post@inquiry'] },
}

describe('a client on trial', () => {
  test('an honest store breaks no rule', () => {
    expect(broken(honest)).toEqual([])
    expect(broken([inquiry, payment])).toEqual([])
    expect(broken([inquiry, payment], books('ABC123', 'failed', 'paid'))).toEqual([])
    expect(broken(honest, books('ABC123'))).toEqual([])
    expect(broken(honest, books('ABC123', 'failed'))).toEqual([])
    expect(broken(honest, books('ABC123', 'reversed'))).toEqual([])
  })

  test('who has never gone on, or pays the minimum as a habit, is not blamed', () => {
    expect(broken([other(inquiry), { ...inquiry, style: { prefix: 'SOAP-ENV' } }])).toEqual([])
    expect(broken([{ ...inquiry, style: { prefix: 'SOAP-ENV' } }])).toEqual([])
    const least = also(payment, { Amount: '25000' })
    expect(broken([other(inquiry), other(least), { ...inquiry, style: turned }, least])).toEqual([])
    const foreign = { ...payment, answer: { ...payment.answer, TrackingRef: '1876500003' } }
    expect(broken([inquiry, foreign])).toEqual([])
    expect(broken([inquiry, foreign, reversal])).toEqual([])
  })

  for (const [says, { steps, breaks, read }] of Object.entries(harms))
    test(says, () => expect(broken(steps, ...(read ? [read] : []))).toEqual([...breaks].sort()))

  test('every rule about the client alone has a harm', () => {
    const named = new Set(
      Object.values(harms).flatMap(({ breaks }) => breaks.map((one) => one.split('@')[0])),
    )
    const own = suite.rules
      .filter(({ about }) => about.length === 1 && about[0] === 'client')
      .map(({ id }) => id)
    expect(own.filter((id) => !named.has(id))).toEqual([])
  })
})
