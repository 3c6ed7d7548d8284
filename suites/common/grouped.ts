/** What belongs together, by a name that it has in common; in the order in which it comes. */
export function grouped<T, Name>(all: T[], nameOf: (one: T) => Name): Map<Name, T[]> {
  const groups = new Map<Name, T[]>()
  for (const one of all) {
    const name = nameOf(one)
    const group = groups.get(name)
    if (group) group.push(one)
    else groups.set(name, [one])
  }
  return groups
}
