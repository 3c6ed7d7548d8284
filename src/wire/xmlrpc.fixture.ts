/** What the tests of the XML-RPC codec share: documents, arbitrary styles and fields, documents that are wrong. */
import fc from 'fast-check'
import type { Raw, RpcStyle } from '../dialects/dialect.ts'
import type { Unreadable } from './reading.ts'

/** A message of UTF-8 text without HTTP charset. */
export function raw(text: string, contentType = 'text/xml'): Raw {
  return { headers: [['Content-Type', contentType]], body: Buffer.from(text) }
}

/** A call whose struct holds this. */
export const call = (members: string, before = '<methodName>topUpRequest</methodName>'): string =>
  `<methodCall>${before}<params><param><value><struct>${members}</struct></value></param></params></methodCall>`

/** A member named A with this value element inside. */
export const member = (value: string, name = 'A'): string =>
  `<member><name>${name}</name><value>${value}</value></member>`

const value = fc.oneof(
  fc.constantFrom(
    '',
    '00',
    '0012',
    '&<>"\'',
    ']]>',
    '&amp;',
    'a\r\nb',
    '\u00a0x\u00a0',
    '€',
    '😀',
    '\u0085',
    'PLN A/B , c=d',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const name = fc.constantFrom(
  'MSISDN',
  'REQUESTID',
  'SN',
  'constructor',
  'toString',
  '__proto__',
  'Ä.b-1',
  'a & b',
)

/** Any fields that every style can carry: no white space at the ends of values, no characters that XML forbids. */
export const anyFields = fc
  .array(fc.tuple(name, value), { maxLength: 6 })
  .map((entries) =>
    entries.map(([key, text]): [string, string] => [key, text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')]),
  )
  .map((entries) => Object.fromEntries(entries))
  .filter(
    (fields) => !/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(Object.values(fields).join('')),
  )

const type = fc.constantFrom('string', 'untyped', 'int', 'i4', 'i8', 'boolean', 'double')

/** Any style that says the truth about its bytes and keeps the values as they are. */
export const anyStyle: fc.Arbitrary<RpcStyle> = fc
  .record<RpcStyle>(
    {
      method: fc.constantFrom('TOPUPREQUEST', 'PLNPrepaidQuery'),
      type,
      types: fc.dictionary(name, type, { maxKeys: 3 }),
      order: fc.constantFrom(['SN'], ['SN', 'REQUESTID', 'None']),
      encoding: fc.constantFrom('utf-8', 'utf-16', 'iso-8859-1'),
      declaration: fc.constantFrom('none', 'plain', 'single-quoted', 'standalone'),
      cdata: fc.boolean(),
      comments: fc.boolean(),
      indent: fc.boolean(),
      spaced: fc.boolean(),
      valueFirst: fc.boolean(),
      references: fc.boolean(),
      gzip: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .chain((style) => fc.boolean().map((bom) => (style.encoding === 'iso-8859-1' ? style : { ...style, bom })))

const laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
const params = (inside: string): string => `<methodCall><methodName>x</methodName>${inside}</methodCall>`

/** Documents that cannot be read, and why. */
export const unreadable: [title: string, what: Unreadable['what'], text: string][] = [
  ['nothing', 'empty', ''],
  ['white space', 'empty', ' \r\n\t'],
  ['JSON', 'not-xml', '{"a":1}'],
  ['plain text', 'not-xml', 'OK'],
  ['an HTML page', 'not-xml', '<!DOCTYPE html>\n<html><body><br></html>'],
  ['an entity bomb', 'doctype', `<?xml version="1.0"?>${laughs}${call(member('&b;'))}`],
  ['a DTD inside', 'doctype', call(member('<!DOCTYPE a>'))],
  ['an external DTD', 'doctype', `<!DOCTYPE a SYSTEM "file:///etc/passwd">${call('')}`],
  ['a bare ampersand', 'unescaped', call(member('<string>A & B</string>'))],
  ['a bare <', 'unescaped', call(member('<string>1 < 2</string>'))],
  ['an HTML entity', 'not-well-formed', call(member('<string>&nbsp;</string>'))],
  ['a NUL byte', 'not-well-formed', call(member('<string>a\u0000b</string>'))],
  ['an unclosed member', 'not-well-formed', call('<member><name>A</name><value>1</value>')],
  ['tags crossed', 'not-well-formed', call(member('<string>1</value></string>'))],
  ['an end tag in other case', 'not-well-formed', call('<member><Name>A</name></member>')],
  ['an unbound prefix', 'not-well-formed', call(member('<ex:nil/>'))],
  ['text behind the root', 'not-well-formed', `${call('')}ok`],
  ['a second root', 'not-well-formed', `${call('')}${call('')}`],
  ['deep nesting', 'too-deep', call(member('<array><data><value>'.repeat(20)))],
  ['600 members', 'too-large', call(member('1').repeat(600))],
  ['20 MB', 'too-large', call(member(' '.repeat(20_000_000)))],
  ['a SOAP Envelope', 'no-envelope', '<Envelope><Body><A>1</A></Body></Envelope>'],
  ['a root in other case', 'no-envelope', '<methodcall/>'],
  ['no params', 'no-payload', params('')],
  ['no param', 'no-payload', params('<params/>')],
  ['an empty param', 'no-payload', params('<params><param/></params>')],
  ['a string', 'no-payload', params('<params><param><value><string>x</string></value></param></params>')],
  ['an array', 'no-payload', params('<params><param><value><array><data/></array></value></param></params>')],
  ['an empty response', 'no-payload', '<methodResponse/>'],
  ['two params', 'many-payloads', params('<params><param/><param/></params>')],
  ['params twice', 'many-payloads', params('<params><param/></params><params><param/></params>')],
  ['params and a fault', 'many-payloads', '<methodResponse><params/><fault/></methodResponse>'],
]
