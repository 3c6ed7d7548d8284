/** Words of messages that may be secrets. */

/** Whole strings of JSON, and what stands between blanks and the usual marks. */
export function wordsIn(text: string, least = 4): string[] {
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inner]) => inner!)
  const words = text.split(/[\s"'<>,;:=()[\]{}\\&?]+/)
  return [...new Set([...strings, ...words])].filter(({ length }) => length >= least && length <= 200)
}
