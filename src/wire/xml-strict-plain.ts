/**
 * Trees of plain documents: elements without attributes, and text without references, as most messages have them.
 * Saxes reads them no differently, but takes several times as long; whatever is not plain, and all that is wrong, is left to it.
 */
import { MAX_DEPTH, MAX_ELEMENTS } from './xml-names.ts'
import type { Attribute, Element } from './xml-strict-tree.ts'

const DECLARATION = /^<\?xml version=(["'])1\.0\1(?: encoding=(["'])[A-Za-z][\w.-]*\2)? ?\?>/
/** Carriage returns are made line feeds, pairs of surrogates are one character: both are beyond plain. */
const SPECIAL = /[^\t\n\u0020-\ud7ff\ue000-\ufffd]|\]\]>/
const TAG = /<(\/?)([A-Za-z][\w.-]*)[ \t\n]*(\/?)>([^<&]*)/y
const NOT_BLANK = /[^ \t\n]/

const none: Attribute[] = []

/** The root of a plain document that is well-formed and within the limits; undefined for any other text. */
export function plainRoot(text: string): Element | undefined {
  if (SPECIAL.test(text)) return undefined
  const open: Element[] = []
  let root: Element | undefined
  let elements = 0
  for (let at = startOf(text); at < text.length; at = TAG.lastIndex) {
    TAG.lastIndex = at
    const found = TAG.exec(text)
    if (!found) return undefined
    const [, slash, local, empty, behind] = found as unknown as [string, string, string, string, string]
    if (slash === '') {
      if ((root && open.length === 0) || open.length >= MAX_DEPTH || ++elements > MAX_ELEMENTS)
        return undefined
      const element: Element = { prefix: '', local, uri: '', attributes: none, text: '', kids: [] }
      open.at(-1)?.kids.push(element)
      root ??= element
      if (empty === '') open.push(element)
    } else if (empty !== '' || open.pop()?.local !== local) return undefined
    const parent = open.at(-1)
    if (parent) parent.text += behind
    else if (NOT_BLANK.test(behind)) return undefined
  }
  return open.length === 0 ? root : undefined
}

/** Where the root element may begin. */
function startOf(text: string): number {
  const from = DECLARATION.exec(text)?.[0].length ?? 0
  const offset = text.slice(from).search(NOT_BLANK)
  return offset < 0 ? text.length : from + offset
}
