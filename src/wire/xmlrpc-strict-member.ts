/** The judge's view of one member of a struct, and what it notes about an element's content. */
import type { Fields, Flaw } from './reading.ts'
import { XMLNS_NS } from './xml-names.ts'
import type { Element } from './xml-strict-tree.ts'

export interface Found {
  fields: Fields
  order: string[]
  types: { [member: string]: string }
  spaced: boolean
  flaws: Flaw[]
}

/** Notes text where only elements belong, and elements that do not belong there; undefined: only text belongs. */
export function noteOrder(
  element: Element,
  allowed: string[] | undefined,
  found: Found,
  at = element.local,
): void {
  const { local, text, kids } = element
  if (allowed && !isBlank(text))
    found.flaws.push({ kind: 'mixed', at, says: `Text stands in <${local}> beside its elements.` })
  for (const kid of kids) {
    if (allowed?.includes(kid.local)) continue
    found.flaws.push({ kind: 'nested', at, says: `<${local}> holds <${kid.local}>, which is not its part.` })
  }
  if (!allowed && isPadded(text)) found.flaws.push(padding(at, `the text of <${local}>`))
}

/** Reads a member into the fields; of what occurs twice, the first counts. */
export function readMember(member: Element, found: Found): void {
  const names = member.kids.filter(({ local }) => local === 'name')
  const values = member.kids.filter(({ local }) => local === 'value')
  const name = trimmed(names[0]?.text ?? '')
  noteOrder(member, ['name', 'value'], found, name)
  if (names.length > 1 || values.length > 1) {
    const says = `The member ${name} has more than one name or value; the first ones count.`
    found.flaws.push({ kind: 'duplicate', at: name, says })
  }
  if (names[0]) noteOrder(names[0], undefined, found)
  const again = found.order.includes(name)
  found.order.push(name)
  if (again) {
    const says = `The member ${name} occurs more than once; only the first one counts.`
    found.flaws.push({ kind: 'duplicate', at: name, says })
  } else readValue(name, values[0], found)
}

function readValue(name: string, value: Element | undefined, found: Found): void {
  const type = value?.kids[0]
  set(found.types, name, typeOf(value))
  if (!value) return
  noteAttributes(name, value, found)
  if (type) {
    found.spaced ||= value.text !== '' && isBlank(value.text)
    noteAttributes(name, type, found)
    noteContent(name, value, type, found)
  }
  if (type?.local !== 'nil') set(found.fields, name, valueOf(value))
}

function typeOf(value: Element | undefined): string {
  return value ? (value.kids[0]?.local ?? 'untyped') : 'none'
}

/** Text of a value: as it stands inside of a type element, without the layout around it otherwise. */
export function valueOf(value: Element): string {
  const type = value.kids[0]
  if (!type) return trimmed(value.text)
  return isContainer(type) ? trimmed(type.text) : type.text
}

function noteContent(at: string, value: Element, type: Element, { flaws }: Found): void {
  if (!isBlank(value.text))
    flaws.push({ kind: 'mixed', at, says: `Text stands beside <${type.local}> in the value of ${at}.` })
  if (value.kids.length > 1)
    flaws.push({ kind: 'nested', at, says: `The value of ${at} holds ${value.kids.length} elements.` })
  const inside = isContainer(type) ? type : type.kids[0]
  if (inside)
    flaws.push({ kind: 'nested', at, says: `${at} holds <${inside.local}> where only text is allowed.` })
  else if (type.local !== 'base64' && isPadded(type.text)) flaws.push(padding(at, `the value of ${at}`))
}

function noteAttributes(at: string, element: Element, { flaws }: Found): void {
  for (const { uri, prefix, local } of element.attributes) {
    if (uri === XMLNS_NS) continue
    const written = prefix ? `${prefix}:${local}` : local
    const says = `<${element.local}> of ${at} carries the attribute ${written}, which nothing defines.`
    flaws.push({ kind: 'attribute', at, says })
  }
}

const padding = (at: string, what: string): Flaw => ({
  kind: 'padding',
  at,
  says: `White space surrounds ${what}.`,
})

const isContainer = ({ local }: Element): boolean => local === 'struct' || local === 'array'

/** A plain assignment to `__proto__` would be lost. */
function set<Value>(target: { [name: string]: Value }, name: string, value: Value): void {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true })
}

/** A text without the white space of XML around it; other space belongs to the text. */
export function trimmed(text: string): string {
  if (!isPaddedOrBlank(text)) return text
  const from = text.search(NOT_BLANK)
  if (from < 0) return ''
  let to = text.length
  while (isSpace(text.charCodeAt(to - 1))) to -= 1
  return text.slice(from, to)
}

const NOT_BLANK = /[^ \t\r\n]/
const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13 && code !== 11 && code !== 12)
const isBlank = (text: string): boolean => !NOT_BLANK.test(text)
const isPaddedOrBlank = (text: string): boolean =>
  isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1))
const isPadded = (text: string): boolean => isPaddedOrBlank(text) && !isBlank(text)
