/** Writes SOAP messages, in the plain form of the document or in any style that real clients use. */
import type { SoapStyle } from '../dialects/dialect.ts'
import type { Headers } from './exchange.ts'
import { XMLBuilder } from './fast-xml.ts'
import type { Fields, Json } from './reading.ts'
import { SOAP_11, SOAP_12, XSD } from './soap-names.ts'
import { XSI } from './xml-names.ts'
import { checkedName, escaped, escapedAttribute } from './xml-escape.ts'
import { encode } from './text.ts'

/** A message as it goes over HTTP. */
export interface Written {
  headers: Headers
  body: Buffer
}

/** A node of fast-xml-parser's ordered form. */
type Node = { [name: string]: Node[] | string | { [attribute: string]: string } }
type Attributes = { [attribute: string]: string }

const RESERVED = ['xsi', 'xsd', 'xml', 'xmlns']

// Text arrives escaped, because the builder knows neither numeric references nor carriage returns. White
// space is laid out here too: the builder's own would end up inside of CDATA leaves.
const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  suppressBooleanAttributes: false,
  processEntities: false,
  commentPropName: '#comment',
})

/**
 * Writes a payload. A list writes its element once per entry, an object as nested elements; undefined and
 * null leave the element out or, with `style.nil`, write it and every empty text as xsi:nil.
 */
export function writeSoap(root: string, fields: Fields, style: SoapStyle = {}): Written {
  const payload = payloadOf(style.root ?? root, fields, style)
  const body = note(style, [style.wrapper === undefined ? payload : wrapped(style.wrapper, payload, style)])
  return { headers: headersOf(style), body: bytesOf(envelopeOf(body, style), style) }
}

/** Writes a Fault; SOAP 1.1's `Client` and `Server` become `Sender` and `Receiver` in 1.2. */
export function writeFault(code: string, says: string, version: '1.1' | '1.2' = '1.1'): Written {
  const style: SoapStyle = { version, soapAction: null }
  const fault = version === '1.2' ? fault12(code, says) : fault11(code, says)
  return {
    headers: headersOf(style),
    body: bytesOf(envelopeOf([element('soap:Fault', {}, fault)], style), style),
  }
}

function fault11(code: string, says: string): Node[] {
  return [element('faultcode', {}, text(`soap:${code}`)), element('faultstring', {}, text(says))]
}

function fault12(code: string, says: string): Node[] {
  const renamed = code === 'Client' ? 'Sender' : code === 'Server' ? 'Receiver' : code
  const value = element('soap:Value', {}, text(`soap:${renamed}`))
  const reason = element('soap:Text', { 'xml:lang': 'en' }, text(says))
  return [element('soap:Code', {}, [value]), element('soap:Reason', {}, [reason])]
}

function headersOf(style: SoapStyle): Headers {
  const headers: Headers = [['Content-Type', style.contentType ?? contentType(style)]]
  // SOAP 1.2 has no SOAPAction header of its own, so only a wish brings one about.
  const action = style.soapAction === undefined && style.version !== '1.2' ? '""' : style.soapAction
  if (action !== undefined && action !== null) headers.push(['SOAPAction', action])
  return headers
}

function contentType({ version, encoding = 'utf-8', soapAction }: SoapStyle): string {
  if (version !== '1.2') return `text/xml; charset=${encoding}`
  const action = soapAction ? `; action="${soapAction.replaceAll('"', '')}"` : ''
  return `application/soap+xml; charset=${encoding}${action}`
}

function bytesOf(envelope: Node, style: SoapStyle): Buffer {
  const { encoding = 'utf-8', bom = encoding === 'utf-16' } = style
  const nodes = style.comments ? [comment('written by hand'), envelope] : [envelope]
  const declaration = declarationOf(style)
  const gap = style.indent && declaration ? '\n' : ''
  return encode(declaration + gap + String(builder.build(nodes)), encoding, bom)
}

function declarationOf({ declaration = 'plain', encoding = 'utf-8' }: SoapStyle): string {
  if (declaration === 'none') return ''
  if (declaration === 'single-quoted') return `<?xml version='1.0' encoding='${encoding}'?>`
  const standalone = declaration === 'standalone' ? ' standalone="yes"' : ''
  return `<?xml version="1.0" encoding="${encoding}"${standalone}?>`
}

