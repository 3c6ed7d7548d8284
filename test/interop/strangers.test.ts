/** Receivers that nobody can tell of an order beforehand, and that declare no books: what they are held to all the same. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadContract } from '../../src/contract/load.ts'
import { loadDeclaration } from '../../src/stimulate/declaration.ts'
import { serve, type Heard, type Said } from './serve.ts'
import { tryTarget, type Outcome } from './trial.ts'

const stamped = () => ({
  'Content-Type': 'application/json',
  'X-TIMESTAMP': `${new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`,
})

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const credentials: { [protocol: string]: object } = {
  doku: { client: 'MCH-0001', secret: 'throw-away-secret-of-tests' },
  snap: { client: 'PARTNER-1', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) },
}

async function tried(protocol: string, answer: (heard: Heard) => Said): Promise<Outcome> {
  const listening = await serve((heard) => Promise.resolve(answer(heard)))
  try {
    const declaration = { protocol, role: 'receiver', url: `${listening.origin}/notify`, timeoutMs: 3000 }
    const contract = loadContract(protocol)
    const more = credentials[protocol] ? { credentials: credentials[protocol] } : {}
    return await tryTarget(await loadDeclaration({ ...declaration, ...more }, { contract }), contract, {
      runs: 1,
    })
  } finally {
    await listening.close()
  }
}

const verdictOf = ({ rules }: Outcome, rule: string) => rules.find(({ id }) => id === rule)?.verdict

/** What is acknowledged, and how, in each protocol. */
const thanks: { [protocol: string]: Said } = {
  xgateway: { headers: { 'Content-Type': 'text/xml' }, body: '<?xml version="1.0"?><methodResponse/>' },
  bdpay: { headers: { 'Content-Type': 'text/plain' }, body: 'SUCCESS' },
  doku: { body: '' },
}

/** A rule about right callbacks that are written otherwise, and how somebody finds them too odd. */
const odd: { [protocol: string]: { rule: string; is: (heard: Heard) => boolean } } = {
  xgateway: { rule: 'receiver.untyped', is: ({ body }) => !body.includes('<string>') },
  bdpay: { rule: 'receiver.shuffled', is: ({ body }) => !body.toString().startsWith('code=') },
  doku: { rule: 'receiver.bytes', is: ({ body }) => body.includes('\n') },
}

for (const [protocol, said] of Object.entries(thanks)) {
  test(`${protocol}: who knows no order refuses all, and is blamed for nothing`, async () => {
    const outcome = await tried(protocol, () => ({ status: 404, body: 'unknown' }))
    expect(outcome.errors).toEqual([])
    expect([...outcome.failed, ...outcome.warned]).toEqual([])
    expect(outcome.verdict).toBe('incomplete')
    expect(verdictOf(outcome, 'receiver.acknowledges')).toBe('not-exercised')
  })

  test(`${protocol}: who takes whatever comes has taken what is right`, async () => {
    const outcome = await tried(protocol, () => said)
    expect(verdictOf(outcome, 'receiver.acknowledges')).toBe('pass')
    expect(verdictOf(outcome, odd[protocol]!.rule)).toBe('pass')
  })

  test(`${protocol}: who takes what he does not know takes it however it is written`, async () => {
    const { rule, is } = odd[protocol]!
    const outcome = await tried(protocol, (heard) => (is(heard) ? { status: 400, body: 'bad' } : said))
    expect(outcome.findings.map((finding) => finding.rule)).toContain(rule)
    expect(outcome.verdict).toBe('does-not-conform')
  })
}

test('snap: who knows no order refuses all, and is blamed for nothing', async () => {
  const body = '{"responseCode":"4045601","responseMessage":"Transaction Not Found"}'
  const refusing = () => ({ status: 404, headers: stamped(), body })
  const outcome = await tried('snap', refusing)
  expect(outcome.errors).toEqual([])
  expect([...outcome.failed, ...outcome.warned]).toEqual([])
  expect(outcome.verdict).toBe('incomplete')
})

test('snap: who takes whatever comes verifies nothing', async () => {
  const body = '{"responseCode":"2005600","responseMessage":"Successful"}'
  const outcome = await tried('snap', () => ({ headers: stamped(), body }))
  expect(outcome.errors).toEqual([])
  for (const rule of ['receiver.unsigned', 'receiver.tampered', 'receiver.unknown'])
    expect(verdictOf(outcome, rule)).toBe('fail')
})

test('xgateway: who takes what is no XML is told so', async () => {
  const outcome = await tried('xgateway', () => thanks['xgateway']!)
  expect(verdictOf(outcome, 'receiver.malformed')).toBe('fail')
})
