/** What a receiver books for one sale when another of the same number is told of. */
import type { Case, Evidence, Rule } from '../../src/judge/rule.ts'
import type { Booking } from '../../src/judge/trace.ts'
import { asked } from '../common/premises.ts'
import { receiverRule } from '../common/run-rules.ts'
import { callbacks, isAnother, sales, takesBare, touches } from './receiver-heard.ts'

interface Untold extends Case {
  reference: string
  /** trx_ids that were told of. */
  told: string[]
  lines: Booking[]
}

/** Every reading of the books about a sale that nothing was told of, while something was of its number. */
function untold(evidence: Evidence): Untold[] {
  if (!takesBare(evidence)) return []
  return evidence.trace.entries.flatMap((entry) => {
    const sale = entry.kind === 'ledger' ? sales(evidence).get(entry.code) : undefined
    if (entry.kind !== 'ledger' || !sale) return []
    const before = callbacks(evidence).filter(({ exchange }) => exchange.began < entry.began)
    const others = before.filter((one) => isAnother(one, sale) && !one.exchange.stranger)
    const isTold = before.some((one) => touches(evidence, one, sale) && !isAnother(one, sale))
    if (others.length === 0 || isTold) return []
    const exchanges = others.map(({ exchange }) => exchange)
    const told = exchanges.map((exchange) => asked(exchange, 'REQUESTID'))
    return [{ reference: sale.reference, told, lines: entry.payments, exchanges }]
  })
}

const ownSale = receiverRule<Untold>(
  'receiver.own-sale',
  'What is told of another trx_id ends no sale, though its number is the same.',
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
