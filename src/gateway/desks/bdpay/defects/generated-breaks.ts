/** The rules that a spoilt field breaks. */
import type { Place, Spoiling } from '../../../spoiled.ts'

/** Every rule that notices a spoilt field. */
export function breaksOf(place: Place, spoiling: Spoiling): string[] {
  const id = `${place.spec.message}.${place.field.name}:${spoiling}`
  return [
    `${main(place, spoiling)}@${spoiling === 'not-echoed' ? place.field.name : at(place)}`,
    ...(spoiling === 'wrong-type' && place.field.reads !== undefined
      ? [`json.flat@${place.spec.operation}`]
      : []),
    ...(more[id] ?? []),
  ]
}

const at = ({ spec, field }: Place): string => `${spec.message}/${field.name}`

function main({ field, format }: Place, spoiling: Spoiling): string {
  if (spoiling === 'missing') return field.name === 'platRespMessage' ? 'codes.described' : 'fields.present'
  if (spoiling === 'not-echoed') return 'echoes.kept'
  if (spoiling === 'wrong-type') return 'fields.type'
  if (field.name === 'platRespCode') return 'codes.format'
  if (format.kind === 'decimal') return 'amounts.format'
  return spoiling === 'too-long' ? 'fields.length' : 'fields.format'
}

/** Rules that notice it beside the one that speaks of the table. */
const more: { [id: string]: string[] } = {
  'PayResponse.platOrderNum:wrong-type': ['orders.stable', 'orders.numbered', 'orders.distinct'],
  'PrepaidOrderResponse.platOrderNum:wrong-type': ['orders.stable', 'orders.numbered'],
  'StaticVaResponse.platOrderNum:wrong-type': ['orders.numbered'],
  'CashResponse.platOrderNum:wrong-type': ['orders.stable', 'orders.numbered'],
  'QueryResponse.platOrderNum:wrong-type': ['orders.stable'],
  'PayResponse.vaNumber:wrong-type': ['orders.instrument-own'],
  'PayResponse.vaNumber:wrong-format': ['orders.instrument', 'orders.instrument-own'],
  'PayResponse.payMoney:wrong-type': ['amounts.large'],
  'PayResponse.payMoney:wrong-format': ['amounts.large'],
  'PayResponse.payMoney:not-echoed': ['amounts.large'],
  'QueryResponse.status:wrong-type': ['query.statuses', 'callbacks.agree', 'payouts.agree'],
  'CashResponse.fee:wrong-format': ['callbacks.echo@fee'],
  'CashResponse.fee:wrong-type': ['callbacks.echo@fee'],
  'PaymentCallback.code:missing': ['callbacks.code'],
  'PaymentCallback.code:wrong-format': ['callbacks.code'],
  // The second payment of a static VA has a number that no answer has told.
  'PaymentCallback.orderNum:missing': ['static.repeated'],
  'PaymentCallback.platOrderNum:missing': ['static.repeated', 'callbacks.ends'],
  'PaymentCallback.payMoney:wrong-format': ['amounts.kept@callback'],
  'PayoutCallback.status:missing': ['callbacks.outcome'],
  'PayoutCallback.status:wrong-format': ['callbacks.outcome'],
  'PayoutCallback.money:wrong-format': ['callbacks.echo@money'],
  'PayoutCallback.fee:wrong-format': ['callbacks.echo@fee'],
  'PayoutCallback.feeType:wrong-format': ['callbacks.echo@feeType'],
  'PayoutCallback.number:wrong-format': ['callbacks.echo@number'],
}
