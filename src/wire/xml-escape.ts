/** Text in the form that XML wants it, for every style of writing. */
import type { Style } from '../dialects/dialect.ts'

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const ENTITIES: { [char: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }

/** The value of a leaf: escaped, or as CDATA where CDATA can hold it. */
export function escaped(value: string, { cdata, references, encoding }: Style): string {
  refuseForbidden(value)
  const special = specialIn(references ?? false, encoding)
  if (cdata && value.search(special) < 0 && !value.includes('\r')) {
    return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  }
  return value.replace(/[&<>\r]/g, (char) => ENTITIES[char] ?? char).replace(special, reference)
}

/** The value of an attribute. */
export function escapedAttribute(value: string): string {
  refuseForbidden(value)
  return value.replace(/[&<>]/g, (char) => ENTITIES[char] ?? char).replace(/[^ -~]/gu, reference)
}

/** A name that an element may have; others are refused because the message would not be XML. */
export function checkedName(name: string): string {
  if (NAME.test(name)) return name
  throw new Error(`"${name}" is no XML name: take letters, digits, ".", "-" and "_", a letter or "_" first.`)
}

/** Characters that have to be numeric references: all beyond ASCII if so wished, or beyond the encoding. */
function specialIn(references: boolean, encoding: Style['encoding']): RegExp {
  if (references) return /[\u0080-\u{10ffff}]/gu
  return encoding === 'iso-8859-1' ? /[\u0100-\u{10ffff}]/gu : /[\ufffe\uffff]/g
}

function reference(char: string): string {
  return `&#${char.codePointAt(0)};`
}

function refuseForbidden(value: string): void {
  const at = value.search(FORBIDDEN)
  if (at < 0) return
  const code = (value.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  throw new Error(
    `Character ${at + 1} of the value is U+${code}, which no XML document can hold: leave it out.`,
  )
}
