import { mkdtempSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadContract } from '../src/contract/load.ts'
import { loadDeclaration } from '../src/stimulate/declaration.ts'

const contract = loadContract('indomaret')
const folder = mkdtempSync(join(tmpdir(), 'batu-uji-declaration-'))
const url = 'http://127.0.0.1:8100/indomaret'

afterAll(() => rmSync(folder, { recursive: true }))

const load = (document: object) =>
  loadDeclaration({ protocol: 'indomaret', url, ...document }, { contract, baseDir: folder })
const complaintOf = (document: object): Promise<string> =>
  load(document).then(
    () => 'no complaint',
    (error: Error) => `${error.name}: ${error.message}`,
  )

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('a declaration that is right', () => {
  it('needs no more than protocol and url', async () => {
    const target = await load({})
    expect(target).toMatchObject({
      protocol: 'indomaret',
      role: 'server',
      name: url,
      url,
      timeoutMs: 10_000,
      pool: {},
      hooks: {},
      keys: {},
    })
    expect(target.profile['timezone']).toBe('Asia/Jakarta')
  })

  it('takes items as codes, as objects and as lists, and reads times of both forms', async () => {
    const target = await load({
      data: {
        unknown: 'NONE1',
        payable: ['P1', { code: 'P2', amount: 90000 }],
        expired: { code: 'E1', expires: '2020-01-01 00:00:00' },
        closed: { code: 'C1', expires: '2030-01-01T00:00:00+07:00' },
      },
    })
    expect(target.pool).toEqual({
      unknown: [{ code: 'NONE1' }],
      payable: [{ code: 'P1' }, { code: 'P2', amount: 90000 }],
      expired: [{ code: 'E1', expires: '2019-12-31T17:00:00.000Z' }],
      closed: [{ code: 'C1', expires: '2029-12-31T17:00:00.000Z' }],
    })
  })

  it('resolves secrets from the environment and from files, and collects them', async () => {
    process.env['BATU_UJI_TEST_KEY'] = 'from-env'
    file('token.txt', 'from-file\n')
    const target = await load({
      credentials: { key: 'env:BATU_UJI_TEST_KEY', token: 'file:token.txt' },
      headers: {
        'X-Partner': 'plain',
        Authorization: 'Bearer ${credentials.token}',
        'X-Env': '${env:BATU_UJI_TEST_KEY}',
      },
      signature: 'hmac-sha384',
    })
    expect(target.headers).toEqual([
      ['X-Partner', 'plain'],
      ['Authorization', 'Bearer from-file'],
      ['X-Env', 'from-env'],
    ])
    expect(target.secrets).toEqual(expect.arrayContaining(['from-env', 'from-file', 'Bearer from-file']))
    expect(target.secrets).not.toContain('plain')
    expect(target.keys.sign?.({ TimeStamp: 'x' }, 'inquiry')).toMatch(/^[0-9A-F]{96}$/)
  })

  it('signs with a module', async () => {
    file('sign.mjs', 'export const sign = (fields, key, operation) => `${operation}:${key}:${fields.Amount}`')
    const target = await load({ credentials: { key: 'k' }, signature: { module: './sign.mjs' } })
    expect(target.keys.sign?.({ Amount: '1' }, 'payment')).toBe('payment:k:1')
  })

  it('keeps a user in the URL out of its name and sends him as a header', async () => {
    const target = await load({
      url: 'https://budi:rahasia@example.com/pay?x=1',
      endpoints: { payment: '/other' },
    })
    expect(target.name).toBe('https://example.com/pay')
    expect(target.url).toBe('https://example.com/pay?x=1')
    expect(target.endpoints).toEqual({ payment: 'https://example.com/other' })
    expect(target.headers).toEqual([
      ['Authorization', `Basic ${Buffer.from('budi:rahasia').toString('base64')}`],
    ])
    expect(target.secrets).toContain('rahasia')
  })

  it('lets the command line stand above the file', async () => {
    const path = file(
      'over.json',
      JSON.stringify({ protocol: 'indomaret', url, profile: { billKind: 'open' }, headers: { A: '1' } }),
    )
    const overrides = {
      url: 'http://localhost:1/',
      profile: { allowOverpay: true },
      headers: { B: '2' },
      rate: undefined,
    }
    const target = await loadDeclaration(path, { contract, overrides })
    expect(target.url).toBe('http://localhost:1/')
    expect(target.profile).toMatchObject({ billKind: 'open', allowOverpay: true })
    expect(target.headers).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
  })
})

