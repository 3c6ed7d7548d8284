/** Defects of cancellations. */
import { stampOf } from '../../../../contract/datetime.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { deciding, type Bend } from '../bend.ts'
import { unitsOf } from '../money.ts'
import { reverse } from '../settling.ts'
import type { Call, Outcome, Steps } from '../steps.ts'

/** A success about a payment that does not exist. */
function pretended(call: Call): Outcome {
  const { steps, till } = call
  const now = stampOf(call.at, String(till.profile['timezone']))
  return {
    form: '200##00',
    fields: {
      originalPartnerReferenceNo: steps.valueAt(call, 'originalPartnerReferenceNo') ?? '',
      originalReferenceNo: steps.valueAt(call, 'originalReferenceNo') ?? steps.newId(till),
      cancelTime: now,
      transactionDate: now,
    },
  }
}

/** Answers the cancellation of an unpaid payment as if it were carried out, and leaves the payment open. */
const pretending =
  (outcome: (fields: Fields) => Outcome): Bend =>
  (honest) => ({
    async cancelPayment(call, payment) {
      const refusal = call.steps.refuseCancel(call, payment)
      if (refusal || payment.state === '00') return honest.cancelPayment(call, payment)
      return outcome(call.steps.cancelFields(call, { ...payment, cancelledAt: call.at }))
    },
  })

export const cancels: readonly Defect<Steps>[] = [
  {
    id: 'cancels-again',
    catalogue: 'D110',
    says: 'Answers a second cancellation with success and a new cancelTime.',
    breaks: ['cancels.repeat'],
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        if (payment.state !== '05' || payment.cancelledAt === undefined)
          return honest.cancelPayment(call, payment)
        payment.cancelledAt = Math.max(call.at, payment.cancelledAt + 1000)
        return { form: '200##00', fields: call.steps.cancelFields(call, payment) }
      },
    }),
  },
  {
    id: 'cancels-in-words-only',
    catalogue: 'D184',
    says: 'Answers success to the cancellation of a paid payment, and leaves it paid.',
    breaks: ['cancels.paid'],
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const isKept = payment.state === '00' && payment.refunds.length === 0
        const outcome = await honest.cancelPayment(call, payment)
        if (!isKept || outcome.form !== '405##01') return outcome
        const fields = call.steps.cancelFields(call, { ...payment, cancelledAt: call.at })
        return { form: '200##00', fields }
      },
    }),
  },
  {
    id: 'cancels-the-unknown',
    catalogue: 'D185',
    says: 'Answers success to the cancellation of a payment that does not exist.',
    breaks: ['cancels.unknown', 'isolation.cancel', 'references.agreeing@cancel'],
    steps: deciding('cancel', async (call, work) => {
      const outcome = await work()
      return outcome.form === '404##01' ? pretended(call) : outcome
    }),
  },
  {
    id: 'cancels-whatever-the-amount',
    catalogue: 'D111',
    says: 'Cancels a payment under another amount.',
    breaks: ['cancels.amount'],
    steps: (honest) => ({
      refuseCancel(call, payment) {
        const refusal = honest.refuseCancel(call, payment)
        if (refusal?.form !== '404##13') return refusal
        const blind = { ...call.steps, valueAt: () => undefined }
        return honest.refuseCancel({ ...call, steps: blind }, payment)
      },
    }),
  },
  {
    id: 'cancels-for-some-sen-more',
    says: 'Cancels a payment under an amount that differs by some sen.',
    breaks: ['cancels.amount'],
    steps: (honest) => ({
      refuseCancel(call, payment) {
        const refusal = honest.refuseCancel(call, payment)
        const asked = unitsOf(call.steps.valueAt(call, 'amount.value') ?? '')
        if (refusal?.form !== '404##13' || asked === undefined) return refusal
        const isNear = asked / 100n === payment.amount / 100n
        const blind = { ...call.steps, valueAt: () => undefined }
        return isNear ? honest.refuseCancel({ ...call, steps: blind }, payment) : refusal
      },
    }),
  },
  {
    id: 'cancels-what-it-refuses',
    says: 'Refuses to cancel a payment that waits under another amount, and cancels it.',
    breaks: ['states.unmoved'],
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const outcome = await honest.cancelPayment(call, payment)
        if (outcome.form === '404##13' && payment.state === '01')
          Object.assign(payment, { state: '05', cancelledAt: call.at })
        return outcome
      },
    }),
  },
  {
    id: 'cancels-refunded-payments',
    catalogue: 'D109',
    says: 'Cancels a payment of which part was paid back.',
    breaks: ['cancels.refunded'],
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const isRefunded = payment.state === '00' && payment.refunds.some(({ state }) => state !== '06')
        if (!isRefunded) return honest.cancelPayment(call, payment)
        Object.assign(payment, { state: '05', cancelledAt: call.at })
        await reverse(payment, call.till)
        return { form: '200##00', fields: call.steps.cancelFields(call, payment) }
      },
    }),
  },
  {
    id: 'cancels-nothing',
    says: 'Answers success to the cancellation of an unpaid payment, and leaves it open.',
    breaks: ['cancels.unpaid'],
    steps: pretending((fields) => ({ form: '200##00', fields })),
  },
  {
    id: 'promises-cancellations',
    says: 'Answers 202 to the cancellation of an unpaid payment, and never carries it out.',
    breaks: ['cancels.unpaid'],
    steps: pretending(({ cancelTime: _none, ...fields }) => ({ form: '202##00', fields })),
  },
  {
    id: 'notifies-cancellations-only',
    says: 'Promises and notifies the cancellation of a payment that its payer makes all the same.',
    breaks: ['cancels.unpaid'],
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const { steps, till } = call
        const card = await till.ledger.card(payment.card ?? '')
        const isDue = card?.fate === 'pending' || card?.fate === 'redirect'
        if (!isDue || steps.refuseCancel(call, payment) || payment.state === '00')
          return honest.cancelPayment(call, payment)
        const cancelled = { ...payment, cancelledAt: call.at, endedAt: call.at }
        await steps.notify({ ...cancelled, state: '05' }, till, steps)
        const { cancelTime: _none, ...fields } = steps.cancelFields(call, cancelled)
        return { form: '202##00', fields }
      },
    }),
  },
  {
    id: 'refuses-cancellations',
    says: 'Cancels no payment.',
    breaks: ['cancels.unpaid'],
    steps: (honest) => ({
      refuseCancel: (call, payment) => honest.refuseCancel(call, payment) ?? { form: '405##01' },
    }),
  },
  {
    id: 'fails-what-it-cancels',
    says: 'Gives a cancelled payment the state 06.',
    breaks: ['cancels.time'],
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const outcome = await honest.cancelPayment(call, payment)
        if (outcome.form === '200##00') payment.state = '06'
        return outcome
      },
    }),
  },
]
