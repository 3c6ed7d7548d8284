import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { home } from '../../../contract/home.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { exchanged, inProcess, overSocket, parsed, type Post } from '../../testing/post.ts'
import { told } from './testing/mitra.ts'

/** Requests that client stacks sent; nobody of this project wrote their bytes. */
const folder = join(home, 'fixtures', 'xgateway', 'published', 'captures')
const names = readdirSync(folder).filter((name) => name.endsWith('.http'))

/** Requests that cannot be honoured: without a product, with another PIN, with something else than one struct. */
const refused: { [name: string]: string } = {
  'npmxmlrpc-empty-topUpRequest.http': '01',
  'npmxmlrpc-null-topUpRequest.http': '01',
  'pyxmlrpc-nil-topUpRequest.http': '01',
  'pyxmlrpc-array-topUpRequest.http': '01',
  'pyxmlrpc-multicall-topUpRequest.http': '01',
  'pyxmlrpc-twoparams-topUpRequest.http': '01',
  'pyxmlrpc-binary-topUpRequest.http': '02',
  'npmxmlrpc-unicode-topUpRequest.http': '02',
  'pyxmlrpc-unicode-topUpRequest.http': '02',
  'pyxmlrpc-latin1-topUpRequest.http': '02',
}

/** A number written as one has lost its leading zero before it was sent. */
const lostZero = ['npmxmlrpc-ints-topUpRequest.http']

let gateway: Gateway
beforeAll(async () => {
  gateway = await createGateway({ protocols: ['xgateway'] })
  await gateway.listen()
})
afterAll(() => gateway.close())
beforeEach(() => gateway.control.reset())

describe('captured requests', () => {
  it('are there', () => expect(names.length).toBeGreaterThan(30))

  it.each(names)('%s is answered, in process', (name) => answered(name, inProcess))
  it.each(names)('%s is answered, over a socket', (name) => answered(name, overSocket))

  it.each(names)('%s is answered to its very bytes', async (name) => {
    await query(name)
    const raw = readFileSync(join(folder, name))
    expectAnswer(name, told(parsed(await exchanged(gateway.url, closing(raw)))))
  })
})

async function answered(name: string, way: (gateway: Gateway, path: string) => Post): Promise<void> {
  await query(name)
  const { path, headers, body } = sealed(name)
  expectAnswer(name, told(await way(gateway, path)(body, headers)))
}

function expectAnswer(name: string, answer: ReturnType<typeof told>): void {
  expect(answer.reading).toMatchObject({ ok: true, flaws: [] })
  expect([answer.status, answer.code]).toEqual([
    200,
    refused[name] ?? (lostZero.includes(name) ? '07' : '00'),
  ])
  const asked = readFileSync(join(folder, name), 'latin1')
  if (refused[name] !== '01' && !name.includes('gzip')) expect(asked).toContain(answer.fields['REQUESTID'])
}

/** A purchase follows a query. */
async function query(name: string): Promise<void> {
  if (!name.includes('PLNPrepaidTopup')) return
  const { path, headers, body } = sealed(name.replace('PLNPrepaidTopup', 'PLNPrepaidQuery'))
  expect(told(await overSocket(gateway, path)(body, headers)).code).toBe('00')
}

/** The path, the headers that speak of the message, and the body without its framing. */
function sealed(name: string): { path: string; headers: [string, string][]; body: Buffer } {
  const raw = readFileSync(join(folder, name))
  const { headers, body } = parsed(raw)
  const kept = headers.filter(([header]) => /^(content-type|content-encoding|user-agent)$/i.test(header))
  return { path: raw.toString('latin1').split(' ')[1]!, headers: kept, body }
}

/** The same bytes, with the one header that ends the connection after the answer. */
function closing(raw: Buffer): Buffer {
  const at = raw.indexOf('\r\n') + 2
  return Buffer.concat([raw.subarray(0, at), Buffer.from('Connection: close\r\n'), raw.subarray(at)])
}
