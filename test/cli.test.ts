import { mkdtempSync, readFileSync, existsSync, writeFileSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../src/cli/main.ts'
import type { Report } from '../src/report/events.ts'

const folder = mkdtempSync(join(tmpdir(), 'batu-uji-cli-'))
const at = (name: string): string => join(folder, name)
const before = process.cwd()

beforeAll(() => process.chdir(folder))
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true })
})

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const io = {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
  }
  return { code: await main(['node', 'batu-uji', ...args], io), out, err }
}

function file(name: string, content: unknown): string {
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content))
  return at(name)
}

describe('what a person mistypes is told in one sentence, with exit code 2', () => {
  it.each([
    [['certify'], 'Name a protocol, such as indomaret, or give --all.'],
    [['certfy'], "Unknown command 'certfy'. (Did you mean certify?)"],
    [['certify', 'indomarte'], 'There is no protocol «indomarte». Did you mean «indomaret»?'],
    [['certify', 'indomaret', '--taget', 'x'], "Unknown option '--taget'. (Did you mean --target?)"],
    [['certify', 'indomaret', 'more'], 'Too many arguments'],
    [['certify', 'indomaret', '--role', 'judge'], 'Allowed choices are server, client, receiver.'],
    [['certify', 'indomaret', '--format', 'pdf'], 'There is no «pdf». Choose from: html, json, junit.'],
    [['certify', 'indomaret', '--seed', 'x'], 'Write a whole number from 0'],
    [['certify', 'indomaret', '--concurrency', '0'], 'Write a whole number from 1'],
    [['certify', 'indomaret', '--rate', '-1'], 'Write a number above zero.'],
    [['certify', 'indomaret', '--budget', 'soon'], 'Write a duration such as 500ms, 60s or 2m.'],
    [['certify', 'indomaret', '--shard', '3/2'], 'Write part/parts'],
    [['certify', 'indomaret', '--header', 'nothing'], "Write it as 'Name: value'."],
    [['certify', 'indomaret', '--header', 'A: b\r\nC: d'], "Write it as 'Name: value'."],
    [
      ['certify', 'indomaret', '--target', 'ftp://x'],
      '--target is «ftp://x», which is no http or https URL.',
    ],
    [
      ['certify', 'indomaret', '--target', 'http://127.0.0.1:9', '--defect', 'canary'],
      'by the built-in gateway only',
    ],
    [['certify', 'indomaret', '--defect', 'nope'], 'There is no defect «nope».'],
    [['certify', 'indomaret', '--only', 'IDM-NOTHING*'], 'Nothing matches IDM-NOTHING*.'],
    [['certify', 'indomaret', '--only', 'payment.*,IDM-NOTHING*'], 'Nothing matches IDM-NOTHING*.'],
    [['certify', 'indomaret', '--profile', 'billKnd=open'], 'billKnd'],
    [['certify', 'indomaret', '--config', 'none.json'], 'there is no such file'],
    [['certify', 'indomaret', '--waivers', 'none.json'], 'there is no such file'],
    [
      ['certify', 'indomaret', '--report', '/etc/passwd/x'],
      'it is a file, or below one. Choose another with --report.',
    ],
    [['certify', '--all', 'indomaret'], 'leave out «indomaret»'],
    [['gateway', '--port', '70000'], 'Write a whole number from 0 to 65535.'],
    [['gateway', '--store', 'redis'], 'There is no store «redis» yet.'],
    [['gateway', '--freedom', 'nope'], 'There is no freedom «nope».'],
    [['gateway', '--clock', 'noon', '--protocol', 'indomaret'], '«noon» is no instant.'],
    [['gateway', '--key', 'env:BATU_UJI_NOT_SET'], 'BATU_UJI_NOT_SET, which is not set'],
    [
      ['gateway', '--host', '192.0.2.1', '--port', '0', '--protocol', 'indomaret'],
      '192.0.2.1 is not one of this machine',
    ],
    [['rules', 'snp'], 'There is no protocol «snp».'],
    [['explain', 'payment.repet'], 'Nothing has the id «payment.repet». Did you mean «payment.repeat»?'],
    [['explain', 'f1'], 'there is no report under report/'],
    [['fixtures', 'indomaret', 'ReqPay'], 'There is no message «ReqPay» in indomaret.'],
    [['fixtures', 'indomaret', '--format', 'yaml'], 'Allowed choices are xml, json, http, ndjson.'],
    [['fixtures', 'indomaret', '--valid', '--invalid'], 'cannot be used with'],
    [['judge', 'indomaret', 'none.xml'], 'none.xml: there is no such file.'],
    [['replay', 'none.json', 'f1'], 'there is no such file'],
  ])('batu-uji %j', async (args, expected) => {
    const { code, out, err } = await run(...args)
    expect(err).toContain(expected)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(existsSync(at('report'))).toBe(false)
  })

  it('a port that is in use', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    const { code, err } = await run('gateway', '--protocol', 'indomaret', '--port', String(port))
    taken.close()
    expect({ code, err }).toEqual({
      code: 2,
      err: `batu-uji: Port ${port} is in use on 127.0.0.1. Choose another with --port (of certify: --listen), or end what listens there.\n`,
    })
  })

  it('a declaration with a slip in it', async () => {
    const { code, err } = await run(
      'certify',
      'indomaret',
      '--config',
      file('slip.json', '{\n  "protocol": "indomaret",\n}'),
    )
    expect({ code, err }).toEqual({
      code: 2,
      err: `batu-uji: ${at('slip.json')}:3:1 is not JSON at «}». Correct it there.\n`,
    })
  })

  it.each([
    [{ waivers: [{ pattern: 'a', reason: 'b', owner: 'c' }] }, '«expires» is missing at /waivers/0'],
    [
      { waivers: [{ pattern: 'a', reason: 'b', owner: 'c', expires: '2026-02-30' }] },
      'which no calendar has',
    ],
    [{ waiver: [] }, 'Did you mean «waivers»?'],
  ])('waivers %j', async (waivers, expected) => {
    const { code, err } = await run('certify', 'indomaret', '--waivers', file('waivers.json', waivers))
    expect(err).toContain(expected)
    expect(code).toBe(2)
  })
})

