import { describe, expect, it } from 'vitest'
import type { Read, Reading } from './reading.ts'
import { encode } from './text.ts'
import type { Encoding } from './text.ts'
import { readXmlRpc } from './xmlrpc-read.ts'
import { readXmlRpcStrict } from './xmlrpc-strict.ts'
import { call, member, raw } from './xmlrpc.fixture.ts'

describe.each([
  ['the gateway', readXmlRpc],
  ['the judge', readXmlRpcStrict],
])('the reader of %s', (_who, read) => {
  function whole(reading: Reading): Read {
    if (!reading.ok) throw new Error(reading.fault.says)
    return reading
  }
  const struct = (members: string): Read => whole(read(raw(call(members))))
  const flaws = (reading: Read): string[] => reading.flaws.map(({ kind, at }) => `${kind} ${at}`)

  it('reads a call', () => {
    expect(read(raw(`<?xml version="1.0"?>${call(member('<string>0012</string>', 'REQUESTID'))}`))).toEqual({
      ok: true,
      name: 'topUpRequest',
      fields: { REQUESTID: '0012' },
      order: ['REQUESTID'],
      flaws: [],
      rpc: {
        kind: 'call',
        method: 'topUpRequest',
        types: { REQUESTID: 'string' },
        params: 1,
        spaced: false,
        bom: false,
        cdata: false,
        comments: false,
        encoding: 'utf-8',
      },
    })
  })

  it('reads a response and a call without a name', () => {
    const response = call(member('00'), '').replaceAll('methodCall', 'methodResponse')
    expect(read(raw(response))).toMatchObject({
      name: 'methodResponse',
      rpc: { kind: 'response', params: 1 },
    })
    expect(whole(read(raw(response))).rpc).not.toHaveProperty('method')
    const unnamed = whole(read(raw(call(member('00'), ''))))
    expect([unnamed.name, unnamed.rpc?.method]).toEqual(['methodCall', undefined])
    const padded = whole(read(raw(call('', '<methodName>\n x </methodName><methodName>y</methodName>'))))
    expect([padded.rpc?.method, flaws(padded)]).toEqual(['x', ['duplicate methodName', 'padding methodName']])
  })

  it('reads a fault', () => {
    const fault = (inside: string): string => `<methodResponse><fault>${inside}</fault></methodResponse>`
    const told = `${member(' <int>4</int> ', 'faultCode')}${member('Too &lt; many ', ' faultString ')}`
    expect(read(raw(fault(`<value><struct>${told}</struct></value>`)))).toMatchObject({
      name: 'fault',
      fields: {},
      order: [],
      rpc: { kind: 'fault', params: 0, fault: { code: '4', says: 'Too < many' }, types: {} },
    })
    for (const inside of ['', '<value/>', '<value><struct/></value>', '<value>4</value>'])
      expect(read(raw(fault(inside)))).toMatchObject({ rpc: { fault: { code: '', says: '' } } })
  })

  it.each<[xml: string, value: string | undefined, type: string, flaws: string[]]>([
    ['<string>0012</string>', '0012', 'string', []],
    ['0012', '0012', 'untyped', []],
    ['\n  00 12\t', '00 12', 'untyped', []],
    ['', '', 'untyped', []],
    [' ', '', 'untyped', []],
    ['<string/>', '', 'string', []],
    ['<string> </string>', ' ', 'string', []],
    ['<string> x\n</string>', ' x\n', 'string', ['padding A']],
    ['<string>\u00a0x</string>', '\u00a0x', 'string', []],
    ['<int>007</int>', '007', 'int', []],
    ['<i4>085700000001</i4>', '085700000001', 'i4', []],
    ['<i8>1</i8>', '1', 'i8', []],
    ['<boolean>1</boolean>', '1', 'boolean', []],
    ['<double>5.0E7</double>', '5.0E7', 'double', []],
    ['<base64>\nMTIz\n</base64>', '\nMTIz\n', 'base64', []],
    ['<nil/>', undefined, 'nil', []],
    ['<ex:nil xmlns:ex="http://ws.apache.org/xmlrpc/namespaces/extensions"/>', undefined, 'nil', []],
    ['<text>x</text>', 'x', 'text', []],
    ['<string>1<!-- x -->2<![CDATA[<3>]]>&#52;&#x35;&apos;</string>', "12<3>45'", 'string', []],
    ['<![CDATA[ 12]]>', '12', 'untyped', []],
    ['stray<string>x</string>', 'x', 'string', ['mixed A']],
    ['<string>x</string><int>1</int>', 'x', 'string', ['nested A']],
    ['<string>a<b>c</b>d</string>', 'ad', 'string', ['nested A']],
    ['<array><data><value>1</value></data></array>', '', 'array', ['nested A']],
    ['<struct> </struct>', '', 'struct', ['nested A']],
    ['<string xml:lang="id" xmlns="u">x</string>', 'x', 'string', ['attribute A']],
  ])('reads the value %s', (xml, value, type, found) => {
    const reading = struct(member(xml))
    expect(reading).toMatchObject({ order: ['A'], rpc: { types: { A: type } } })
    expect(reading.fields).toEqual(value === undefined ? {} : { A: value })
    expect(flaws(reading)).toEqual(found)
    for (const { says } of reading.flaws) expect(says).toMatch(/^[A-Z<].{10,}\.$/)
  })

  it('tells white space around type elements', () => {
    expect(struct(member('\n<string>x</string>\n'))).toMatchObject({
      fields: { A: 'x' },
      rpc: { spaced: true },
    })
    expect(struct(member('\n x '))).toMatchObject({ rpc: { spaced: false } })
  })

  it.each<[members: string, fields: object, order: string[], flaws: string[]]>([
    ['<member><value>1</value><name>A</name></member>', { A: '1' }, ['A'], []],
    ['<member><name>\n A </name>\n<value>1</value></member>', { A: '1' }, ['A'], ['padding name']],
    ['<member><name><![CDATA[A]]></name><value>1</value></member>', { A: '1' }, ['A'], []],
    [`${member('1')}${member('2')}`, { A: '1' }, ['A', 'A'], ['duplicate A']],
    [`${member('<nil/>')}${member('2')}`, {}, ['A', 'A'], ['duplicate A']],
    [`<member>page 3${member('1').slice(8)}`, { A: '1' }, ['A'], ['mixed A']],
    [`x${member('1')}`, { A: '1' }, ['A'], ['mixed struct']],
    [`<x/>${member('1')}`, { A: '1' }, ['A'], ['nested struct']],
    ['<member><name>A</name></member>', {}, ['A'], []],
    ['<member><value>1</value></member>', { '': '1' }, [''], []],
    ['<member><name>A</name><value>1</value><value>2</value></member>', { A: '1' }, ['A'], ['duplicate A']],
    ['<member><name>A<b/></name><value>1</value></member>', { A: '1' }, ['A'], ['nested name']],
    ['', {}, [], []],
  ])('reads the members %s', (members, fields, order, found) => {
    const reading = struct(members)
    expect(reading.fields).toEqual(fields)
    expect(reading.order).toEqual(order)
    expect(flaws(reading)).toEqual(found)
  })

  it('reads members with the names of object members', () => {
    const names = ['constructor', 'toString', '__proto__']
    const { fields, rpc } = struct(names.map((name) => member('<int>1</int>', name)).join(''))
    expect(Object.entries(fields)).toEqual(names.map((name) => [name, '1']))
    expect(Object.entries(rpc!.types)).toEqual(names.map((name) => [name, 'int']))
  })

  it.each<[encoding: Encoding, bom: boolean]>([
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16', true],
    ['utf-16', false],
    ['utf-16be', true],
    ['iso-8859-1', false],
  ])('reads %s with mark %s', (encoding, bom) => {
    const label = encoding.replace(/[lb]e$/, '')
    const text = `<?xml version='1.0' encoding='${label}'?>${call(member('<string>pé</string>'))}`
    const reading = read({ headers: [['Content-Type', 'text/xml']], body: encode(text, encoding, bom) })
    expect(reading).toMatchObject({ fields: { A: 'pé' }, flaws: [], rpc: { declared: label, bom } })
  })

  it('reports a charset against the declaration, and refuses bytes beyond us-ascii', () => {
    const text = `<?xml version="1.0" encoding="iso-8859-1"?>${call(member('é'))}`
    const reading = whole(read(raw(text, 'text/xml; charset=utf-8')))
    expect([reading.fields, flaws(reading)]).toEqual([{ A: 'é' }, ['encoding XML declaration']])
    expect(read(raw(call(member('é')), 'text/xml; charset=us-ascii'))).toMatchObject({
      fault: { what: 'encoding' },
    })
  })

  it('says where a document breaks off', () => {
    const reading = read(raw('<?xml version="1.0"?>\r\n<methodCall>\n  x & y</methodCall>'))
    expect(reading).toMatchObject({ ok: false, fault: { what: 'unescaped', line: 3, column: 5 } })
    expect(!reading.ok && reading.fault.says).toMatch(/^A bare & stands at line 3, column 5: write &amp; /)
  })

  const mega = 1_040_000
  it.each([
    ['nesting', call('<array>'.repeat(mega / 7)), 'too-deep'],
    ['a billion laughs', `<!DOCTYPE l [<!ENTITY a "${'ha'.repeat(5e5)}">]><l>&a;&a;</l>`, 'doctype'],
    ['members', call(member('1').repeat(2e4)), 'too-large'],
    ['ampersands', call(member('&a'.repeat(5e5))), 'unescaped'],
    ['blanks in a value', call(member(` x${' '.repeat(1e6)}x `)), undefined],
    ['blanks in a name', call(member('1', ` x${' '.repeat(1e6)}x `)), undefined],
    ['references', call(member('&amp;'.repeat(2e5))), undefined],
  ])('takes no time over a megabyte of %s', (_title, text, what) => {
    const message = raw(text)
    const reading = read(message)
    // Processor time, best of three: a busy machine is no fault of the reader.
    expect(Math.min(time(), time(), time())).toBeLessThan(400)
    function time(): number {
      const began = process.cpuUsage()
      read(message)
      return process.cpuUsage(began).user / 1000
    }
    if (what) expect(reading).toMatchObject({ ok: false, fault: { what } })
    else expect(reading).toMatchObject({ ok: true })
  })
})
