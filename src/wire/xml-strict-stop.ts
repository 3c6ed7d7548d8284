/** Where the strict parser stops, and how its complaints are to be understood. */
import { Refusal } from './xml-refusal.ts'
import type { Place } from './xml-refusal.ts'

/** A place that the parser is not shown, because it would read on too far there. */
export interface Stop {
  at: number
  /** The refusal, once everything before the place turned out to be well-formed. */
  refuse(inside: boolean): Refusal
}

/** What makes an ampersand no reference; one that the end of the text cuts off does not count. */
const BARE = /&(?!(?:#[0-9]+|#x[0-9a-fA-F]+|[\w:.\-\u0080-\uffff]+);|#?[\w:.\-\u0080-\uffff]*$)/g
const OPAQUE = /<(?:!--|!\[CDATA\[|\?)/g
const ENDS: { [opening: string]: string } = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' }

/** The parser's complaints about a start tag that breaks off. */
const IN_TAG = new Set([
  'disallowed character in tag name.',
  'forward-slash in opening tag not followed by >.',
  'disallowed character in attribute name.',
  'attribute without value.',
  'unquoted attribute value.',
  'no whitespace between attributes.',
])

/** First DTD of the prolog or bare ampersand: saxes reads the one to its end and the other to the next `;`. */
export function stopIn(text: string): Stop | undefined {
  const dtd = doctypeIn(text)
  const bare = bareAmpersand(text)
  if (dtd >= 0 && (bare < 0 || dtd < bare)) return { at: dtd, refuse: () => doctype({ text, at: dtd }) }
  if (bare < 0) return undefined
  return { at: bare, refuse: (inside) => ampersand({ text, at: bare }, inside) }
}

/** The refusal behind a complaint of saxes, which stands just behind the offending character. */
export function verdictOn(complaint: string, place: Place, inside: boolean): Refusal {
  const { text } = place
  const at = Math.min(place.at, text.length) - 1
  if (complaint.startsWith('inappropriately located doctype')) return doctype({ text, at: at - 8 })
  if (inside && complaint === 'disallowed character in tag name') return angle({ text, at: at - 1 })
  const start = text.lastIndexOf('<', at - 1)
  // Saxes says "disallowed character." of control characters anywhere and of `<` in an attribute's value.
  const inTag = IN_TAG.has(complaint) || (complaint === 'disallowed character.' && text[at] === '<')
  if (inside && inTag && brokenByAngle(text, start)) return angle({ text, at: start })
  return new Refusal('not-well-formed', `XML breaks off (${complaint.replace(/\.$/, '')})`, 'repair it', {
    text,
    at: Math.max(0, at),
  })
}

function doctypeIn(text: string): number {
  let at = 0
  for (;;) {
    while (' \t\r\n'.includes(text[at] ?? '?')) at += 1
    const opening = text.startsWith('<?', at) ? '<?' : text.startsWith('<!--', at) ? '<!--' : undefined
    if (!opening) return text.startsWith('<!DOCTYPE', at) ? at : -1
    at = endOf(text, opening, at)
    if (at < 0) return -1
  }
}

/** First ampersand outside comments, CDATA and instructions that begins no reference. */
function bareAmpersand(text: string): number {
  let at = ampersandFrom(text, 0)
  let from = 0
  while (at >= 0) {
    OPAQUE.lastIndex = from
    const opaque = OPAQUE.exec(text)
    if (!opaque || opaque.index > at) return at
    from = endOf(text, opaque[0], opaque.index)
    if (from < 0) return -1
    if (at < from) at = ampersandFrom(text, from)
  }
  return -1
}

function ampersandFrom(text: string, from: number): number {
  BARE.lastIndex = from
  return BARE.exec(text)?.index ?? -1
}

function endOf(text: string, opening: string, at: number): number {
  const ending = ENDS[opening] ?? '>'
  const end = text.indexOf(ending, at + opening.length)
  return end < 0 ? -1 : end + ending.length
}

/** A second `<` before any `>`: one of the two is text that was not escaped. */
function brokenByAngle(text: string, start: number): boolean {
  const next = text.indexOf('<', start + 1)
  const close = text.indexOf('>', start)
  return next >= 0 && (close < 0 || next < close)
}

function doctype(place: Place): Refusal {
  return new Refusal(
    'doctype',
    'A document type declaration stands',
    'no message needs one, leave it out',
    place,
  )
}

function ampersand(place: Place, inside: boolean): Refusal {
  const problem = 'A bare & stands'
  if (inside) return new Refusal('unescaped', problem, 'write &amp; in values', place)
  return new Refusal('not-well-formed', problem, 'write nothing outside the root element', place)
}

function angle(place: Place): Refusal {
  return new Refusal('unescaped', 'A bare < stands', 'write &lt; in values', place)
}
