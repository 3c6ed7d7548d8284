/** Reads a SOAP request with one regular expression and a stack of names, as a hand-made server does. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

export interface Reading {
  operation: string
  fields: { [name: string]: string }
}

const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/'
const name = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const attributes = `(?:\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*`
const token = new RegExp(
  [
    '<!--(?:(?!--)[\\s\\S])*-->',
    '<\\?[\\s\\S]*?\\?>',
    '<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>',
    `<(/?)(${name})(${attributes})\\s*(/?)>`,
    '([^<]+)',
  ].join('|'),
  'y',
)

/** Nothing in the protocol is nested deeper than four. */
const deepest = 16

interface Node {
  name: string
  attributes: string
  children: Node[]
  text: string
}

export function readRegex(bytes: Buffer): Reading {
  const root = treeOf(textOf(bytes))
  const prefix = /^(?:(.*):)?Envelope$/.exec(root.name)?.[1]
  const declared = new RegExp(`\\sxmlns${prefix ? `:${prefix}` : ''}\\s*=\\s*["']${soap11}["']`)
  if (!/(^|:)Envelope$/.test(root.name) || !declared.test(root.attributes))
    throw new Unreadable('no SOAP 1.1 envelope')
  const payloads = root.children.find((child) => local(child) === 'Body')?.children ?? []
  if (payloads.length !== 1) throw new Unreadable('not one payload')
  return { operation: local(payloads[0]!), fields: fieldsOf(payloads[0]!) }
}

const local = (node: Node): string => node.name.replace(/^.*:/, '')

function fieldsOf(payload: Node): Reading['fields'] {
  const fields: Reading['fields'] = {}
  for (const child of payload.children) {
    if (child.children.length > 0) continue
    if (Object.hasOwn(fields, local(child))) throw new Unreadable(`${local(child)} comes twice`)
    fields[local(child)] = child.text
  }
  return fields
}

function textOf(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe
  const declared = isWide
    ? 'utf-16le'
    : (/^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/.exec(bytes.toString('latin1'))?.[1] ?? 'utf-8')
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes)
  } catch {
    throw new Unreadable(`bytes that are not ${declared}`)
  }
}

function treeOf(xml: string): Node {
  const top: Node = { name: '', attributes: '', children: [], text: '' }
  const stack = [top]
  token.lastIndex = 0
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex
    const found = token.exec(xml)
    if (!found) throw new Unreadable(`no XML at character ${at}`)
    take(found, stack)
  }
  if (stack.length !== 1 || top.children.length !== 1 || top.text.trim() !== '')
    throw new Unreadable('not one element')
  return top.children[0]!
}

function take([whole, cdata, slash, tag, given, empty, text]: RegExpExecArray, stack: Node[]): void {
  const top = stack.at(-1)!
  if (text !== undefined) top.text += unescaped(text)
  else if (cdata !== undefined) top.text += cdata
  else if (tag === undefined) return
  else if (slash) {
    if (stack.length === 1 || top.name !== tag || given) throw new Unreadable(`${whole} closes nothing`)
    stack.pop()
  } else {
    const node: Node = { name: tag, attributes: given ?? '', children: [], text: '' }
    if (stack.length > deepest) throw new Unreadable('nested too deep')
    top.children.push(node)
    if (!empty) stack.push(node)
  }
}

const entities: { [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  if (text.includes(']]>')) throw new Unreadable(']]> in text')
  return text.replace(/&([^;&\s]*;)?/g, (_, body: string | undefined) => {
    const [, hex, digits, word] = /^(?:#x([\da-fA-F]+)|#(\d+)|(\w+));$/.exec(body ?? '') ?? []
    const known = hex
      ? String.fromCodePoint(parseInt(hex, 16))
      : digits
        ? String.fromCodePoint(Number(digits))
        : entities[word ?? '']
    if (known === undefined) throw new Unreadable(`&${body ?? ''} is no entity`)
    return known
  })
}
