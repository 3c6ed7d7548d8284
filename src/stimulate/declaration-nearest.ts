/** What somebody who mistyped a name may have meant. */

/** ` Did you mean «x»?` for a name near to a known one, else the known names; begins with a space. */
export function suggestion(wrong: string, known: readonly string[]): string {
  const near = nearest(wrong, known)
  if (near !== undefined) return ` Did you mean «${near}»?`
  if (known.length === 0) return ' None is known here.'
  const shown =
    known.length > 20 ? `${known.slice(0, 20).join(', ')}, and ${known.length - 20} more` : known.join(', ')
  return ` Choose one of: ${shown}.`
}

/** The known name that differs least, if it differs in a third of its letters at most. */
export function nearest(wrong: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, far: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.far - b.far)
  const best = ranked[0]
  return best && best.far <= Math.max(1, Math.ceil(best.name.length / 3)) ? best.name : undefined
}

/** Letters to add, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
