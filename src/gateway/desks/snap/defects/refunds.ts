/** Defects of refunds that come again, come together, or ask for too much. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import type { Payment, Refund } from '../ledger.ts'
import { amountOf, unitsOf } from '../money.ts'
import type { Call, Outcome, Steps } from '../steps.ts'
import { day } from '../time.ts'

const gap = 40

const asks = (call: Call): boolean => call.steps.valueAt(call, 'refundAmount.value') !== undefined

/** Carries a refund out as if its number was new. */
const afresh = (honest: Steps, call: Call, payment: Payment): Promise<Outcome> =>
  honest.refundPayment(
    { ...call, till: { ...call.till, ledger: { ...call.till.ledger, refund: async () => undefined } } },
    payment,
  )

/** Answers a refund number that comes again otherwise. */
const repeating =
  (
    isSame: boolean,
    answer: (
      honest: Steps,
      call: Call,
      payment: Payment,
      refund: Refund,
      content: string,
    ) => Outcome | Promise<Outcome>,
  ): Bend =>
  (honest) => ({
    repeatRefund: (call, payment, refund, content) =>
      (refund.content === content) === isSame
        ? answer(honest, call, payment, refund, content)
        : honest.repeatRefund(call, payment, refund, content),
  })

/** Counts what is left otherwise where an amount is asked for. */
const leaving =
  (rest: (payment: Payment, honest: Steps) => bigint): Bend =>
  (honest) => ({
    refundPayment: (call, payment) =>
      honest.refundPayment(
        asks(call) ? { ...call, steps: { ...call.steps, restOf: (one) => rest(one, honest) } } : call,
        payment,
      ),
  })

const without = ({ amount, refunds }: Payment, isOut: (refund: Refund) => boolean): bigint =>
  amount - refunds.filter((one) => !isOut(one)).reduce((sum, one) => sum + one.amount, 0n)

/** Hundredths as a programme counts them that keeps money in binary fractions. */
function floating({ amount, refunds }: Payment): bigint {
  const paid = refunds.filter(({ state }) => state !== '06').map((one) => Number(amountOf(one.amount)))
  const rest = paid.reduce((left, one) => left - one, Number(amountOf(amount)))
  const units = Math.round(rest * 100)
  return BigInt(units / 100 > rest ? units - 1 : units)
}

