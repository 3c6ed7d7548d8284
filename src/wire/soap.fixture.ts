/** What the tests of the SOAP codec share: captures, arbitrary styles and fields, documents that are wrong. */
import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import type { Raw, SoapStyle } from '../dialects/dialect.ts'
import { parseHttpFile } from './http-file.ts'
import type { HttpFileRequest } from './http-file.ts'
import type { Unreadable } from './reading.ts'

const CAPTURES = new URL('../../fixtures/indomaret/published/captures/', import.meta.url)

/** Names of the captured requests, without `.http`. */
export const captures = readdirSync(CAPTURES)
  .filter((file) => file.endsWith('.http'))
  .map((file) => file.slice(0, -5))

/** One captured request as it came over the wire. */
export function capture(name: string): HttpFileRequest {
  return parseHttpFile(readFileSync(new URL(`${name}.http`, CAPTURES)))
}

/** A message of UTF-8 text without HTTP charset. */
export function raw(text: string, contentType = 'text/xml'): Raw {
  return { headers: [['Content-Type', contentType]], body: Buffer.from(text) }
}

/** An Envelope around a Body's content, and more of the Envelope before the Body. */
export function soap(body: string, before = ''): string {
  const ns = 'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
  return `<s:Envelope ${ns} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${before}<s:Body>${body}</s:Body></s:Envelope>`
}

const ns = fc.constantFrom('urn:a', 'http://indomaret.example/paymentpoint', 'urn:a?b&c<d>"é"')
const value = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '00',
    '0012',
    ' padded ',
    '&<>"\'',
    ']]>',
    '&amp;',
    'a\r\nb',
    '\r',
    '\u00a0x',
    '€',
    '😀',
    '\u0085',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const name = fc.constantFrom(
  'TimeStamp',
  'Amount',
  'StoreID',
  'constructor',
  'toString',
  '__proto__',
  'Ä.b-1',
  'item',
)

/** Any fields that XML can carry, some of them absent. */
export const anyFields = fc
  .array(fc.tuple(name, fc.oneof(value, fc.constant(null), fc.array(value, { maxLength: 2 }))), {
    maxLength: 6,
  })
  .map((entries) => Object.fromEntries(entries))
  .filter(
    (fields) => !/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(Object.values(fields).join('')),
  )

/** Any style that says the truth about its bytes. */
export const anyStyle: fc.Arbitrary<SoapStyle> = fc
  .record<SoapStyle>(
    {
      version: fc.constantFrom('1.1', '1.2'),
      prefix: fc.constantFrom('', 'soap', 'SOAP-ENV', 'S', 't'),
      payloadNs: fc.option(ns),
      payloadPrefix: fc.constantFrom('', 'p', 'soap', 't'),
      qualifiedLeaves: fc.boolean(),
      header: fc.constantFrom(
        '',
        'a text',
        '<w:To xmlns:w="urn:w" s="1"><PaymentCode>WRONG</PaymentCode></w:To>',
      ),
      wrapper: fc.constantFrom('Inquiry', 'Payment'),
      encoding: fc.constantFrom('utf-8', 'utf-16', 'iso-8859-1'),
      declaration: fc.constantFrom('none', 'plain', 'single-quoted', 'standalone'),
      cdata: fc.boolean(),
      comments: fc.boolean(),
      indent: fc.boolean(),
      references: fc.boolean(),
      xsiType: fc.boolean(),
      nil: fc.boolean(),
      order: fc.constantFrom(['Amount'], ['StoreID', 'TimeStamp', 'None']),
      root: fc.constantFrom('ResInquiry', 'X'),
      soapAction: fc.constantFrom(null, '""', '"urn:Inquiry"'),
    },
    { requiredKeys: [] },
  )
  .chain((style) => fc.boolean().map((bom) => (style.encoding === 'iso-8859-1' ? style : { ...style, bom })))

const laughs = ['<!DOCTYPE l [<!ENTITY a "ha">', '<!ENTITY b "&a;&a;&a;">', ']>'].join('')

