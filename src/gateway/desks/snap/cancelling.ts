/** The honest cancellation: an unpaid payment ends, a paid one is voided only where that is agreed on. */
import { stampOf } from '../../../contract/datetime.ts'
import type { Payment } from './ledger.ts'
import { unitsOf } from './money.ts'
import { end, reverse } from './settling.ts'
import type { Call, Outcome, Steps } from './steps.ts'

/** Cancel as the contract wants it. */
export const cancelling = {
  async cancel(call) {
    const { steps, till } = call
    const payment = await steps.find(call)
    if (!payment) return { form: '404##01' }
    return steps.serialise(till, payment, () => steps.cancelPayment(call, payment))
  },
  refuseCancel,
  async cancelPayment(call, payment) {
    const { steps, till } = call
    const refusal = steps.refuseCancel(call, payment)
    if (refusal) return refusal
    await (payment.state === '00' ? voided(call, payment) : end(payment, '05', till, steps))
    payment.cancelledAt = call.at
    return { form: '200##00', fields: steps.cancelFields(call, payment) }
  },
  cancelFields,
} satisfies Partial<Steps>

function refuseCancel(call: Call, payment: Payment): Outcome | undefined {
  const { steps, till } = call
  const amount = steps.valueAt(call, 'amount.value')
  const currency = steps.valueAt(call, 'amount.currency') ?? payment.currency
  if (amount !== undefined && (unitsOf(amount) !== payment.amount || currency !== payment.currency))
    return { form: '404##13' }
  const { state, refunds } = payment
  if (['04', '05', '06'].includes(state)) return { form: '404##00' }
  if (refunds.some((refund) => refund.state !== '06')) return { form: '404##00' }
  return state === '00' && till.profile['cancelPaid'] !== 'void' ? { form: '405##01' } : undefined
}

async function voided({ till }: Call, payment: Payment): Promise<void> {
  payment.state = '05'
  await reverse(payment, till)
}

function cancelFields(call: Call, { id, reference, externalId, cancelledAt, createdAt }: Payment) {
  const zone = String(call.till.profile['timezone'])
  return {
    originalPartnerReferenceNo: reference,
    originalReferenceNo: id,
    originalExternalId: externalId,
    cancelTime: stampOf(cancelledAt!, zone),
    transactionDate: stampOf(createdAt, zone),
  }
}
