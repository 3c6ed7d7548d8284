import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gravest } from '../src/cli/certify.ts'
import { chooseTarget } from '../src/cli/certify-target.ts'
import { template } from '../src/cli/init.ts'
import { httpMessages, looksLikeHttp } from '../src/cli/judge-http.ts'
import {
  cardOf,
  findSandbox,
  isLoopbackUrl,
  keepSecrets,
  readSecrets,
  sandboxDeclaration,
  secretsFile,
} from '../src/cli/sandbox.ts'
import { table } from '../src/cli/table.ts'
import { duration, header, list, positive, setting, shard, whole } from '../src/cli/values.ts'
import type { Role } from '../src/contract/contract.ts'
import { loadContract, protocols } from '../src/contract/load.ts'
import { createGateway, sandboxKey } from '../src/gateway/gateway.ts'
import { nearest, suggestion } from '../src/stimulate/declaration-nearest.ts'
import { loadDeclaration } from '../src/stimulate/declaration.ts'

const contract = loadContract('indomaret')

describe('values of options', () => {
  it.each([
    ['500ms', 500],
    ['60s', 60_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['30', 30_000],
  ])('duration %s', (text, expected) => expect(duration(text)).toBe(expected))
  it.each(['', '0s', '-1s', '5 s', 'x', '1e3s'])('duration %j is refused', (text) =>
    expect(() => duration(text)).toThrow(),
  )

  it('numbers', () => {
    expect([whole(0)('0'), whole(1, 5)('5'), positive('0.5')]).toEqual([0, 5, 0.5])
    for (const text of ['', '1.5', '-1', '6', 'Infinity', '0x2']) expect(() => whole(0, 5)(text)).toThrow()
    for (const text of ['0', '-2', 'NaN', '1e9']) expect(() => positive(text)).toThrow()
  })

  it('shards', () => {
    expect(shard('2/4')).toEqual({ index: 2, of: 4 })
    for (const text of ['0/4', '5/4', '1', '1/0', 'a/b']) expect(() => shard(text)).toThrow()
  })

  it('headers, settings and lists gather', () => {
    expect(header('B:  two: 2 ', header('A: 1'))).toEqual({ A: '1', B: 'two: 2' })
    expect(setting('n=2', setting('a=x=y'))).toEqual({ a: 'x=y', n: 2 })
    expect(setting('soapAction=""')).toEqual({ soapAction: '' })
    expect(setting('b=true', setting('z=null'))).toEqual({ z: null, b: true })
    expect(list('a, b', ['c'])).toEqual(['c', 'a', 'b'])
    expect(setting('n=2', setting('dana'))).toEqual({ like: 'dana', n: 2 })
    expect(() => setting('no value')).toThrow()
    expect(() => list('a,,b')).toThrow()
  })
})

describe('small things', () => {
  it('suggests what is near, else lists', () => {
    expect(nearest('recieve', ['send', 'receive'])).toBe('receive')
    expect(nearest('xyz', ['send', 'receive'])).toBeUndefined()
    expect(suggestion('xyz', ['send'])).toBe(' Choose one of: send.')
    expect(suggestion('x', [])).toBe(' None is known here.')
  })

  it('aligns all columns but the last', () =>
    expect(
      table([
        ['a', 'b'],
        ['ccc', 'd'],
      ]),
    ).toEqual(['a    b', 'ccc  d']))
  it('finds the gravest exit code', () =>
    expect([gravest([0, 4, 1]), gravest([0, 4]), gravest([0]), gravest([1, 5])]).toEqual([1, 4, 0, 5]))
  it('writes a template that is valid', async () => {
    await expect(
      loadDeclaration(template(contract, { role: 'server', url: 'http://x/' }), { contract }),
    ).resolves.toMatchObject({
      url: 'http://x/',
    })
  })

  it.each(
    protocols().flatMap((id) =>
      Object.keys(loadContract(id).roles).map((role) => [id, role as Role] as const),
    ),
  )('writes a template of %s, %s, that is valid', async (id, role) => {
    const own = loadContract(id)
    await expect(loadDeclaration(template(own, { role }), { contract: own })).resolves.toMatchObject({
      protocol: id,
      role,
    })
  })
})

describe('HTTP messages in a file', () => {
  const read = (text: string) =>
    httpMessages(Buffer.from(text)).map(({ request, status, headers, body }) => ({
      request: request && `${request.method} ${request.target}`,
      status,
      headers: headers.length,
      body: body.toString(),
    }))

  it('a request and its answer, by length', () =>
    expect(
      read(
        'POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nde\r\n',
      ),
    ).toEqual([
      { request: 'POST /a', status: undefined, headers: 1, body: 'abc' },
      { request: undefined, status: 200, headers: 1, body: 'de' },
    ]))
  it('chunks, with bare newlines', () =>
    expect(read('POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n')).toEqual([
      { request: 'POST /', status: undefined, headers: 1, body: 'abcde' },
    ]))
  it('files of REST clients', () => {
    const found = read(
      '### first\n# a note\nPOST http://x/y\nA: b\n\n<a/>\n### second\nPOST http://x/z\n\n<b/>\n',
    )
    expect(found.map(({ request, body }) => [request, body.trim()])).toEqual([
      ['POST http://x/y', '<a/>'],
      ['POST http://x/z', '<b/>'],
    ])
  })
  it('says where it is none', () => {
    expect(() => read('POST / HTTP/1.1\nbroken header\n\n')).toThrow('line 1: «broken header» is no header')
    expect(looksLikeHttp(Buffer.from('<a/>'))).toBe(false)
  })
})

describe('the sandbox', () => {
  it('is looked for on this machine only', async () => {
    expect(
      ['http://127.0.0.1:1', 'http://127.9.9.9', 'http://localhost', 'http://[::1]:2'].map((url) =>
        isLoopbackUrl(new URL(url)),
      ),
    ).toEqual([true, true, true, true])
    expect(
      ['http://127.0.0.1.example.com', 'http://10.0.0.1', 'http://localhost.example'].map((url) =>
        isLoopbackUrl(new URL(url)),
      ),
    ).toEqual([false, false, false])
    expect(await findSandbox(new URL('http://example.invalid/'))).toBeUndefined()
    expect(await findSandbox(new URL('http://127.0.0.1:9/'))).toBeUndefined()
  })

  it('is believed about its own origin only', () => {
    const good = {
      urls: { indomaret: 'http://127.0.0.1:1/indomaret' },
      controlUrl: 'http://127.0.0.1:1/__batu-uji/',
    }
    const origin = 'http://127.0.0.1:1'
    expect(cardOf(good, origin)).toEqual(good)
    expect(cardOf({ ...good, controlUrl: 'http://evil.example/' }, origin)).toBeUndefined()
    expect(cardOf({ ...good, urls: { indomaret: 'http://127.0.0.1:2/' } }, origin)).toBeUndefined()
    expect(cardOf({ ...good, controlUrl: undefined }, origin)).toBeUndefined()
    for (const value of [null, 'x', [], {}, { urls: null }]) expect(cardOf(value, origin)).toBeUndefined()
  })

  it('keeps its secrets from others, and believes none that others could write', () => {
    const forget = keepSecrets(65_001, { token: 't', key: 'k' })
    const file = secretsFile(65_001)
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700])
    expect(readSecrets(65_001)).toEqual({ token: 't', key: 'k' })
    chmodSync(file, 0o644)
    expect(readSecrets(65_001)).toBeUndefined()
    chmodSync(file, 0o600)
    writeFileSync(file, 'not json')
    expect(readSecrets(65_001)).toBeUndefined()
    forget()
    expect(() => readFileSync(file)).toThrow()
    expect(readSecrets(65_001)).toBeUndefined()
  })

  it('is driven by HTTP with a declaration that anybody could write', async () => {
    const gateway = await createGateway({ protocols: ['indomaret'] })
    const url = await gateway.listen(0)
    const forget = keepSecrets(Number(new URL(url).port), { token: gateway.token, key: sandboxKey })
    try {
      const { target, note } = await chooseTarget(contract, { target: `${url}/` })
      expect(note).toBeUndefined()
      const { provision, clock, ledger, reset, tellsTime } = target.hooks
      const item = await provision!('payable', {
        code: 'SBX1',
        amount: 90000,
        minAmount: 10000,
        fee: 2500,
        expiresIn: 3600,
      })
      expect(item).toMatchObject({ code: 'SBX1', amount: 90000, fee: 2500 })
      expect(await ledger!('SBX1')).toEqual([])
      expect(tellsTime).toBe(true)
      expect((await clock!(3600))! - Date.now()).toBeCloseTo(3_600_000, -4)
      await reset!()
      expect((await clock!(0))! - Date.now()).toBeCloseTo(0, -4)
      expect(target.keys.sign?.({}, 'inquiry')).toHaveLength(96)
      forget()
      const stranger = await chooseTarget(contract, { target: url })
      expect(stranger.target.hooks).toEqual({})
      expect(stranger.note).toContain('without its token')
    } finally {
      await gateway.close()
    }
  })

  it('takes any other server as it is', async () => {
    const server = createServer((_, response) => void response.writeHead(404).end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pay`
    const { target, note } = await chooseTarget(contract, {
      target: url,
      header: { Authorization: 'Bearer x' },
    })
    server.close()
    expect(target).toMatchObject({
      name: url,
      url,
      hooks: {},
      headers: [['Authorization', 'Bearer x']],
      secrets: ['Bearer x'],
    })
    expect(note).toContain('Only the URL is known')
  })

  it('declares no more than is needed', () => {
    const card = {
      urls: { indomaret: 'http://127.0.0.1:1/indomaret' },
      controlUrl: 'http://127.0.0.1:1/__batu-uji/',
    }
    expect(sandboxDeclaration(contract, card)).toEqual({
      protocol: 'indomaret',
      url: card.urls.indomaret,
      profile: {},
    })
    expect(sandboxDeclaration(contract, card, { token: 't' })).not.toHaveProperty('signature')
  })
})
