import { mkdtempSync, writeFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadContract } from '../src/contract/load.ts'
import { loadDeclaration } from '../src/stimulate/declaration.ts'
import { fillJson, fillText, fillUrl } from '../src/stimulate/hooks-fill.ts'
import { pointed } from '../src/stimulate/hooks-answer.ts'

const contract = loadContract('indomaret')
const folder = mkdtempSync(join(tmpdir(), 'batu-uji-hooks-'))

interface Seen {
  method?: string
  url?: string
  type?: string
  authorization?: string
  body: string
}

let server: Server
let origin: string
let seen: Seen[]
let answer: (response: ServerResponse) => void

beforeAll(async () => {
  server = createServer((request, response) => void take(request).then(() => answer(response)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  seen = []
  answer = json({ ok: true })
})

async function take(request: IncomingMessage): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const { method, url, headers } = request
  seen.push({ method, url, type: headers['content-type'], authorization: headers.authorization, body })
}

const json =
  (value: unknown, status = 200) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

const hooks = async (declared: object, credentials: object = { token: 't/1' }) =>
  (
    await loadDeclaration(
      { protocol: 'indomaret', url: origin, credentials, hooks: declared },
      { contract, baseDir: folder },
    )
  ).hooks

const wish = { code: 'PC 1', amount: 90000, minAmount: 10000, fee: 2500, customer: 'Budi & Rekan' }

describe('placeholders', () => {
  const values = {
    code: 'A/1',
    amount: 5,
    none: undefined,
    empty: null,
    base: 'http://x/y',
    flag: false,
    zero: 0,
  }

  it('keep the type of a value that stands alone, and drop keys without one', () => {
    const template = {
      a: '${amount}',
      b: 'x${amount}',
      c: '${none}',
      d: '${empty}',
      e: ['${code}', '${none}'],
      f: { g: '${none}' },
      h: '${flag}',
      i: '${zero}',
      j: 7,
    }
    expect(fillJson(template, values)).toEqual({ a: 5, b: 'x5', e: ['A/1'], f: {}, h: false, i: 0, j: 7 })
  })

  it('become text in text, and are encoded in a URL except as its base', () => {
    expect(fillText('<${code}|${none}>', values)).toBe('<A/1|>')
    expect(fillUrl('${base}/z?c=${code}&n=${none}', values)).toBe('http://x/y/z?c=A%2F1&n=')
  })
})

describe('JSON pointers', () => {
  it.each([
    ['', { a: 1 }, { a: 1 }],
    ['/a/b', { a: { b: 2 } }, 2],
    ['/a/1', { a: [1, 2] }, 2],
    ['/a~1b/m~0n', { 'a/b': { 'm~n': 3 } }, 3],
    ['/a/x/y', { a: 1 }, undefined],
    ['/constructor', {}, undefined],
    ['/length', [], 0],
  ])('%s', (pointer, value, expected) => expect(pointed(value, pointer)).toEqual(expected))
})

describe('a hook by HTTP that makes many', () => {
  const many = {
    provision: {
      http: { url: '${credentials.token}', json: { va: '${code}', total: '${amount}' } },
      answer: { code: '/made' },
      many: true,
    },
  }
  const wishes = [
    { code: 'A', amount: 1 },
    { code: 'B', amount: 2 },
  ]

  it('is asked by a list, and each answer makes its item', async () => {
    answer = json([{ made: 'X' }, { made: 'Y' }])
    const { provisionAll } = await hooks(many, { token: `${origin}/make` })
    expect(await provisionAll!('payable', wishes)).toEqual([
      { code: 'X', amount: 1 },
      { code: 'Y', amount: 2 },
    ])
    expect(seen).toHaveLength(1)
    expect(JSON.parse(seen[0]!.body)).toEqual([
      { va: 'A', total: 1 },
      { va: 'B', total: 2 },
    ])
  })

  it('makes a single item as any other does', async () => {
    answer = json({ made: 'X' })
    const { provision } = await hooks(many, { token: `${origin}/make` })
    expect(await provision!('payable', wishes[0]!)).toEqual({ code: 'X', amount: 1 })
    expect(JSON.parse(seen[0]!.body)).toEqual({ va: 'A', total: 1 })
  })

  it.each([[{ made: 'X' }], [[{ made: 'X' }]], [[]]])('is told when it answers %j', async (wrong) => {
    answer = json(wrong)
    const { provisionAll } = await hooks(many, { token: `${origin}/make` })
    await expect(provisionAll!('payable', wishes)).rejects.toThrow('was asked for a list of 2')
  })
})

describe('a hook by HTTP', () => {
  it('provisions with JSON, keeps types, and answers what was asked for', async () => {
    const http = {
      url: `${origin}/make`,
      headers: { Authorization: 'Bearer ${credentials.token}' },
      json: { code: '${code}', jumlah: '${amount}', expires: '${expires}', kind: '${data}' },
    }
    const { provision } = await hooks({ provision: { http } })
    expect(await provision!('payable', wish)).toEqual(wish)
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/make',
        type: 'application/json',
        authorization: 'Bearer t/1',
        body: '{"code":"PC 1","jumlah":90000,"kind":"payable"}',
      },
    ])
  })

  it('finds in the answer what the mapping says, coerced to the form of a run', async () => {
    answer = json({ data: { va: 1234, total: '95000', due: '2030-01-01 00:00:00', max: null } })
    const mapping = { code: '/data/va', amount: '/data/total', expires: '/data/due', fee: '/data/max' }
    const { provision } = await hooks({ provision: { http: { url: origin }, answer: mapping } })
    const item = await provision!('payable', wish)
    expect(item).toEqual({
      code: '1234',
      amount: 95000,
      minAmount: 10000,
      customer: 'Budi & Rekan',
      expires: '2029-12-31T17:00:00.000Z',
    })
  })

  it('writes times in the target’s zone, after its clock was moved', async () => {
    const declared = {
      provision: {
        http: { url: origin, json: { at: '${expires}', iso: '${expiresIso}', in: '${expiresIn}' } },
      },
      clock: { http: { method: 'PUT', url: `${origin}/clock?by=\${seconds}` } },
      reset: { http: { url: `${origin}/reset` } },
    }
    const { provision, clock, reset } = await hooks(declared)
    await clock!(86_400)
    const item = await provision!('expired', { code: 'E', expiresIn: -3600 })
    await reset!()
    const again = await provision!('expired', { code: 'E', expiresIn: -3600 })
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'PUT /clock?by=86400',
      'POST /',
      'POST /reset',
      'POST /',
    ])
    expect(Date.parse(item.expires!) - Date.now()).toBeCloseTo(82_800_000, -4)
    expect(Date.parse(again.expires!) - Date.now()).toBeCloseTo(-3_600_000, -4)
    const sent = JSON.parse(seen[1]!.body) as { at: string; iso: string; in: number }
    expect(Date.parse(`${sent.at.replace(' ', 'T')}+07:00`)).toBe(
      Math.floor(Date.parse(sent.iso) / 1000) * 1000,
    )
    expect(sent.in).toBe(-3600)
  })

  it('tells the target’s time where the declaration says where it stands', async () => {
    const declared = (pointer?: string) => ({
      clock: { http: { url: origin }, ...(pointer && { answer: { now: pointer } }) },
    })
    answer = json({
      iso: '2030-01-01T00:00:00Z',
      local: '2030-01-01 07:00:00',
      ms: 1893456000000,
      odd: 'noon',
    })
    for (const pointer of ['/iso', '/local', '/ms']) {
      const { clock, tellsTime } = await hooks(declared(pointer))
      expect([tellsTime, await clock!(0)]).toEqual([true, 1893456000000])
    }
    const mute = await hooks(declared())
    expect([mute.tellsTime, await mute.clock!(0)]).toEqual([undefined, undefined])
    await expect((await hooks(declared('/odd'))).clock!(0)).rejects.toThrow('tells a time that is neither')
  })

  it('sends forms and plain text', async () => {
    const { provision } = await hooks({
      provision: { http: { url: origin, form: { kode: '${code}', n: '${amount}', e: '${expires}' } } },
    })
    await provision!('payable', wish)
    const text = await hooks({
      provision: { http: { url: origin, body: '<c>${code}</c>', headers: { 'Content-Type': 'text/xml' } } },
    })
    await text.provision!('payable', wish)
    expect(seen.map(({ type, body }) => [type, body])).toEqual([
      ['application/x-www-form-urlencoded', 'kode=PC+1&n=90000'],
      ['text/xml', '<c>PC 1</c>'],
    ])
  })

  it('reads the ledger in its own form and in a mapped one', async () => {
    answer = json({
      code: 'C',
      payments: [
        { reference: 'r1', amount: 5, receipt: 'k', state: 'paid' },
        { reference: 'r2', amount: 6, state: 'reversed', receipt: null },
      ],
    })
    const own = await hooks({ ledger: { http: { method: 'GET', url: `${origin}/ledger?code=\${code}` } } })
    expect(await own.ledger!('C 1')).toEqual([
      { reference: 'r1', amount: 5, receipt: 'k', state: 'paid' },
      { reference: 'r2', amount: 6, state: 'reversed' },
    ])
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/ledger?code=C%201', body: '' })
    answer = json({
      data: [
        { t: { ref: 9 }, sum: '7', st: 1 },
        { t: { ref: 8 }, sum: 7, st: 2 },
      ],
    })
    const mapping = { payments: '/data', reference: '/t/ref', amount: '/sum', state: '/st', paid: [1] }
    const other = await hooks({ ledger: { http: { url: origin }, answer: mapping } })
    expect(await other.ledger!('C')).toEqual([
      { reference: '9', amount: 7, state: 'paid' },
      { reference: '8', amount: 7, state: 'reversed' },
    ])
  })
})