export const refunds: readonly Defect<Steps>[] = [
  {
    id: 'refunds-twice',
    catalogue: 'D092',
    says: 'Pays back again when a partnerRefundNo comes again.',
    breaks: ['refunds.repeat', 'refunds.parallel'],
    steps: repeating(true, (honest, call, payment) => afresh(honest, call, payment)),
  },
  {
    id: 'refunds-again-for-another-reason',
    says: 'Pays back again when a partnerRefundNo comes again with another reason.',
    breaks: ['refunds.repeat'],
    steps: repeating(true, (honest, call, payment, refund, content) =>
      call.steps.valueAt(call, 'reason') === refund.reason
        ? honest.repeatRefund(call, payment, refund, content)
        : afresh(honest, call, payment),
    ),
  },
  {
    id: 'refunds-again-while-pending',
    says: 'Pays back again when a refund comes again that is pending.',
    breaks: ['refunds.repeat'],
    steps: repeating(true, (honest, call, payment, refund, content) =>
      refund.state === '03'
        ? afresh(honest, call, payment)
        : honest.repeatRefund(call, payment, refund, content),
    ),
  },
  {
    id: 'pays-the-rest-under-a-used-number',
    says: 'Pays back the rest when a partnerRefundNo comes again without an amount.',
    breaks: ['refunds.inconsistent'],
    steps: repeating(false, (honest, call, payment, refund, content) =>
      asks(call) ? honest.repeatRefund(call, payment, refund, content) : afresh(honest, call, payment),
    ),
  },
  {
    id: 'pays-back-whole-at-any-time',
    says: 'Pays back the whole amount of a payment of which part was paid back.',
    breaks: ['refunds.sum'],
    steps: (honest) => ({
      refundPayment(call, payment) {
        const isWhole = unitsOf(call.steps.valueAt(call, 'refundAmount.value') ?? '') === payment.amount
        const restOf = () => payment.amount
        return honest.refundPayment(isWhole ? { ...call, steps: { ...call.steps, restOf } } : call, payment)
      },
    }),
  },
  {
    id: 'forgets-refunds-overnight',
    says: 'Pays back again when a refund comes again that was made more than a day ago.',
    breaks: ['refunds.repeat', 'codes.accepted@refund-again'],
    steps: repeating(true, (honest, call, payment, refund) =>
      call.at - refund.at > day
        ? afresh(honest, call, payment)
        : honest.repeatRefund(call, payment, refund, refund.content),
    ),
  },
  {
    id: 'dates-repeated-refunds-anew',
    says: 'Answers a refund that comes again with the time of its repetition.',
    breaks: ['refunds.dated@refundTime'],
    steps: repeating(true, (honest, call, payment, refund) =>
      honest.repeatRefund(call, payment, { ...refund, at: call.at }, refund.content),
    ),
  },
  {
    id: 'takes-changed-refunds',
    catalogue: 'D093',
    says: 'Answers success to a partnerRefundNo that comes again with another amount.',
    breaks: ['refunds.inconsistent', 'refunds.parallel'],
    steps: repeating(false, (_honest, call, payment, refund) => ({
      form: '200##00',
      fields: {
        ...call.steps.refundFields(call, payment, refund),
        ...(asks(call) && { refundAmount: call.fields['refundAmount']! }),
      },
    })),
  },
  {
    id: 'compares-refunds-in-whole-rupiah',
    says: 'Answers success to a partnerRefundNo that comes again with some sen more or fewer.',
    breaks: ['refunds.inconsistent', 'echoes.kept@refundAmount.value'],
    steps: repeating(false, (honest, call, payment, refund, content) => {
      const asked = unitsOf(call.steps.valueAt(call, 'refundAmount.value') ?? '')
      const isNear = asked !== undefined && asked / 100n === refund.amount / 100n
      return honest.repeatRefund(call, payment, refund, isNear ? refund.content : content)
    }),
  },
  {
    id: 'pays-changed-refunds-back',
    says: 'Pays back another amount under a partnerRefundNo that was used.',
    breaks: ['refunds.inconsistent', 'refunds.parallel'],
    steps: repeating(false, (honest, call, payment) => afresh(honest, call, payment)),
  },
  {
    id: 'races-refunds',
    catalogue: 'D118',
    says: 'Looks at what is left of a payment before it locks it.',
    breaks: ['refunds.parallel'],
    steps: (honest) => ({
      async refund(call) {
        const payment = await call.steps.find(call)
        const rest = payment && call.steps.restOf(payment)
        if (rest === undefined) return honest.refund(call)
        await sleep(gap)
        return honest.refund({ ...call, steps: { ...call.steps, restOf: () => rest } })
      },
    }),
  },
  {
    id: 'refunds-beyond-the-payment',
    catalogue: 'D100',
    says: 'Holds each refund against the whole amount.',
    breaks: ['refunds.sum', 'refunds.parallel'],
    steps: leaving(({ amount }) => amount),
  },
  {
    id: 'forgets-pending-refunds',
    catalogue: 'D101',
    says: 'Counts only refunds that are made, not those that are pending.',
    breaks: ['refunds.sum'],
    steps: leaving((payment) => without(payment, ({ state }) => state !== '00')),
  },
  {
    id: 'counts-failed-refunds',
    catalogue: 'D102',
    says: 'Counts refunds that have failed.',
    breaks: ['refunds.remainder'],
    steps: leaving((payment) => without(payment, () => false)),
  },
  {
    id: 'keeps-the-last-sen',
    catalogue: 'D103',
    says: 'Refuses the exact rest of a payment.',
    breaks: ['refunds.remainder'],
    steps: leaving((payment, honest) => {
      const rest = honest.restOf(payment)
      return payment.refunds.length > 0 && rest > 0n ? rest - 1n : rest
    }),
  },
  {
    id: 'adds-refunds-as-floats',
    catalogue: 'D037',
    says: 'Adds up what was paid back in binary fractions.',
    breaks: ['refunds.remainder'],
    steps: leaving(floating),
  },
  {
    id: 'refunds-in-any-currency',
    catalogue: 'D106',
    says: 'Pays back in rupiah whatever currency is asked for.',
    breaks: ['refunds.currency'],
    steps: (honest) => ({
      refundPayment: (call, payment) =>
        honest.refundPayment(
          {
            ...call,
            steps: {
              ...call.steps,
              valueAt: (one, place) =>
                place === 'refundAmount.currency' ? payment.currency : honest.valueAt(one, place),
            },
          },
          payment,
        ),
      refundFields: (call, payment, refund) => ({
        ...honest.refundFields(call, payment, refund),
        ...(asks(call) && { refundAmount: call.fields['refundAmount']! }),
      }),
    }),
  },
  {
    id: 'refunds-nothing',
    catalogue: 'D187',
    says: 'Answers success to a refund without an amount, and pays nothing back.',
    breaks: ['refunds.no-amount', 'refunds.inconsistent'],
    steps: (honest) => ({
      async refundPayment(call, payment) {
        if (asks(call) || !call.steps.isRefundable(payment)) return honest.refundPayment(call, payment)
        const number = call.steps.valueAt(call, 'partnerRefundNo') ?? ''
        const refund: Refund = {
          id: call.steps.newId(call.till),
          number,
          content: '',
          amount: 0n,
          state: '00',
          at: call.at,
        }
        const { refundAmount: _none, ...fields } = call.steps.refundFields(call, payment, refund)
        return { form: '200##00', fields }
      },
    }),
  },
  {
    id: 'hides-what-it-paid-back',
    says: 'Pays the rest back for a refund without an amount, and does not say how much that was.',
    breaks: ['refunds.no-amount'],
    steps: (honest) => ({
      refundFields(call, payment, refund) {
        const { refundAmount, ...fields } = honest.refundFields(call, payment, refund)
        return asks(call) ? { ...fields, refundAmount: refundAmount! } : fields
      },
    }),
  },
]
