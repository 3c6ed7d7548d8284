import { describe, expect, it } from 'vitest'
import type { Flaw, Read, Reading } from './reading.ts'
import { readSoap } from './soap-read.ts'
import { readSoapStrict } from './soap-strict.ts'
import { writeSoap } from './soap-write.ts'
import { capture, raw, soap } from './soap.fixture.ts'

describe.each([
  ['the gateway', readSoap],
  ['the judge', readSoapStrict],
])('the reader of %s', (_who, read) => {
  function whole(reading: Reading): Read {
    if (!reading.ok) throw new Error(reading.fault.says)
    return reading
  }
  const body = (xml: string, before?: string): Read => whole(read(raw(soap(xml, before))))
  const flaws = (found: Flaw[]): string[] => found.map(({ kind, at }) => `${kind} ${at}`)

  it('keeps values as they are written', () => {
    const fields = { A: '0012', B: ' x ', C: '  ', D: '', E: 'a\r\nb', F: '00', G: '&<]]>' }
    const { headers, body } = writeSoap('R', fields)
    const reading = whole(read({ headers, body }))
    expect(reading).toMatchObject({ name: 'R', fields, order: ['A', 'B', 'C', 'D', 'E', 'F', 'G'] })
    expect(flaws(reading.flaws)).toEqual(['padding B'])
  })

  it('joins text, CDATA and references across comments', () => {
    const reading = body('<R><A>1<!-- x -->2<![CDATA[<3>]]>&#52;&#x35;&apos;</A></R>')
    expect(reading.fields).toEqual({ A: "12<3>45'" })
    expect(reading.soap).toMatchObject({ cdata: true, comments: true })
  })

  it('reads namespaces of any kind by local names', () => {
    const reading = body('<p:R xmlns:p="u"><A>1</A><p:B>2</p:B><C xmlns="v">3</C></p:R>')
    expect(reading).toMatchObject({ name: 'R', fields: { A: '1', B: '2', C: '3' } })
    expect(reading.soap).toMatchObject({
      payloadNs: 'u',
      leafNs: [null, 'u', 'v'],
      prefix: 's',
      version: '1.1',
    })
  })

  it('never looks for fields in the Header', () => {
    const reading = body('<R><A>1</A></R>', '<s:Header><MessageID xsi:type="x">9</MessageID></s:Header>')
    expect(reading.fields).toEqual({ A: '1' })
    expect(reading.soap).toMatchObject({ header: true, encoded: false })
  })

  it('gives the version, or the namespace of an unknown one', () => {
    expect(whole(read(capture('gsoap-q-soap12-Payment'))).soap?.version).toBe('1.2')
    expect(whole(read(raw('<Envelope xmlns="u"><Body><R/></Body></Envelope>'))).soap?.version).toBe('u')
    expect(whole(read(raw('<Envelope><Body><R/></Body></Envelope>'))).soap?.version).toBe('')
  })

  it('looks into one RPC wrapper', () => {
    const reading = whole(read(capture('nodesoap-rpc-Payment')))
    expect(reading).toMatchObject({
      name: 'ReqPayment',
      soap: { wrapper: 'Payment', payloadNs: null, encoded: false },
    })
    expect(body('<R><A>1</A></R>').soap).not.toHaveProperty('wrapper')
  })

  it('leaves nil fields out', () => {
    const reading = body('<R><A xsi:nil="true"/><B xsi:nil="1">x</B><C xsi:nil="false">y</C></R>')
    expect(reading).toMatchObject({ fields: { C: 'y' }, order: ['A', 'B', 'C'], soap: { nil: ['A', 'B'] } })
  })

  it('reads the map of a PHP server', () => {
    const items =
      '<item><key>ResponseCode</key><value xsi:type="xsd:string">00</value></item><item><key>Desc</key><value> x</value></item>'
    const reading = body(`<n:ReqInquiryResponse xmlns:n="u"><return>${items}</return></n:ReqInquiryResponse>`)
    expect(reading).toMatchObject({
      name: 'ReqInquiryResponse',
      fields: { ResponseCode: '00', Desc: ' x' },
      order: ['ResponseCode', 'Desc'],
      flaws: [{ kind: 'padding', at: 'Desc' }],
      soap: { encoded: true, payloadNs: 'u' },
    })
  })

  it('reads a returned structure and RPC/encoded leaves', () => {
    const returned = body('<ReqInquiryResponse><return><A>1</A></return></ReqInquiryResponse>')
    expect(returned).toMatchObject({
      name: 'ReqInquiryResponse',
      fields: { A: '1' },
      soap: { encoded: true },
    })
    expect(whole(read(capture('axis1-rpcenc-Inquiry')))).toMatchObject({
      flaws: [],
      soap: { encoded: true, nil: ['ExtraParam3'] },
    })
  })

  it('reports flaws and reads on', () => {
    const reading = body('<R>x<A>1</A><A>2</A><B>a<c>b</c></B><D id="1" xml:lang="id"> d</D></R>')
    expect(reading.fields).toEqual({ A: '1', B: 'a', D: ' d' })
    expect(reading.order).toEqual(['A', 'A', 'B', 'D'])
    expect(flaws(reading.flaws)).toEqual([
      'mixed R',
      'duplicate A',
      'nested B',
      'attribute D',
      'attribute D',
      'padding D',
    ])
    for (const { says } of reading.flaws) expect(says).toMatch(/^[A-Z<].{10,}\.$/)
  })

  it('reads fields with the names of object members', () => {
    const { fields } = body(
      '<R><constructor>1</constructor><toString>2</toString><__proto__>3</__proto__></R>',
    )
    expect(Object.entries(fields)).toEqual([
      ['constructor', '1'],
      ['toString', '2'],
      ['__proto__', '3'],
    ])
  })

  it('reads a Fault', () => {
    const fault =
      '<s:Fault><faultcode>s:Client.Auth</faultcode><faultstring>No &amp; no</faultstring></s:Fault>'
    expect(body(fault)).toMatchObject({
      name: 'Fault',
      fields: {},
      soap: { fault: { code: 'Client.Auth', says: 'No & no' } },
    })
  })

  it('passes instructions with quotes in them', () => {
    expect(body(`<R><?pi don't ?><A>1<?x ">?>2</A></R>`).fields).toEqual({ A: '12' })
  })

  it('says where a message breaks off', () => {
    const reading = read(raw('<?xml version="1.0"?>\r\n<a>\n  x & y</a>'))
    expect(reading).toMatchObject({ ok: false, fault: { what: 'unescaped', line: 3, column: 5 } })
    expect(!reading.ok && reading.fault.says).toMatch(/^A bare & stands at line 3, column 5: write &amp; /)
  })

  const mega = 1_048_576
  const plain = raw(soap(`<R><A>${'a'.repeat(mega - 200)}</A></R>`))
  const fastest = (message: ReturnType<typeof raw>): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const began = process.hrtime.bigint()
        read(message)
        return Number(process.hrtime.bigint() - began)
      }),
    )
  it.each([
    ['nesting', '<a>'.repeat(mega / 3), 'too-deep'],
    ['a billion laughs', `<!DOCTYPE l [<!ENTITY a "${'ha'.repeat(5e5)}">]><l>&a;&a;</l>`, 'doctype'],
    ['attributes', `<a ${'b="" '.repeat(2e5)}/>`, 'too-large'],
    ['broken attributes', `<a ${'b '.repeat(5e5)}/>`, 'not-well-formed'],
    ['leaves', soap(`<R>${'<A>1</A>'.repeat(1e5)}</R>`), 'too-large'],
    ['one long name', `<${'a'.repeat(mega - 9)}`, 'not-well-formed'],
    ['ampersands', soap(`<R><A>${'&a'.repeat(5e5)}</A></R>`), 'unescaped'],
    ['open comments', soap(`<R><A>${'<!-- & '.repeat(1.4e5)}</A></R>`), 'not-well-formed'],
    ['open CDATA', soap(`<R>${'<![CDATA[ & ]]'.repeat(7e4)}</R>`), 'not-well-formed'],
    ['instructions', soap(`<R>${'<?a '.repeat(2.5e5)}</R>`), 'not-well-formed'],
    ['spaces in a declaration', `<?xml version="1.0"${' '.repeat(mega - 50)}`, 'not-well-formed'],
    ['angles', soap(`<R><A>${'<'.repeat(1e6)}</A></R>`), 'unescaped'],
    ['brackets', soap(`<R><A>${']'.repeat(1e6)}&</A></R>`), 'unescaped'],
    ['references', soap(`<R><A>${'&amp;'.repeat(2e5)}</A></R>`), undefined],
    ['comments', soap(`<R><A>${'<!---->'.repeat(1.4e5)}</A></R>`), undefined],
    ['CDATA sections', soap(`<R><A>${'<![CDATA[&]]>'.repeat(7.5e4)}</A></R>`), undefined],
    ['short instructions', soap(`<R><A>${'<?a?>'.repeat(2e5)}</A></R>`), undefined],
  ])('takes no time over a megabyte of %s', (_title, text, what) => {
    const message = raw(text)
    const reading = read(message)
    // Against a megabyte of plain text in the same moment: a busy machine slows both, only a bad reader the one.
    expect(fastest(message) / fastest(plain)).toBeLessThan(500)
    if (what) expect(reading).toMatchObject({ ok: false, fault: { what } })
    else expect(reading).toMatchObject({ ok: true })
  })
})
