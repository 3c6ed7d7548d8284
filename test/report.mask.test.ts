import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../src/judge/trace.ts'
import type { RunEvent } from '../src/report/events.ts'
import { fold } from '../src/report/fold.ts'
import { formats } from '../src/report/index.ts'
import { createMask } from '../src/report/mask.ts'
import { createTerminal } from '../src/report/terminal.ts'
import { answer, doubleCharge, ended, exchange, payment, started } from './report-specimens.ts'

const key = 'K3y/+with \'odd\' & "bad" <chars>=€'
const pem = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7canaryCANARY\n-----END PRIVATE KEY-----\n`
const pin = '20481357'
const bearer = 'eyJhbGciOiJIUzI1NiJ9.canary-of-a-token'
const fieldValue = 'canary-in-a-named-field'
const cookie = 'sid=canary-in-a-cookie'
const mask = createMask([key, pem, pin], ['CardNumber'])

const spellings = [
  key,
  JSON.stringify(key).slice(1, -1),
  key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  encodeURIComponent(key),
  encodeURIComponent(key).toLowerCase().replaceAll('k3y', 'K3y'),
  new URLSearchParams({ v: key }).toString().slice(2),
  Buffer.from(key).toString('hex'),
  Buffer.from(key).toString('hex').toUpperCase(),
  Buffer.from(key).toString('base64'),
  Buffer.from(key).toString('base64url'),
  Buffer.from(`user:${key}`).toString('base64'),
  Buffer.from(`us:${key}!`).toString('base64'),
  Buffer.from(`uuuu${key}!!`).toString('base64url'),
  key.replaceAll("'", `'\\''`).replace('€', '\\342\\202\\254'),
]

/** Pieces of which none may be left; of Base64 the stable middle of each alignment. */
const canaries = [
  "K3y/+with 'odd'",
  '<chars>=',
  'K3y%2F%2Bwith',
  'K3y%2f%2bwith',
  Buffer.from(key).toString('hex').slice(4, 30),
  ...['', 'a', 'aa'].map((pad) =>
    Buffer.from(pad + key)
      .toString('base64')
      .slice(8, 30),
  ),
  'BKcwggSjAgEAAoIBAQC7canaryCANARY',
  pin,
  'canary-of-a-token',
  fieldValue,
  'canary-in-a-cookie',
]

function leaky(): Entry[] {
  const fields = {
    ...payment,
    Note: key,
    Pin: Number(pin),
    CardNumber: fieldValue,
    Deep: [{ [key]: { CardNumber: 12345 } }],
  }
  const base = exchange(1, 'payment', fields, {
    note: `signed with ${key}`,
    response: answer('ResPayment', { Echo: spellings.join(' '), PEM: pem }),
  })
  base.request.url = `https://user:${encodeURIComponent(key)}@pay.example/x?access_token=${bearer}&a=1&v=${encodeURIComponent(key)}`
  base.request.headers.push(
    ['authorization', `Bearer ${bearer}`],
    ['Cookie', cookie],
    ['X-Client-Secret', 'canary-in-a-cookie'],
    ['X-Signature', 'kept-signature'],
  )
  base.response!.headers.push(['Set-Cookie', `${cookie}; Path=/`], ['X-Echo', key])
  base.response!.body = {
    base64: Buffer.concat([
      Buffer.from([255, 254]),
      Buffer.from(`${key} ${pem.replaceAll('\n', '')} ${bearer}`),
    ]).toString('base64'),
  }
  const json = exchange(2, 'payment', { accessToken: 'canary-of-a-token' })
  json.request.body = {
    utf8: JSON.stringify({
      accessToken: 'canary-of-a-token',
      CardNumber: fieldValue,
      n: Number(pin),
      s: key,
    }),
  }
  const form = exchange(3, 'payment', {})
  form.request.body = { utf8: `a=1&cardnumber=${fieldValue}&s=${new URLSearchParams({ s: key }).toString()}` }
  const rpc = exchange(4, 'payment', {}, { trouble: { kind: 'reset', says: `reset by ${key}` } })
  rpc.request.body = {
    utf8: `<member><name>CardNumber</name><value><string>${fieldValue}</string></value></member><x:CardNumber a="b">${fieldValue}</x:CardNumber>`,
  }
  return [base, json, form, rpc, { kind: 'ledger', began: 1, ended: 2, code: key, payments: [] }]
}

const leaking: RunEvent[] = [
  { ...started, target: `https://me:${key.slice(0, 3)}canary-in-a-cookie@pay.example/` },
  ...leaky().map((entry): RunEvent => ({ event: 'recorded', entry })),
  {
    event: 'found',
    finding: {
      ...doubleCharge,
      received: spellings.join('\n'),
      story: spellings.slice(0, 10),
      exchanges: ['x1', 'x2', 'x3', 'x4'],
      curl: `curl 'https://a:canary-in-a-cookie@x/?token=canary-of-a-token' -H 'Authorization: Basic canary-of-a-token' -H "cookie: ${cookie}" --header 'X-Api-Key: it'\\''s canary-in-a-cookie' --data '{"CardNumber":"${fieldValue}"}' -H 'X-Signature: kept-signature'`,
    },
  },
  { ...ended, errors: [`wrong key ${key}`, Buffer.from(pem).toString('base64')] },
]

