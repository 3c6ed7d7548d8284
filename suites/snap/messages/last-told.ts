/** What was last told of a payment or a refund before a request. */
import type { Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import type { Status } from '../deed.ts'
import { calls, historyIn, notices, stateIn, type Heard } from '../heard.ts'

const entriesIn = (history: ReturnType<typeof historyIn>) =>
  history === undefined || history === 'garbled' ? [] : history

/** What was told of a payment before a request, the last first. */
function told(evidence: Evidence, { began }: Exchange, reference: string): Heard[] {
  return [...calls(evidence).filter(({ operation }) => operation === 'status'), ...notices(evidence)]
    .filter(({ exchange, tell, reference: asked }) => {
      const name = asked || tell('originalPartnerReferenceNo')
      return (exchange.ended ?? Infinity) < began && name === reference && exchange.response?.status === 200
    })
    .sort((a, b) => b.exchange.began - a.exchange.began)
}

/** The last state that was told of a payment before a request. */
export const stateBefore = (evidence: Evidence, before: Exchange, reference: string): Status | undefined =>
  told(evidence, before, reference)
    .map(stateIn)
    .find((state) => state !== undefined)

/** The last state that was told of a refund of a payment before a request. */
export const refundBefore = (
  evidence: Evidence,
  before: Exchange,
  { reference, number }: { reference: string; number: string },
): string | undefined =>
  told(evidence, before, reference)
    .flatMap((one) => entriesIn(historyIn(one)))
    .find((one) => one.number === number)?.state
