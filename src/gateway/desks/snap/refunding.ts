/** The honest refund: never more than was paid, once for each number, and what is pending counts. */
import { stampOf } from '../../../contract/datetime.ts'
import type { Payment, Refund, State } from './ledger.ts'
import { amountOf, moneyOf, unitsOf } from './money.ts'
import type { Call, Outcome, Steps } from './steps.ts'

/** Pay back as the contract wants it. */
export const refunding = {
  async refund(call) {
    const { steps, till, partner } = call
    const number = steps.valueAt(call, 'partnerRefundNo') ?? ''
    const payment = await steps.find(call)
    if (!payment) return { form: '404##01' }
    return till.locks.hold(JSON.stringify(['refund', partner?.id, number]), () =>
      steps.serialise(till, payment, () => steps.refundPayment(call, payment)),
    )
  },
  isRefundable: ({ state }) => state === '00' || state === '04',
  refundPayment,
  repeatRefund(call, payment, refund, content) {
    if (refund.content !== content) return { form: '404##18' }
    if (refund.state === '06') return { form: '403##15', about: ' The refund has failed' }
    return {
      form: refund.state === '03' ? '202##00' : '200##00',
      fields: call.steps.refundFields(call, payment, refund),
    }
  },
  restOf: ({ amount, refunds }) =>
    amount - refunds.filter(({ state }) => state !== '06').reduce((sum, one) => sum + one.amount, 0n),
  endOfRefund(card) {
    if (card?.fate !== 'refundpending' && card?.fate !== 'refundfail') return undefined
    return { state: card.fate === 'refundfail' ? '06' : '00', seconds: card.settlesIn }
  },
  stateAfter({ amount, refunds }, { profile }): State {
    const back = refunds.filter(({ state }) => state === '00').reduce((sum, one) => sum + one.amount, 0n)
    return back === amount || (back > 0n && profile['partialRefundStatus'] === '04') ? '04' : '00'
  },
  async concludeRefund(payment, refund, state, till, steps) {
    refund.state = state
    if (state === '00') await till.ledger.giveBack(payment, refund.amount)
    else await returnToMerchant(payment, refund, till)
    payment.state = steps.stateAfter(payment, till)
  },
  refundFields({ till }, { id, reference, externalId, currency }, refund) {
    return {
      originalPartnerReferenceNo: reference,
      originalReferenceNo: id,
      originalExternalId: externalId,
      refundNo: refund.id,
      partnerRefundNo: refund.number,
      refundAmount: moneyOf(refund.amount, currency),
      refundTime: stampOf(refund.at, String(till.profile['timezone'])),
    }
  },
} satisfies Partial<Steps>

async function refundPayment(call: Call, payment: Payment): Promise<Outcome> {
  const { steps, till } = call
  const number = steps.valueAt(call, 'partnerRefundNo') ?? ''
  const asked = steps.valueAt(call, 'refundAmount.value')
  const currency = steps.valueAt(call, 'refundAmount.currency') ?? payment.currency
  const content = JSON.stringify([payment.id, asked ?? null, currency])
  const known = await till.ledger.refund(payment.partner, number)
  if (known) return steps.repeatRefund(call, known.payment, known.refund, content)
  const rest = steps.restOf(payment)
  if (!steps.isRefundable(payment)) return { form: '404##00' }
  if (currency !== payment.currency) return { form: '404##13' }
  const amount = asked === undefined ? rest : unitsOf(asked)
  if (asked !== undefined && !amount) return { form: '400##01', about: 'refundAmount.value' }
  if (!amount) return { form: '404##00' }
  if (amount > rest) return { form: '404##13', about: amountOf(rest) }
  if (!(await takeFromMerchant(payment, amount, call))) return { form: '403##14' }
  return carryOut(call, payment, drafted(call, { number, content, amount }))
}

function drafted(call: Call, told: Pick<Refund, 'number' | 'content' | 'amount'>): Refund {
  const reason = call.steps.valueAt(call, 'reason')
  const id = call.steps.newId(call.till)
  return { ...told, id, state: '03', at: call.at, ...(reason !== undefined && { reason }) }
}

async function carryOut(call: Call, payment: Payment, refund: Refund): Promise<Outcome> {
  const { steps, till } = call
  await till.ledger.keepRefund(payment, refund)
  const card = payment.card === undefined ? undefined : await till.ledger.card(payment.card)
  const later = steps.endOfRefund(card)
  if (later)
    till.clock.at(till.clock.now() + later.seconds * 1000, () =>
      steps.serialise(till, payment, () => steps.concludeRefund(payment, refund, later.state, till, steps)),
    )
  else await steps.concludeRefund(payment, refund, '00', till, steps)
  return { form: later ? '202##00' : '200##00', fields: steps.refundFields(call, payment, refund) }
}

async function takeFromMerchant({ merchant }: Payment, amount: bigint, { till }: Call): Promise<boolean> {
  const found = merchant === undefined ? undefined : await till.ledger.merchant(merchant)
  if (found?.balance === undefined) return true
  if (found.balance < amount) return false
  found.balance -= amount
  return true
}

async function returnToMerchant(
  { merchant }: Payment,
  { amount }: Refund,
  till: Call['till'],
): Promise<void> {
  const found = merchant === undefined ? undefined : await till.ledger.merchant(merchant)
  if (found?.balance !== undefined) found.balance += amount
}
