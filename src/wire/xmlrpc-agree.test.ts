import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Raw } from '../dialects/dialect.ts'
import type { Reading } from './reading.ts'
import { readXmlRpc } from './xmlrpc-read.ts'
import { readXmlRpcStrict } from './xmlrpc-strict.ts'
import { writeXmlRpc } from './xmlrpc-write.ts'
import { anyFields, anyStyle, call, member, raw, unreadable } from './xmlrpc.fixture.ts'

/** Everything of a reading but the wording of its complaints. */
function essence(reading: Reading): unknown {
  if (!reading.ok) return reading.fault.what
  return { ...reading, flaws: reading.flaws.map(({ kind, at }) => `${kind} at ${at}`) }
}

function expectAgreement(message: Raw): Reading {
  const strict = readXmlRpcStrict(message)
  expect(essence(readXmlRpc(message))).toEqual(essence(strict))
  return strict
}

const readers = { readXmlRpc, readXmlRpcStrict }

const document = writeXmlRpc(
  { method: 'topUpRequest', fields: { MSISDN: 'USERTEST', REQUESTID: '0012', PIN: 'a&b <c>', SN: '' } },
  { indent: true, comments: true, cdata: true },
).body.toString()

describe('both readers', () => {
  it('read back what is written in any legal style', () => {
    fc.assert(
      fc.property(anyFields, anyStyle, fc.boolean(), (fields, style, calls) => {
        const message = writeXmlRpc(calls ? { method: 'topUpRequest', fields } : { fields }, style)
        const read = expectAgreement(message)
        if (!read.ok) throw new Error(read.fault.says)
        expect(Object.entries(read.fields).sort()).toEqual(Object.entries(fields).sort())
        expect(read.flaws).toEqual([])
        expect(read.name).toBe(calls ? (style.method ?? 'topUpRequest') : 'methodResponse')
        for (const name of read.order)
          expect(read.rpc?.types[name]).toBe(
            Object.hasOwn(style.types ?? {}, name) ? style.types?.[name] : (style.type ?? 'string'),
          )
      }),
      { numRuns: 1500 },
    )
  })

  it.each(unreadable)('refuse %s as %s', (_title, what, text) => {
    for (const [name, read] of Object.entries(readers)) {
      const reading = read(raw(text))
      expect(reading, name).toMatchObject({ ok: false, fault: { what } })
      expect(!reading.ok && reading.fault.says).toMatch(/^[A-Z<][^]{15,}\.$/)
    }
  })

  it('agree on documents with characters changed', () => {
    const parts = [
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      ' ',
      '=',
      'a',
      ':',
      '!',
      ']]>',
      '--',
      '\u0001',
      ';',
      '#',
      'é',
    ]
    const tags = [
      '<value>',
      '</value>',
      '<name>A</name>',
      '<nil/>',
      '<string>',
      '</struct>',
      '<member/>',
      'x',
    ]
    const change = fc.tuple(fc.nat(), fc.nat(9), fc.constantFrom(...parts, ...tags))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let changed = document
        for (const [where, drop, add] of changes) {
          const at = where % changed.length
          changed = changed.slice(0, at) + add + changed.slice(at + drop)
        }
        expectAgreement(raw(changed))
      }),
      { numRuns: Number(process.env['XMLRPC_RUNS'] ?? 3000) },
    )
  })

  it('agree on members put together at random', () => {
    const piece = fc.constantFrom(
      '<name>A</name>',
      '<name> B\n</name>',
      '<name/>',
      '<name><b/>C</name>',
      '<value>1</value>',
      '<value/>',
      '<value> <int> 007 </int>\n</value>',
      '<value><string> x </string></value>',
      '<value>y<string>x</string></value>',
      '<value><nil/></value>',
      '<value><ex:nil xmlns:ex="u"/></value>',
      '<value><array><data><value>1</value></data></array></value>',
      '<value a="1"><string b="2" xmlns:p="u" p:c="3">x<i/>y</string><i4>2</i4></value>',
      '<value><base64>\nMTIz\n</base64></value>',
      '<value>12<!-- x -->3<![CDATA[ 4 ]]>&#53;</value>',
      '<other/>',
      'stray',
      '\n',
    )
    const members = fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 4 })
    fc.assert(
      fc.property(members, fc.array(piece, { maxLength: 1 }), (list, between) => {
        const text = list.map((pieces) => `<member>${pieces.join('')}</member>`).join(between.join(''))
        expect(expectAgreement(raw(call(text))).ok).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('refuse a document truncated at any byte, in any coding', () => {
    const bytes = Buffer.from(document)
    for (let end = 0; end < bytes.length; end += 1) {
      const reading = expectAgreement({ headers: [], body: bytes.subarray(0, end) })
      expect(reading.ok).toBe(false)
    }
    const zipped = gzipSync(bytes)
    for (let end = 0; end < zipped.length; end += 1) {
      const headers: Raw['headers'] = [['Content-Encoding', 'gzip']]
      expect(expectAgreement({ headers, body: zipped.subarray(0, end) }).ok).toBe(false)
    }
  })

  it('refuse bytes that are not in their encoding, and any noise', () => {
    const invalid = Buffer.from(call(member('<string>p\xe9</string>')), 'latin1')
    expect(expectAgreement({ headers: [], body: invalid })).toMatchObject({ fault: { what: 'encoding' } })
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('gzip', 'deflate', 'br', ''),
        (body, coding) => {
          expectAgreement({ headers: [['Content-Encoding', coding]], body })
        },
      ),
    )
  })
})
