import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../contract/load.ts'
import { profileOf } from '../../contract/profile.ts'
import { createGateway, sandboxKey, type Gateway } from '../../gateway/gateway.ts'
import type { Heard } from '../../gateway/heard.ts'
import { readSoapStrict } from '../../wire/soap-strict.ts'
import { defects, freedoms, open } from './client.ts'

const contract = loadContract('indomaret')
let gateway: Gateway
let heard: Heard[] = []
let count = 0

beforeAll(async () => {
  gateway = await createGateway({ protocols: ['indomaret'], onExchange: (one) => heard.push(one) })
  await gateway.listen()
})
afterAll(() => gateway.close())

interface Sold {
  /** Name of each request, and the code of its answer. */
  course: string[]
  fields: { [field: string]: unknown }[]
  books: string[]
}

/** Lets a client sell a code of some kind, in a situation. */
async function sold(variant: { defect?: string; freedom?: string }, situation?: string): Promise<Sold> {
  const profile = profileOf(contract, freedoms.find(({ id }) => id === variant.freedom)?.profile)
  const options = { contract, profile, gatewayUrl: gateway.url, credentials: { key: sandboxKey } }
  const party = await open({ ...options, ...variant })
  const code = `8801${String(++count).padStart(6, '0')}`
  heard = []
  gateway.desks[0]!.cast!(() => situation)
  await party.trigger!({ code })
  const readings = heard.map(({ request, reply }) => ({
    asked: readSoapStrict(request),
    said: reply && readSoapStrict(reply),
  }))
  const { payments } = (await gateway.control.ledger(code, 'indomaret')) as { payments: { state: string }[] }
  await party.close()
  return {
    course: readings.map(
      ({ asked, said }) =>
        `${asked.ok ? asked.name : ''} ${said?.ok ? String(said.fields['ResponseCode'] ?? 'Fault') : '-'}`,
    ),
    fields: readings.map(({ asked }) => (asked.ok ? asked.fields : {})),
    books: payments.map(({ state }) => state),
  }
}

const paid = ['ReqInquiry 00', 'ReqPayment 00']
const reversed = ['ReqInquiry 00', 'ReqPayment -', 'ReqReversal 00']

describe('the honest store', () => {
  test('inquires and pays the whole amount, signed and dated', async () => {
    const { course, fields, books } = await sold({})
    expect([course, books]).toEqual([paid, ['paid']])
    expect(fields[1]!['Amount']).toBe('90000')
    expect(fields[1]!['TrackingRef']).toBe(fields[0]!['TrackingRef'])
    expect(fields[1]!['MessageID']).not.toBe(fields[0]!['MessageID'])
  })

  test.each([
    ['unknown', ['ReqInquiry 14'], []],
    ['refused-with-success', ['ReqInquiry 05'], []],
    ['other-words', paid, ['paid']],
    ['payment-refused', ['ReqInquiry 00', 'ReqPayment 91'], []],
    ['refused-with-receipt', ['ReqInquiry 00', 'ReqPayment 91'], []],
    ['payment-lost', reversed, []],
    ['payment-lost-booked', reversed, ['reversed']],
    ['payment-truncated', reversed, ['reversed']],
    ['payment-html', reversed, ['reversed']],
    ['payment-slow', reversed, ['reversed']],
    ['payment-fault', ['ReqInquiry 00', 'ReqPayment Fault', 'ReqReversal 00'], []],
    ['payment-of-another', ['ReqInquiry 00', 'ReqPayment 00', 'ReqReversal 00'], ['reversed']],
    ['reversal-lost', ['ReqInquiry 00', 'ReqPayment -', 'ReqReversal -', 'ReqReversal 00'], ['reversed']],
    ['reversal-refused', ['ReqInquiry 00', 'ReqPayment -', 'ReqReversal 96'], ['paid']],
    ['other-namespace', paid, ['paid']],
    ['other-order', paid, ['paid']],
  ])('%s', async (situation, course, books) => {
    const sale = await sold({}, situation)
    expect([sale.course, sale.books]).toEqual([course, books])
  })

  test('a reversal repeats key, amount, product and store in a message of its own', async () => {
    const { fields } = await sold({}, 'payment-lost')
    const [, payment, reversal] = fields
    for (const field of ['PaymentCode', 'TrackingRef', 'Amount', 'ProductCode', 'StoreID'])
      expect(reversal![field], field).toBe(payment![field])
    for (const field of ['MessageID', 'Signature']) expect(reversal![field], field).not.toBe(payment![field])
  })
})

describe('variants', () => {
  test('have ids and sentences of their own', () => {
    const all = [...defects, ...freedoms]
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    for (const { says } of all) expect(says).toMatch(/^[A-Z0-9].{0,98}\.$/)
    expect(freedoms.every(({ because }) => because !== undefined)).toBe(true)
  })

  test.each(freedoms.map(({ id }) => id))('the freedom %s leaves a bill paid', async (freedom) => {
    const { course, books } = await sold({ freedom })
    // The agreement on the fee binds both sides, and this gateway has none.
    if (freedom === 'pays-the-fee-as-agreed') return expect(course.at(-1)).toBe('ReqPayment 61')
    expect([course.at(-1), books]).toEqual(['ReqPayment 00', ['paid']])
  })

  test('every defect of the catalogue is there', () => {
    const known = new Set(defects.map(({ catalogue }) => catalogue))
    const wanted = Array.from({ length: 16 }, (_, index) => `M-IDM-${65 + index}`)
    expect(wanted.filter((id) => !known.has(id))).toEqual([])
  })

  test('a defect does what it says', async () => {
    expect((await sold({ defect: 'forgets-to-reverse' }, 'payment-lost')).course).toHaveLength(2)
    expect((await sold({ defect: 'pays-refused-offers' }, 'unknown')).course).toEqual([
      'ReqInquiry 14',
      'ReqPayment 14',
    ])
  })
})
