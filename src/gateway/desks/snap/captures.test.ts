import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { home } from '../../../contract/home.ts'
import { parseHttpFile } from '../../../wire/http-file.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { overSocket } from '../../testing/post.ts'

/** Requests that client libraries sent; nobody of this project wrote their bytes. Their keys are not kept. */
const folder = join(home, 'fixtures', 'snap', 'published', 'captures')
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.http'))
  .sort()

/** What comes of those that are no token requests, one after the other: an address with a blank is none. */
const codes: { [name: string]: string } = {
  'midtrans-cancel.2.http': '4045701',
  'midtrans-payment-withtoken.http': '2005400',
  'midtrans-payment.2.http': '4005401',
  'midtrans-php-cancel.2.http': '4045701',
  'midtrans-php-payment.2.http': '2005400',
  'midtrans-php-refund.2.http': '4045800',
  'midtrans-php-status.2.http': '2005500',
  'midtrans-refund.2.http': '4045801',
  'midtrans-status.2.http': '4045501',
}

let gateway: Gateway
beforeAll(async () => {
  const profile = {
    specRevision: 'a25',
    timestampHeader: 'any',
    extIdDigitsOnly: false,
    authorization: 'none',
    amountRequired: true,
  }
  gateway = await createGateway({ protocols: ['snap'], profile, key: null })
  await gateway.listen()
  await gateway.control.provision({ partner: 'other', code: 'PARTNER01' })
  await gateway.control.provision({ state: 'active', partner: 'PARTNER01', code: 'M0001' })
})
afterAll(() => gateway.close())

describe('captured requests', () => {
  it.each(names)('%s is answered', async (name) => {
    const { path, headers, body } = parseHttpFile(readFileSync(join(folder, name))) as never as {
      path: string
      headers: [string, string][]
      body: Buffer
    }
    const kept = headers.filter(([key]) => !/^(host|connection|content-length)$/i.test(key))
    const answer = await overSocket(gateway, path)(body, kept)
    const { responseCode } = JSON.parse(answer.body.toString()) as { responseCode: string }
    expect(responseCode).toBe(codes[name] ?? '2007300')
    expect(answer.status).toBe(Number(responseCode.slice(0, 3)))
  })
})
