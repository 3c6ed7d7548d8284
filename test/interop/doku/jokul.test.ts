/** npm `jokul-nodejs-library`, as it is published, as a signer that is not ours: its requests against our verifier. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import jokul from 'jokul-nodejs-library'
import { loadContract } from '../../../src/contract/load.ts'
import { profileOf } from '../../../src/contract/profile.ts'
import { faultOf, keyring } from '../../../src/dialects/doku-keyring.ts'
import type { Raw } from '../../../src/dialects/dialect.ts'
import { openInbox, type Inbox } from '../../../src/gateway/testing/inbox.ts'

const [client, secret] = ['MCH-0001-10791114622547', 'SK-conformance-0001']
const profile = profileOf(loadContract('doku'))
let inbox: Inbox

beforeAll(async () => {
  inbox = await openInbox({ status: 200, body: '{}' })
})
afterAll(() => inbox.close())

const setup = () => ({
  client_id: client,
  shared_key: secret,
  serverLocation: new URL(inbox.url).origin,
  environment: new URL(inbox.url).origin,
})

const order = () => ({
  order: { invoice_number: 'INV-JOKUL-1', amount: 150_000 },
  virtual_account_info: { expired_time: 60, reusable_status: false, info1: 'Kopi', info2: '', info3: '' },
  customer: { name: 'Taufik Ismaïl / ☕', email: 'taufik@example.com' },
  additional_info: {},
})

/** A request as our keys see it. */
function callOf({ method = 'POST', url = '', headers, body }: Raw) {
  const heads = headers.map(([name, value]) => [`header:${spelt(name)}`, value])
  return { operation: 'generate', method, path: url, fields: Object.fromEntries(heads) as never, body }
}

/** The client writes names of headers as it is told to, and node hands them on so. */
const spelt = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_all, dash, letter) => dash + letter.toUpperCase())

async function sent(send: (setup: object, order: object) => Promise<unknown>): Promise<Raw> {
  await send(setup(), order())
  return inbox.got.at(-1)!
}

describe('npm jokul-nodejs-library', () => {
  test('signs as our verifier reads it', async () => {
    const raw = await sent(jokul.generateDOKUVa)
    expect(Buffer.from(raw.body).toString()).toContain('Taufik Ismaïl')
    expect(keyring({ secret, profile }).judgeCall!(callOf(raw))).toBe('good')
    expect(keyring({ secret: 'another', profile }).judgeCall!(callOf(raw))).toBe('bad')
  })

  test('misspells the prefix for another channel, and is told so', async () => {
    const raw = await sent(jokul.generateMandiriVa)
    expect(faultOf(callOf(raw), { secret, profile })).toMatchObject({ differs: 'prefix' })
  })

  test('signs what it receives as our signer does', async () => {
    const body = '{"order":{"invoice_number":"INV-1","amount":150000}}'
    const told = { 'client-id': client, 'request-id': 'R-1', 'request-timestamp': '2026-01-15T01:00:00Z' }
    const theirs = await jokul.getSignature({ ...told, 'request-target': '/notify' }, body, secret)
    const fields = {
      'header:Client-Id': client,
      'header:Request-Id': 'R-1',
      'header:Request-Timestamp': '2026-01-15T01:00:00Z',
    }
    const call = { operation: 'notify', method: 'POST', path: '/notify', fields, body: Buffer.from(body) }
    expect(keyring({ secret, profile }).signCall!(call)).toBe(theirs)
  })
})
