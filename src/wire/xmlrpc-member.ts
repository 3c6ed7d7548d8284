/** The gateway's view of the members of a struct. */
import type { Flaw, Read, RpcFacts } from './reading.ts'
import { bare, partText, partsNamed, put } from './xml-part.ts'
import type { Part } from './xml-part.ts'

/** Reads the members of a struct into the fields; of what occurs twice, the first is kept. */
export function readMembers(struct: Part, read: Read & { rpc: RpcFacts }): void {
  const seen = new Set<string>()
  for (const member of partsNamed(struct, 'member')) {
    const named = partsNamed(member, 'name')
    const valued = partsNamed(member, 'value')
    const name = named[0] ? bare(partText(named[0])) : ''
    noteMixed(member, name, read.flaws)
    noteStrangers(member, ['name', 'value'], name, read.flaws)
    if (Math.max(named.length, valued.length) > 1) note('duplicate', 'has a second name or value', name, read)
    if (named[0]) noteText(named[0], 'name', read.flaws)
    read.order.push(name)
    if (seen.has(name)) note('duplicate', 'is there twice; the first is kept', name, read)
    else readValue(name, valued[0], read)
    seen.add(name)
  }
}

function readValue(name: string, value: Part | undefined, read: Read & { rpc: RpcFacts }): void {
  const { flaws, rpc, fields } = read
  if (!value) return put(rpc.types, name, 'none')
  noteAttributes(value, name, flaws)
  const [type] = value.parts
  put(rpc.types, name, type ? type.name : 'untyped')
  if (type) readTyped(name, value, type, read)
  if (type?.name !== 'nil') put(fields, name, textOfValue(value))
}

function readTyped(name: string, value: Part, type: Part, read: Read & { rpc: RpcFacts }): void {
  const { flaws, rpc } = read
  const around = partText(value)
  noteAttributes(type, name, flaws)
  noteMixed(value, name, flaws)
  if (around !== '' && bare(around) === '') rpc.spaced = true
  if (value.parts.length > 1) note('nested', 'has more than one element in its value', name, read)
  if (isBox(type) || type.parts.length > 0) note('nested', `has <${type.name}> with elements`, name, read)
  else if (type.name !== 'base64') noteText(type, name, flaws)
}

/** Text of a value: literal in a type element, without the layout around it otherwise. */
export function textOfValue(value: Part): string {
  const [type] = value.parts
  const text = partText(type ?? value)
  return !type || isBox(type) ? bare(text) : text
}

const isBox = ({ name }: Part): boolean => name === 'struct' || name === 'array'

function note(kind: Flaw['kind'], says: string, at: string, { flaws }: Read): void {
  flaws.push({ kind, at, says: `The member ${at} ${says}.` })
}

function noteAttributes({ name, attributes }: Part, at: string, flaws: Flaw[]): void {
  for (const attribute of attributes) {
    if (attribute.space === 'xmlns') continue
    const says = `The attribute ${attribute.name} of <${name}> in ${at} is not part of XML-RPC.`
    flaws.push({ kind: 'attribute', at, says })
  }
}

/** Notes text between elements. */
export function noteMixed(part: Part, at: string, flaws: Flaw[]): void {
  if (bare(partText(part)) === '') return
  flaws.push({ kind: 'mixed', at, says: `<${part.name}> has text between its elements.` })
}

/** Notes elements that have no place there. */
export function noteStrangers(part: Part, allowed: string[], at: string, flaws: Flaw[]): void {
  for (const { name } of part.parts) {
    if (allowed.includes(name)) continue
    flaws.push({ kind: 'nested', at, says: `<${part.name}> has the element <${name}> inside.` })
  }
}

/** Notes white space at the ends of a text; a text of nothing else has no ends. */
export function noteText(part: Part, at: string, flaws: Flaw[]): void {
  if (part.parts.length > 0) noteStrangers(part, [], at, flaws)
  const text = partText(part)
  const kernel = bare(text)
  if (kernel === '' || kernel === text) return
  flaws.push({ kind: 'padding', at, says: `The text of <${part.name}> begins or ends with white space.` })
}
