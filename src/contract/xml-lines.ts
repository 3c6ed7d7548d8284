/** Writes XML as indented lines, one list of lines an element. */

/** Attributes of an element; an undefined one is left out. */
export interface Attributes {
  [name: string]: string | undefined
}

/** An element with its children inside. */
export function element(name: string, attributes: Attributes, ...children: string[][]): string[] {
  const inside = children.flat().map((line) => `  ${line}`)
  const start = startOf(name, attributes)
  return inside.length === 0 ? [`<${start}/>`] : [`<${start}>`, ...inside, `</${name}>`]
}

/** An element that holds text, on one line. */
export const textElement = (name: string, text: string): string[] => [`<${name}>${escaped(text)}</${name}>`]

/** A whole document of one element, under a declaration and a comment. */
export const xmlDocument = (comment: string, root: string[]): string =>
  ['<?xml version="1.0" encoding="utf-8"?>', `<!-- ${comment.replaceAll('--', '- -')} -->`, ...root, ''].join(
    '\n',
  )

function startOf(name: string, attributes: Attributes): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}="${escaped(value)}"`],
  )
  return [name, ...given].join(' ')
}

const entities: { [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]!)
