/** Numbers that nothing else has: transaction ids, serial numbers, PLN tokens. */
import { randomInt } from 'node:crypto'
import { written } from '../../../contract/datetime.ts'
import type { Deal, Meter } from './ledger.ts'
import { hyphened, kwhOf } from './phrase.ts'
import type { Steps, Till } from './steps.ts'

/** Kinds of products by the form of their serial number. */
export function kindOf(product: string): 'pln' | 'plna' | 'pulsa' {
  const found = /^PLN(A?)\d+$/.exec(product)
  return found ? (found[1] === 'A' ? 'plna' : 'pln') : 'pulsa'
}

/** The serial as the document has it for that kind of product. */
export const serials = {
  newId: (till) => String(nextId(till)),
  serial(deal, till) {
    const kind = kindOf(deal.product)
    if (kind === 'pulsa' || !deal.meter) return { sn: stamped(till) }
    const token = freshToken()
    return { token, sn: kind === 'pln' ? token : fiveParts(deal, deal.meter, token) }
  },
} satisfies Partial<Steps>

/** `token/name /kWh/tariff/power` */
export function fiveParts({ product }: Deal, { name, tariff, power }: Meter, token: string): string {
  return `${token}/${hyphened(name)} /kWh${kwhOf(product).replace('.', ',')}/${tariff}/${power}`
}

const ids = new WeakMap<Till, number>()

/** Milliseconds since 1970, as the samples have them, and one more than the last if that is not new. */
function nextId(till: Till): number {
  const next = Math.max(Math.floor(till.clock.now()), (ids.get(till) ?? 0) + 1, 1_000_000_000_000)
  ids.set(till, next)
  return next
}

let made = 0

/** Month, day and time, as the samples begin, and a count. */
function stamped(till: Till): string {
  const time = written(till.clock.now(), String(till.profile['timezone'])).replace(/\D/g, '')
  return `${time.slice(4)}${String(++made % 1_000_000).padStart(6, '0')}`
}

// Tokens stay unique when several gateways run: eight digits of this process, then a count.
const booth = String(randomInt(100_000_000)).padStart(8, '0')
let tokens = 0

/** Five groups of four digits. */
export function freshToken(): string {
  const digits = `${booth}${String(++tokens).padStart(12, '0')}`
  return digits.match(/\d{4}/g)!.join('-')
}