describe('the mask', () => {
  const events = leaking.map((event) => mask(event))
  const entries = events.flatMap((event) => (event.event === 'recorded' ? [event.entry] : []))
  const report = fold(events)
  const texts: [string, string][] = [
    ['events.ndjson', events.map((event) => JSON.stringify(event)).join('\n')],
    ...Object.values(formats).map(({ file, render }): [string, string] => [file, render(report, entries)]),
    ['the terminal', told()],
  ]

  function told(): string {
    let text = ''
    const terminal = createTerminal({
      out: { write: (more: string) => (text += more), isTTY: true, columns: 120 },
      env: {},
    })
    for (const event of events) terminal.take(event)
    terminal.close(report, entries)
    return text
  }

  test('is needed: without it every canary is in the stream', () => {
    const raw = leaking.map((event) => JSON.stringify(event)).join('\n') + JSON.stringify(bodies(leaking))
    for (const canary of canaries.slice(1)) expect(raw).toContain(canary)
  })

  test.each(texts)('leaves no secret in %s', (_, text) => {
    for (const canary of canaries) expect(text).not.toContain(canary)
  })

  test('leaves no secret in bytes that are not UTF-8', () => {
    for (const text of bodies(events)) for (const canary of canaries) expect(text).not.toContain(canary)
  })

  test('leaves what is no secret', () => {
    const text = texts[0]![1]
    expect(text).toContain('kept-signature')
    expect(text).toContain(payment.Signature)
    expect(text).toMatch(/Bearer \[masked-\d+\]/)
    expect(text).toContain('https://[masked]@pay.example/x?access_token=[masked]&a=1')
    expect(mask(ended.clauses)).toEqual(ended.clauses)
  })

  test('does not change what it is given', () => {
    const [entry] = leaky()
    const before = structuredClone(entry)
    mask(entry)
    expect(entry).toEqual(before)
  })
})

describe('a mask', () => {
  test('of nothing leaves everything but credentials', () => {
    const entry = exchange(1, 'payment', payment)
    expect(createMask([])(entry)).toEqual(entry)
    expect(createMask([''])(entry)).toEqual(entry)
  })

  test('takes a short secret for one only where it is a whole value', () => {
    expect(createMask(['12'])(['12', '1234', 'a 12'])).toEqual(['[masked-1]', '1234', 'a 12'])
  })

  test('marks the same secret alike wherever it stands, and another one otherwise', () => {
    const [first, again, other] = createMask([], ['PIN'])([{ PIN: '4711' }, { pin: 4711 }, { PIN: '4712' }])
    expect(first).toEqual({ PIN: '[masked-1]' })
    expect(again).toEqual({ pin: '[masked-1]' })
    expect(other).toEqual({ PIN: '[masked-2]' })
  })

  test.each([
    '<name>PIN</name><value><string>4711</string></value>',
    '<name>PIN</name> <value>4711</value>',
    '<name>PIN</name><value><string><![CDATA[4711]]></string></value>',
    '<value><string>4711</string></value><name>PIN</name>',
    '<value>\n<![CDATA[4711]]></value>\n<name>PIN</name>',
    '<PIN>4711</PIN>',
    '<s:PIN type="x"><![CDATA[4711]]></s:PIN>',
    '{"PIN" : "4711"}',
    'a=1&PIN=4711&b=2',
  ])('takes a field that is secret out of %s', (utf8) => {
    const { body } = createMask([], ['PIN'])({ body: { utf8 } })
    expect(body.utf8).toBe(utf8.replace('4711', '[masked-1]'))
  })

  test.each([false, true])('takes it out of UTF-16, whatever the order of its bytes', (isBig) => {
    const bytes = (text: string) => {
      const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
      return { base64: (isBig ? little.swap16() : little).toString('base64') }
    }
    const masked = createMask([], ['PIN'])({ body: bytes('<PIN>4711</PIN>') })
    expect(masked.body).toEqual(bytes('<PIN>[masked-1]</PIN>'))
  })

  test('takes it out of what is compressed, and leaves what only seems to be', () => {
    const bytes = (text: string) => ({ base64: gzipSync(text).toString('base64') })
    const mask = createMask([], ['PIN'])
    expect(mask({ body: bytes('<PIN>4711</PIN>') }).body).toEqual(bytes('<PIN>[masked-1]</PIN>'))
    const broken = { base64: Buffer.from('1f8b0102', 'hex').toString('base64') }
    expect(mask({ body: broken }).body).toEqual(broken)
  })

  test('leaves JSON what it is', () => {
    const { body } = createMask([], ['PIN'])({ body: { utf8: '[{"PIN":4711,"a":1},{"PIN":null}]' } })
    expect(body.utf8).toBe('[{"PIN":1,"a":1},{"PIN":null}]')
  })

  test('leaves the members around a field that is secret', () => {
    const utf8 =
      '<member><value>1</value><name>NOHP</name></member><member><value>4711</value><name>PIN</name></member>'
    expect(createMask([], ['PIN'])({ body: { utf8 } }).body.utf8).toBe(utf8.replace('4711', '[masked-1]'))
  })

  test('leaves a PLN token, which is merchandise', () => {
    const entry = exchange(1, 'purchase', { token: '1234-5678-9012-3456-7890' })
    expect(createMask(['secret-key'])(entry)).toEqual(entry)
  })

  test('leaves amounts and references that hold the digits of a one-time password', () => {
    const said = 'pays 9876543210.00 for R-4321 with 4321'
    expect(createMask(['4321'])(said)).toBe('pays 9876543210.00 for R-[masked-1] with [masked-1]')
  })

  test('is not confused by a message that looks like an entry', () => {
    const odd = { headers: [1, ['a'], ['b', 2]], body: { utf8: 5 }, base64: null, deep: { base64: ['x'] } }
    expect(createMask(['secret'])(odd)).toEqual(odd)
  })
})

function bodies(events: RunEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.event !== 'recorded' || event.entry.kind !== 'exchange') return []
    const body = event.entry.response?.body
    return body && 'base64' in body ? [Buffer.from(body.base64, 'base64').toString('utf8')] : []
  })
}
