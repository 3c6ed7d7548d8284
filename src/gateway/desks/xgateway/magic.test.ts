import { describe, expect, it } from 'vitest'
import { createGateway } from '../../gateway.ts'
import { inProcess } from '../../testing/post.ts'
import { magicOf } from './magic.ts'
import { mitraAt } from './testing/mitra.ts'

const { accounts, products, codes } = magicOf('xgateway')
const gateway = await createGateway({ protocols: ['xgateway'] })
const post = inProcess(gateway, '/st24')
const mitra = mitraAt(post)

/** What purchases for a kind of number are answered. */
const answers: { [data: string]: string } = {
  missing: '07',
  nometer: '07',
  biller: '06',
  pending: '68',
  pendingfail: '68',
  refunded: '68',
  plnpending: '68',
}
const isMeter = (data: string): boolean => /^(pln|plna|ampersand|comma|no|plnpending)/.test(data)

describe('magic numbers', () => {
  it.each(codes)('$prefix…: $says', async ({ prefix, data }) => {
    const number = prefix.padEnd(prefix.startsWith('4') ? 12 : 11, '0')
    const [own, strange] = isMeter(data) ? ['PLNA20', 'I20'] : ['I20', 'PLN20']
    expect((await mitra.topup(number, own)).code).toBe(answers[data] ?? '00')
    expect((await mitra.topup(number, strange)).code).toBe('07')
    if (isMeter(data))
      expect((await mitra.query(number, own)).code).toBe(
        data === 'noquery' ? '14' : data === 'nometer' ? '07' : '00',
      )
  })

  it('are the only numbers that exist unasked', async () => {
    expect((await mitra.topup('0877123456', 'I20')).code).toBe('07')
  })
})

describe('magic products', () => {
  it.each(products)('$code: $says', async ({ code, data, wish }) => {
    const before = await gateway.control.balance('USERTEST')
    const number = code.startsWith('PLN') ? '11310000011' : '085700000001'
    const expected = data === 'unpriced' ? '19' : data === 'closed' ? '22' : '00'
    expect((await mitra.topup(number, code)).code).toBe(expected)
    const price = expected === '00' ? Number(wish['price']) : 0
    expect(await gateway.control.balance('USERTEST')).toBe(before - price)
  })
})

describe('magic accounts', () => {
  it.each(accounts)('$code: $says', async ({ code, data, wish }) => {
    const expected = data === 'poor' ? '18' : data === 'blocked' ? '33' : '00'
    const partner = mitraAt(post, code, String(wish['pin']))
    expect((await partner.topup('085700000001', 'I20')).code).toBe(expected)
  })

  it('are named on the card, with products and numbers', () => {
    const [desk] = gateway.desks
    const card = desk!.card!()
    expect(card.length).toBe(accounts.length + products.length + codes.length)
    expect(desk!.credentials).toEqual({ user: 'USERTEST', pin: '123456' })
    expect(card[0]).toMatch(/^user USERTEST, PIN 123456: /)
  })
})
