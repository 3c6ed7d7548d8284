/** The text of MESSAGE, written as the samples write it. */
import type { Deal, Meter } from './ledger.ts'

/** A MESSAGE in its parts, in the order in which they stand. */
export interface Phrase {
  verb: string
  product: string
  to: string
  number: string
  /** What stands between the number and the status. */
  gap: string
  status: string
  pairs: [key: string, value: string][]
  /** What stands between two pairs. */
  comma: string
}

/** The phrase as text. */
export function spoken({ verb, product, to, number, gap, status, pairs, comma }: Phrase): string {
  const told = pairs.map(([key, value]) => `${key}=${value}`).join(comma)
  return `${verb} ${product} ${to} ${number}${gap}${status}. ${told}`
}

/** The phrase of a transaction as it stands; `balance` is what its partner has left. */
export function phraseOf(deal: Deal, balance: number, ket: string): Phrase {
  const { isQuery, product, number, code } = deal
  const status = code === '00' ? 'SUKSES' : code === '68' ? 'PENDING' : 'GAGAL'
  const verb = isQuery ? { verb: 'QUERY', to: 'ke' } : { verb: 'ISI', to: 'KE' }
  const common = { ...verb, product, number, status, gap: ', ', comma: ', ' }
  if (code !== '00')
    return {
      ...common,
      pairs: [
        ['SAL', String(balance)],
        ['ID', deal.id],
        ['KET', ket],
      ],
    }
  if (isQuery) return { ...common, pairs: asked(deal.meter!) }
  return { ...common, gap: ' , ', comma: ',', pairs: bought(deal, balance) }
}

const asked = ({ meter, idpel, name, tariff, power }: Meter): Phrase['pairs'] => [
  ['METER', meter],
  ['IDPEL', idpel],
  ['NAMA', name],
  ['DAYA', `${tariff} /${power} VA`],
]

function bought(deal: Deal, balance: number): Phrase['pairs'] {
  const pairs: Phrase['pairs'] = [
    ['SAL', String(balance)],
    ['HRG', String(deal.price)],
    ['ID', deal.id],
    ['SN', deal.sn],
  ]
  return deal.meter && deal.token ? [...pairs, ...slip(deal, deal.meter, deal.token)] : pairs
}

/** What a token's slip tells: whose meter it is and how its price is made up. */
function slip(
  { id, product }: Deal,
  { meter, idpel, name, tariff, power }: Meter,
  token: string,
): Phrase['pairs'] {
  const { total, part, worth } = sharesOf(product)
  return [
    ['METER', meter],
    ['IDPEL', idpel],
    ['NAMA', hyphened(name)],
    ['DAYA', `${tariff}/${power}`],
    ['REF', `APL${id}`],
    ['RPBAYAR', String(total)],
    ['ADMIN', '0'],
    ['METERAI', part.toFixed(1)],
    ['PPN', part.toFixed(1)],
    ['PPJ', part.toFixed(1)],
    ['ANGSURAN', part.toFixed(1)],
    ['RPTOKEN', worth.toFixed(1)],
    ['KWH', `kWh${kwhOf(product)}`],
    ['TOKEN', token],
  ]
}

/** A name as tokens carry it: `Nama-Pelanggan`. */
export const hyphened = (name: string): string => name.replace(/\s+/g, '-')

/** How a token's price is made up, as in the sample: a tenth each for stamp, two taxes and instalment, the rest power. */
export function sharesOf(product: string): { total: number; part: number; worth: number } {
  const total = Number(/\d+$/.exec(product)?.[0] ?? 0) * 1000
  const part = total / 10
  return { total, part, worth: total - 4 * part }
}

/** Rupiah for a kilowatt-hour. */
const tariff = 1352

/** Kilowatt-hours of a token, with one digit after the dot. */
export const kwhOf = (product: string): string => (sharesOf(product).worth / tariff).toFixed(1)
