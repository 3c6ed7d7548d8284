/** The judge's reader of XML-RPC. It shares nothing with the gateway's but names, limits and decoding. */
import type { Raw } from '../dialects/dialect.ts'
import { codedXmlText } from './content-coding.ts'
import type { Read, Reading, RpcFacts } from './reading.ts'
import type { XmlText } from './text.ts'
import { noteOrder, readMember, trimmed, valueOf } from './xmlrpc-strict-member.ts'
import type { Found } from './xmlrpc-strict-member.ts'
import { Refusal, faultOf } from './xml-refusal.ts'
import { strictTree } from './xml-strict-tree.ts'
import type { Element, Tree } from './xml-strict-tree.ts'

/** Reads a document strictly: every deviation from the plain form is a flaw, a fact or a refusal. */
export function readXmlRpcStrict(raw: Raw): Reading {
  const decoded = codedXmlText(raw)
  if (!decoded.ok) return decoded
  try {
    return reading(strictTree(decoded.text), decoded)
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: faultOf(error) }
    throw error
  }
}

type OwnFacts = Pick<RpcFacts, 'kind' | 'method' | 'fault' | 'params'>

function reading(tree: Tree, decoded: XmlText): Read {
  const { root, cdata, comments } = tree
  const found: Found = { fields: {}, order: [], types: {}, spaced: false, flaws: [...decoded.flaws] }
  const own = factsOf(root, found)
  const { fields, order, types, spaced, flaws } = found
  const { declared, bom, encoding } = decoded
  const rest = { types, spaced, ...(declared !== undefined && { declared }), bom, cdata, comments, encoding }
  return { ok: true, name: nameOf(own), fields, order, flaws, rpc: { ...own, ...rest } }
}

function nameOf({ kind, method = 'methodCall' }: OwnFacts): string {
  return kind === 'call' ? method : kind === 'fault' ? 'fault' : 'methodResponse'
}

function factsOf(root: Element, found: Found): OwnFacts {
  if (root.local === 'methodCall') return callIn(root, found)
  if (root.local === 'methodResponse') return responseIn(root, found)
  const problem = `The root element is <${root.local}>`
  throw new Refusal('no-envelope', problem, 'send a methodCall or a methodResponse')
}

function callIn(root: Element, found: Found): OwnFacts {
  noteOrder(root, ['methodName', 'params'], found)
  const [name, ...more] = root.kids.filter(({ local }) => local === 'methodName')
  if (more.length > 0) {
    const says = '<methodName> occurs more than once; only the first one counts.'
    found.flaws.push({ kind: 'duplicate', at: 'methodName', says })
  }
  if (name) noteOrder(name, undefined, found)
  readParams(root, found)
  return { kind: 'call', params: 1, ...(name && { method: trimmed(name.text) }) }
}

function responseIn(root: Element, found: Found): OwnFacts {
  noteOrder(root, ['params', 'fault'], found)
  const [fault, ...more] = root.kids.filter(({ local }) => local === 'fault')
  if (!fault) {
    readParams(root, found)
    return { kind: 'response', params: 1 }
  }
  if (more.length === 0 && !root.kids.some(({ local }) => local === 'params'))
    return { kind: 'fault', params: 0, fault: faultFacts(fault) }
  throw new Refusal('many-payloads', 'The methodResponse has more than its fault', 'send params or one fault')
}

/** Reads the members of the struct of the only param. */
function readParams(root: Element, found: Found): void {
  const boxes = root.kids.filter(({ local }) => local === 'params')
  for (const box of boxes) noteOrder(box, ['param'], found)
  const params = boxes.flatMap(({ kids }) => kids.filter(({ local }) => local === 'param'))
  if (params.length > 1)
    throw new Refusal('many-payloads', `The ${root.local} has ${params.length} params`, 'send one')
  const struct = structIn(params[0], root, found)
  noteOrder(struct, ['member'], found)
  for (const kid of struct.kids) if (kid.local === 'member') readMember(kid, found)
}

function structIn(param: Element | undefined, root: Element, found: Found): Element {
  if (!param) throw new Refusal('no-payload', `The ${root.local} has no param`, 'send one with a struct')
  noteOrder(param, ['value'], found)
  const [value, ...more] = param.kids.filter(({ local }) => local === 'value')
  if (more.length > 0) {
    const says = 'The param has more than one <value>; only the first one counts.'
    found.flaws.push({ kind: 'duplicate', at: 'value', says })
  }
  const struct = value?.kids.find(({ local }) => local === 'struct')
  if (value && struct) {
    noteOrder(value, ['struct'], found)
    return struct
  }
  const instead = value?.kids[0] ? `<${value.kids[0].local}>` : 'no element'
  throw new Refusal('no-payload', `The param holds ${instead} where a struct belongs`, 'send one struct')
}

function faultFacts(fault: Element): { code: string; says: string } {
  const struct = kid(kid(fault, 'value'), 'struct')
  const part = (name: string): string => {
    const member = struct?.kids.find((one) => trimmed(kid(one, 'name')?.text ?? '') === name)
    const value = kid(member, 'value')
    return value ? trimmed(valueOf(value)) : ''
  }
  return { code: part('faultCode'), says: part('faultString') }
}

const kid = (element: Element | undefined, local: string): Element | undefined =>
  element?.kids.find((one) => one.local === local)
