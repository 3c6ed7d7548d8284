/** One defect for every way to spoil one member of an answer or a callback, drawn from the tables. */
import type { Contract } from '../../../../contract/contract.ts'
import { lengthOf } from '../../../../contract/schema.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { type Place, placesOf, spoiled, type Spoiling } from '../../../spoiled.ts'
import { answering, type Bend, isFailure, isSold } from '../bend.ts'
import type { Deal } from '../ledger.ts'
import type { Steps } from '../steps.ts'
import { breaksOf } from './generated-breaks.ts'

/**
 * Every generated defect. Each shows in what tells of a success only; but of a member that may be empty it shows
 * in failures, where it is, that it is missing or misspelt.
 */
export function generatedDefects(contract: Contract): Defect<Steps>[] {
  const { Response, Callback } = contract.messages
  return placesOf(contract, [Response!, Callback!]).flatMap(spoilings)
}

type Change = (fields: Fields, name: string) => Fields

const setting =
  (spoil: (value: string) => string | null): Change =>
  (fields, name) => ({ ...fields, [name]: spoil(String(fields[name])) })

const respelling: Change = (fields, name) =>
  Object.fromEntries(
    Object.entries(fields).map(([one, value]) => [
      one === name ? `${name[0]!.toLowerCase()}${name.slice(1)}` : one,
      value,
    ]),
  )

const doubling: Change = (fields, name) => ({ ...fields, [name]: [fields[name]!, fields[name]!] })

function spoilings(place: Place): Defect<Steps>[] {
  const { least, most } = lengthOf(place.field.length)
  const wrong = wrongValue(place)
  const isDue = place.field.presence === 'M'
  const changes: { [spoiling in Spoiling]?: Change | false } = {
    missing: setting(() => null),
    blank: isDue && setting(() => ''),
    'too-long': Number.isFinite(most) && setting((value) => value.padEnd(most + 1, '0')),
    'too-short': least > 1 && setting((value) => value.slice(0, least - 1)),
    'wrong-format': wrong !== undefined && setting(wrong),
    duplicated: doubling,
    misspelt: respelling,
  }
  return Object.entries(changes).flatMap(([spoiling, change]) =>
    change ? [defect(place, spoiling as Spoiling, change)] : [],
  )
}

function defect(place: Place, spoiling: Spoiling, change: Change): Defect<Steps> {
  const isLost = place.field.presence !== 'M' && ['missing', 'misspelt'].includes(spoiling)
  const when = isLost ? isFailure : isSold
  const inMessages = place.spec.side === 'response' ? inAnswers : inCallbacks
  return spoiled(place, spoiling, {
    breaks: breaksOf(place, spoiling),
    steps: inMessages(place, change, when),
  })
}

type When = (deal: Deal) => boolean

const inAnswers = ({ field }: Place, change: Change, when: When): Bend =>
  answering((fields, _call, deal) => (when(deal) ? change(fields, field.name) : fields))

const inCallbacks =
  ({ field }: Place, change: Change, when: When): Bend =>
  (honest) => ({
    compose: (fields, deal, till) =>
      honest.compose(when(deal) ? change(fields, field.name) : fields, deal, till),
  })

/** Of a right length with wrong characters; undefined where every character is taken, and where MESSAGE has it too. */
function wrongValue({ format, field, contract }: Place): ((value: string) => string) | undefined {
  if (format.kind === 'code') return () => 'OK'
  const isAlone = field.format === 'alphanumeric' && field.name !== contract.places['transaction']
  return isAlone ? (value) => `${value.slice(0, -2)}-${value.slice(-1)}` : undefined
}
