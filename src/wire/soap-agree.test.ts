import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Raw } from '../dialects/dialect.ts'
import type { Reading } from './reading.ts'
import { readSoap } from './soap-read.ts'
import { readSoapStrict } from './soap-strict.ts'
import { writeSoap } from './soap-write.ts'
import { anyFields, anyStyle, capture, captures, raw, unreadable } from './soap.fixture.ts'

/** Everything of a reading but the wording of its complaints. */
function essence(reading: Reading): unknown {
  if (!reading.ok) return reading.fault.what
  return { ...reading, flaws: reading.flaws.map(({ kind, at }) => `${kind} at ${at}`) }
}

function expectAgreement(message: Raw): Reading {
  const strict = readSoapStrict(message)
  expect(essence(readSoap(message))).toEqual(essence(strict))
  return strict
}

const readers = { readSoap, readSoapStrict }

describe('both readers', () => {
  it.each(captures)('read %s as its table says', (name) => {
    const read = expectAgreement(capture(name))
    const operation = /(Inquiry|Payment|Reversal)/.exec(name)?.[1]
    expect(read).toMatchObject({ ok: true, name: `Req${operation}`, flaws: [] })
    expect(read.ok && read.fields).toMatchObject({ PaymentCode: 'ABC1234', StoreID: 'G001T001' })
  })

  it('read whatever can be written, in any style', () => {
    fc.assert(
      fc.property(anyFields, anyStyle, (fields, style) => {
        const read = expectAgreement(writeSoap('ReqInquiry', fields, style))
        expect(read.ok).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(unreadable)('refuse %s as %s', (_title, what, text) => {
    for (const [name, read] of Object.entries(readers)) {
      const reading = read(raw(text))
      expect(reading, name).toMatchObject({ ok: false, fault: { what } })
      expect(!reading.ok && reading.fault.says).toMatch(/^[A-Z<][^]{15,}\.$/)
    }
  })

  it('agree on messages with characters changed', () => {
    const texts = captures.map((name) => Buffer.from(capture(name).body).toString())
    const splinter = fc.constantFrom(
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
      '?',
      ']]>',
      '--',
      '\u0001',
      ';',
      '#',
    )
    const change = fc.tuple(fc.nat(), fc.nat(3), splinter)
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (text, changes) => {
          let changed = text
          for (const [where, drop, add] of changes) {
            const at = where % changed.length
            changed = changed.slice(0, at) + add + changed.slice(at + drop)
          }
          expectAgreement(raw(changed))
        },
      ),
      { numRuns: Number(process.env['SOAP_RUNS'] ?? 3000) },
    )
  })
})
