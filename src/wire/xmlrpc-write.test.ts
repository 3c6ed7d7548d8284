import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { RpcStyle } from '../dialects/dialect.ts'
import type { Fields } from './reading.ts'
import { readXmlRpc } from './xmlrpc-read.ts'
import { readXmlRpcStrict } from './xmlrpc-strict.ts'
import { writeXmlRpc, writeXmlRpcFault } from './xmlrpc-write.ts'
import { call, member } from './xmlrpc.fixture.ts'

const written = (fields: Fields, style?: RpcStyle): string =>
  writeXmlRpc({ method: 'topUpRequest', fields }, style).body.toString()

describe('writeXmlRpc', () => {
  it('writes the form of the document', () => {
    const { headers, body } = writeXmlRpc({ method: 'topUpRequest', fields: { NOM: 'I50', SN: '' } })
    expect(headers).toEqual([['Content-Type', 'text/xml']])
    expect(body.toString()).toBe(
      `<?xml version="1.0"?>${call(member('<string>I50</string>', 'NOM') + member('<string></string>', 'SN'))}`,
    )
  })

  it.each<[title: string, fields: Fields, style: RpcStyle, members: string]>([
    ['escapes', { A: '&<>"\r' }, {}, member('<string>&amp;&lt;&gt;"&#13;</string>')],
    ['names', { 'a & b': '1' }, {}, member('<string>1</string>', 'a &amp; b')],
    ['lists', { A: ['1', 2] }, {}, member('<string>1</string>') + member('<string>2</string>')],
    ['structs', { A: { B: '1' } }, {}, member(`<struct>${member('<string>1</string>', 'B')}</struct>`)],
    ['no absent members', { A: null, B: '' }, {}, member('<string></string>', 'B')],
    ['another method', {}, { method: 'TOPUP' }, ''],
    [
      'types',
      { A: '1', B: '2' },
      { type: 'int', types: { B: 'i4' } },
      member('<int>1</int>') + member('<i4>2</i4>', 'B'),
    ],
    ['no types', { A: '1' }, { type: 'untyped' }, member('1')],
    ['nil', { A: '1' }, { type: 'nil' }, member('<nil/>')],
    ['base64', { A: '123' }, { type: 'base64' }, member('<base64>MTIz</base64>')],
    ['order', { A: '1', B: '2' }, { order: ['B', 'C'], type: 'untyped' }, member('2', 'B') + member('1')],
    ['CDATA', { A: '&]]>' }, { cdata: true }, member('<string><![CDATA[&]]]]><![CDATA[>]]></string>')],
    ['references', { A: 'é😀' }, { references: true }, member('<string>&#233;&#128512;</string>')],
    [
      'values first',
      { A: '1' },
      { valueFirst: true },
      '<member><value><string>1</string></value><name>A</name></member>',
    ],
  ])('writes %s', (_title, fields, style, members) => {
    const method = style.method ?? 'topUpRequest'
    expect(written(fields, style)).toBe(
      `<?xml version="1.0"?>${call(members, `<methodName>${method}</methodName>`)}`,
    )
  })

  it('writes lines', () => {
    expect(written({ A: '1' }, { indent: true, spaced: true })).toBe(`<?xml version="1.0"?>
<methodCall>
  <methodName>topUpRequest</methodName>
  <params>
    <param>
      <value>
        <struct>
          <member>
            <name>A</name>
            <value>
              <string>1</string>
            </value>
          </member>
        </struct>
      </value>
    </param>
  </params>
</methodCall>`)
  })

  it.each<[style: RpcStyle, start: string]>([
    [{ declaration: 'none' }, '<methodCall>'],
    [
      { declaration: 'single-quoted', encoding: 'utf-8' },
      "<?xml version='1.0' encoding='utf-8'?><methodCall>",
    ],
    [{ declaration: 'standalone' }, '<?xml version="1.0" standalone="yes"?><methodCall>'],
    [{ bom: true }, '\ufeff<?xml'],
    [{ comments: true }, '<?xml version="1.0"?><!-- written by hand --><methodCall>'],
  ])('begins %j as %s', (style, start) => {
    expect(written({ A: '1' }, style).startsWith(start)).toBe(true)
  })

  it.each<[style: RpcStyle, headers: [string, string][]]>([
    [{ encoding: 'iso-8859-1' }, [['Content-Type', 'text/xml']]],
    [{ encoding: 'iso-8859-1', declaration: 'none' }, [['Content-Type', 'text/xml; charset=iso-8859-1']]],
    [{ contentType: 'application/xml' }, [['Content-Type', 'application/xml']]],
    [{ contentType: '' }, []],
    [
      { gzip: true },
      [
        ['Content-Type', 'text/xml'],
        ['Content-Encoding', 'gzip'],
      ],
    ],
  ])('heads %j', (style, headers) => {
    expect(writeXmlRpc({ fields: {} }, style).headers).toEqual(headers)
  })

  it('zips what it would have written', () => {
    const { body } = writeXmlRpc({ method: 'topUpRequest', fields: { A: '1' } }, { gzip: true })
    expect(gunzipSync(body).toString()).toBe(written({ A: '1' }))
  })

  it('refuses what XML cannot hold', () => {
    expect(() => written({ A: 'a\u0000' })).toThrow('Character 2 of the value is U+0000')
  })
})

describe('writeXmlRpcFault', () => {
  it.each<RpcStyle>([{}, { indent: true }, { encoding: 'utf-16' }])(
    'writes one that can be read, %j',
    (style) => {
      for (const read of [readXmlRpc, readXmlRpcStrict])
        expect(read(writeXmlRpcFault(4, 'Tidak & bisa', style))).toMatchObject({
          name: 'fault',
          flaws: [],
          rpc: { kind: 'fault', fault: { code: '4', says: 'Tidak & bisa' } },
        })
    },
  )
})
