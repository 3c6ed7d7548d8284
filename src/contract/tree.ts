/** Rows of a field table as the tree that their places describe. */
import { met, type FieldSpec, type JsonType, type MessageSpec, type Profile } from './contract.ts'

/** A place of a message. */
export interface Branch {
  /** Its row; elements of an array may have none of their own. */
  field?: FieldSpec
  /** What it holds by name; the outermost branch holds headers too, as `header:NAME`. */
  members: Map<string, Branch>
  /** Any element of an array. */
  each?: Branch
}

const trees = new WeakMap<MessageSpec, Branch>()

/** The tree of a message's fields. */
export function treeOf(spec: MessageSpec): Branch {
  const known = trees.get(spec)
  if (known) return known
  const root: Branch = { members: new Map() }
  for (const field of spec.fields)
    Object.assign(
      pathOf(field.name).reduce((branch, step) => grown(branch, step), root),
      { field },
    )
  trees.set(spec, root)
  return root
}

/** `history[].no` as `history`, `[]`, `no`. A header is one step, whatever its name. */
export function pathOf(name: string): string[] {
  if (isHeader(name)) return [name]
  return name.split('.').flatMap((part) => {
    const bare = part.replace(/(\[\])+$/, '')
    const depth = (part.length - bare.length) / 2
    return [...(bare === '' ? [] : [bare]), ...Array.from({ length: depth }, () => '[]')]
  })
}

function grown(branch: Branch, step: string): Branch {
  if (step === '[]') return (branch.each ??= { members: new Map() })
  const known = branch.members.get(step)
  if (known) return known
  const made: Branch = { members: new Map() }
  branch.members.set(step, made)
  return made
}

/** True for the row of a header. */
export const isHeader = (name: string): boolean => name.startsWith('header:')

/** True for the row of what no message carries as a header: `header::status`. */
export const isPseudoHeader = (name: string): boolean => name.startsWith('header::')

/** The row of a place in a message: `history[0].no` is a `history[].no`. */
export const rowOf = (place: string): string =>
  place.includes('[') && !isHeader(place) ? place.replace(/\[\d+\]/g, '[]') : place

/** The place that a row has in a message with one element in each array. */
export const firstOf = (row: string): string => (isHeader(row) ? row : row.replaceAll('[]', '[0]'))

/** What a place is nested in: `history[].no` in `history[]`, that in `history`; undefined for the outermost. */
export function outerOf(row: string): string | undefined {
  if (isHeader(row)) return undefined
  const outer = row.slice(0, row.endsWith('[]') ? -2 : Math.max(row.lastIndexOf('.'), 0))
  return outer === '' ? undefined : outer
}

/** JSON types that a branch may have: the right ones, and under `must` those that are read with a warning. */
export function typesOf(
  { field, members, each }: Branch,
  strictness: 'must' | 'should',
  profile: Profile = {},
): JsonType[] {
  const right = field?.json ?? (members.size > 0 ? 'object' : each ? 'array' : 'string')
  const isWide = strictness === 'must' || met(field?.welcome, profile)
  return isWide ? [right, ...(field?.reads ?? [])] : [right]
}
