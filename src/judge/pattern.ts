/** A pattern as people write it in `--only` and in waivers: `*` stands for any characters, case does not matter. */
export const patternOf = (pattern: string): RegExp => compiled(pattern, 'i')

/** A pattern as clauses name places, in which case matters. It is asked for each place of a run. */
export function placesLike(pattern: string): RegExp {
  const known = places.get(pattern) ?? compiled(pattern)
  places.set(pattern, known)
  return known
}

const places = new Map<string, RegExp>()

function compiled(pattern: string, flags = ''): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, flags)
}
