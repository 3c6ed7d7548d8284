/** Reads a methodCall with saxes: strict about XML, easy about everything that XML-RPC leaves open. */
import { gunzipSync, inflateSync } from 'node:zlib'
import { SaxesParser } from 'saxes'
import type { Heard } from '../serve.ts'

export class Unreadable extends Error {
  override name = 'Unreadable'
}

export interface Call {
  method: string
  members: Map<string, string>
}

interface Node {
  name: string
  children: Node[]
  text: string
}

export function readCall(heard: Pick<Heard, 'body' | 'headers'>): Call {
  const root = rootOf(plainBody(heard), 'methodCall')
  return { method: only(root, 'methodName').text.trim(), members: structOf(root) }
}

/** Members of the one struct in a document of that name. */
export function readMembers(body: Buffer, name: string): Map<string, string> {
  return structOf(rootOf(body, name))
}

function rootOf(body: Buffer, name: string): Node {
  const root = treeOf(textOf(body))
  if (root.name !== name) throw new Unreadable(`no ${name} but ${root.name}`)
  return root
}

function structOf(root: Node): Map<string, string> {
  return membersOf(only(only(only(only(root, 'params'), 'param'), 'value'), 'struct'))
}

function only(parent: Node, name: string): Node {
  const found = parent.children.filter((child) => child.name === name)
  if (found.length !== 1) throw new Unreadable(`${found.length} ${name} in ${parent.name}`)
  return found[0]!
}

function membersOf(struct: Node): Map<string, string> {
  const members = new Map<string, string>()
  for (const member of struct.children) {
    const name = only(member, 'name').text.trim()
    if (members.has(name)) throw new Unreadable(`${name} comes twice`)
    members.set(name, valueOf(only(member, 'value')))
  }
  return members
}

/** The text inside, whatever its type: a number is kept as it is written. */
function valueOf(value: Node): string {
  const [typed, ...others] = value.children
  if (others.length > 0) throw new Unreadable('a value of two types')
  if (typed && (typed.children.length > 0 || value.text.trim() !== ''))
    throw new Unreadable('a value in a value')
  return (typed ?? value).text.trim()
}

function plainBody({ body, headers }: Pick<Heard, 'body' | 'headers'>): Buffer {
  const coding = String(headers['content-encoding'] ?? 'identity')
  try {
    if (/gzip/.test(coding)) return gunzipSync(body, { maxOutputLength: 1_000_000 })
    return /deflate/.test(coding) ? inflateSync(body, { maxOutputLength: 1_000_000 }) : body
  } catch {
    throw new Unreadable('no such compression')
  }
}

function textOf(bytes: Buffer): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0x3c && bytes[1] === 0)
  const declared = isWide
    ? 'utf-16le'
    : (/^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/.exec(bytes.toString('latin1'))?.[1] ?? 'utf-8')
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes)
  } catch {
    throw new Unreadable(`bytes that are not ${declared}`)
  }
}

/** Nothing in the protocol is nested deeper than eight. */
const deepest = 20

function treeOf(xml: string): Node {
  const top: Node = { name: '', children: [], text: '' }
  const stack = [top]
  const parser = new SaxesParser()
  const stop = (says: string) => {
    throw new Unreadable(says)
  }
  parser.on('error', (error) => stop(error.message))
  parser.on('doctype', () => stop('a DOCTYPE'))
  parser.on('opentag', ({ name }) => {
    const node: Node = { name, children: [], text: '' }
    stack.at(-1)!.children.push(node)
    if (stack.push(node) > deepest) stop('nested too deep')
  })
  parser.on('closetag', () => void stack.pop())
  const add = (text: string) => void (stack.at(-1)!.text += text)
  parser.on('text', add)
  parser.on('cdata', add)
  parser.write(xml).close()
  return top.children[0] ?? stop('nothing')
}