describe('a declaration that is wrong is told in a sentence', () => {
  it.each([
    [{ urll: url }, 'there is no key «urll» at the top. Did you mean «url»?'],
    [{ protocol: 'snap' }, 'declares the protocol «snap», but indomaret is asked for'],
    [{ role: 'receiver' }, 'there is no role «receiver» at /role'],
    [{ role: 'servr' }, '/role is "servr"; it takes one of "server", "client", "receiver"'],
    [{ timeoutMs: '10' }, '/timeoutMs is "10"; it takes a whole number'],
    [{ rate: 0 }, '/rate is 0; it must be > 0'],
    [{ url: 'localhost:8100' }, 'only http and https'],
    [{ url: 'nowhere' }, 'which is no URL'],
    [
      { endpoints: { inquire: url } },
      'there is no operation «inquire» at /endpoints. Did you mean «inquiry»?',
    ],
    [
      { profile: { billkind: 'open' } },
      'there is no switch «billkind» at /profile. Did you mean «billKind»?',
    ],
    [{ profile: { billKind: 'opened' } }, 'profile.billKind is "opened"; it takes one of "closed"'],
    [{ data: { payabel: 'X' } }, 'there is no kind of data «payabel» at /data. Did you mean «payable»?'],
    [{ data: { payable: { kode: 'X' } } }, '«code» is missing at /data/payable'],
    [
      { data: { payable: { code: 'X', ammount: 1 } } },
      'there is no key «ammount» at /data/payable. Did you mean «amount»?',
    ],
    [
      { data: { payable: [{ code: 'X', amount: 1.5 }] } },
      '/data/payable/0/amount is 1.5; it takes a whole number',
    ],
    [{ data: { expired: { code: 'X', expires: 'yesterday' } } }, '/data/expired: `expires` is "yesterday"'],
    [
      { credentials: { key: 'env:BATU_UJI_NOT_SET' } },
      'wants the environment variable BATU_UJI_NOT_SET, which is not set',
    ],
    [{ credentials: { key: 'file:none.txt' } }, '/credentials/key cannot be read: there is no such file'],
    [
      { headers: { A: '${credentials.tokn}' }, credentials: { token: 't' } },
      'Did you mean «credentials.token»?',
    ],
    [{ signature: 'hmac-sha384' }, 'needs a key. Add it as /credentials/key'],
    [
      { signature: 'hmac-sha256' },
      'there is no signature «hmac-sha256» in indomaret. Did you mean «hmac-sha384»?',
    ],
    [{ signature: { module: './none.mjs' } }, 'cannot be loaded'],
    [{ signature: {} }, '«module» is missing at /signature'],
    [{ tls: { ca: 'none.pem' } }, '/tls/ca cannot be read'],
    [{ hooks: { provison: {} } }, 'there is no key «provison» at /hooks. Did you mean «provision»?'],
    [{ hooks: { provision: {} } }, '/hooks/provision takes exactly one of http, command, module'],
    [
      { hooks: { provision: { http: { url }, command: ['x'] } } },
      'takes exactly one of http, command, module',
    ],
    [
      { hooks: { provision: { http: { url, json: { c: '${cod}' } } } } },
      'there is no placeholder «cod» at /hooks/provision. Did you mean «code»?',
    ],
    [
      { hooks: { clock: { http: { url: `${url}/\${code}` } } } },
      'there is no placeholder «code» at /hooks/clock',
    ],
    [
      { hooks: { provision: { http: { url }, cannot: ['slo'] } } },
      'there is no kind of data «slo» at /hooks/provision/cannot. Did you mean «slow»?',
    ],
    [{ hooks: { provision: { http: { url }, many: true } } }, '/hooks/provision/http'],
    [{ hooks: { provision: { command: ['make'], many: true } } }, '/hooks/provision'],
    [
      { hooks: { ledger: { http: { url, json: {} }, many: true } } },
      'there is no key «many» at /hooks/ledger',
    ],
    [
      { hooks: { provision: { http: { url }, answer: { code: 'data.code' } } } },
      '/hooks/provision/answer/code is "data.code"',
    ],
    [
      { hooks: { ledger: { http: { url }, answer: { paymnts: '/x' } } } },
      'there is no field «paymnts» at /hooks/ledger/answer. Did you mean «payments»?',
    ],
  ])('%j', async (document, expected) => {
    const complaint = await complaintOf(document)
    expect(complaint).toContain(expected)
    expect(complaint).toMatch(/^DeclarationError: The declaration/)
    expect(complaint).not.toContain('\n')
  })

  it.each([
    ['{\n  "protocol": "indomaret",\n  "url" "x"\n}', ':3:9 is not JSON at «"x"»'],
    ['{ "a": 1, }', ':1:11 is not JSON at «}»'],
    ['{ "a": [1, 2 }', ':1:14 is not JSON at «}»'],
    ["{ 'a': 1 }", ":1:3 is not JSON at «'a': 1 }»"],
    ['{ "a": 01 }', ':1:9 is not JSON at «1 }»'],
    ['{ "a": 1', ':1:9 is not JSON at the end of the file'],
    ['{} x', ':1:4 is not JSON at «x»'],
    ['', ':1:1 is not JSON at the end of the file'],
    ['{ "a": // why\n 1 }', ':1:8 is not JSON at «// why»'],
  ])('broken JSON %j', async (text, expected) => {
    const path = file('broken.json', text)
    await expect(loadDeclaration(path, { contract })).rejects.toThrow(`broken.json${expected}`)
  })

  it('a file that is not there', async () => {
    await expect(loadDeclaration(join(folder, 'none.json'), { contract })).rejects.toThrow(
      'there is no such file',
    )
    await expect(loadDeclaration(folder, { contract })).rejects.toThrow('it is a folder')
  })

  it('a declaration without a url', async () => {
    await expect(loadDeclaration({ protocol: 'indomaret' }, { contract })).rejects.toThrow('names no url')
  })
})
