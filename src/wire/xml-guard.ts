/**
 * One pass over a message before fast-xml-parser sees it. That parser takes mismatched prefixes, control
 * characters, undeclared entities and endless nesting without a word; here they are refused, in linear time.
 */
import { checkCharacter, checkReference, refuse, refuseXml, scanOf } from './xml-guard-scan.ts'
import type { Scan } from './xml-guard-scan.ts'
import { closeTag, openTag } from './xml-guard-tag.ts'

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/
const TARGET = /[A-Z_a-z\u00c0-\ufffd][\w.\-\u00b7-\ufffd]*/y
const NOT_BLANK = /[^ \t\r\n]/

/** Scans a whole document; throws a Refusal where it is not well-formed or larger than the limits. */
export function guard(text: string): Scan {
  const scan = scanOf(text)
  while (scan.at < text.length) {
    const next = text.indexOf('<', scan.at)
    content(scan, next < 0 ? text.length : next)
    if (next >= 0) markup(scan)
  }
  if (scan.root < 0) refuseXml(scan, 'There is no root element')
  if (scan.open.length > 0) refuseXml(scan, `<${scan.open.at(-1)}> is not closed`)
  if (scan.forbidden >= 0) refuseXml(scan, 'The document ends')
  return scan
}

function content(scan: Scan, end: number): void {
  const run = scan.text.slice(scan.at, end)
  if (scan.open.length === 0) {
    const stray = run.search(NOT_BLANK)
    if (stray >= 0) refuseXml(scan, 'Text stands outside the root element', scan.at + stray)
  }
  const bracket = run.indexOf(']]>')
  const limit = bracket < 0 ? end : scan.at + bracket
  if (run.includes('&')) references(scan, limit)
  if (bracket >= 0) refuseXml(scan, 'A bare ]]> stands', limit + 2)
  scan.at = end
}

function references(scan: Scan, end: number): void {
  let at = scan.text.indexOf('&', scan.at)
  while (at >= 0 && at < end) at = scan.text.indexOf('&', checkCharacter(scan, at))
}

function markup(scan: Scan): void {
  const { text, at } = scan
  const second = text[at + 1]
  if (second === '/') closeTag(scan)
  else if (second === '?') instruction(scan)
  else if (second !== '!') openTag(scan)
  else if (text.startsWith('--', at + 2)) comment(scan)
  else if (text.startsWith('[CDATA[', at + 2)) cdata(scan)
  else declaration(scan)
}

function comment(scan: Scan): void {
  const { text, at } = scan
  const end = text.indexOf('--', at + 4)
  if (end < 0) refuseXml(scan, 'A comment is not closed', text.length)
  if (text[end + 2] !== '>') refuseMarkup(scan, 'Two hyphens stand inside a comment', end + 2)
  scan.comments = true
  scan.at = end + 3
}

function cdata(scan: Scan): void {
  const { text, at } = scan
  if (scan.open.length === 0) refuseXml(scan, 'CDATA stands outside the root element', at + 8)
  const end = text.indexOf(']]>', at + 9)
  if (end < 0) refuseXml(scan, 'A CDATA section is not closed', text.length)
  scan.cdata = true
  scan.at = end + 3
}

function declaration(scan: Scan): never {
  const { text, at } = scan
  if (text.startsWith('DOCTYPE', at + 2)) {
    return refuse(scan, 'doctype', 'A document type declaration stands', 'no message needs one, leave it out')
  }
  const ampersand = text.slice(at, at + 9).indexOf('&')
  if (ampersand >= 0) checkReference(scan, at + ampersand)
  return refuseMarkup(scan, 'A <! that XML does not know stands', at + 8)
}

function instruction(scan: Scan): void {
  const { text, at } = scan
  TARGET.lastIndex = at + 2
  const target = TARGET.exec(text)?.[0]
  const end = text.indexOf('?>', at + 2)
  if (end < 0) refuseXml(scan, 'A processing instruction is not closed', text.length)
  // A lone `?` behind the name is against XML, but saxes cannot be told to refuse it and the two must agree.
  const separated = / |\t|\r|\n|\?/.test(text[at + 2 + (target?.length ?? 0)] ?? '')
  if (!target || !separated) refuseMarkup(scan, 'A processing instruction has no proper name')
  if (target.toLowerCase() === 'xml') checkDeclaration(scan)
  else if (scan.open.length > 0) scan.instructions.push([at, end + 2])
  scan.at = end + 2
}

function checkDeclaration(scan: Scan): void {
  if (scan.at !== 0) refuseMarkup(scan, 'The XML declaration is not at the very start')
  if (!DECLARATION.test(scan.text)) refuseMarkup(scan, 'The XML declaration is not correct')
}

/** Inside comments and instructions an ampersand is just a character. */
function refuseMarkup(scan: Scan, problem: string, at = scan.at): never {
  return refuse(scan, 'not-well-formed', problem, 'make the document well-formed', at)
}
