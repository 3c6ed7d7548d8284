/** The judge's XML tree, grown by saxes; it never meets a DTD and stops at the first thing that is not XML. */
import { SaxesParser } from 'saxes'
import type { SaxesTagNS } from 'saxes'
import { MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS } from './xml-names.ts'
import { Refusal } from './xml-refusal.ts'
import { plainRoot } from './xml-strict-plain.ts'
import { stopIn, verdictOn } from './xml-strict-stop.ts'

export interface Attribute {
  prefix: string
  local: string
  uri: string
  value: string
}

export interface Element {
  prefix: string
  local: string
  uri: string
  attributes: Attribute[]
  /** Text and CDATA that stand directly in it, joined. */
  text: string
  kids: Element[]
}

export interface Tree {
  root: Element
  cdata: boolean
  comments: boolean
}

interface Growth {
  text: string
  root: Element | undefined
  open: Element[]
  elements: number
  attributes: number
  cdata: boolean
  comments: boolean
}

const OPTIONS = { xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true } as const
type Parser = SaxesParser<typeof OPTIONS>

/** Parses a whole document; throws a Refusal at the first place where it is not one. */
export function strictTree(text: string): Tree {
  const root = plainRoot(text)
  if (!root || root.local.toLowerCase() === 'html') return grown(text)
  return { root, cdata: false, comments: false }
}

/** The tree as saxes reads it. */
export function grown(text: string): Tree {
  const growth: Growth = {
    text,
    root: undefined,
    open: [],
    elements: 0,
    attributes: 0,
    cdata: false,
    comments: false,
  }
  const parser: Parser = new SaxesParser(OPTIONS)
  listen(parser, growth)
  const stop = stopIn(text)
  if (stop) {
    parser.write(text.slice(0, stop.at))
    throw stop.refuse(growth.open.length > 0)
  }
  parser.write(text).close()
  const { root, cdata, comments } = growth
  if (!root)
    throw new Refusal('not-well-formed', 'The document has no root element', 'send the message as XML')
  return { root, cdata, comments }
}

function listen(parser: Parser, growth: Growth): void {
  parser.on('error', (error) => {
    throw verdictOn(error.message, { text: growth.text, at: parser.position }, growth.open.length > 0)
  })
  parser.on('doctype', () => {
    throw new Error('A DTD was read although the reader stops before one.')
  })
  parser.on('opentagstart', () => {
    growth.attributes = 0
  })
  parser.on('attribute', () => {
    growth.attributes += 1
    if (growth.attributes > MAX_ATTRIBUTES) throw tooLarge('attributes in one element', MAX_ATTRIBUTES)
  })
  parser.on('opentag', (tag) => open(growth, tag))
  parser.on('closetag', () => void growth.open.pop())
  parser.on('text', (text) => add(growth, text))
  parser.on('cdata', (text) => {
    growth.cdata = true
    add(growth, text)
  })
  parser.on('comment', () => {
    growth.comments = true
  })
}

function open(growth: Growth, tag: SaxesTagNS): void {
  const { prefix, local, uri } = tag
  const element: Element = {
    prefix,
    local,
    uri,
    attributes: Object.values(tag.attributes),
    text: '',
    kids: [],
  }
  const parent = growth.open.at(-1)
  if (parent) parent.kids.push(element)
  else plant(growth, element)
  growth.open.push(element)
  growth.elements += 1
  if (growth.open.length > MAX_DEPTH) {
    throw new Refusal('too-deep', `<${tag.name}> is nested too deep`, `nest at most ${MAX_DEPTH} levels`)
  }
  if (growth.elements > MAX_ELEMENTS) throw tooLarge('elements', MAX_ELEMENTS)
}

function plant(growth: Growth, root: Element): void {
  growth.root = root
  if (root.local.toLowerCase() !== 'html') return
  throw new Refusal('not-xml', 'The body is an HTML page', 'send the message as XML')
}

function add(growth: Growth, text: string): void {
  const element = growth.open.at(-1)
  if (element) element.text += text
}

function tooLarge(things: string, limit: number): Refusal {
  return new Refusal('too-large', `The message has more than ${limit} ${things}`, 'send fewer of them')
}
