/** One defect for every way to spoil one field of an answer or a notification, drawn from the tables. */
import type { Contract } from '../../../../contract/contract.ts'
import { isHeader } from '../../../../contract/tree.ts'
import type { Json } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { type Place, placesOf, spoiled, type Spoiling } from '../../../spoiled.ts'
import { spotsOf, type Spoil, spoilsOf } from '../../../spoiled-values.ts'
import { answering, type Bend } from '../bend.ts'
import type { Steps } from '../steps.ts'

const messages = ['PaymentCodeResponse', 'StatusResponse', 'NotificationRequest']

/** What the honest desk writes nowhere, or writes itself when it signs. */
const unwritten =
  /^(?:error.*|additional_info|header::status|header:Signature|online_to_offline_payment.*|header:Content-Type)$/

/** Every generated defect. Each shows in what tells of a success only. */
export function generatedDefects(contract: Contract): Defect<Steps>[] {
  const specs = messages.map((name) => contract.messages[name]!)
  return placesOf(contract, specs).flatMap((place) =>
    Object.entries(waysOf(place)).map(([spoiling, spoil]) => defect(place, spoiling as Spoiling, spoil)),
  )
}

function waysOf(place: Place): { [spoiling in Spoiling]?: Spoil } {
  const ways = spoilsOf(place, unwritten)
  return { ...ways, ...(ways['not-echoed'] && { 'not-echoed': nobodys }) }
}

/** What nobody has asked with: any other of the same length may be that of a request in flight. */
const nobodys: Spoil = (value: Json | undefined) => `${String(value ?? '').slice(0, -1)}_`

function defect(place: Place, spoiling: Spoiling, spoil: Spoil): Defect<Steps> {
  return spoiled<Steps>(place, spoiling, {
    breaks: breaksOf(place, spoiling),
    steps: place.spec.side === 'response' ? inAnswers(place, spoil) : inNotices(place, spoil),
  })
}

function breaksOf({ spec, field, format }: Place, spoiling: Spoiling): string[] {
  const at = `${spec.message}/${field.name}`
  const id = `${at}:${spoiling}`
  if (others[id]) return others[id]
  if (spoiling === 'not-echoed') return [`echoes.kept@${field.name}`]
  if (spoiling === 'missing') return [`fields.present@${at}`]
  if (spoiling === 'wrong-type') return [`fields.type@${at}`]
  if (format.kind === 'decimal') return [`fields.format@${at}`]
  return [spoiling === 'too-long' ? `fields.length@${at}` : `fields.format@${at}`]
}

/** Rules in place of the one that speaks of the table, where another speaks of this field. */
const others: { [id: string]: string[] } = {
  // Another form is tolerated, and is another code than that of the order.
  'NotificationRequest/online_to_offline_info.payment_code:wrong-format': [
    'fields.format@NotificationRequest/online_to_offline_info.payment_code',
    'notifications.match@online_to_offline_info.payment_code',
  ],
  'PaymentCodeResponse/online_to_offline_info.payment_code:wrong-format': [
    'fields.format@PaymentCodeResponse/online_to_offline_info.payment_code',
    'status.code',
  ],
  'StatusResponse/online_to_offline_info.payment_code:wrong-format': [
    'fields.format@StatusResponse/online_to_offline_info.payment_code',
    'status.code',
  ],
}

const inAnswers = ({ spec, field }: Place, spoil: Spoil): Bend =>
  answering(
    (fields) => (fields['header::status'] === '200' ? spotsOf(fields, field.name, spoil) : fields),
    ({ operation }) => operation === spec.operation,
  )

/** Headers of a notification are written when it is composed, and signed there. */
const inNotices =
  ({ field }: Place, spoil: Spoil): Bend =>
  (honest) =>
    isHeader(field.name)
      ? {
          compose: (fields, id, merchant, url, till) =>
            honest.compose({ ...fields, [field.name]: spoil(written[field.name]) }, id, merchant, url, till),
        }
      : { notice: (order, payment, till) => spotsOf(honest.notice(order, payment, till), field.name, spoil) }

/** What is spoilt of a header, where a value is needed. */
const written: { [place: string]: string } = {
  'header:Client-Id': 'MCH-0001-10791114622547',
  'header:Request-Id': 'N-176400000000000001',
  'header:Request-Timestamp': '2026-11-28T03:15:30Z',
}
