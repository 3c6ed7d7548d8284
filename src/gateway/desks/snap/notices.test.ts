import { afterEach, describe, expect, it } from 'vitest'
import { loadContract } from '../../../contract/load.ts'
import { messageOf, type Profile } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import { dialect } from '../../../dialects/snap.ts'
import { keyring } from '../../../dialects/snap-keyring.ts'
import type { Raw } from '../../../dialects/dialect.ts'
import { type House, openHouse } from './testing/house.ts'

const contract = loadContract('snap')
let house: House
afterEach(() => house.close())

/** A notification as its receiver reads it, and the verdict on its signature. */
function opened(raw: Raw, profile: Profile) {
  const speech = dialect(contract, profile)
  const reading = speech.open(raw, 'request')
  if (!reading.ok) throw new Error(reading.fault.says)
  const { secret, publicKey, client } = house.gateway.desks[0]!.credentials!
  const keys = keyring(profile, { secret: secret!, publicKey: publicKey!, client: client! })
  return {
    operation: speech.operationOf(reading),
    verdict: speech.verify(reading, 'notify', keys, raw),
    complaints: shapeOf(contract, messageOf(contract, 'notify', 'request'), profile).check(
      { ...reading.fields, 'header:Content-Type': 'application/json' },
      {},
    ),
    fields: reading.fields,
  }
}

describe('a notification', () => {
  it.each([
    ['asym', {}],
    ['sym', { notifySignature: 'sym' }],
    ['clientIdTimestamp', { notifySignature: 'clientIdTimestamp' }],
  ])(
    'is signed (%s) for the path of its receiver, and tells what the status tells',
    async (_name, profile) => {
      house = await openHouse(profile)
      const { consumer, inbox } = house
      const { reference } = await consumer.pay({ bankCardToken: 'CARDPAGE1' })
      await house.gateway.clock.advance(11)
      await house.until(() => inbox.got.length === 1)
      const told = opened(inbox.got[0]!, house.gateway.profiles['snap']!)
      expect(told).toMatchObject({ operation: 'notify', verdict: 'good', complaints: [] })
      const { fields } = await consumer.status(reference)
      expect(told.fields).toMatchObject({
        originalReferenceNo: fields['originalReferenceNo'],
        originalPartnerReferenceNo: reference,
        latestTransactionStatus: '00',
        amount: { value: '100.00', currency: 'IDR' },
        finishedTime: fields['paidTime'],
      })
    },
  )

  it('comes again with another number and time until it is acknowledged', async () => {
    house = await openHouse()
    const { consumer, inbox, gateway } = house
    const fine = '{"responseCode":"2005600","responseMessage":"Successful"}'
    inbox.answers.push({ status: 500, body: '' }, { status: 200, body: 'OK' }, { status: 500, body: fine })
    await consumer.pay()
    for (const count of [1, 2, 3, 4]) {
      await house.until(() => inbox.got.length === count)
      await new Promise((resolve) => setTimeout(resolve, 30))
      await gateway.clock.advance(700)
    }
    await gateway.clock.advance(100_000)
    expect(inbox.got).toHaveLength(4)
    const all = inbox.got.map((raw) => opened(raw, gateway.profiles['snap']!))
    expect(all.map(({ verdict }) => verdict)).toEqual(['good', 'good', 'good', 'good'])
    for (const place of ['header:X-EXTERNAL-ID', 'header:X-TIMESTAMP'])
      expect(new Set(all.map(({ fields }) => fields[place])).size).toBe(4)
    expect(new Set(inbox.got.map(({ body }) => Buffer.from(body).toString())).size).toBe(1)
  })

  it('tells how the payment ended, also when it is refunded before it is told', async () => {
    house = await openHouse()
    const { reference } = await house.consumer.pay()
    expect((await house.consumer.refund(reference, null)).code).toBe('2005800')
    await house.until(() => house.inbox.got.length === 1)
    const told = opened(house.inbox.got[0]!, house.gateway.profiles['snap']!)
    expect(told.fields['latestTransactionStatus']).toBe('00')
  })

  it('goes to the address in the payment, or to the registered one where that is agreed on', async () => {
    for (const [profile, wanted] of [
      [{}, 'mine'],
      [{ notifyTarget: 'registered' }, 'deep'],
    ] as const) {
      house = await openHouse(profile)
      const own = new URL(house.inbox.url)
      const url = `${own.origin}/mine`
      await house.consumer.pay({ urlParam: [{ url, type: 'PAY_NOTIFY', isDeeplink: 'N' }] })
      await house.until(() => house.inbox.got.length === 1)
      expect(house.inbox.got[0]!.url).toContain(wanted)
      expect(opened(house.inbox.got[0]!, house.gateway.profiles['snap']!).verdict).toBe('good')
      if (wanted === 'mine') await house.close()
    }
  })

  it('is sent for every end but a refusal and a cancellation by the consumer', async () => {
    house = await openHouse()
    const { consumer, inbox, gateway } = house
    const states = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200))
      return inbox.got.map((raw) => opened(raw, gateway.profiles['snap']!).fields['latestTransactionStatus'])
    }
    await consumer.pay({ bankCardToken: 'CARDDECL1' })
    await consumer.cancel((await consumer.pay({ bankCardToken: 'CARDIDLE1' })).reference)
    await gateway.clock.advance(20)
    expect(await states()).toEqual([])
    await consumer.pay({ bankCardToken: 'CARDPFAI1' })
    await gateway.clock.advance(11)
    expect(await states()).toEqual(['06'])
    const validUpTo = `${new Date(gateway.clock.now() + 5000).toISOString().slice(0, 19)}+00:00`
    await consumer.pay({ bankCardToken: 'CARDIDLE1', validUpTo })
    await gateway.clock.advance(6)
    expect(await states()).toEqual(['06', '05'])
  })
})
