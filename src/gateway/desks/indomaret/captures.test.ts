import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { home } from '../../../contract/home.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { exchanged, inProcess, overSocket, parsed, type Post } from '../../testing/post.ts'
import { told } from './testing/store.ts'

/** Requests that client stacks sent; nobody of this project wrote their bytes. */
const folder = join(home, 'fixtures', 'indomaret', 'published', 'captures')
const names = readdirSync(folder).filter((name) => name.endsWith('.http'))

/** Amounts that no rupiah bill has: a fraction, and another bill's. */
const oddAmounts: { [name: string]: string } = { 'gsoap-q-PaymentBig.http': '30' }

let gateway: Gateway
beforeAll(async () => {
  gateway = await createGateway({ protocols: ['indomaret'], key: null, clock: '2026-11-20T15:00:00+07:00' })
  await gateway.listen()
})
afterAll(() => gateway.close())

beforeEach(async () => {
  await gateway.control.reset()
  await gateway.control.provision({ code: 'ABC1234', amount: 99999999999, minAmount: 1, fee: 5000 })
})

describe('captured requests', () => {
  it('are there', () => expect(names.length).toBeGreaterThan(100))

  it.each(names)('%s is answered, in process', (name) => answered(name, inProcess(gateway)))
  it.each(names)('%s is answered, over a socket', (name) => answered(name, overSocket(gateway)))

  it.each(names)('%s is answered to its very bytes', async (name) => {
    const raw = readFileSync(join(folder, name))
    const answer = told(parsed(await exchanged(gateway.url, closing(raw))))
    expect(answer.status).toBe(200)
    expect(answer.code).toBe(oddAmounts[name] ?? '00')
  })
})

async function answered(name: string, post: Post): Promise<void> {
  const { headers, body } = sealed(name)
  const answer = told(await post(body, headers))
  expect(answer.status).toBe(200)
  expect(answer.code).toBe(oddAmounts[name] ?? '00')
  const { reading } = answer
  const asked = told({ status: 0, headers, body }).reading
  if (!reading.ok || !asked.ok) throw new Error('unreadable')
  expect(reading.name).toBe(asked.name.replace('Req', 'Res'))
  expect(reading.soap).toMatchObject({
    version: asked.soap!.version,
    payloadNs: asked.soap!.payloadNs,
    leafNs: asked.soap!.leafNs,
  })
  for (const field of ['MessageID', 'TrackingRef', 'StoreID'])
    expect(answer.fields[field]).toBe(asked.fields[field])
}

/** Headers that speak of the message, and the body without its framing. */
function sealed(name: string): { headers: [string, string][]; body: Buffer } {
  const { headers, body } = parsed(readFileSync(join(folder, name)))
  const kept = headers.filter(([header]) =>
    /^(content-type|content-encoding|soapaction|user-agent)$/i.test(header),
  )
  return { headers: kept, body }
}

/** The same bytes, with the one header that ends the connection after the answer. */
function closing(raw: Buffer): Buffer {
  const at = raw.indexOf('\r\n') + 2
  return Buffer.concat([raw.subarray(0, at), Buffer.from('Connection: close\r\n'), raw.subarray(at)])
}