function envelopeOf(content: Node[], style: SoapStyle): Node {
  const { prefix = 'soap', version, header } = style
  refuseReserved(prefix)
  const name = (local: string): string => (prefix === '' ? local : `${prefix}:${local}`)
  const uri = version === '1.2' ? SOAP_12 : SOAP_11
  const attributes = {
    'xmlns:xsi': XSI,
    'xmlns:xsd': XSD,
    [prefix === '' ? 'xmlns' : `xmlns:${prefix}`]: uri,
  }
  const parts = [element(name('Body'), {}, laidOut(content, 2, style))]
  if (header !== undefined) parts.unshift(element(name('Header'), {}, headerBlock(header)))
  return element(name('Envelope'), attributes, laidOut(parts, 1, style))
}

/** A block that is no XML yet becomes the text of one. */
function headerBlock(block: string): Node[] {
  if (block === '') return []
  if (block.startsWith('<')) return [{ '#text': block }]
  return [element('h:Note', { 'xmlns:h': 'urn:batu-uji:header' }, text(block))]
}

function wrapped(local: string, payload: Node, style: SoapStyle): Node {
  const inside = laidOut([payload], 3, style)
  if (!style.payloadNs) return element(checkedName(local), reset(style), inside)
  return element(`t:${checkedName(local)}`, { 'xmlns:t': escapedAttribute(style.payloadNs) }, inside)
}

/** Takes the Envelope's default namespace away from what has none. */
function reset(style: SoapStyle): Attributes {
  return style.prefix === '' ? { xmlns: '' } : {}
}

function payloadOf(local: string, fields: Fields, style: SoapStyle): Node {
  const { payloadNs, qualifiedLeaves = false } = style
  const prefix = payloadNs ? (style.payloadPrefix ?? '') : ''
  refuseReserved(prefix)
  const name = prefix === '' ? checkedName(local) : `${prefix}:${checkedName(local)}`
  const leaves = leavesOf(fields, {
    style,
    prefix: qualifiedLeaves && prefix !== '' ? `${prefix}:` : '',
    attributes: payloadNs && prefix === '' && !qualifiedLeaves ? { xmlns: '' } : {},
  })
  const depth = style.wrapper === undefined ? 3 : 4
  return element(name, payloadAttributes(prefix, style), laidOut(note(style, leaves), depth, style))
}

function payloadAttributes(prefix: string, style: SoapStyle): Attributes {
  if (!style.payloadNs) return reset(style)
  const uri = escapedAttribute(style.payloadNs)
  return prefix === '' ? { xmlns: uri } : { ...reset(style), [`xmlns:${prefix}`]: uri }
}

/** How the leaves of one payload are written. */
interface LeafStyle {
  style: SoapStyle
  prefix: string
  attributes: Attributes
}

function leavesOf(fields: { [name: string]: Json }, how: LeafStyle): Node[] {
  const wanted = (how.style.order ?? []).filter((name) => Object.hasOwn(fields, name))
  return [...new Set([...wanted, ...Object.keys(fields)])].flatMap((name) => leaf(name, fields[name], how))
}

function leaf(name: string, value: Json | undefined, how: LeafStyle): Node[] {
  if (Array.isArray(value)) return value.flatMap((entry) => leaf(name, entry, how))
  const { style, prefix, attributes } = how
  const tag = prefix + checkedName(name)
  if (style.nil && (value ?? '') === '') return [element(tag, { ...attributes, 'xsi:nil': 'true' }, [])]
  if (value === undefined || value === null) return []
  if (typeof value === 'object') return [element(tag, attributes, leavesOf(value, how))]
  const type: Attributes = style.xsiType ? { 'xsi:type': 'xsd:string' } : {}
  return [element(tag, { ...attributes, ...type }, text(String(value), style))]
}

function text(value: string, style: SoapStyle = {}): Node[] {
  return value === '' ? [] : [{ '#text': escaped(value, style) }]
}

function element(name: string, attributes: Attributes, children: Node[]): Node {
  return { [name]: children, ':@': attributes }
}

function comment(says: string): Node {
  return { '#comment': [{ '#text': ` ${says} ` }] }
}

function note(style: SoapStyle, nodes: Node[]): Node[] {
  return style.comments ? [comment('<not> an element'), ...nodes] : nodes
}

function laidOut(nodes: Node[], depth: number, { indent }: SoapStyle): Node[] {
  if (!indent || nodes.length === 0) return nodes
  const gap = (levels: number): Node => ({ '#text': `\n${'  '.repeat(levels)}` })
  return [...nodes.flatMap((node) => [gap(depth), node]), gap(depth - 1)]
}

function refuseReserved(prefix: string): void {
  if (prefix !== '') checkedName(prefix)
  if (RESERVED.includes(prefix))
    throw new Error(`The prefix ${prefix} is taken in every message: choose another.`)
}
