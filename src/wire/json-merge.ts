/** Puts values at places together to a document: `amount.value` into `amount`. */
import { headerIn, put, stepsTo, type Step } from './json-place.ts'
import type { Fields, Json } from './reading.ts'

type Members = { [name: string]: Json }

/** The outermost members of a body. The deeper place wins; null leaves out what is there. Headers are none of it. */
export function bodyOf(fields: Fields): Members {
  const body: Members = {}
  const places = Object.keys(fields).filter((place) => headerIn(place) === undefined)
  const nested: { steps: Step[]; value: Json }[] = []
  for (const place of places) {
    const steps = stepsTo(place)
    const value = fields[place]!
    if (steps.length > 1) nested.push({ steps, value })
    else if (value !== null && value !== undefined) put(body, String(steps[0]), value)
  }
  nested.sort((a, b) => a.steps.length - b.steps.length)
  return nested.reduce((all, { steps, value }) => changed(all, steps, value) as Members, body)
}

/** A copy with one place changed; what the original holds stays as it is. */
function changed(whole: Json | undefined, [step, ...rest]: Step[], value: Json): Json | undefined {
  if (step === undefined) return value ?? undefined
  const isArray = Array.isArray(whole)
  const isObject = typeof whole === 'object' && whole !== null && !isArray
  if (value === null && !(typeof step === 'number' ? isArray : isObject)) return whole
  if (typeof step === 'number') return changedElement(isArray ? whole : [], step, rest, value)
  const copy: Members = isObject ? { ...whole } : {}
  const member = changed(Object.hasOwn(copy, step) ? copy[step] : undefined, rest, value)
  if (member === undefined) delete copy[step]
  else put(copy, step, member)
  return copy
}

function changedElement(items: Json[], index: number, rest: Step[], value: Json): Json {
  if (value === null && items[index] === null) return items
  const element = changed(items[index], rest, value)
  if (element === undefined) return items.filter((_item, at) => at !== index)
  const copy = [...items]
  // No holes: an element far behind the end comes to stand at the end.
  copy[Math.min(index, items.length)] = element
  return copy
}
