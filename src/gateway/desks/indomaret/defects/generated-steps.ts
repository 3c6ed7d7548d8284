/** Steps that spoil one field of a success: by its value, or by the bytes of its element. */
import type { Defect } from '../../../defect.ts'
import type { Call, Outcome, Steps } from '../steps.ts'
import { answering, isSuccess, texting } from './bend.ts'
import type { Place } from '../../../spoiled.ts'
import { plainValue, type Spoil } from './generated-values.ts'

type Bend = Defect<Steps>['steps']

const isAt = ({ spec }: Place, call: Call, outcome: Outcome): boolean =>
  call.operation === spec.operation && isSuccess(call, outcome)

/** Writes another value into the field, in the place that the table gives it. */
export function setting(place: Place, spoil: Spoil): Bend {
  const { name } = place.field
  return answering((fields, call, outcome) => {
    if (!isAt(place, call, outcome)) return fields
    const honest = fields[name]
    const whole = { ...fields, [name]: spoil(typeof honest === 'string' ? honest : '', call) }
    const order = place.spec.fields.map((field) => field.name).filter((known) => known in whole)
    return Object.fromEntries(order.map((known) => [known, whole[known]!]))
  })
}

/** Writes the element of the field twice. */
export const doubling = (place: Place): Bend =>
  bytewise(place, (text) => text.replace(elementOf(place), '$&$&'))

/** Writes the name of the field with a small first letter. */
export const respelling = (place: Place): Bend =>
  bytewise(place, (text) =>
    text.replace(
      elementOf(place),
      (_all, prefix: string, name: string, attributes: string, value: string) => {
        const tag = `${prefix}${name[0]!.toLowerCase()}${name.slice(1)}`
        return `<${tag}${attributes}>${value}</${tag}>`
      },
    ),
  )

const elementOf = ({ field }: Place): RegExp =>
  new RegExp(`<((?:[\\w-]+:)?)(${field.name})((?:\\s[^>]*)?)>([^<]*)</\\1\\2>`)

/** Changes the text of a success; a field that the honest answer leaves out is put in first. */
function bytewise(place: Place, change: (text: string) => string): Bend {
  return (honest) => ({
    ...setting(place, (value, call) => value || plainValue(place, call))(honest),
    ...texting((text, call, outcome) => (isAt(place, call, outcome) ? change(text) : text))(honest),
  })
}