describe('a balance hook tells rupiah', () => {
  it.each([
    [1000, 1000],
    ['1000', 1000],
    ['-101000', -101000],
    ['1000.00', 1000],
    ['1000.50', 1000.5],
    [999.5, 999.5],
  ])('%j', async (told, balance) => {
    answer = json({ balance: told })
    const made = await hooks({ balance: { http: { url: origin } } })
    expect(await made.balance!('MITRA01')).toBe(balance)
  })
})

describe('a hook by HTTP that fails is an error that says what, where and what to do', () => {
  const failing = async (
    declared: object,
    go: (made: Awaited<ReturnType<typeof hooks>>) => Promise<unknown>,
  ) => {
    const made = await hooks(declared)
    return go(made).then(
      () => 'no error',
      (error: Error) => `${error.name}: ${error.message}`,
    )
  }
  const provision = (spec: object) => failing({ provision: spec }, (made) => made.provision!('payable', wish))

  it('status', async () => {
    answer = json({ error: 'no such product' }, 422)
    const said = await provision({ http: { url: `${origin}/make?key=secret` } })
    expect(said).toBe(
      `HookError: The provision hook (POST ${origin}/make) answered 422: {"error":"no such product"}. Correct the hook in the declaration, or the target.`,
    )
  })

  it('redirect', async () => {
    answer = (response) => void response.writeHead(302, { location: '/x' }).end()
    expect(await provision({ http: { url: origin } })).toContain('answered 302: an empty answer')
    expect(seen).toHaveLength(1)
  })

  it('nothing where there is nothing that nobody asked for', async () => {
    const answered = { code: '/va', biller: '/biller', amount: '/amount' }
    answer = json({ va: '1' })
    expect(await provision({ http: { url: origin }, answer: answered })).toContain('answer.amount points to')
    answer = json({ va: '1', amount: 90000 })
    expect(await provision({ http: { url: origin }, answer: answered })).toBe('no error')
  })

  it('nothing where a connection ends that was asked to read: it is asked again, and a wish is not', async () => {
    const breaking = (then: typeof answer): typeof answer => {
      return (response) => {
        answer = then
        response.socket?.destroy()
      }
    }
    answer = breaking(json({ balance: 5 }))
    const { balance } = await hooks({ balance: { http: { url: origin } } })
    expect(await balance!('MITRA01')).toBe(5)
    expect(seen).toHaveLength(2)
    answer = breaking(json({ ok: true }))
    expect(await provision({ http: { url: origin } })).toContain('failed')
    expect(seen).toHaveLength(3)
  })

  it('missing pointer', async () => {
    expect(await provision({ http: { url: origin }, answer: { code: '/data/va' } })).toContain(
      'answer.code points to "/data/va", where the answer {"ok":true} has nothing',
    )
  })

  it('unusable value', async () => {
    answer = json({ n: '90.000,00' })
    expect(await provision({ http: { url: origin }, answer: { amount: '/n' } })).toContain(
      '`amount` is "90.000,00", which is no whole number of rupiah',
    )
  })

  it('a balance with the dots of thousands, or without any amount', async () => {
    const balance = { http: { url: origin } }
    for (const told of ['10.000.000', 'Rp 1000', '', null, true]) {
      answer = json({ balance: told })
      expect(await failing({ balance }, (made) => made.balance!('MITRA01'))).toContain(
        `answer {"balance":${JSON.stringify(told)}} tells no amount of rupiah`,
      )
    }
  })

  it('no JSON', async () => {
    answer = (response) => void response.end('<html>')
    expect(await provision({ http: { url: origin }, answer: { code: '/c' } })).toContain(
      'answered no JSON but «<html>»',
    )
  })

  it('no answer in time', async () => {
    answer = () => undefined
    expect(await provision({ http: { url: origin }, timeoutMs: 50 })).toContain(
      'failed: no answer within 50 ms',
    )
  })

  it('nobody there, and a closed connection', async () => {
    expect(await provision({ http: { url: 'http://127.0.0.1:9/x' } })).toContain(
      '(POST http://127.0.0.1:9/x) failed: nothing listens there',
    )
    answer = (response) => void response.destroy()
    expect(await provision({ http: { url: origin } })).toContain('the connection was closed before an answer')
  })

  it('ledger without a list, or with an amount that is none', async () => {
    const ledger = (value: unknown) => {
      answer = json(value)
      return failing({ ledger: { http: { url: origin } } }, (made) => made.ledger!('C'))
    }
    expect(await ledger({ payments: {} })).toContain('has no list at "/payments"')
    expect(await ledger({ payments: [{ reference: 'a', amount: 'x', state: 'paid' }] })).toContain(
      'an amount that is no number',
    )
    expect(await ledger({})).toContain('answer.payments points to "/payments"')
    expect(await ledger({ payments: [{ reference: 'a', state: 'paid' }] })).toContain(
      'answer.amount points to',
    )
  })

  it('but for an amount that no rule of the protocol asks for', async () => {
    answer = json({ payments: [{ reference: 'T1', state: 'pending' }] })
    const declared = { protocol: 'xgateway', url: origin, hooks: { ledger: { http: { url: origin } } } }
    const { hooks: made } = await loadDeclaration(declared, {
      contract: loadContract('xgateway'),
      baseDir: folder,
    })
    expect(await made.ledger!('T1')).toEqual([{ reference: 'T1', state: 'pending' }])
  })
})