/** Documents that cannot be read, and why. */
export const unreadable: [title: string, what: Unreadable['what'], text: string][] = [
  ['nothing', 'empty', ''],
  ['white space', 'empty', ' \r\n\t'],
  ['JSON', 'not-xml', '{"a":1}'],
  ['a JSON list', 'not-xml', '[]'],
  ['plain text', 'not-xml', 'Internal Server Error'],
  ['an HTML page', 'not-xml', '<!DOCTYPE html>\n<html><body><br></html>'],
  ['bare HTML', 'not-xml', '<HTML lang=en><p>'],
  ['HTML behind a comment', 'not-xml', '<!-- x --><html><br>'],
  ['a DTD', 'doctype', `<?xml version="1.0"?>${laughs}${soap('<A>&b;</A>')}`],
  [
    'a DTD behind comments',
    'doctype',
    '<?xml version="1.0"?><!-- <!DOCTYPE --> <!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
  ],
  ['a DTD cut off', 'doctype', '<!DOCTYPE a [ <!ENTITY b "'],
  ['a DTD inside', 'doctype', soap('<A><!DOCTYPE a></A>')],
  ['a bare ampersand', 'unescaped', soap('<A><D>PT A & B</D></A>')],
  ['a bare ampersand before a reference', 'unescaped', soap('<A><D>A & B &amp; C</D></A>')],
  ['a bare ampersand in an attribute', 'unescaped', soap('<A x="a&b"/>')],
  ['a bare ampersand in a tag', 'unescaped', soap('<A &b></A>')],
  ['a hexadecimal reference with X', 'unescaped', soap('<A><D>&#X41;</D></A>')],
  ['an empty reference', 'unescaped', soap('<A><D>&;</D></A>')],
  ['a bare <', 'unescaped', soap('<A><D>1 < 2</D></A>')],
  ['a < before a digit', 'unescaped', soap('<A><D><3</D></A>')],
  ['a < before a letter', 'unescaped', soap('<A><D>a<b</D></A>')],
  ['a < before words', 'unescaped', soap('<A><D>a <b and c</D></A>')],
  ['a < in an attribute', 'unescaped', soap('<A x="a<b"/>')],
  ['an HTML entity', 'not-well-formed', soap('<A><D>&nbsp;</D></A>')],
  ['a reference to nothing', 'not-well-formed', soap('<A><D>&#0;</D></A>')],
  ['a reference to a surrogate', 'not-well-formed', soap('<A><D>&#xD800;</D></A>')],
  ['a reference beyond Unicode', 'not-well-formed', soap('<A><D>&#x110000;</D></A>')],
  ['a control character', 'not-well-formed', soap('<A><D>\u0001</D></A>')],
  ['a bare ]]>', 'not-well-formed', soap('<A><D>a]]>b</D></A>')],
  ['tags crossed', 'not-well-formed', soap('<A><B></A></B>')],
  ['an end tag in other case', 'not-well-formed', soap('<A><MessageID>1</messageID></A>')],
  ['an end tag without <', 'not-well-formed', soap('<A><D>Success/D></A>')],
  ['an end tag without /', 'not-well-formed', soap('<A><D>123000<D></A>')],
  ['a document cut off', 'not-well-formed', soap('<A><B>').slice(0, 150)],
  ['a reference cut off', 'not-well-formed', '<a>x &am'],
  ['a < at the end', 'not-well-formed', '<a>x <'],
  ['an attribute without value', 'not-well-formed', soap('<A x></A>')],
  ['an attribute without quotes', 'not-well-formed', soap('<A x=1></A>')],
  ['an attribute twice', 'not-well-formed', soap('<A x="1" x="2"/>')],
  [
    'an attribute twice by namespace',
    'not-well-formed',
    soap('<A xmlns:a="u" xmlns:b="u" a:x="1" b:x="2"/>'),
  ],
  ['attributes without space', 'not-well-formed', soap('<A x="1"y="2"/>')],
  ['an unbound prefix', 'not-well-formed', soap('<p:A/>')],
  ['an unbound prefix of an attribute', 'not-well-formed', soap('<A p:x="1"/>')],
  ['a prefix bound to nothing', 'not-well-formed', soap('<p:A xmlns:p=""/>')],
  ['the prefix xml bound anew', 'not-well-formed', soap('<A xmlns:xml="urn:x"/>')],
  ['two colons', 'not-well-formed', soap('<a:b:c xmlns:a="u"/>')],
  ['-- in a comment', 'not-well-formed', soap('<!-- a -- b --><A/>')],
  ['an open comment', 'not-well-formed', soap('<A/><!-- ')],
  ['open CDATA', 'not-well-formed', soap('<A><B><![CDATA[ </B></A>')],
  ['an instruction without name', 'not-well-formed', soap('<? a?><A/>')],
  ['a late declaration', 'not-well-formed', `\n<?xml version="1.0"?>${soap('<A/>')}`],
  ['a declaration without version', 'not-well-formed', `<?xml encoding="utf-8"?>${soap('<A/>')}`],
  ['text behind the root', 'not-well-formed', `${soap('<A/>')}ok`],
  ['a second root', 'not-well-formed', `${soap('<A/>')}<b/>`],
  ['CDATA behind the root', 'not-well-formed', `${soap('<A/>')}<![CDATA[x]]>`],
  ['33 levels', 'too-deep', soap('<A>'.repeat(31))],
  ['600 leaves', 'too-large', soap(`<A>${'<B/>'.repeat(600)}</A>`)],
  ['70 attributes', 'too-large', soap(`<A ${Array.from({ length: 70 }, (_, i) => `a${i}=""`).join(' ')}/>`)],
  ['more than 1 MiB', 'too-large', soap(`<A>${' '.repeat(1_048_577)}</A>`)],
  ['no Envelope', 'no-envelope', '<ReqInquiry><A>1</A></ReqInquiry>'],
  ['no Body', 'no-body', '<Envelope><A/></Envelope>'],
  ['an empty Body', 'no-payload', soap('')],
  ['a Body of text', 'no-payload', soap('hello')],
  ['two payloads', 'many-payloads', soap('<A/><B/>')],
  ['a multi-reference body', 'many-payloads', soap('<A><r href="#i"/></A><multiRef id="i"/>')],
]