describe('help', () => {
  it('is short without arguments', async () => {
    const { code, out } = await run()
    expect(code).toBe(0)
    expect(out.split('\n').length).toBeLessThan(30)
    expect(out).toContain('Start here:')
  })

  it.each(['certify', 'gateway', 'judge', 'fixtures', 'rules', 'explain', 'defects', 'init', 'replay'])(
    'of %s shows examples and --json',
    async (command) => {
      const { code, out } = await run(command, '--help')
      expect(code).toBe(0)
      expect(out).toContain(`$ batu-uji ${command}`)
      expect(out).toContain('--json')
    },
  )

  it('tells the version', async () =>
    expect(await run('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    }))
})

describe('certify', () => {
  it('leaves nothing behind when nobody answers', async () => {
    const { code, err } = await run(
      'certify',
      'indomaret',
      '--target',
      'http://127.0.0.1:9',
      '--report',
      'deep/er/report',
      '--transcript',
      'else/t.ndjson',
    )
    expect(code).toBe(3)
    expect(err).toContain('Nothing listens at 127.0.0.1:9')
    expect(err.trim().split('\n')).toHaveLength(1)
    expect([existsSync(at('deep')), existsSync(at('else'))]).toEqual([false, false])
  })

  it('prints the report as JSON and writes every format', async () => {
    const { code, out, err } = await run(
      'certify',
      'indomaret',
      '--only',
      'payment.repeat',
      '--seed',
      '7',
      '--json',
      '--report',
      'json',
      '--transcript',
      'json/t.ndjson',
      '--allow-incomplete',
    )
    const report = JSON.parse(out) as Report
    expect(report).toMatchObject({ target: 'built-in gateway', seed: 7, contract: { id: 'indomaret' } })
    expect(report.rules.find(({ id }) => id === 'payment.repeat')?.verdict).toBe('pass')
    expect(code).toBe(0)
    expect(err).toContain('seed 7')
    for (const name of ['report.html', 'report.json', 'junit.xml', 'events.ndjson', 't.ndjson'])
      expect(existsSync(at(`json/${name}`))).toBe(true)
    expect(JSON.parse(readFileSync(at('json/report.json'), 'utf8'))).toEqual(report)
  })

  it('catches a defect, and tells nothing when it is to be quiet', async () => {
    const { code, out, err } = await run(
      'certify',
      'indomaret',
      '--defect',
      'forgets-payments',
      '--only',
      'payment.repeat',
      '--quiet',
      '--report',
      'bad',
    )
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: '' })
    const told = await run('explain', 'f1', '--report', 'bad/report.json')
    expect(told).toMatchObject({ code: 0, out: expect.stringContaining(' · rule of indomaret') as string })
  })

  it('says where a transcript is broken', async () => {
    const lines = readFileSync(at('json/t.ndjson'), 'utf8').split('\n')
    const { code, err } = await run(
      'judge',
      'indomaret',
      file('torn.ndjson', [...lines.slice(0, 3), '{"kind":'].join('\n')),
    )
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('Line 4 is no JSON object.') as string,
    })
    const other = await run(
      'judge',
      'indomaret',
      file('other.ndjson', lines.join('\n').replace('"protocol":"indomaret"', '"protocol":"snap"')),
    )
    expect(other).toMatchObject({
      code: 2,
      err: expect.stringContaining('is a transcript of snap, not of indomaret') as string,
    })
  })

  it('judges its own transcript as the run did', async () => {
    const good = await run('judge', 'indomaret', 'json/t.ndjson')
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('server: ✓ pass') as string })
    const bad = await run('judge', 'indomaret', 'bad/events.ndjson', '--json')
    expect(bad.code).toBe(1)
    expect(bad.out).toContain('"verdict": "fail"')
  })
})

