/** Defects drawn from the field tables: one for every way to spoil one field of a message that the gateway writes. */
import type { Contract, FieldSpec, Format, MessageSpec } from '../contract/contract.ts'
import type { Defect } from './defect.ts'

/** One field of a message, with all that its defects depend on. */
export interface Place {
  contract: Contract
  spec: MessageSpec
  field: FieldSpec
  format: Format
}

/** A way to spoil a field. */
export type Spoiling =
  | 'missing'
  | 'blank'
  | 'too-long'
  | 'too-short'
  | 'wrong-format'
  | 'wrong-type'
  | 'not-echoed'
  | 'duplicated'
  | 'misspelt'

/** Every field of some messages. */
export function placesOf(contract: Contract, specs: MessageSpec[]): Place[] {
  return specs.flatMap((spec) =>
    spec.fields.map((field) => ({ contract, spec, field, format: contract.formats[field.format]! })),
  )
}

const sentences: { [spoiling in Spoiling]: (what: string) => string } = {
  missing: (what) => `Leaves ${what} out of a success.`,
  blank: (what) => `Leaves ${what} empty in a success.`,
  'too-long': (what) => `Writes more into ${what} than it may hold.`,
  'too-short': (what) => `Writes less into ${what} than it has to hold.`,
  'wrong-format': (what) => `Writes ${what} in a wrong format.`,
  'wrong-type': (what) => `Writes ${what} as another JSON type.`,
  'not-echoed': (what) => `Answers another ${what} than that of the request.`,
  duplicated: (what) => `Writes ${what} twice.`,
  misspelt: (what) => `Writes the name of ${what} with a small first letter.`,
}

/** The defect, named after its place. */
export function spoiled<Steps>(
  { spec, field }: Place,
  spoiling: Spoiling,
  { breaks, steps }: Pick<Defect<Steps>, 'breaks' | 'steps'>,
): Defect<Steps> {
  const what = `${spec.message}.${field.name}`
  return { id: `${what}:${spoiling}`, says: sentences[spoiling](what), message: spec.message, breaks, steps }
}
