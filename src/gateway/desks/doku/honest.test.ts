import { afterEach, describe, expect, it } from 'vitest'
import { loadContract } from '../../../contract/load.ts'
import { messageOf } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import { dialect } from '../../../dialects/doku.ts'
import { keyring } from '../../../dialects/doku-keyring.ts'
import type { Fields } from '../../../wire/reading.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { openInbox, type Inbox } from '../../testing/inbox.ts'

const contract = loadContract('doku')
const speech = dialect(contract)
let gateway: Gateway
let inbox: Inbox
afterEach(async () => {
  await gateway.close()
  await inbox.close()
})

async function open(profile: { [key: string]: unknown } = {}) {
  inbox = await openInbox({ status: 200, body: '' })
  gateway = await createGateway({ protocols: ['doku'], profile, callbackUrl: inbox.url })
  await gateway.listen()
}

let count = Date.now()
const fresh = () => `R${++count}`
const now = () => `${new Date(gateway.clock.now()).toISOString().slice(0, 19)}Z`
const first = () => gateway.desks[0]!.credentials as { client: string; secret: string }

/** An order that nothing is wrong with. */
const order = (invoice: string, more: Fields = {}): Fields => ({
  order: { invoice_number: invoice, amount: 150_000 },
  online_to_offline_info: { expired_time: 60, reusable_status: false },
  customer: { name: 'Taufik Ismail' },
  indomaret_info: { receipt: { description: 'ORDER 001' } },
  ...more,
})

