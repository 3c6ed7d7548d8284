/** Text of strangers made fit to be shown: nothing invisible, nothing that steers a terminal, nothing endless. */

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu

/** Most texts are printable ASCII, which is told much quicker than what each character is. */
const plain = /^[\x20-\x7e]*$/

/** Makes control, bidirectional and zero-width characters and lone surrogates visible; `keep` are left alone. */
export function visible(text: string, keep = ''): string {
  if (plain.test(text)) return text
  return text.replace(unseen, (char) => (keep.includes(char) ? char : escapeOf(char)))
}

function escapeOf(char: string): string {
  const code = char.codePointAt(0)!.toString(16)
  return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`
}

/** At most `most` UTF-16 units of a text, never half a surrogate pair, with an ellipsis where something is cut. */
export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${head(text, Math.max(0, most - 1))}…`
}

/** The first units of a text, never half a surrogate pair. */
export function head(text: string, most: number): string {
  const cut = text.slice(0, most)
  return /[\uD800-\uDBFF]$/.test(cut) && text.length > most ? cut.slice(0, -1) : cut
}

/** Breaks a text at spaces into lines of at most `width`; a longer word stays whole, so that it can be copied. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width))
}

function wrapLine(line: string, width: number): string[] {
  const lines = ['']
  for (const word of line.split(' ')) {
    const last = lines[lines.length - 1]!
    if (last === '' || last.length + 1 + word.length <= width)
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** A number with its noun: `1 clause`, `3 clauses`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

/** A duration for people: `12 ms`, `3.4 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${(milliseconds / 1000).toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
