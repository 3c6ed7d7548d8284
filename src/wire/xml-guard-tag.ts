/** Tags in the gateway's scan: names, attributes, namespaces, limits. */
import { checkCharacter, checkReference, decodeReferences, refuse, refuseXml } from './xml-guard-scan.ts'
import type { Scan } from './xml-guard-scan.ts'
import { MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, XMLNS_NS, XML_NS } from './xml-names.ts'

// The productions NameStartChar and NameChar of XML 1.0, fifth edition.
const START =
  ':A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d' +
  '\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}'
const REST = `${START}0-9.\\u00b7\\u0300-\\u036f\\u203f\\u2040\\-`
const NAME = new RegExp(`[${START}][${REST}]*`, 'uy')
const NAME_CHARS = new RegExp(`[${REST}]*`, 'uy')
const SPACE = /[ \t\r\n]*/y

/** Passes a start tag or an empty element, the scan standing at its `<`. */
export function openTag(scan: Scan): void {
  const start = scan.at
  const name = nameAt(scan, start + 1)
  if (name === '') refuseAngle(scan, start)
  if (scan.root < 0) scan.root = start
  else if (scan.open.length === 0) refuseXml(scan, 'A second root element begins', start + 1 + name.length)
  scan.at = start + 1 + name.length
  const mark = scan.bindings.length
  const names = attributes(scan, start)
  const empty = scan.text[scan.at] === '/'
  if (empty) scan.at += 1
  if (scan.text[scan.at] !== '>') refuseTag(scan, start)
  checkNames(scan, name, names)
  countElement(scan, name)
  scan.at += 1
  if (empty) leave(scan, mark)
  else enter(scan, name, mark)
}

/** Passes an end tag, the scan standing at its `<`. */
export function closeTag(scan: Scan): void {
  const { text } = scan
  NAME_CHARS.lastIndex = scan.at + 2
  const name = NAME_CHARS.exec(text)?.[0] ?? ''
  const at = spaceEnd(text, scan.at + 2 + name.length)
  if (text[at] !== '>') refuseXml(scan, 'An end tag is not complete', at)
  const opened = scan.open.pop()
  if (name === '' || opened !== name) {
    refuseXml(scan, `</${name}> closes nothing, ${opened ? `<${opened}> is open` : 'no element is open'}`, at)
  }
  scan.at = at + 1
  leave(scan, scan.marks.pop() ?? 0)
}

function enter(scan: Scan, name: string, mark: number): void {
  scan.open.push(name)
  scan.marks.push(mark)
}

function leave(scan: Scan, mark: number): void {
  scan.bindings.length = mark
  if (scan.open.length === 0) scan.end = scan.at
}

function nameAt(scan: Scan, at: number): string {
  NAME.lastIndex = at
  return NAME.exec(scan.text)?.[0] ?? ''
}

function spaceEnd(text: string, at: number): number {
  SPACE.lastIndex = at
  return at + (SPACE.exec(text)?.[0].length ?? 0)
}

/** Passes the attributes, binds the namespaces among them, and gives the names of all. */
function attributes(scan: Scan, start: number): string[] {
  const names: string[] = []
  for (;;) {
    const at = spaceEnd(scan.text, scan.at)
    const separated = at > scan.at
    scan.at = at
    const name = nameAt(scan, at)
    if (name === '') return names
    if (!separated) refuseTag(scan, start)
    const value = attribute(scan, name, start)
    names.push(name)
    if (names.length > MAX_ATTRIBUTES) refuseLarge(scan, 'attributes in one element', MAX_ATTRIBUTES)
    checkQName(scan, name)
    if (name === 'xmlns') bind(scan, '', value)
    else if (name.startsWith('xmlns:')) bind(scan, name.slice(6), value)
    scan.at += 1
  }
}

/** Passes one attribute and gives its raw value; `scan.at` stands at the closing quote afterwards. */
function attribute(scan: Scan, name: string, start: number): string {
  const { text } = scan
  scan.at = spaceEnd(text, scan.at + name.length)
  if (text[scan.at] !== '=') refuseTag(scan, start)
  scan.at = spaceEnd(text, scan.at + 1)
  const quote = text[scan.at]
  if (quote !== '"' && quote !== "'") refuseTag(scan, start)
  const from = scan.at + 1
  const end = text.indexOf(quote, from)
  const value = text.slice(from, end < 0 ? text.length : end)
  const angle = value.indexOf('<')
  scan.at = from + (angle < 0 ? value.length : angle)
  if (value.includes('&')) references(scan, from)
  if (angle >= 0 || end < 0) refuseTag(scan, start)
  return value
}

