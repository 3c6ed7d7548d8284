/** Draws whole JSON messages that a field table allows. */
import * as fc from 'fast-check'
import { verbatim, type Fields, type Json } from '../wire/reading.ts'
import type { Contract, MessageSpec, Profile } from './contract.ts'
import { drawString } from './draw.ts'
import { presenceOf } from './schema.ts'
import { treeOf, type Branch } from './tree.ts'

interface Kit {
  contract: Contract
  profile: Profile
  outcome?: 'success' | 'refusal'
}

/** The outermost fields of a message, headers among them: mandatory ones always, others at times. */
export function drawFields(contract: Contract, spec: MessageSpec, profile: Profile): fc.Arbitrary<Fields> {
  const kit: Kit = { contract, profile, ...(spec.side === 'response' ? { outcome: 'success' } : {}) }
  return drawObject(kit, treeOf(spec))
}

function drawObject(kit: Kit, { members }: Branch): fc.Arbitrary<{ [name: string]: Json }> {
  const wanted = [...members].filter(([, branch]) => presence(kit, branch) !== 'X')
  const requiredKeys = wanted.filter(([, branch]) => presence(kit, branch) === 'M').map(([name]) => name)
  const model = Object.fromEntries(wanted.map(([name, branch]) => [name, drawBranch(kit, branch)]))
  return fc.record(model, { requiredKeys, noNullPrototype: true })
}

const presence = ({ profile, outcome }: Kit, { field }: Branch) =>
  field && presenceOf(field, profile, outcome)

function drawBranch(kit: Kit, branch: Branch): fc.Arbitrary<Json> {
  const { field, members, each } = branch
  const { contract } = kit
  if (field?.json === 'array' || each)
    return fc.array(each ? drawBranch(kit, each) : fc.constant<Json>({}), { maxLength: 3 })
  if (field?.json === 'object' || members.size > 0) return drawObject(kit, branch)
  if (field?.json === 'boolean') return fc.boolean()
  if (!field) return fc.constant({})
  if (field.name === contract.outcome.at) return fc.constantFrom(...contract.outcome.success)
  const text = drawString(contract, field)
  return field.json === 'number' || field.json === 'integer'
    ? text.filter((value) => /^(0|[1-9]\d*)(\.\d+)?$/.test(value)).map(verbatim)
    : text
}