async function send(operation: 'generate' | 'status', fields: Fields, as = first()) {
  const keys = keyring({ secret: as.secret, profile: gateway.profiles['doku']! })
  const heads = {
    'header:Client-Id': as.client,
    'header:Request-Id': fresh(),
    'header:Request-Timestamp': now(),
  }
  const sealed = speech.seal({ operation, side: 'request', fields: { ...heads, ...fields } }, keys)
  const { method, path, headers, body } = sealed
  const answer = await fetch(gateway.url + path, {
    method,
    headers,
    ...(method === 'POST' ? { body: body as Uint8Array<ArrayBuffer> } : {}),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const raw = {
    headers: [...answer.headers, [':status', String(answer.status)]] as [string, string][],
    body: bytes,
  }
  const read = speech.open(raw, 'response', operation)
  if (!read.ok) throw new Error(read.fault.says)
  const { signature } = speech.verifyAnswer!(
    { read, operation, raw, asked: { method, url: gateway.url + path, headers, body } },
    keys,
  )
  const complaints = shapeOf(contract, messageOf(contract, operation, 'response'), gateway.profiles['doku']!)
    .check(read.fields, read.json?.numbers)
    .filter(({ level }) => level === 'must')
    .map(({ place }) => place)
  return { status: answer.status, fields: read.fields, signature, complaints, text: bytes.toString() }
}

const codeOf = ({ fields }: { fields: Fields }) => String(fields['online_to_offline_info.payment_code'])
const pay = (invoice: string, times = 1) =>
  gateway.control.provision({ invoice, times }) as unknown as Promise<{ taken: number }>

describe('a payment code', () => {
  it('is made once, and its answer is signed and whole', async () => {
    await open()
    const request = { ...order('INV-1'), 'header:Request-Id': 'same' }
    const told = await send('generate', request)
    expect(told).toMatchObject({ status: 200, signature: 'good', complaints: [] })
    expect(codeOf(told)).toMatch(/^\d{16}$/)
    const again = await send('generate', request)
    expect(again).toMatchObject({ status: 409, signature: 'good', text: told.text })
    expect(await send('generate', { ...order('INV-2'), 'header:Request-Id': 'same' })).toMatchObject({
      status: 409,
    })
    expect(await send('generate', order('INV-1'))).toMatchObject({ status: 400, signature: 'good' })
  })

  it('is made once of many in flight', async () => {
    await open()
    const request = { ...order('INV-9'), 'header:Request-Id': 'many' }
    const all = await Promise.all([1, 2, 3, 4].map(() => send('generate', request)))
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect(new Set(all.map(codeOf)).size).toBe(1)
  })

  it('lives as long as was asked, an hour unless it is told', async () => {
    await open()
    const life = ({ fields }: { fields: Fields }) =>
      Date.parse(String(fields['online_to_offline_info.expired_date_utc'])) -
      Date.parse(String(fields['online_to_offline_info.created_date_utc']))
    const info = { reusable_status: false }
    expect(life(await send('generate', order('INV-1', { online_to_offline_info: info })))).toBe(3_600_000)
    const brief = { ...info, expired_time: 5 }
    expect(life(await send('generate', order('INV-2', { online_to_offline_info: brief })))).toBe(300_000)
    expect(await send('status', { id: 'INV-2' })).toMatchObject({
      fields: { 'transaction.status': 'PENDING' },
    })
    await gateway.clock.advance(301)
    expect(await send('status', { id: 'INV-2' })).toMatchObject({
      fields: { 'transaction.status': 'EXPIRED' },
    })
    expect(await pay('INV-2')).toMatchObject({ taken: 0 })
  })
})

describe('a payment', () => {
  it('is taken once, told in the state and in a signed notification', async () => {
    await open()
    await send('generate', { ...order('A/B #1'), 'header:Request-Id': 'of-order' })
    expect(await pay('A/B #1', 2)).toMatchObject({ taken: 1 })
    for (const id of ['A/B #1', 'of-order'])
      expect(await send('status', { id })).toMatchObject({
        status: 200,
        complaints: [],
        fields: { 'transaction.status': 'SUCCESS', 'order.invoice_number': 'A/B #1' },
      })
    await expect.poll(() => inbox.got.length).toBe(1)
    const [raw] = inbox.got
    const read = speech.open(raw!, 'request')
    expect(speech.operationOf(read)).toBe('notify')
    const keys = keyring({ secret: first().secret, url: inbox.url })
    expect(speech.verify(read, 'notify', keys, raw)).toBe('good')
    expect(await gateway.control.ledger('A/B #1')).toMatchObject({ payments: [{ amount: 150_000 }] })
  })

  it('is taken again and again where the code is reusable', async () => {
    await open()
    const info = { online_to_offline_info: { reusable_status: true } }
    await send('generate', order('INV-R', info))
    expect(await pay('INV-R', 3)).toMatchObject({ taken: 3 })
    await expect.poll(() => inbox.got.length).toBe(3)
  })

  it('is told again after half an hour, six and twelve hours, until it is taken', async () => {
    await open()
    inbox.answers.push({ status: 500, body: '' }, { status: 302, body: '' }, { status: 204, body: '' })
    await send('generate', order('INV-T'))
    await pay('INV-T')
    await expect.poll(() => inbox.got.length).toBe(1)
    await gateway.clock.advance(1790)
    expect(inbox.got).toHaveLength(1)
    await gateway.clock.advance(20)
    await expect.poll(() => inbox.got.length).toBe(2)
    await gateway.clock.advance(19_900)
    await expect.poll(() => inbox.got.length).toBe(3)
    await gateway.clock.advance(90_000)
    expect(inbox.got).toHaveLength(3)
  })
})

describe('whoever calls', () => {
  it('is known by his signature, and sees nothing of others', async () => {
    await open()
    const other = (await gateway.control.provision({ merchant: 'other' })) as { [key: string]: string }
    await send('generate', order('INV-S'))
    const second = { client: other['code']!, secret: other['secret']! }
    expect(await send('status', { id: 'INV-S' }, second)).toMatchObject({ status: 404 })
    expect(await send('generate', order('INV-S'), second)).toMatchObject({ status: 200 })
    expect(await send('generate', order('INV-X'), { ...first(), secret: 'wrong' })).toMatchObject({
      status: 400,
    })
    expect(await send('status', { id: 'INV-X' })).toMatchObject({ status: 404 })
  })
})