function references(scan: Scan, from: number): void {
  let at = scan.text.indexOf('&', from)
  while (at >= 0 && at < scan.at) at = scan.text.indexOf('&', checkCharacter(scan, at))
}

function bind(scan: Scan, prefix: string, raw: string): void {
  const uri = decodeReferences(raw).trim()
  if (prefix !== '' && uri === '') refuseXml(scan, `The prefix ${prefix} is bound to nothing`)
  const reserved = uri === XMLNS_NS || prefix === 'xmlns' || (uri === XML_NS) !== (prefix === 'xml')
  if (reserved) refuseXml(scan, `The prefix "${prefix}" may not be bound to "${uri}"`)
  scan.bindings.push([prefix, uri])
}

function uriOf(scan: Scan, prefix: string): string | undefined {
  if (prefix === 'xml') return XML_NS
  if (prefix === 'xmlns') return XMLNS_NS
  return scan.bindings.findLast(([bound]) => bound === prefix)?.[1]
}

/** Every prefix is bound and no attribute occurs twice, whatever its prefix. */
function checkNames(scan: Scan, element: string, names: string[]): void {
  checkQName(scan, element)
  const prefix = prefixOf(element)
  if (prefix === 'xmlns') refuseXml(scan, `<${element}> may not have the prefix xmlns`)
  if (prefix !== '') boundUri(scan, prefix)
  const seen = new Set<string>()
  for (const name of names) {
    const space = prefixOf(name)
    const full = space === '' ? name : `{${boundUri(scan, space)}}${name.slice(space.length + 1)}`
    if (seen.has(full)) refuseXml(scan, `The attribute ${name} occurs twice in <${element}>`)
    seen.add(full)
  }
}

function boundUri(scan: Scan, prefix: string): string {
  return uriOf(scan, prefix) ?? refuseXml(scan, `The prefix ${prefix} is not declared`)
}

function prefixOf(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? '' : name.slice(0, colon)
}

function checkQName(scan: Scan, name: string): void {
  const colon = name.indexOf(':')
  if (colon < 0) return
  if (colon > 0 && colon < name.length - 1 && !name.includes(':', colon + 1)) return
  refuseXml(scan, `The name ${name} has more than a prefix and a local part`)
}

function countElement(scan: Scan, name: string): void {
  const local = name.slice(name.indexOf(':') + 1)
  if (scan.elements === 0 && local.toLowerCase() === 'html') {
    refuse(scan, 'not-xml', 'An HTML page begins', 'send the message as XML')
  }
  scan.elements += 1
  if (scan.open.length >= MAX_DEPTH) {
    refuse(scan, 'too-deep', `<${name}> is nested too deep`, `nest at most ${MAX_DEPTH} levels`)
  }
  if (scan.elements > MAX_ELEMENTS) refuseLarge(scan, 'elements', MAX_ELEMENTS)
}

function refuseLarge(scan: Scan, things: string, limit: number): never {
  return refuse(scan, 'too-large', `The message has more than ${limit} ${things}`, 'send fewer of them')
}

/** A `<` that no name follows. */
function refuseAngle(scan: Scan, start: number): never {
  const at = start + 1
  if (at >= scan.text.length || scan.open.length === 0) return refuseXml(scan, 'A < begins no tag', at)
  if (scan.text[at] === '&') checkReference(scan, at)
  return refuse(scan, 'unescaped', 'A bare < stands', 'write &lt; for it', at)
}

/** A start tag that breaks off at `scan.at`: at another `<`, one of the two was meant as text. */
function refuseTag(scan: Scan, start: number): never {
  const { text } = scan
  if (text[scan.at] === '&') checkReference(scan, scan.at)
  const next = text.indexOf('<', start + 1)
  const close = text.indexOf('>', start + 1)
  if (next < 0 || (close >= 0 && close < next) || scan.open.length === 0) {
    return refuseXml(scan, 'A start tag is not complete')
  }
  return refuse(scan, 'unescaped', 'A bare < stands before', 'write &lt; for it')
}
