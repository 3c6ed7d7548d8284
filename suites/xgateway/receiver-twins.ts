/** What a receiver books for one sale when another is told of: one of the same number, or one that there is not. */
import type { Case, Evidence, Rule } from '../../src/judge/rule.ts'
import type { Booking } from '../../src/judge/trace.ts'
import { textOf } from '../../src/wire/exchange.ts'
import { asked } from '../common/premises.ts'
import { receiverRule } from '../common/run-rules.ts'
import {
  callbacks,
  isAnother,
  posts,
  sales,
  takesBare,
  touches,
  unknowns,
  type Sale,
} from './receiver-heard.ts'

interface Untold extends Case {
  reference: string
  /** trx_ids that were told of. */
  told: string[]
  lines: Booking[]
}

/** Every reading of the books about a sale that nothing was told of, while something was of its number or of no sale at all. */
function untold(evidence: Evidence): Untold[] {
  if (!takesBare(evidence)) return []
  return evidence.trace.entries.flatMap((entry) => {
    const sale = entry.kind === 'ledger' ? sales(evidence).get(entry.code) : undefined
    if (entry.kind !== 'ledger' || !sale) return []
    const before = callbacks(evidence).filter(({ exchange }) => exchange.began < entry.began)
    const isTold = before.some((one) => touches(evidence, one, sale) && !isAnother(one, sale))
    if (isTold || isNamed(evidence, sale)) return []
    const twins = before.filter((one) => isAnother(one, sale) && !one.exchange.stranger)
    const others =
      twins.length > 0
        ? twins
        : unknowns(evidence)
            .filter((one) => before.includes(one))
            .slice(-most)
    if (others.length === 0) return []
    const exchanges = others.map(({ exchange }) => exchange)
    const told = exchanges.map((exchange) => asked(exchange, 'REQUESTID'))
    return [{ reference: sale.reference, told, lines: entry.payments, exchanges }]
  })
}

/** Callbacks about no sale that a story tells of, the last ones. */
const most = 3

/** Something that is no callback holds its trx_id, and may have been taken for one. */
function isNamed(evidence: Evidence, { reference }: Sale): boolean {
  const whole = new Set(callbacks(evidence).map(({ exchange }) => exchange))
  return posts(evidence).some(
    (one) => !whole.has(one) && textOf(one.request.body).replaceAll('\0', '').includes(reference),
  )
}

const ownSale = receiverRule<Untold>(
  'receiver.own-sale',
  'What is told of another trx_id ends no sale, not even one of the same number.',
  untold,
  ({ reference, told, lines }) => {
    const ended = lines.find(({ state }) => state !== 'pending')
    if (!ended) return []
    const expected = `${reference} pending in its books, since only ${told.join(', ')} was told of`
    // The document does not say whether capital and small letters of a trx_id are the same.
    const isCase = told.every((one) => one.toUpperCase() === reference.toUpperCase())
    return [{ expected, received: ended.state, ...(isCase ? { level: 'should' } : {}) }]
  },
)

export const receiverTwins: Rule[] = [ownSale]
