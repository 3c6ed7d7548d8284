/** One defect for every way to spoil one field of an answer or a callback, drawn from the tables. */
import type { Contract } from '../../../../contract/contract.ts'
import type { Json } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { type Place, placesOf, spoiled, type Spoiling } from '../../../spoiled.ts'
import { spotsOf, type Spoil, spoilsOf } from '../../../spoiled-values.ts'
import { answering, type Bend } from '../bend.ts'
import type { Steps, Told } from '../steps.ts'
import { breaksOf } from './generated-breaks.ts'
import { telling } from './signing.ts'

const messages = [
  'PayResponse',
  'PrepaidOrderResponse',
  'StaticVaResponse',
  'QueryResponse',
  'CashResponse',
  'AccountResponse',
  'BankAccountVerifyResponse',
  'PaymentCallback',
  'PayoutCallback',
]

/** Every generated defect. Each shows in what tells of a success only. */
export function generatedDefects(contract: Contract): Defect<Steps>[] {
  const specs = messages.map((name) => contract.messages[name]!)
  return placesOf(contract, specs).flatMap((place) =>
    Object.entries(waysOf(place)).map(([spoiling, spoil]) => defect(place, spoiling as Spoiling, spoil)),
  )
}

/** What only other profiles write in answers. */
const unwritten = /^(?:success|code|data)$/

function waysOf(place: Place): { [spoiling in Spoiling]?: Spoil } {
  const { field, spec } = place
  const isAnswer = spec.side === 'response'
  if (field.name === 'platSign' || (isAnswer && unwritten.test(field.name))) return {}
  const { 'wrong-type': type, ...ways } = spoilsOf(place, /^$/)
  const isTyped = isAnswer && type !== undefined
  return {
    ...ways,
    ...(field.presence === 'S' && field.onRefusal === undefined && { missing: () => null }),
    ...(ways['not-echoed'] && field.name === 'orderNum' && { 'not-echoed': longer }),
    ...(ways['not-echoed'] && place.format.kind === 'decimal' && { 'not-echoed': another }),
    ...(isTyped && { 'wrong-type': field.reads === undefined ? type : listed }),
  }
}

/** The number of no other order: another one in flight may have any of the same length. */
const longer: Spoil = (value: Json | undefined) => `${String(value ?? '')}X`

/** A whole amount that nobody has asked for. */
const another: Spoil = (value: Json | undefined) => `9${String(value ?? '1')}`

/** Of no type that is read: neither a text nor a number. */
const listed: Spoil = (value: Json | undefined) => [value ?? '1']

function defect(place: Place, spoiling: Spoiling, spoil: Spoil): Defect<Steps> {
  return spoiled<Steps>(place, spoiling, {
    breaks: breaksOf(place, spoiling),
    steps: place.spec.side === 'response' ? inAnswers(place, spoil) : inCallbacks(place, spoil),
  })
}

/** Some fields are there where there is something to say only. */
const inAnswers = ({ spec, field }: Place, spoil: Spoil): Bend =>
  answering(
    (fields) => (fields['platRespCode'] === 'SUCCESS' ? spotsOf(fields, field.name, spoil) : fields),
    ({ operation }) => operation === spec.operation,
  )

const inCallbacks = ({ spec, field }: Place, spoil: Spoil): Bend =>
  telling(spec.operation as Told['operation'], (fields) => spotsOf(fields, field.name, spoil))
