/** The judge's reader of SOAP messages. It shares nothing with the gateway's but names, limits and decoding. */
import type { Raw } from '../dialects/dialect.ts'
import { codedXmlText } from './content-coding.ts'
import type { Fields, Flaw, Reading, SoapFacts } from './reading.ts'
import { SOAP_11, SOAP_12 } from './soap-names.ts'
import { XMLNS_NS, XSI_ALL } from './xml-names.ts'
import { Refusal, faultOf } from './xml-refusal.ts'
import { strictTree } from './xml-strict-tree.ts'
import type { Attribute, Element, Tree } from './xml-strict-tree.ts'
import type { XmlText } from './text.ts'

interface Leaf {
  name: string
  element: Element
}

interface Parts {
  envelope: Element
  /** Elements on the way from the Envelope to the leaves; none of them carries text of its own. */
  path: Element[]
  payload: Element
  wrapper?: Element
  leaves: Leaf[]
  /** The leaves stood in a container of RPC/encoded: `return`, or items of key and value. */
  boxed: boolean
  fault: boolean
}

interface Found {
  fields: Fields
  flaws: Flaw[]
  nil: string[]
  names: Set<string>
}

/** Reads a message strictly: every deviation from the plain form is a flaw, a fact or a refusal. */
export function readSoapStrict(raw: Raw): Reading {
  const decoded = codedXmlText(raw)
  if (!decoded.ok) return decoded
  try {
    const tree = strictTree(decoded.text)
    return reading(partsOf(tree.root), tree, decoded)
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: faultOf(error) }
    throw error
  }
}

function partsOf(envelope: Element): Parts {
  if (envelope.local !== 'Envelope') {
    throw new Refusal(
      'no-envelope',
      `The root element is <${envelope.local}>`,
      'wrap the message in an Envelope',
    )
  }
  const bodies = envelope.kids.filter((kid) => kid.local === 'Body')
  if (bodies.length === 0)
    throw new Refusal('no-body', 'The Envelope has no Body', 'put the payload into a Body')
  const payloads = bodies.flatMap((body) => body.kids)
  const top = payloads[0]
  if (!top) throw new Refusal('no-payload', 'The Body is empty', 'put one payload element into it')
  if (payloads.length > 1) {
    const names = payloads.slice(0, 3).map((kid) => `<${kid.local}>`)
    throw new Refusal(
      'many-payloads',
      `The Body has ${payloads.length} elements (${names.join(', ')})`,
      'send one',
    )
  }
  return partsBelow(envelope, bodies, top)
}

function partsBelow(envelope: Element, bodies: Element[], top: Element): Parts {
  const start = [envelope, ...bodies]
  if (top.local === 'Fault')
    return { envelope, path: start, payload: top, leaves: [], boxed: false, fault: true }
  const inner = lonelyParent(top)
  const wrapped = inner !== undefined && inner.local !== 'return' && inner.local !== 'item'
  const payload = wrapped ? inner : top
  const box = lonelyParent(payload)
  const holder = box?.local === 'return' ? box : payload
  const entries = entriesOf(holder)
  const leaves = entries ?? holder.kids.map((element) => ({ name: element.local, element }))
  const path = [...start, ...new Set([top, payload, holder])]
  const boxed = holder !== payload || entries !== undefined
  return { envelope, path, payload, ...(wrapped && { wrapper: top }), leaves, boxed, fault: false }
}

/** The only child, if it has children itself. */
function lonelyParent(element: Element): Element | undefined {
  const [only, second] = element.kids
  return only && !second && only.kids.length > 0 ? only : undefined
}

/** Entries of a PHP map, whose keys are the names; undefined when the element holds anything else. */
function entriesOf(holder: Element): Leaf[] | undefined {
  const entries = holder.kids.map(entryOf).filter((entry) => entry !== undefined)
  return entries.length > 0 && entries.length === holder.kids.length ? entries : undefined
}

function entryOf(item: Element): Leaf | undefined {
  if (item.local !== 'item') return undefined
  const key = kid(item, 'key')
  const value = kid(item, 'value')
  return key && value && { name: key.text, element: value }
}

function kid(element: Element, local: string): Element | undefined {
  return element.kids.find((child) => child.local === local)
}

function reading(parts: Parts, tree: Tree, decoded: XmlText): Reading {
  const found: Found = {
    fields: {},
    flaws: [...decoded.flaws, ...mixed(parts.path)],
    nil: [],
    names: new Set(),
  }
  for (const leaf of parts.leaves) readLeaf(leaf, found)
  const { fields, flaws, nil } = found
  const order = parts.leaves.map((leaf) => leaf.name)
  return { ok: true, name: parts.payload.local, fields, order, flaws, soap: facts(parts, tree, decoded, nil) }
}

