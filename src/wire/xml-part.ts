/** The gateway's view of an element: what fast-xml-parser found, with the namespaces resolved. */
import { XMLParser } from './fast-xml.ts'
import { decodeReferences } from './xml-guard-scan.ts'
import type { Scan } from './xml-guard-scan.ts'
import { XSI_ALL } from './xml-names.ts'

export interface Part {
  prefix: string
  name: string
  uri: string | null
  /** `space` is `xsi`, `xmlns`, or '' for anything else. */
  attributes: { space: string; name: string; value: string }[]
  texts: string[]
  parts: Part[]
}

/** One node of fast-xml-parser's ordered form: a text, or a name with its children, and attributes under `:@`. */
type Node = { [name: string]: string | Node[] | Attributes }
type Attributes = { [name: string]: string }
type Scope = ReadonlyMap<string, string>

// Attributes and elements get a character in front of their names that no name has: the parser refuses
// elements called `constructor` and renames those called `toString`.
const ATTRIBUTE = '@'
const ELEMENT = '.'

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  parseTagValue: false,
  trimValues: false,
  jPath: false,
  attributeValueProcessor: (_name, value) => value.replace(/[\t\n]/g, ' '),
  transformTagName: (name) => (name.startsWith(ELEMENT) ? name : ELEMENT + name),
  entityDecoder: {
    setExternalEntities: () => {},
    addInputEntities: () => {},
    reset: () => {},
    setXmlVersion: () => {},
    decode: decodeReferences,
  },
})

/** Parses the root element of a scanned message. */
export function parsePart(scan: Scan): Part {
  const nodes = parser.parse(plain(scan)) as Node[]
  const root = nodes.map((node) => partOf(node, new Map())).find((part) => part !== undefined)
  if (!root) throw new Error('fast-xml-parser found no element where the scan found one.')
  return root
}

/** Children of a local name. */
export function partsNamed(part: Part, name: string): Part[] {
  return part.parts.filter((child) => child.name === name)
}

/** Text and CDATA directly inside an element. */
export function partText(part: Part): string {
  return part.texts.length === 1 ? (part.texts[0] ?? '') : part.texts.join('')
}

/** Value of an attribute. */
export function attributeOf(part: Part, space: string, name: string): string | undefined {
  return part.attributes.find((attribute) => attribute.space === space && attribute.name === name)?.value
}

/** The value without the white space of XML around it; other space, such as U+00A0, belongs to the value. */
export function bare(value: string): string {
  let from = 0
  let to = value.length
  while (from < to && ' \t\r\n'.includes(value.charAt(from))) from += 1
  while (to > from && ' \t\r\n'.includes(value.charAt(to - 1))) to -= 1
  return value.slice(from, to)
}

/** Sets a field, even one called `__proto__`. */
export function put(fields: { [name: string]: unknown }, name: string, value: string): void {
  if (name === '__proto__') {
    Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true })
  } else fields[name] = value
}

/** The root element without processing instructions, whose apostrophes the parser takes for quotes. */
function plain({ text, root, end, instructions }: Scan): string {
  let from = root
  let kept = ''
  for (const [start, stop] of instructions) {
    kept += text.slice(from, start)
    from = stop
  }
  return kept + text.slice(from, end)
}

function partOf(node: Node, outer: Scope): Part | undefined {
  const written = Object.keys(node).find((key) => key.startsWith(ELEMENT))
  if (written === undefined) return undefined
  const raw = (node[':@'] ?? {}) as Attributes
  const scope = scopeOf(raw, outer)
  const [prefix, name] = split(written.slice(1))
  const uri = scope.get(prefix) || null
  const part: Part = { prefix, name, uri, attributes: attributesOf(raw, scope), texts: [], parts: [] }
  for (const child of node[written] as Node[]) addTo(part, child, scope)
  return part
}

function addTo(part: Part, child: Node, scope: Scope): void {
  const text = child['#text']
  if (typeof text === 'string') {
    part.texts.push(text)
    return
  }
  const inner = partOf(child, scope)
  if (inner) part.parts.push(inner)
}

function scopeOf(raw: Attributes, outer: Scope): Scope {
  const bound = Object.entries(raw).filter(([key]) => key === '@xmlns' || key.startsWith('@xmlns:'))
  if (bound.length === 0) return outer
  return new Map([...outer, ...bound.map(([key, value]): [string, string] => [key.slice(7), value.trim()])])
}

function attributesOf(raw: Attributes, scope: Scope): Part['attributes'] {
  return Object.entries(raw).map(([key, value]) => {
    const [prefix, name] = split(key.slice(1))
    return { space: spaceOf(prefix, name, scope), name, value }
  })
}

function spaceOf(prefix: string, name: string, scope: Scope): string {
  if (prefix === 'xmlns' || (prefix === '' && name === 'xmlns')) return 'xmlns'
  return prefix !== '' && XSI_ALL.includes(scope.get(prefix) ?? '') ? 'xsi' : ''
}

function split(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':')
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)]
}
