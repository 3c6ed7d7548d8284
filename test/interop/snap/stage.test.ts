/** The stage, as a client under credentials of its own finds it. */
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { openStage, type OpenStage } from '../../../src/cli/stage.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { profileOf } from '../../../src/contract/profile.ts'
import { keys } from '../../../src/dialects/snap.ts'
import { consumerOf, type Call } from '../../../src/gateway/desks/snap/testing/consumer.ts'
import { called } from '../../../src/gateway/testing/post.ts'

const contract = loadContract('snap')
const profile = profileOf(contract, {})
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const acme = { client: 'ACME-9', secret: 'secret-of-acme', publicKey }
let stage: OpenStage

const open = async (credentials: { [name: string]: string }) =>
  (stage = await openStage({
    contract,
    profile,
    listen: { host: '127.0.0.1', port: 0 },
    keys: keys({ contract, profile, side: 'gateway', credentials }),
    credentials,
  }))

afterEach(() => stage.close())

const call: Call = (path, body, headers, method = 'POST') =>
  called(stage.gateway.url, { method, path, headers, body })

const consumer = () => {
  const identity = { client: acme.client, secret: acme.secret, privateKey }
  return consumerOf({ contract, profile, now: () => stage.gateway.clock.now(), call, identity })
}

test('its tokens and payments are taken, for whichever merchant it names', async () => {
  await open(acme)
  const client = await consumer()
  expect(await client.pay({ merchantId: 'ACME-SHOP-1' })).toMatchObject({ status: 200, code: '2005400' })
  expect((await client.pay({ merchantId: 'MBLACK01' })).code).toBe('4035419')
})

test('without its public key it is told what will be refused', async () => {
  const { card } = await open({ client: acme.client, secret: acme.secret })
  expect(card.join('\n')).toContain('No publicKey of «ACME-9» is declared')
  const client = await consumer()
  expect((await client.send('token', { grantType: 'client_credentials' })).code).toBe('4017300')
})

test('the keys of the sandbox can be found by its card', async () => {
  const { card } = await open({})
  expect(card.join('\n')).toMatch(/signs with .*PARTNER-0001\.pem/)
  expect(card.join('\n')).toMatch(/public key is .*gateway\.pub\.pem/)
})
