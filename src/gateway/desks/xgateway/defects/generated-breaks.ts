/** The rules that a spoiled member breaks. */
import type { Place, Spoiling } from '../../../spoiled.ts'

/** Every rule that notices a spoiled member. */
export function breaksOf({ spec, field }: Place, spoiling: Spoiling): string[] {
  if (spoiling === 'duplicated') return ['fields.once']
  if (spoiling === 'misspelt') return ['fields.named']
  if (spoiling === 'missing') return ['rpc.complete']
  if (spoiling === 'blank') return blank(field.name)
  const main =
    field.name === 'RESPONSECODE'
      ? 'codes.format'
      : spoiling === 'wrong-format'
        ? 'fields.format'
        : 'fields.length'
  const isEcho = spec.side === 'response' && field.name === 'REQUESTID'
  return [main, ...(isEcho ? ['echoes.kept@REQUESTID'] : [])]
}

function blank(name: string): string[] {
  if (name === 'SN') return ['serials.success']
  return [name === 'MESSAGE' ? 'codes.described' : 'fields.present']
}
