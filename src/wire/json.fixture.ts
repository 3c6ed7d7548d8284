/** What the tests of the JSON and form codecs share: arbitrary documents and styles, documents that are wrong. */
import fc from 'fast-check'
import type { FormStyle, JsonStyle, Raw } from '../dialects/dialect.ts'
import type { Fields, Json, Reading, Unreadable } from './reading.ts'

/** A message of UTF-8 text. */
export function raw(text: string, contentType = 'application/json'): Raw {
  return { headers: [['Content-Type', contentType]], body: Buffer.from(text) }
}

/** Everything of a reading but the wording of its complaints and the order of the flaws. */
export function essence(reading: Reading): unknown {
  if (!reading.ok) return reading.fault.what
  return { ...reading, flaws: reading.flaws.map(({ kind, at }) => `${kind} at ${at}`).sort() }
}

/** Members as they were sent: without what stands beside them and without headers. */
export function outermost(reading: Reading): Fields {
  if (!reading.ok) throw new Error(reading.fault.says)
  return Object.fromEntries(reading.order.map((name) => [name, reading.fields[name]!]))
}

const name = fc.oneof(
  fc.constantFrom(
    'amount',
    'value',
    ' refundNo',
    '__proto__',
    'constructor',
    'a.b',
    'a[0]',
    'header:X',
    '',
    '"',
    'é',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const leaf = fc.oneof(
  fc.constantFrom<Json>(
    '',
    '00',
    '10000.00',
    ' x ',
    '\\"/\b\u0000\u2028',
    '😀',
    0,
    -1.5,
    1e21,
    20_054_00,
    true,
    false,
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
)

/** Any value without a null in an object, which a writer leaves out. */
export const anyValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(fc.oneof({ maxDepth: 4 }, fc.constant(null), tie('value')), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

/** Any members of a body. */
export const anyMembers: fc.Arbitrary<{ [name: string]: Json }> = fc.dictionary(name, anyValue, {
  maxKeys: 5,
  noNullPrototype: true,
})

/** Any style that keeps the values as they are. */
export const anyStyle: fc.Arbitrary<JsonStyle> = fc.record<JsonStyle>(
  {
    order: fc.constantFrom(['value', 'amount'], ['nobody']),
    indent: fc.boolean(),
    spaced: fc.boolean(),
    escapedSlashes: fc.boolean(),
    unicodeEscapes: fc.boolean(),
    bom: fc.boolean(),
    charset: fc.constantFrom('utf-8', 'UTF-8'),
    trailing: fc.constantFrom('\n', ' \r\n\t'),
  },
  { requiredKeys: [] },
)

/** Any style of a form that keeps the values as they are. */
export const anyFormStyle: fc.Arbitrary<FormStyle> = fc.record<FormStyle>(
  {
    order: fc.constantFrom(['value', 'amount']),
    percentBlanks: fc.boolean(),
    smallHex: fc.boolean(),
    escapesAll: fc.boolean(),
    charset: fc.constant('utf-8'),
  },
  { requiredKeys: [] },
)

/** Texts that cannot be read, why, and the line and column where the judge stops. */
export const unreadable: [title: string, what: Unreadable['what'], text: string, place?: [number, number]][] =
  [
    ['nothing', 'empty', ''],
    ['white space', 'empty', ' \r\n\t'],
    ['an HTML page', 'not-json', '<html></html>', [1, 1]],
    ['plain text', 'not-json', 'OK', [1, 1]],
    ['a form', 'not-json', 'a=1', [1, 1]],
    ['a cut object', 'not-json', '{"a":1', [1, 7]],
    ['a cut string', 'not-json', '{"a":"x', [1, 8]],
    ['a comma too many', 'not-json', '{"a":1,\n}', [2, 1]],
    ['a comma too many in an array', 'not-json', '[1,]', [1, 4]],
    ['a missing comma', 'not-json', '{"a":1 "b":2}', [1, 8]],
    ['a missing colon', 'not-json', '{"a" 1}', [1, 6]],
    ['single quotes', 'not-json', "{'a':1}", [1, 2]],
    ['a name without quotes', 'not-json', '{a:1}', [1, 2]],
    ['a comment', 'not-json', '{}//', [1, 3]],
    ['two values', 'not-json', '{} {}', [1, 4]],
    ['a leading zero', 'not-json', '{"a":01}', [1, 7]],
    ['a plus sign', 'not-json', '{"a":+1}', [1, 6]],
    ['a dot without digits', 'not-json', '{"a":1.}', [1, 8]],
    ['a dot without a number', 'not-json', '{"a":.5}', [1, 6]],
    ['an exponent without digits', 'not-json', '{"a":1e+}', [1, 9]],
    ['a minus alone', 'not-json', '{"a":-}', [1, 7]],
    ['NaN', 'not-json', '{"a":NaN}', [1, 6]],
    ['True', 'not-json', '{"a":True}', [1, 6]],
    ['nul', 'not-json', '{"a":nul}', [1, 6]],
    ['a raw line break in a string', 'not-json', '{"a":"x\ny"}', [1, 8]],
    ['a raw tab in a string', 'not-json', '{"a":"\t"}', [1, 7]],
    ['a strange escape', 'not-json', '{"a":"\\x41"}', [1, 7]],
    ['a cut escape', 'not-json', '{"a":"\\u12"}', [1, 7]],
    ['a no-break space between tokens', 'not-json', '{\u00a0}', [1, 2]],
    ['a second byte order mark', 'not-json', '\ufeff\ufeff{}', [1, 1]],
    ['a bracket for a brace', 'not-json', '{"a":1]', [1, 7]],
    ['33 levels', 'too-deep', '['.repeat(33), [1, 33]],
    ['a million levels', 'too-deep', '{"a":'.repeat(200_000), [1, 161]],
    ['junk before too many levels', 'not-json', `[x${'['.repeat(40)}`, [1, 2]],
    ['too many values', 'too-large', `[${'0,'.repeat(5000)}0]`],
    ['a name of 300 characters', 'too-large', `{"${'n'.repeat(300)}":1}`, [1, 2]],
    ['20 MB', 'too-large', `"${' '.repeat(20_000_000)}"`],
    ['UTF-16 without a mark', 'encoding', Buffer.from('{"a":1}', 'utf16le').toString('latin1')],
  ]
