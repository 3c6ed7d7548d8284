import { createSign } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { loadContract } from '../../contract/load.ts'
import { profileOf } from '../../contract/profile.ts'
import type { Party } from '../party.ts'
import { acquaintance, defects, freedoms, open } from './receiver.ts'
import { hashOf, minified } from './sign.ts'
import { stampOf } from './time.ts'

const contract = loadContract('snap')
const { party: known, gateway } = acquaintance()
const order = { code: 'INV-1', amount: 20000, transaction: '2026112800001' }

let party: Party
afterEach(() => party.close())

async function opened(odd: { defect?: string; freedom?: string } = {}): Promise<void> {
  const oddity = [...defects, ...freedoms].find(({ id }) => id === (odd.defect ?? odd.freedom))
  const profile = { ...profileOf(contract), ...oddity?.profile }
  party = await open({ contract, profile, credentials: known, ...odd })
  await party.provision!('order', order)
}

let count = 0

/** Posts a notification, signed for the path of the receiver. */
async function posted(status: string, change: object = {}, after = (body: string) => body): Promise<string> {
  const members = {
    originalPartnerReferenceNo: order.code,
    originalReferenceNo: order.transaction,
    amount: { value: '20000.00', currency: 'IDR' },
    latestTransactionStatus: status,
    ...change,
  }
  const body = JSON.stringify(members)
  const stamp = stampOf(Date.now())
  const text = ['POST', new URL(party.url!).pathname, hashOf(minified(Buffer.from(body))), stamp].join(':')
  const response = await fetch(party.url!, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-TIMESTAMP': stamp,
      'X-SIGNATURE': createSign('sha256').update(text).sign(gateway['privateKey']!, 'base64'),
      'X-PARTNER-ID': 'SHOP-0001',
      'X-EXTERNAL-ID': String(++count),
      'CHANNEL-ID': '95221',
    },
    body: after(body),
  })
  return ((await response.json()) as { responseCode: string }).responseCode
}

const states = async (): Promise<string[]> => (await party.ledger!(order.code)).map(({ state }) => state)

describe('the honest receiver', () => {
  test('books a payment once, however often it is told of it', async () => {
    await opened()
    expect([await posted('00'), await posted('00'), await posted('03')]).toEqual([
      '2005600',
      '2005600',
      '2005600',
    ])
    expect(await states()).toEqual(['paid'])
  })

  test('refuses another amount, another payment and what was changed', async () => {
    await opened()
    expect(await posted('00', { amount: { value: '1.00', currency: 'IDR' } })).toBe('4045613')
    expect(await posted('00', { originalPartnerReferenceNo: 'INV-2' })).toBe('4045601')
    expect(await posted('00', {}, (body) => body.replace('INV-1', 'INV-9'))).toBe('4015600')
    expect(await posted('00', { latestTransactionStatus: undefined })).toBe('4005602')
    expect(await states()).toEqual(['pending'])
  })

  test('fulfils nothing that was cancelled or has failed', async () => {
    await opened()
    expect([await posted('05'), await posted('00')]).toEqual(['2005600', '2005600'])
    expect(await states()).toEqual(['reversed'])
  })
})

test('a receiver that verifies nothing is told apart', async () => {
  await opened({ defect: 'verifies-nothing' })
  expect(await posted('00', {}, (body) => `${body} `.replace('}', ',"xFoo":"1"}'))).not.toBe('4015600')
})

test('ids are unique, and every defect of the catalogue is played', async () => {
  await opened()
  const all = [...defects, ...freedoms].map(({ id }) => id)
  expect(new Set(all).size).toBe(all.length)
  const wanted = [...Array.from({ length: 12 }, (_, index) => `D${121 + index}`), 'D192']
  const played = new Set(defects.map(({ catalogue }) => catalogue))
  expect(wanted.filter((id) => !played.has(id))).toEqual([])
})
