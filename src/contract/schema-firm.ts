/** Makes a schema refuse blank text wherever a value is required, so that most messages need no closer look. */
import type { JsonSchema } from './schema.ts'

const BLANKS = ['', ' ', '   ', '\t', '\r\n']
const SAYS_SOMETHING = { pattern: '\\S' }

/** Whatever keeps this keeps the schema itself after its blanks are dropped. The opposite does not hold. */
export function firm(schema: JsonSchema): JsonSchema {
  const { required = [], properties = {}, items, allOf, if: _if, then } = schema
  const names = new Set([...Object.keys(properties as object), ...(required as string[])])
  const known = properties as { [name: string]: JsonSchema | false }
  const inner = [...names].map(
    (name) => [name, memberOf(known[name], (required as string[]).includes(name))] as const,
  )
  return {
    ...schema,
    ...(inner.length === 0 ? {} : { properties: Object.fromEntries(inner) }),
    ...(items === undefined ? {} : { items: firm(items as JsonSchema) }),
    ...(then === undefined ? {} : { then: firm(then as JsonSchema) }),
    ...(allOf === undefined ? {} : { allOf: (allOf as JsonSchema[]).map(firm) }),
  }
}

function memberOf(member: JsonSchema | false | undefined, isRequired: boolean): JsonSchema | false {
  if (member === false) return false
  if (member === undefined) return SAYS_SOMETHING
  return isRequired && allowsBlanks(member) ? { ...firm(member), allOf: [SAYS_SOMETHING] } : firm(member)
}

function allowsBlanks({ type, pattern, allOf }: JsonSchema): boolean {
  if (allOf !== undefined || (type !== undefined && ![type].flat().includes('string'))) return false
  const form = typeof pattern === 'string' ? new RegExp(pattern, 'u') : undefined
  return form === undefined || BLANKS.some((blank) => form.test(blank))
}
