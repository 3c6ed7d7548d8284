/** One defect for every way to spoil one member of an answer or a callback, drawn from the tables. */
import type { Contract } from '../../../../contract/contract.ts'
import { lengthOf } from '../../../../contract/schema.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { type Place, placesOf, spoiled, type Spoiling } from '../../../spoiled.ts'
import { answering, type Bend, isSold } from '../bend.ts'
import type { Steps } from '../steps.ts'
import { breaksOf } from './generated-breaks.ts'

/** Every generated defect; each shows in what tells of a success only. */
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
  const changes: { [spoiling in Spoiling]?: Change | false } = {
    missing: setting(() => null),
    blank: setting(() => ''),
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
  const bend = place.spec.side === 'response' ? inAnswers(place, change) : inCallbacks(place, change)
  return spoiled(place, spoiling, { breaks: breaksOf(place, spoiling), steps: bend })
}

const inAnswers = ({ field }: Place, change: Change): Bend =>
  answering((fields, _call, deal) => (isSold(deal) ? change(fields, field.name) : fields))

const inCallbacks =
  ({ field }: Place, change: Change): Bend =>
  (honest) => ({
    compose: (fields, deal, till) =>
      honest.compose(isSold(deal) ? change(fields, field.name) : fields, deal, till),
  })

/** Of a right length with wrong characters; undefined where every character is taken. */
function wrongValue({ format, field }: Place): ((value: string) => string) | undefined {
  if (format.kind === 'code') return () => 'OK'
  return field.format === 'alphanumeric' ? (value) => `${value.slice(0, -2)}-${value.slice(-1)}` : undefined
}
