import { describe, expect, it } from 'vitest'
import type { SoapStyle } from '../dialects/dialect.ts'
import type { Fields } from './reading.ts'
import { readSoapStrict } from './soap-strict.ts'
import { writeFault, writeSoap } from './soap-write.ts'

const NS = 'http://indomaret.example/paymentpoint'

function text(fields: Fields, style?: SoapStyle): string {
  return writeSoap('ReqInquiry', fields, style).body.toString()
}

/** What stands between the tags of Body. */
function body(fields: Fields, style?: SoapStyle): string {
  return /Body>([^]*)<\/[^>]*Body>/.exec(text(fields, style))?.[1] ?? ''
}

describe('writeSoap', () => {
  it('writes the form of the document', () => {
    const { headers, body } = writeSoap('ReqInquiry', { StoreID: 'G001T001', ExtraParam2: '' })
    expect(headers).toEqual([
      ['Content-Type', 'text/xml; charset=utf-8'],
      ['SOAPAction', '""'],
    ])
    expect(body.toString()).toBe(
      '<?xml version="1.0" encoding="utf-8"?>' +
        '<soap:Envelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
        ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">' +
        '<soap:Body><ReqInquiry><StoreID>G001T001</StoreID><ExtraParam2></ExtraParam2></ReqInquiry>' +
        '</soap:Body></soap:Envelope>',
    )
  })

  it.each<[title: string, fields: Fields, style: SoapStyle, expected: string]>([
    ['escapes', { A: '&<>"\r' }, {}, '<ReqInquiry><A>&amp;&lt;&gt;"&#13;</A></ReqInquiry>'],
    ['lists', { A: ['1', '2'], B: 3 }, {}, '<ReqInquiry><A>1</A><A>2</A><B>3</B></ReqInquiry>'],
    ['nested elements', { A: { b: '1' } }, {}, '<ReqInquiry><A><b>1</b></A></ReqInquiry>'],
    ['no absent fields', { A: null, B: '' }, {}, '<ReqInquiry><B></B></ReqInquiry>'],
    ['nil', { A: null }, { nil: true }, '<ReqInquiry><A xsi:nil="true"></A></ReqInquiry>'],
    ['order', { A: '1', B: '2' }, { order: ['B', 'C'] }, '<ReqInquiry><B>2</B><A>1</A></ReqInquiry>'],
    ['another root', { A: '1' }, { root: 'X' }, '<X><A>1</A></X>'],
    ['types', { A: '1' }, { xsiType: true }, '<ReqInquiry><A xsi:type="xsd:string">1</A></ReqInquiry>'],
    [
      'CDATA',
      { A: '&', B: ']]>' },
      { cdata: true },
      '<ReqInquiry><A><![CDATA[&]]></A><B><![CDATA[]]]]><![CDATA[>]]></B></ReqInquiry>',
    ],
    ['references', { A: 'é😀' }, { references: true }, '<ReqInquiry><A>&#233;&#128512;</A></ReqInquiry>'],
    [
      'a default namespace',
      { A: '1' },
      { payloadNs: NS },
      `<ReqInquiry xmlns="${NS}"><A xmlns="">1</A></ReqInquiry>`,
    ],
    [
      'qualified leaves',
      { A: '1' },
      { payloadNs: NS, qualifiedLeaves: true },
      `<ReqInquiry xmlns="${NS}"><A>1</A></ReqInquiry>`,
    ],
    [
      'a prefix',
      { A: '1' },
      { payloadNs: NS, payloadPrefix: 'p' },
      `<p:ReqInquiry xmlns:p="${NS}"><A>1</A></p:ReqInquiry>`,
    ],
    [
      'a prefix everywhere',
      { A: '1' },
      { payloadNs: NS, payloadPrefix: 'p', qualifiedLeaves: true },
      `<p:ReqInquiry xmlns:p="${NS}"><p:A>1</p:A></p:ReqInquiry>`,
    ],
    [
      'a wrapper',
      { A: '1' },
      { payloadNs: NS, wrapper: 'Inquiry', payloadPrefix: 'p' },
      `<t:Inquiry xmlns:t="${NS}"><p:ReqInquiry xmlns:p="${NS}"><A>1</A></p:ReqInquiry></t:Inquiry>`,
    ],
    ['a default Envelope', { A: '1' }, { prefix: '' }, '<ReqInquiry xmlns=""><A>1</A></ReqInquiry>'],
    ['lines', { A: '1' }, { indent: true }, '\n    <ReqInquiry>\n      <A>1</A>\n    </ReqInquiry>\n  '],
  ])('writes %s', (_title, fields, style, expected) => {
    expect(body(fields, style)).toBe(expected)
  })

  it.each<[style: SoapStyle, start: string]>([
    [{ declaration: 'none', prefix: '' }, '<Envelope '],
    [{ declaration: 'single-quoted' }, "<?xml version='1.0' encoding='utf-8'?><soap:"],
    [{ declaration: 'standalone' }, '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'],
    [{ bom: true }, '\ufeff<?xml'],
  ])('begins %j as %s', (style, start) => {
    expect(text({ A: '1' }, style).startsWith(start)).toBe(true)
  })

  it('puts a header block into Header', () => {
    expect(text({}, { header: '' })).toContain('<soap:Header></soap:Header><soap:Body>')
    expect(text({}, { header: '<h xmlns="u"/>' })).toContain('<soap:Header><h xmlns="u"/></soap:Header>')
    expect(text({}, { header: 'a & b' })).toContain('>a &amp; b</h:Note></soap:Header>')
  })

  it('writes UTF-16 with a mark and ISO-8859-1 with references for the rest', () => {
    const wide = writeSoap('R', { A: 'é' }, { encoding: 'utf-16' })
    expect([...wide.body.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x3c, 0])
    const narrow = writeSoap('R', { A: 'é€' }, { encoding: 'iso-8859-1', cdata: true })
    expect(narrow.body.toString('latin1')).toContain('<A>é&#8364;</A>')
    expect(narrow.headers[0]).toEqual(['Content-Type', 'text/xml; charset=iso-8859-1'])
  })

  it('writes the headers asked for', () => {
    const headers = (style: SoapStyle): unknown => writeSoap('R', {}, style).headers
    expect(headers({ soapAction: null })).toEqual([['Content-Type', 'text/xml; charset=utf-8']])
    expect(headers({ version: '1.2' })).toEqual([['Content-Type', 'application/soap+xml; charset=utf-8']])
    expect(headers({ version: '1.2', soapAction: '"u"' })).toEqual([
      ['Content-Type', 'application/soap+xml; charset=utf-8; action="u"'],
      ['SOAPAction', '"u"'],
    ])
    expect(headers({ contentType: 'text/plain' })).toContainEqual(['Content-Type', 'text/plain'])
  })

  it('refuses what XML cannot hold', () => {
    expect(() => text({ A: 'a\u0000' })).toThrow('Character 2 of the value is U+0000')
    expect(() => text({ 'a b': '1' })).toThrow('"a b" is no XML name')
    expect(() => text({}, { prefix: 'xsi' })).toThrow('The prefix xsi is taken')
  })
})

describe('writeFault', () => {
  it.each(['1.1', '1.2'] as const)('writes one that can be read in %s', (version) => {
    const reading = readSoapStrict(writeFault('Server', 'Tidak & bisa', version))
    const code = version === '1.1' ? 'Server' : 'Receiver'
    expect(reading).toMatchObject({
      ok: true,
      name: 'Fault',
      soap: { version, fault: { code, says: 'Tidak & bisa' } },
    })
  })
})