function mixed(path: Element[]): Flaw[] {
  return path
    .filter((element) => !isBlank(element.text))
    .map(({ local }) => ({
      kind: 'mixed',
      at: local,
      says: `Text stands in <${local}> beside its elements.`,
    }))
}

function readLeaf({ name, element }: Leaf, found: Found): void {
  if (found.names.has(name)) {
    const says = `<${name}> occurs more than once; only the first one counts.`
    found.flaws.push({ kind: 'duplicate', at: name, says })
    return
  }
  found.names.add(name)
  for (const attribute of element.attributes) {
    if (!isExpected(attribute)) found.flaws.push(unexpected(name, attribute))
  }
  if (element.attributes.some(isNil)) found.nil.push(name)
  else readValue(name, element, found)
}

function readValue(name: string, element: Element, { fields, flaws }: Found): void {
  const value = element.text
  // A plain assignment to `__proto__` would be lost.
  Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true })
  if (element.kids.length > 0) {
    flaws.push({ kind: 'nested', at: name, says: `<${name}> holds an element where only text is allowed.` })
  } else if (isPadded(value)) {
    flaws.push({ kind: 'padding', at: name, says: `White space surrounds the value of <${name}>.` })
  }
}

function unexpected(at: string, { prefix, local }: Attribute): Flaw {
  const written = prefix ? `${prefix}:${local}` : local
  return { kind: 'attribute', at, says: `<${at}> carries the attribute ${written}, which nothing defines.` }
}

function isExpected({ uri, local }: Attribute): boolean {
  return uri === XMLNS_NS || local === 'encodingStyle' || XSI_ALL.includes(uri)
}

function isNil({ uri, local, value }: Attribute): boolean {
  return local === 'nil' && XSI_ALL.includes(uri) && /^\s*(?:true|1)\s*$/.test(value)
}

function isBlank(text: string): boolean {
  return !/[^ \t\r\n]/.test(text)
}

function isPadded(text: string): boolean {
  return /^[ \t\r\n]|[ \t\r\n]$/.test(text) && !isBlank(text)
}

function facts(parts: Parts, tree: Tree, decoded: XmlText, nil: string[]): SoapFacts {
  const { envelope, payload, wrapper, leaves } = parts
  const { declared, bom, encoding } = decoded
  return {
    version: envelope.uri === SOAP_11 ? '1.1' : envelope.uri === SOAP_12 ? '1.2' : envelope.uri,
    prefix: envelope.prefix,
    header: kid(envelope, 'Header') !== undefined,
    payloadNs: payload.uri || null,
    leafNs: [...new Set(leaves.map(({ element }) => element.uri || null))],
    ...(wrapper && { wrapper: wrapper.local }),
    encoded: isEncoded(parts),
    ...(parts.fault && { fault: faultFacts(payload) }),
    nil,
    ...(declared !== undefined && { declared }),
    bom,
    cdata: tree.cdata,
    comments: tree.comments,
    encoding,
  }
}

/** RPC/encoded shows in a container of PHP's or in an attribute anywhere but in the Header. */
function isEncoded({ envelope, boxed }: Parts): boolean {
  if (boxed) return true
  const bodies = envelope.kids.filter((child) => child.local === 'Body')
  return envelope.attributes.some(isEncodingStyle) || bodies.some(hasSigns)
}

function hasSigns(element: Element): boolean {
  return element.attributes.some(isSign) || element.kids.some(hasSigns)
}

function isSign(attribute: Attribute): boolean {
  return isEncodingStyle(attribute) || (attribute.local === 'type' && XSI_ALL.includes(attribute.uri))
}

function isEncodingStyle({ local }: Attribute): boolean {
  return local === 'encodingStyle'
}

/** Code and text of a Fault, in the words of SOAP 1.1 or of 1.2. */
function faultFacts(fault: Element): { code: string; says: string } {
  const code = kid(fault, 'faultcode') ?? below(fault, 'Code', 'Value')
  const says = kid(fault, 'faultstring') ?? below(fault, 'Reason', 'Text')
  return { code: code?.text.trim().replace(/^.*:/, '') ?? '', says: says?.text.trim() ?? '' }
}

function below(element: Element, outer: string, inner: string): Element | undefined {
  const box = kid(element, outer)
  return box && kid(box, inner)
}
