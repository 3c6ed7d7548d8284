/** The rules that a spoiled field breaks, by the kind of its format and the part that it plays. */
import type { Place, Spoiling } from '../../../spoiled.ts'

/** Every rule that notices a spoiled field. */
export function breaksOf(place: Place, spoiling: Spoiling): string[] {
  if (spoiling === 'duplicated') return ['fields.once']
  if (spoiling === 'misspelt') return ['fields.named']
  const isThere = spoiling !== 'missing' && spoiling !== 'blank'
  return [main(place, spoiling), ...(isThere ? echoOf(place) : [])]
}

function main(place: Place, spoiling: Spoiling): string {
  if (spoiling === 'missing' || spoiling === 'blank') return absent(place)
  const { kind } = place.format
  if (kind === 'datetime') return 'clocks.format'
  if (kind === 'decimal') return 'amounts.format'
  if (kind === 'code') return 'codes.format'
  if (place.field.name === place.contract.outcome.text) return 'codes.described'
  return spoiling === 'wrong-format' ? 'fields.format' : 'fields.length'
}

function absent({ contract, field }: Place): string {
  if (field.name === contract.outcome.text) return 'codes.described'
  return field.name === contract.places['receipt'] ? 'payment.receipt' : 'fields.present'
}

function echoOf({ contract, spec, field }: Place): string[] {
  const isEcho = contract.operations[spec.operation]?.echo?.some((echo) => echo.field === field.name)
  return isEcho ? [`echoes.kept@${field.name}`] : []
}