describe('looking things up', () => {
  it.each([
    ['payment.repeat', 'rule of indomaret'],
    ['IDM-XML-WELLFORMED', 'clause of indomaret'],
    ['E-IDM-01', 'erratum of indomaret'],
    ['canary', 'defect of indomaret'],
    ['billKind', 'switch of indomaret'],
    ['payable', 'data of indomaret'],
  ])('explains %s', async (id, expected) => {
    const { code, out } = await run('explain', id)
    expect(code).toBe(0)
    expect(out).toContain(expected)
  })

  it('lists as JSON', async () => {
    const rules = JSON.parse((await run('rules', 'indomaret', '--json')).out) as {
      rules: { id: string; clauses: string[] }[]
    }[]
    expect(rules[0]!.rules.find(({ id }) => id === 'payment.repeat')?.clauses).toContain('IDM-PAY-IDEMPOTENT')
    const defects = JSON.parse((await run('defects', '--json')).out) as {
      protocol: string
      defects: { id: string }[]
    }[]
    expect(defects[0]!.defects.map(({ id }) => id)).toContain('canary')
  })
})

describe('init', () => {
  it('writes a declaration that is valid as it stands, once', async () => {
    const first = await run('init', 'indomaret', '--out', 'mine.json', '--url', 'http://127.0.0.1:9/x')
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('Wrote mine.json') as string })
    expect((await run('certify', 'indomaret', '--config', 'mine.json', '--report', 'mine')).code).toBe(3)
    const second = await run('init', 'indomaret', '--out', 'mine.json')
    expect(second).toMatchObject({ code: 2, err: expect.stringContaining('exists already') as string })
  })
})

describe('judge', () => {
  const answer = (fields: string) =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><ResPayment>${fields}</ResPayment></s:Body></s:Envelope>`
  const good =
    '<TimeStamp>2026-11-20 15:00:05</TimeStamp><MessageID>M1</MessageID><ResponseCode>00</ResponseCode><ResponseDesc>OK</ResponseDesc><TrackingRef>T1</TrackingRef><StoreID>G001T001</StoreID><ReceiptCode>R1</ReceiptCode>'

  it('recognises the side of a single message', async () => {
    expect(await run('judge', 'indomaret', file('good.xml', answer(good)))).toMatchObject({
      code: 0,
      out: expect.stringContaining('server: ✓ pass') as string,
    })
    const bad = await run('judge', 'indomaret', file('bad.xml', answer(good.replace('15:00:05', '15:00'))))
    expect(bad.code).toBe(1)
    expect(bad.out).toContain('clocks.format')
  })

  it.each([
    ['<html><body>Bad Gateway</body></html>', 'HTML page'],
    ['<a><b></a>', 'line 1'],
    [answer(good).replaceAll('ResPayment', 'ResRefund'), '«ResRefund» is no message of indomaret'],
  ])('what is no message fails: %s', async (text, expected) => {
    const { code, out } = await run('judge', 'indomaret', file('odd.xml', text), '--side', 'response')
    expect(code).toBe(1)
    expect(out).toContain(expected)
  })

  it('judges both sides of an exchange, and no client by an answer that was not recorded', async () => {
    const request = readFileSync(
      join(before, 'fixtures/indomaret/published/captures/gsoap-n-Payment.http'),
      'utf8',
    )
    const alone = await run('judge', 'indomaret', file('request.http', request))
    expect(alone).toMatchObject({ code: 0, out: expect.stringContaining('client: ✓ pass') as string })
    const body = answer(good)
    const both = `${request}\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const { code, out } = await run('judge', 'indomaret', file('both.http', both))
    expect(code).toBe(1)
    expect(out).toContain('echoes')
    expect(out).toContain('client: ')
  })
})

describe('fixtures', () => {
  it('streams the same specimens for the same seed, each of them what it says to be', async () => {
    const order = ['fixtures', 'indomaret', '--count', '20', '--seed', '3', '--format', 'ndjson']
    const { code, out } = await run(...order)
    expect({ code, again: (await run(...order)).out }).toEqual({ code: 0, again: out })
    const made = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { valid: boolean; flaw?: object })
    expect(made).toHaveLength(20)
    for (const { valid, flaw } of made) expect(valid).toBe(flaw === undefined)
  })

  it('writes files that judge accepts', async () => {
    await run('fixtures', 'indomaret', 'ResInquiry', '--valid', '--count', '3', '--out', 'made')
    const { code, out } = await run(
      'judge',
      'indomaret',
      ...['000001', '000002', '000003'].map((n) => `made/${n}-ResInquiry.xml`),
    )
    expect(out).not.toContain('✗')
    expect(code).toBe(0)
  })
})

describe('folders', () => {
  it('keeps what others wrote into a folder that it made', async () => {
    mkdirSync(at('kept'))
    writeFileSync(at('kept/note.txt'), 'mine')
    await run('certify', 'indomaret', '--target', 'http://127.0.0.1:9', '--report', 'kept')
    expect(readFileSync(at('kept/note.txt'), 'utf8')).toBe('mine')
  })
})
