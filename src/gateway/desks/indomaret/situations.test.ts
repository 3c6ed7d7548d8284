import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../../contract/load.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { situations } from './situations.ts'
import { overSocket } from '../../testing/post.ts'
import { freshReference, storeAt, type Store, type Told } from './testing/store.ts'

const contract = loadContract('indomaret')
let gateway: Gateway
let store: Store
let count = 0

beforeAll(async () => {
  gateway = await createGateway({ protocols: ['indomaret'] })
  await gateway.listen()
  store = storeAt(gateway, overSocket(gateway))
})
afterAll(() => gateway.close())

/** A new code that is given a situation when it is first heard of; others are given none. */
function playing(situation: string): string {
  const code = `8800${String(++count).padStart(6, '0')}`
  gateway.desks[0]!.cast!((newcomer) => (newcomer.code === code ? situation : undefined))
  return code
}

const booked = async (code: string) => {
  const { payments } = (await gateway.control.ledger(code, 'indomaret')) as { payments: { state: string }[] }
  return payments.map(({ state }) => state)
}

interface Play {
  code: string
  inquiry: Told
  payment: Told
  again: Told
  reversal: Told
  reversalAgain: Told
  afterPayment: string[]
}

/** Everything that a store can do about a code, one after the other. */
async function played(situation: string): Promise<Play> {
  const code = playing(situation)
  const reference = freshReference()
  const inquiry = await store.inquiry(code)
  const payment = await store.payment(code, reference, 90000)
  const afterPayment = await booked(code)
  const again = await store.payment(code, reference, 90000)
  const reversal = await store.reversal(code, reference, 90000)
  const reversalAgain = await store.reversal(code, reference, 90000)
  return { code, inquiry, payment, again, reversal, reversalAgain, afterPayment }
}

/** Codes of the answers to inquiry, payment, its repeat, reversal, its repeat; and what the payment booked. */
const courses: { [situation: string]: [string, string, string, string, string, string[]] } = {
  paid: ['00', '00', '00', '00', '00', ['paid']],
  unknown: ['14', '14', '14', '25', '25', []],
  expired: ['54', '54', '54', '00', '00', []],
  'already-paid': ['88', '88', '88', '00', '00', []],
  'unlisted-code': ['05', '05', '05', '05', '05', []],
  'reserved-code': ['99', '99', '99', '99', '99', []],
  'refused-with-success': ['05', '05', '05', '05', '05', []],
  'other-words': ['00', '00', '00', '00', '00', ['paid']],
  'payment-refused': ['00', '91', '91', '00', '00', []],
  'refused-with-receipt': ['00', '91', '91', '00', '00', []],
  'payment-lost': ['00', '', '00', '00', '00', []],
  'payment-lost-booked': ['00', '', '00', '00', '00', ['paid']],
  'payment-truncated': ['00', '', '00', '00', '00', ['paid']],
  'payment-html': ['00', '', '00', '00', '00', ['paid']],
  'payment-fault': ['00', 'Fault', '00', '00', '00', []],
  'payment-slow': ['00', '', '00', '00', '00', ['paid']],
  'payment-silent': ['00', '', '00', '00', '00', ['paid']],
  'payment-of-another': ['00', '00', '00', '00', '00', ['paid']],
  'reversal-lost': ['00', '', '00', '', '00', ['paid']],
  'reversal-refused': ['00', '', '00', '96', '00', ['paid']],
}

describe('situations', () => {
  test('are those of situations.json', () => {
    expect(situations.map(({ id }) => id)).toEqual(contract.situations.map(({ id }) => id))
  })

  test.each(Object.entries(courses))(
    '%s',
    async (situation, [asked, paid, repeated, undone, twice, books]) => {
      const play = await played(situation)
      const codes = [play.inquiry, play.payment, play.again, play.reversal, play.reversalAgain]
      expect(codes.map(({ code }) => code)).toEqual([asked, paid, repeated, undone, twice])
      expect(play.afterPayment).toEqual(books)
    },
  )

  test('answers are written as the situation says', async () => {
    const styles = [
      ['other-prefix', (told: Told) => told.reading.ok && told.reading.soap?.prefix === 'SOAP-ENV'],
      ['with-header', (told: Told) => told.reading.ok && told.reading.soap?.header === true],
      ['other-namespace', (told: Told) => told.reading.ok && told.reading.soap?.payloadNs !== null],
      ['unknown-elements', ({ fields }: Told) => 'Promo' in fields],
      ['bare', ({ fields }: Told) => !('Message' in fields) && !('Customer' in fields)],
    ] as const
    for (const [situation, isSo] of styles) {
      const { inquiry, payment } = await played(situation)
      expect(
        [inquiry, payment].map((told) => [told.code, isSo(told)]),
        situation,
      ).toEqual([
        ['00', true],
        ['00', true],
      ])
    }
  })

  test('Amount comes before MinAmount, with the same values', async () => {
    const { inquiry } = await played('other-order')
    const order = inquiry.reading.ok ? inquiry.reading.order : []
    expect(order.indexOf('MinAmount') - order.indexOf('Amount')).toBe(1)
    expect([inquiry.fields['MinAmount'], inquiry.fields['Amount']]).toEqual(['10000', '90000'])
  })

  test('terms of a bill are those of the situation, whatever the code', async () => {
    const offered = async (situation: string) => {
      const { fields } = await store.inquiry(playing(situation))
      return [fields['MinAmount'], fields['Amount'], fields['Fee'], fields['Desc']]
    }
    expect(await offered('closed')).toEqual(['75000', '75000', '0', 'Pulsa dan data'])
    expect(await offered('fee')).toEqual(['90000', '90000', '2500', 'Pulsa dan data'])
    expect(await offered('big')).toEqual(['12345678', '12345678', '5000', 'Pulsa dan data'])
    expect((await offered('ampersand'))[3]).toBe('Air & Listrik <Jakarta>')
  })

  test('another identifier comes back', async () => {
    const code = playing('payment-of-another')
    const reference = freshReference()
    const { fields } = await store.payment(code, reference, 90000)
    expect(fields['TrackingRef']).not.toBe(reference)
    expect(fields['TrackingRef']).toHaveLength(reference.length)
  })

  test('other transactions are untouched, and each is asked about once', async () => {
    const asked: string[] = []
    gateway.desks[0]!.cast!(({ code, operation, thread }) => {
      asked.push(`${operation} ${thread}`)
      return code.endsWith('1') ? 'payment-lost' : undefined
    })
    const pay = (code: string) => store.payment(code, freshReference(), 90000)
    expect([(await pay('8801999991')).code, (await pay('8801999992')).code]).toEqual(['', '00'])
    await store.inquiry('8801999991')
    expect(asked).toEqual(['payment 8801999991', 'payment 8801999992'])
  })
})
