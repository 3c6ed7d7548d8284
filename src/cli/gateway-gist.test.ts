/** What the sandbox tells of its callers, beside what it answers them. */
import { afterEach, expect, test } from 'vitest'
import { createGateway, type Gateway } from '../gateway/gateway.ts'
import { inProcess } from '../gateway/testing/post.ts'
import { tellerOf, type Told } from './gateway-gist.ts'

let gateway: Gateway
afterEach(() => gateway.close())

async function told(body: string): Promise<Told> {
  const heard: Told[] = []
  let tell: Awaited<ReturnType<typeof tellerOf>>
  gateway = await createGateway({ protocols: ['xgateway'], onExchange: (one) => void heard.push(tell(one)) })
  tell = await tellerOf(gateway)
  await inProcess(gateway, '/st24')(Buffer.from(body), [['Content-Type', 'text/xml']])
  return heard[0]!
}

const call = (members: string) =>
  `<methodCall><methodName>topUpRequest</methodName><params><param><value><struct>${members}</struct></value></param></params></methodCall>`
const member = (name: string, value: string) => `<member><name>${name}</name><value>${value}</value></member>`

test('a request is told by its fields, and without its secrets', async () => {
  const members = { MSISDN: 'USERTEST', REQUESTID: 'A1', PIN: '123456', NOHP: '085700000001', NOM: 'I20' }
  const topup = await told(
    call(
      Object.entries(members)
        .map(([name, value]) => member(name, value))
        .join(''),
    ),
  )
  expect(topup).toMatchObject({ operation: 'topup', flaws: [] })
  expect(topup.sent).toContain('NOHP=085700000001')
  expect(topup.sent).not.toContain('123456')
  expect(topup.got).toContain('RESPONSECODE=00')
})

test('what is missing or malformed is named', async () => {
  const { flaws } = await told(call(member('MSISDN', 'USERTEST') + member('REQUESTID', 'A 1')))
  expect(flaws).toContain('NOM is missing.')
  expect(flaws.join('\n')).toContain('REQUESTID: expected ')
})

test('what cannot be read says why', async () => {
  expect((await told('{"a":1}')).sent).toBe(
    '(unreadable: The body is JSON, not XML: send the message as XML.)',
  )
})

test('the secrets of an answer are kept too', async () => {
  gateway = await createGateway({ protocols: ['snap'] })
  const tell = await tellerOf(gateway)
  const token = tell({
    protocol: 'snap',
    from: 'client',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1/snap/v1.0/access-token/b2b',
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from('{"grantType":"client_credentials"}'),
    },
    reply: {
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from('{"responseCode":"2007300","accessToken":"a-token-of-its-own","tokenType":"Bearer"}'),
    },
    began: 1,
    ended: 2,
    sentAt: '2026-11-20T08:00:00.000Z',
    elapsedMs: 1,
  })
  expect(token.got).toContain('responseCode=2007300')
  expect(token.got).not.toContain('a-token-of-its-own')
})
