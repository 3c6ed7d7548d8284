/** One defect for every way to spoil one field of one answer, drawn from the field tables. */
import type { Contract } from '../../../../contract/contract.ts'
import { lengthOf } from '../../../../contract/schema.ts'
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { type Place, placesOf, spoiled, type Spoiling } from '../../../spoiled.ts'
import { breaksOf } from './generated-breaks.ts'
import { doubling, respelling, setting } from './generated-steps.ts'
import { longValue, shortValue, wrongValue } from './generated-values.ts'

/** Every generated defect of a contract's responses; each shows in answers with 00 only. */
export function generatedDefects(contract: Contract): Defect<Steps>[] {
  const specs = Object.values(contract.messages).filter(({ side }) => side === 'response')
  return placesOf(contract, specs).flatMap(spoilings)
}

function spoilings(place: Place): Defect<Steps>[] {
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

function defect(place: Place, spoiling: Spoiling, steps: Defect<Steps>['steps']): Defect<Steps> {
  return spoiled(place, spoiling, { breaks: breaksOf(place, spoiling), steps })
}
