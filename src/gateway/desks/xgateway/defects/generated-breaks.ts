/** The rules that a spoiled member breaks. */
import type { Place, Spoiling } from '../../../spoiled.ts'

/** Every rule that notices a spoiled member. */
export function breaksOf(place: Place, spoiling: Spoiling): string[] {
  if (spoiling === 'duplicated') return ['fields.once']
  return [main(place, spoiling), ...keyOf(place, spoiling)]
}

function main({ field: { name, presence } }: Place, spoiling: Spoiling): string {
  if (spoiling === 'misspelt') return 'fields.named'
  if (spoiling === 'missing' || spoiling === 'blank') {
    if (presence !== 'M') return 'rpc.complete'
    return name === 'MESSAGE' ? 'codes.described' : 'fields.present'
  }
  if (name === 'RESPONSECODE') return 'codes.format'
  return spoiling === 'wrong-format' ? 'fields.format' : 'fields.length'
}

/** Another trx_id is no echo, and no key of a callback. */
function keyOf({ spec, field }: Place, spoiling: Spoiling): string[] {
  if (field.name !== 'REQUESTID') return []
  if (spec.side === 'request') return ['callbacks.key']
  return ['too-long', 'wrong-format'].includes(spoiling) ? ['echoes.kept@REQUESTID'] : []
}
