/** The gateway's reader of XML-RPC: a scan of its own, then fast-xml-parser, then the members of the struct. */
import type { Raw } from '../dialects/dialect.ts'
import { codedXmlText } from './content-coding.ts'
import type { Flaw, Read, Reading, RpcFacts } from './reading.ts'
import type { XmlText } from './text.ts'
import type { Scan } from './xml-guard-scan.ts'
import { guard } from './xml-guard.ts'
import { bare, parsePart, partText, partsNamed } from './xml-part.ts'
import type { Part } from './xml-part.ts'
import { Refusal, faultOf } from './xml-refusal.ts'
import { noteMixed, noteStrangers, noteText, readMembers, textOfValue } from './xmlrpc-member.ts'

/** Reads a document as tolerantly as a gateway has to; what it tolerates it reports. */
export function readXmlRpc(raw: Raw): Reading {
  const message = codedXmlText(raw)
  if (!message.ok) return message
  try {
    const scan = guard(message.text)
    return readDocument(parsePart(scan), emptyRead(scan, message))
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: faultOf(error) }
    throw error
  }
}

type RpcRead = Read & { rpc: RpcFacts }

function emptyRead({ cdata, comments }: Scan, { declared, bom, encoding, flaws }: XmlText): RpcRead {
  const rpc: RpcFacts = { kind: 'call', types: {}, params: 0, spaced: false, bom, cdata, comments, encoding }
  if (declared !== undefined) rpc.declared = declared
  return { ok: true, name: '', fields: {}, order: [], flaws: [...flaws], rpc }
}

function readDocument(root: Part, read: RpcRead): Read {
  if (root.name === 'methodCall') return readCall(root, read)
  if (root.name === 'methodResponse') return readResponse(root, read)
  const advice = 'send a methodCall or a methodResponse'
  throw new Refusal('no-envelope', `The document is a <${root.name}>`, advice)
}

function readCall(root: Part, read: RpcRead): Read {
  note(root, ['methodName', 'params'], read.flaws)
  const names = partsNamed(root, 'methodName')
  if (names.length > 1) read.flaws.push(twice('methodName'))
  const [name] = names
  if (name) {
    noteText(name, 'methodName', read.flaws)
    read.rpc.method = bare(partText(name))
  }
  read.name = read.rpc.method ?? 'methodCall'
  return readParams(root, read)
}

function readResponse(root: Part, read: RpcRead): Read {
  note(root, ['params', 'fault'], read.flaws)
  const faults = partsNamed(root, 'fault')
  if (faults.length > 1 || (faults.length === 1 && partsNamed(root, 'params').length > 0)) {
    throw new Refusal('many-payloads', 'A fault is not alone in its methodResponse', 'send params or a fault')
  }
  read.rpc.kind = faults[0] ? 'fault' : 'response'
  read.name = faults[0] ? 'fault' : 'methodResponse'
  if (!faults[0]) return readParams(root, read)
  read.rpc.fault = faultOfPart(faults[0])
  return read
}

function readParams(root: Part, read: RpcRead): Read {
  const holders = partsNamed(root, 'params')
  for (const holder of holders) note(holder, ['param'], read.flaws)
  const params = holders.flatMap((holder) => partsNamed(holder, 'param'))
  const [param] = params
  if (!param) throw new Refusal('no-payload', `<${root.name}> lacks a param`, 'send a struct in one')
  if (params.length > 1)
    throw new Refusal('many-payloads', `<${root.name}> holds ${params.length} params`, 'send one of them')
  read.rpc.params = 1
  readMembers(structOf(param, read.flaws), read)
  return read
}

function structOf(param: Part, flaws: Flaw[]): Part {
  note(param, ['value'], flaws)
  const values = partsNamed(param, 'value')
  if (values.length > 1) flaws.push(twice('value'))
  const [value] = values
  const struct = value && partsNamed(value, 'struct')[0]
  if (!value || !struct) throw new Refusal('no-payload', 'The param is not a struct', 'send a struct in it')
  note(value, ['struct'], flaws)
  note(struct, ['member'], flaws)
  return struct
}

function note(part: Part, allowed: string[], flaws: Flaw[]): void {
  noteMixed(part, part.name, flaws)
  noteStrangers(part, allowed, part.name, flaws)
}

const twice = (at: string): Flaw => ({
  kind: 'duplicate',
  at,
  says: `<${at}> is there twice; the first is kept.`,
})

function faultOfPart(fault: Part): { code: string; says: string } {
  const structs = partsNamed(fault, 'value').slice(0, 1)
  const members = structs
    .flatMap((value) => partsNamed(value, 'struct').slice(0, 1))
    .flatMap(({ parts }) => parts)
  const textAt = (wanted: string): string => {
    const member = members.find((part) => bare(textOf(partsNamed(part, 'name')[0])) === wanted)
    const value = member && partsNamed(member, 'value')[0]
    return value ? bare(textOfValue(value)) : ''
  }
  return { code: textAt('faultCode'), says: textAt('faultString') }
}

const textOf = (part: Part | undefined): string => (part ? partText(part) : '')
