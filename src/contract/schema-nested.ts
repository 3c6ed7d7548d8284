/** JSON Schema of a message whose fields are nested: objects in objects, arrays of objects, headers beside them. */
import type { Contract, FieldSpec, MessageSpec, Presence, Profile } from './contract.ts'
import { presenceOf, valueSchema, type JsonSchema, type Strictness } from './schema.ts'
import { pathOf, treeOf, typesOf, type Branch } from './tree.ts'

interface Draft {
  contract: Contract
  spec: MessageSpec
  profile: Profile
  strictness: Strictness
}

type Outcome = 'success' | 'refusal'

/** The schema of the whole message; what is demanded of some outcomes only hangs on the code. */
export function nestedSchemaOf(
  contract: Contract,
  spec: MessageSpec,
  profile: Profile,
  strictness: Strictness,
): JsonSchema {
  const draft = { contract, spec, profile, strictness }
  const all = (['success', 'refusal'] as const).flatMap((outcome) => conditionOf(draft, outcome))
  return { ...branchSchema(draft, treeOf(spec)), ...(all.length === 0 ? {} : { allOf: all }) }
}

function branchSchema(draft: Draft, branch: Branch): JsonSchema {
  const types = typesOf(branch, draft.strictness, draft.profile)
  const own = branch.field && leafSchema(draft, branch.field, types)
  const members = [...branch.members].map(([name, inner]) => {
    const unwanted = demanded(draft, inner) === 'X' && draft.strictness === 'should'
    return [name, unwanted ? false : branchSchema(draft, inner)] as const
  })
  const required = [...branch.members]
    .filter(([, inner]) => demanded(draft, inner) === (draft.strictness === 'must' ? 'M' : 'S'))
    .map(([name]) => name)
  return {
    ...own,
    type: types.length === 1 ? types[0] : types,
    ...(members.length === 0 ? {} : { properties: Object.fromEntries(members) }),
    ...(required.length === 0 ? {} : { required }),
    ...(types.includes('array') ? { items: itemSchema(draft, branch) } : {}),
  }
}

/** Elements are objects unless a row tells otherwise. */
function itemSchema(draft: Draft, { each }: Branch): JsonSchema {
  return each ? branchSchema(draft, each) : { type: 'object' }
}

/** Patterns and lengths bind text only, so they do no harm where a number is read too. */
function leafSchema(
  { contract, spec, profile, strictness }: Draft,
  field: FieldSpec,
  types: string[],
): JsonSchema {
  if (types.includes('string') && contract.formats[field.format]!.kind !== 'json')
    return valueSchema(contract, spec, field, profile, strictness)
  return { description: field.says }
}

/** What is demanded of a place whatever the outcome; undefined where that depends on it. */
function demanded(draft: Draft, { field }: Branch): Presence | undefined {
  if (!field) return undefined
  const presence = presenceOf(field, draft.profile)
  if (draft.spec.side === 'request') return presence
  return (['success', 'refusal'] as const).every((one) => presenceOf(field, draft.profile, one) === presence)
    ? presence
    : undefined
}

function conditionOf(draft: Draft, outcome: Outcome): JsonSchema[] {
  const { contract, spec } = draft
  if (spec.side === 'request') return []
  const then = demandsOf(draft, treeOf(spec), outcome)
  if (!then) return []
  const { at, success, format } = contract.outcome
  const code = valueAt(pathOf(at), { enum: success })
  if (outcome === 'success') return [{ if: code, then }]
  const legible = valueAt(pathOf(at), { pattern: contract.formats[format]?.pattern })
  return [{ if: { allOf: [legible, { not: code }] }, then }]
}

/** Demands on the value at a path, which has to be there. */
function valueAt([step = '', ...rest]: string[], schema: JsonSchema): JsonSchema {
  const inner = rest.length === 0 ? schema : valueAt(rest, schema)
  return { properties: { [step]: inner }, required: [step] }
}

/** What one outcome demands beyond what all do; undefined for nothing. */
function demandsOf(draft: Draft, branch: Branch, outcome: Outcome): JsonSchema | undefined {
  const properties: { [name: string]: JsonSchema | false } = {}
  const required: string[] = []
  for (const [name, inner] of branch.members) {
    const known = demanded(draft, inner) !== undefined || !inner.field
    const presence = known ? undefined : presenceOf(inner.field!, draft.profile, outcome)
    const deeper = demandsOf(draft, inner, outcome)
    if (deeper) properties[name] = deeper
    if (presence === (draft.strictness === 'must' ? 'M' : 'S')) required.push(name)
    if (presence === 'X' && draft.strictness === 'should') properties[name] = false
  }
  const items = branch.each && demandsOf(draft, branch.each, outcome)
  const schema: JsonSchema = {
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
    ...(items && { items }),
  }
  return Object.keys(schema).length === 0 ? undefined : schema
}
