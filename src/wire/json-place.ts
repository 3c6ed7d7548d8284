/** Places in a JSON document, as text: `amount.value`, `refundHistory[0].refundNo`, `["odd.name"]`. */

/** One step down: the name of a member, or the number of an element. */
export type Step = string | number

const HEADER = 'header:'
/** Names that no place could be misread for. */
const PLAIN = /^(?!header:)[^.[\]"]+$/
const STEP = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y

/** The place of a member of what stands at a place; '' is the outermost value. */
export function memberAt(place: string, name: string): string {
  if (!PLAIN.test(name)) return `${place}[${JSON.stringify(name)}]`
  return place === '' ? name : `${place}.${name}`
}

/** The place of an element of an array. */
export const elementAt = (place: string, index: number): string => `${place}[${index}]`

/** The steps that lead to a place. Throws for a text that is no place. */
export function stepsTo(place: string): Step[] {
  const steps: Step[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < place.length) {
    const at = STEP.lastIndex
    const found = STEP.exec(place)
    if (!found) throw new Error(`«${place}» is no place in a JSON document: see its character ${at + 1}.`)
    const [, name, index, quoted] = found
    steps.push(name ?? (index === undefined ? (JSON.parse(quoted!) as string) : Number(index)))
  }
  return steps
}

/** The place of a header that is a field. */
export const headerAt = (name: string): string => HEADER + name

/** The name of the header at a place; undefined for a place in the body. */
export function headerIn(place: string): string | undefined {
  return place.startsWith(HEADER) ? place.slice(HEADER.length) : undefined
}

/** True for the name of what is a header to readers of fields and to nobody else: `:status`. */
export const isPseudo = (name: string): boolean => name.startsWith(':')

/** Sets a member, even one called `__proto__`. */
export function put<Value>(target: { [name: string]: Value }, name: string, value: Value): void {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true })
}
