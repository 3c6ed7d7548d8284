import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../contract/load.ts'
import { profileOf } from '../../contract/profile.ts'
import { createGateway, type Gateway } from '../../gateway/gateway.ts'
import type { Heard } from '../../gateway/heard.ts'
import { readXmlRpcStrict } from '../../wire/xmlrpc-strict.ts'
import { defects, freedoms, open } from './client.ts'

const contract = loadContract('xgateway')
let gateway: Gateway
let heard: Heard[] = []
let count = 0

beforeAll(async () => {
  gateway = await createGateway({ protocols: ['xgateway'], onExchange: (one) => heard.push(one) })
  await gateway.listen()
})
afterAll(() => gateway.close())

interface Sold {
  /** Method and answered code of each request. */
  course: string[]
  references: string[]
  books: string[]
  receipts: (string | undefined)[]
}

/** Lets a client sell something in a situation. */
async function sold(
  odd: { defect?: string; freedom?: string },
  situation: string,
  wish: { [key: string]: unknown } = {},
): Promise<Sold> {
  const profile = profileOf(contract)
  const { credentials = {} } = gateway.desks[0]!
  const gatewayUrl = `${gateway.url}/xgateway/st24`
  const party = await open({ contract, profile, gatewayUrl, credentials, ...odd })
  gateway.desks[0]!.callbacksTo!(party.url)
  heard = []
  gateway.desks[0]!.cast!(() => situation)
  const code = `0857${String(++count).padStart(8, '0')}`
  await party.trigger!({ code, product: 'I20', operation: 'topup', ...wish })
  if (situation.startsWith('pending'))
    await expect.poll(() => heard.some(({ from }) => from === 'gateway'), { timeout: 5000 }).toBe(true)
  const calls = heard.filter(({ from }) => from === 'client')
  const asked = calls.map(({ request }) => readXmlRpcStrict(request))
  const references = asked.map((read) => (read.ok ? String(read.fields['REQUESTID']) : ''))
  const lines = await Promise.all([...new Set(references)].map((reference) => party.ledger!(reference)))
  await party.close()
  return {
    course: calls.map((one, index) => `${methodOf(asked[index]!)} ${codeIn(one)}`),
    references,
    books: lines.flat().map(({ state }) => state),
    receipts: lines.flat().map(({ receipt }) => receipt),
  }
}

type Reading = ReturnType<typeof readXmlRpcStrict>

const methodOf = (read: Reading): string => (read.ok ? (read.rpc?.method ?? '') : '?')

function codeIn({ reply }: Heard): string {
  const read = reply && readXmlRpcStrict(reply)
  return read?.ok ? String(read.fields['RESPONSECODE'] ?? read.name) : '-'
}

describe('the honest client', () => {
  test('sells and books the serial', async () => {
    const { course, books, receipts } = await sold({}, 'success')
    expect([course, books]).toEqual([['topUpRequest 00'], ['paid']])
    expect(receipts[0]).toMatch(/^\d+$/)
  })

  test('asks under the same trx_id when an answer was lost', async () => {
    const { course, references, books } = await sold({}, 'lost-answer')
    expect([course, books]).toEqual([['topUpRequest -', 'topUpRequest 00'], ['paid']])
    expect(new Set(references).size).toBe(1)
  })

  test('tries a failure anew under a new trx_id', async () => {
    const { course, references } = await sold({}, 'failure')
    expect(course).toEqual(['topUpRequest 07', 'topUpRequest 07'])
    expect(new Set(references).size).toBe(2)
  })

  test('waits for the end of what is pending', async () => {
    const { books } = await sold({}, 'pending-failure')
    expect(books).toEqual(['failed'])
  })

  test('believes neither 04, nor words, nor an early answer', async () => {
    expect((await sold({}, 'duplicate-code')).books).toEqual(['pending'])
    expect((await sold({}, 'misleading-text')).books).toEqual(['failed'])
    expect((await sold({}, 'early-callback')).books).toEqual(['paid'])
  })

  test('queries a meter before it buys the token', async () => {
    const wish = { code: '11310000011', product: 'PLNA20', operation: 'purchase' }
    const { course, receipts } = await sold({}, 'comma-serial', wish)
    expect(course.map((one) => one.split(' ')[0])).toEqual(['PLNPrepaidQuery', 'PLNPrepaidTopup'])
    expect(receipts[0]).toMatch(/\/kWh[\d.,]+\//)
  })
})

test('a client that buys again after silence is told apart', async () => {
  const { references } = await sold({ defect: 'buys-again-after-silence' }, 'lost-answer')
  expect(new Set(references).size).toBeGreaterThan(1)
})

test('every freedom sells', async () => {
  for (const { id } of freedoms)
    expect([id, (await sold({ freedom: id }, 'success')).books]).toEqual([id, ['paid']])
})

test('ids are unique, and every defect of the catalogue is played', () => {
  const all = [...defects, ...freedoms].map(({ id }) => id)
  expect(new Set(all).size).toBe(all.length)
  const wanted = [...Array.from({ length: 15 }, (_, index) => `M-XGW-${65 + index}`), 'M-XGW-90']
  const played = new Set(defects.map(({ catalogue }) => catalogue))
  expect(wanted.filter((id) => !played.has(id))).toEqual([])
})
