/** One defect for every way to spoil one field of one answer, drawn from the field tables. */
import type { Contract } from '../../../../contract/contract.ts'
import { lengthOf } from '../../../../contract/schema.ts'
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { type Place, breaksOf, type Spoiling } from './generated-breaks.ts'
import { doubling, respelling, setting } from './generated-steps.ts'
import { longValue, shortValue, wrongValue } from './generated-values.ts'

/** Every generated defect of a contract's responses; each shows in answers with 00 only. */
export function generatedDefects(contract: Contract): Defect<Steps>[] {
  const specs = Object.values(contract.messages).filter(({ side }) => side === 'response')
  return specs.flatMap((spec) =>
    spec.fields.flatMap((field) =>
      spoiled({ contract, spec, field, format: contract.formats[field.format]! }),
    ),
  )
}

function spoiled(place: Place): Defect<Steps>[] {
  const { field } = place
  const { least, most } = lengthOf(field.length)
  const isDue = field.presence === 'M' || field.name === 'ReceiptCode'
  const wrong = wrongValue(place)
  return [
    isDue &&
      defect(
        place,
        'missing',
        setting(place, () => null),
      ),
    isDue &&
      defect(
        place,
        'blank',
        setting(place, () => ''),
      ),
    Number.isFinite(most) && defect(place, 'too-long', setting(place, longValue(place, most))),
    least > 1 && defect(place, 'too-short', setting(place, shortValue(least))),
    wrong !== undefined && defect(place, 'wrong-format', setting(place, wrong)),
    defect(place, 'duplicated', doubling(place)),
    defect(place, 'misspelt', respelling(place)),
  ].filter((made) => made !== false)
}

const sentences: { [spoiling in Spoiling]: (what: string) => string } = {
  missing: (what) => `Leaves ${what} out of a success.`,
  blank: (what) => `Leaves ${what} empty in a success.`,
  'too-long': (what) => `Writes more into ${what} than it may hold.`,
  'too-short': (what) => `Writes less into ${what} than it has to hold.`,
  'wrong-format': (what) => `Writes ${what} in a wrong format.`,
  duplicated: (what) => `Writes ${what} twice.`,
  misspelt: (what) => `Writes the name of ${what} with a small first letter.`,
}

function defect(place: Place, spoiling: Spoiling, steps: Defect<Steps>['steps']): Defect<Steps> {
  const what = `${place.spec.message}.${place.field.name}`
  return {
    id: `${what}:${spoiling}`,
    says: sentences[spoiling](what),
    breaks: breaksOf(place, spoiling),
    steps,
  }
}
