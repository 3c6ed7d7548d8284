/** The gateway's reader of SOAP messages: a scan of its own, then fast-xml-parser, then the fields. */
import type { Raw } from '../dialects/dialect.ts'
import { codedXmlText } from './content-coding.ts'
import type { Flaw, Read, Reading, SoapFacts } from './reading.ts'
import type { Scan } from './xml-guard-scan.ts'
import { guard } from './xml-guard.ts'
import { SOAP_11, SOAP_12 } from './soap-names.ts'
import { attributeOf, bare, parsePart, partText, partsNamed, put } from './xml-part.ts'
import type { Part } from './xml-part.ts'
import { Refusal, faultOf } from './xml-refusal.ts'
import type { XmlText } from './text.ts'

/** Reads a message as tolerantly as a gateway has to; what it tolerates it reports. */
export function readSoap(raw: Raw): Reading {
  const message = codedXmlText(raw)
  if (!message.ok) return message
  try {
    const scan = guard(message.text)
    return readEnvelope(parsePart(scan), scan, message)
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: faultOf(error) }
    throw error
  }
}

function readEnvelope(envelope: Part, scan: Scan, message: XmlText): Read {
  if (envelope.name !== 'Envelope') {
    throw new Refusal('no-envelope', `The message is a <${envelope.name}>`, 'send a SOAP Envelope around it')
  }
  const bodies = partsNamed(envelope, 'Body')
  if (bodies.length === 0)
    throw new Refusal('no-body', 'The Envelope lacks a Body', 'add one with the payload')
  const payload = onlyPayload(bodies)
  const soap = envelopeFacts(envelope, scan, message)
  soap.payloadNs = payload.uri
  const read: Read = { ok: true, name: payload.name, fields: {}, order: [], flaws: [...message.flaws], soap }
  for (const part of [envelope, ...bodies]) noteMixed(part, read.flaws)
  if (payload.name === 'Fault') soap.fault = faultOfPart(payload)
  else readPayload(payload, read, soap)
  soap.encoded ||=
    envelope.attributes.some(({ name }) => name === 'encodingStyle') || bodies.some(looksEncoded)
  return read
}

function onlyPayload(bodies: Part[]): Part {
  const payloads = bodies.flatMap((body) => body.parts)
  const [payload] = payloads
  if (!payload) throw new Refusal('no-payload', 'The Body holds no element', 'put the payload into it')
  if (payloads.length === 1) return payload
  const says = `The Body holds ${payloads.length} elements`
  throw new Refusal('many-payloads', says, 'put one payload into it, without multi-reference parts')
}

function envelopeFacts(envelope: Part, scan: Scan, message: XmlText): SoapFacts {
  const uri = envelope.uri ?? ''
  const version = uri === SOAP_11 ? '1.1' : uri === SOAP_12 ? '1.2' : uri
  const { bom, encoding, declared } = message
  const soap: SoapFacts = {
    version,
    prefix: envelope.prefix,
    header: partsNamed(envelope, 'Header').length > 0,
    payloadNs: null,
    leafNs: [],
    encoded: false,
    nil: [],
    bom,
    cdata: scan.cdata,
    comments: scan.comments,
    encoding,
  }
  if (declared !== undefined) soap.declared = declared
  return soap
}

function readPayload(top: Part, read: Read, soap: SoapFacts): void {
  let holder = top
  const inner = soleContainer(top)
  if (inner && inner.name !== 'return' && inner.name !== 'item') {
    noteMixed(top, read.flaws)
    soap.wrapper = top.name
    soap.payloadNs = inner.uri
    read.name = inner.name
    holder = inner
  }
  noteMixed(holder, read.flaws)
  const box = soleContainer(holder)
  if (box?.name === 'return') {
    noteMixed(box, read.flaws)
    soap.encoded = true
    holder = box
  }
  if (isMap(holder)) soap.encoded = true
  readLeaves(holder, read, soap)
}

/** The only child, when there are leaves in it. */
function soleContainer(part: Part): Part | undefined {
  if (part.parts.length !== 1) return undefined
  const only = part.parts[0]
  return only && only.parts.length > 0 ? only : undefined
}

/** PHP writes an associative array as items of key and value. */
function isMap(holder: Part): boolean {
  if (holder.parts.length === 0) return false
  return holder.parts.every(
    (part) =>
      part.name === 'item' && partsNamed(part, 'key').length > 0 && partsNamed(part, 'value').length > 0,
  )
}

function readLeaves(holder: Part, read: Read, soap: SoapFacts): void {
  const map = isMap(holder)
  for (const part of holder.parts) {
    const leaf = (map && partsNamed(part, 'value')[0]) || part
    const key = map ? partsNamed(part, 'key')[0] : undefined
    const name = key ? partText(key) : part.name
    if (!soap.leafNs.includes(leaf.uri)) soap.leafNs.push(leaf.uri)
    const again = read.order.includes(name)
    read.order.push(name)
    if (again)
      read.flaws.push({ kind: 'duplicate', at: name, says: `<${name}> is there twice; the first is kept.` })
    else readLeaf(name, leaf, read, soap)
  }
}

function readLeaf(name: string, leaf: Part, read: Read, soap: SoapFacts): void {
  noteAttributes(name, leaf, read.flaws)
  const nil = attributeOf(leaf, 'xsi', 'nil')?.trim()
  if (nil === 'true' || nil === '1') {
    soap.nil.push(name)
    return
  }
  const value = partText(leaf)
  put(read.fields, name, value)
  const inner = leaf.parts[0]
  if (inner) {
    read.flaws.push({ kind: 'nested', at: name, says: `<${name}> has the element <${inner.name}> inside.` })
  } else if (value !== bare(value) && bare(value) !== '') {
    read.flaws.push({
      kind: 'padding',
      at: name,
      says: `The value of <${name}> begins or ends with white space.`,
    })
  }
}

function noteAttributes(at: string, leaf: Part, flaws: Flaw[]): void {
  for (const { space, name } of leaf.attributes) {
    if (space === 'xmlns' || space === 'xsi' || name === 'encodingStyle') continue
    flaws.push({
      kind: 'attribute',
      at,
      says: `The attribute ${name} of <${at}> is not part of the contract.`,
    })
  }
}

function noteMixed(part: Part, flaws: Flaw[]): void {
  if (bare(partText(part)) === '') return
  flaws.push({ kind: 'mixed', at: part.name, says: `<${part.name}> has text between its elements.` })
}

function looksEncoded(part: Part): boolean {
  const typed = part.attributes.some(
    ({ space, name }) => name === 'encodingStyle' || (space === 'xsi' && name === 'type'),
  )
  return typed || part.parts.some(looksEncoded)
}

function faultOfPart(fault: Part): { code: string; says: string } {
  const code = textAt(fault, ['faultcode']) ?? textAt(fault, ['Code', 'Value']) ?? ''
  const says = textAt(fault, ['faultstring']) ?? textAt(fault, ['Reason', 'Text']) ?? ''
  return { code: code.slice(code.lastIndexOf(':') + 1), says }
}

function textAt(part: Part, path: string[]): string | undefined {
  let here: Part | undefined = part
  for (const name of path) here = here && partsNamed(here, name)[0]
  return here && partText(here).trim()
}
