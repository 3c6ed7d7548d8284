/** The rules that a spoilt field breaks. */
import type { Place, Spoiling } from '../../../spoiled.ts'

/** Every rule that notices a spoilt field. */
export function breaksOf(place: Place, spoiling: Spoiling): string[] {
  const id = `${place.spec.message}.${place.field.name}:${spoiling}`
  return (
    others[id] ?? [
      `${main(place, spoiling)}@${spoiling === 'not-echoed' ? place.field.name : at(place)}`,
      ...(more[id] ?? []),
    ]
  )
}

const at = ({ spec, field }: Place): string => `${spec.message}/${field.name}`

function main({ field, format }: Place, spoiling: Spoiling): string {
  if (field.name === 'header:Content-Type') return 'json.content-type'
  if (spoiling === 'missing') return field.name === 'responseMessage' ? 'codes.described' : 'fields.present'
  if (spoiling === 'not-echoed') return 'echoes.kept'
  if (spoiling === 'wrong-type') return 'fields.type'
  if (field.name === 'responseCode') return 'codes.format'
  if (format.kind === 'decimal') return 'amounts.format'
  return spoiling === 'too-long' ? 'fields.length' : 'fields.format'
}

/** Rules in place of the one that speaks of the table, where another speaks of this field. */
const others: { [id: string]: string[] } = {}

/** Rules that notice it beside the one that speaks of the table. */
const more: { [id: string]: string[] } = {
  'StatusResponse.originalReferenceNo:not-echoed': ['references.stable'],
  'CancelResponse.originalReferenceNo:not-echoed': ['references.stable'],
  'RefundResponse.originalReferenceNo:not-echoed': ['references.stable'],
  'RefundResponse.refundAmount.value:not-echoed': ['refunds.no-amount'],
}