describe('a hook by command', () => {
  const script = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return ['node', name]
  }

  it('speaks JSON on stdin and stdout, in the declaration’s folder', async () => {
    const command = script(
      'echo.mjs',
      `let t = ''; for await (const c of process.stdin) t += c
      const q = JSON.parse(t); console.log(JSON.stringify({ code: 'X-' + q.wish.code, amount: q.wish.amount + 1, biller: q.hook + q.data + typeof q.wish.expires }))`,
    )
    const { provision } = await hooks({ provision: { command } })
    expect(await provision!('payable', { code: 'A', amount: 1, fee: 3, expiresIn: 60 })).toMatchObject({
      code: 'X-A',
      amount: 2,
      fee: 3,
      biller: 'provisionpayablestring',
    })
  })

  it('is started four times at once at most, and has its time from then on', async () => {
    const { reset } = await hooks({ reset: { command: ['sleep', '0.5'], timeoutMs: 3000 } })
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: 12 }, () => reset!()))
    expect(performance.now() - startedAt).toBeGreaterThan(1400)
  })

  it('may answer nothing to clock and reset, and need not read its input', async () => {
    const { clock, reset } = await hooks({
      clock: { command: ['node', '-e', ''] },
      reset: { command: ['true'] },
    })
    await expect(clock!(5)).resolves.toBeUndefined()
    await expect(reset!()).resolves.toBeUndefined()
  })

  it.each([
    [
      ['node', '-e', 'console.error("a\\nno database"); process.exit(3)'],
      'ended with 3: no database. Correct the command.',
    ],
    [['node', '-e', 'console.log("made it")'], 'wrote no JSON on its standard output: «made it»'],
    [['no-such-program-here'], 'cannot be started: spawn no-such-program-here ENOENT'],
    [['node', '-e', 'setTimeout(() => {}, 60000)'], 'did not end within 700 ms'],
  ])('%j fails clearly', async (command, expected) => {
    const timeoutMs = expected.includes('700 ms') ? 700 : 10_000
    const { provision } = await hooks({ provision: { command, timeoutMs } })
    await expect(provision!('payable', wish)).rejects.toThrow(expected)
    await expect(provision!('payable', wish)).rejects.toMatchObject({ name: 'HookError' })
  })
})

