/** Says a regular expression in the dialect of XML Schema, which is not ECMAScript's. */

/**
 * An ECMAScript pattern (unicode mode) as an XML Schema one.
 *
 * XML Schema anchors every pattern by itself, knows neither look-around nor `(?:…)`, and its `\d` takes the digits of
 * every script. Throws for what it cannot say.
 */
export function xsdPattern(pattern: string): string {
  const said = pattern
    .replace(/^\^/, '')
    .replace(/(?<!\\)\$$/, '')
    .replaceAll('(?:', '(')
    .replace(controlFree, anything)
    .replace(/\[[^\]]*\]|\\d/g, (part) => (part === '\\d' ? '[0-9]' : memberList(part)))
  if (!unsayable.test(said)) return said
  throw new Error(
    `The pattern ${pattern} cannot be said in XML Schema. Write it without look-around, inner anchors, \\w and \\u.`,
  )
}

/** Pattern of every text but one, for a code that is reserved. */
export function xsdPatternExcept(code: string): string {
  const differing = [...code].map((character, place) => `${'.'.repeat(place)}[^${character}].*`)
  return [...differing, `.{0,${code.length - 1}}`, `.{${code.length + 1},}`].join('|')
}

/** XML holds none of the control characters that such a class excludes, so the class means any character. */
const controlFree = /\[\^(?:\\u00[01][0-9a-f]-?)+\]/gi
const anything = '[\\s\\S]'

/** Groups with a question mark, escapes that XML Schema lacks, anchors inside, lazy repeats. */
const unsayable = /\(\?|\\[uwWbBkx]|(?<![[\\])\^|(?<!\\)\$|[*+?}]\?/

const memberList = (list: string): string => list.replaceAll('\\d', '0-9').replace(/(?<!\\)-\]$/, '\\-]')