describe('a hook by module', () => {
  const module = './hooks.mjs'
  beforeAll(() =>
    writeFileSync(
      join(folder, 'hooks.mjs'),
      `export const provision = async ({ wish }) => ({ code: 'M' + wish.code })
       export const books = ({ code }) => ({ payments: [{ reference: code, amount: 1, state: 'paid' }] })
       export const clock = () => { throw new Error('stuck\\nmore') }
       export const reset = () => new Promise(() => {})`,
    ),
  )

  it('is called with what a command would read', async () => {
    const { provision, ledger } = await hooks({
      provision: { module, cannot: ['slow'] },
      ledger: { module, export: 'books' },
    })
    expect(await provision!('payable', wish)).toEqual({ ...wish, code: 'MPC 1' })
    expect(await ledger!('L')).toEqual([{ reference: 'L', amount: 1, state: 'paid' }])
  })

  it('fails clearly', async () => {
    const { clock, reset, cannot } = await hooks({
      clock: { module },
      reset: { module, timeoutMs: 30 },
      provision: { module, cannot: ['slow'] },
    })
    expect(cannot).toEqual(['slow'])
    await expect(clock!(1)).rejects.toThrow("The clock hook's module failed: stuck. Correct the module.")
    await expect(reset!()).rejects.toThrow('no answer within 30 ms')
    await expect(hooks({ ledger: { module } })).rejects.toThrow('exports no function `ledger`. Export it.')
  })
})
