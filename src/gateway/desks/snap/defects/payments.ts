/** Defects of payments that come again: one after the other, and together. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import { type Bend, isPayment, together } from '../bend.ts'
import type { Payment } from '../ledger.ts'
import { unitsOf } from '../money.ts'
import type { Call, Outcome, Steps } from '../steps.ts'
import { day } from '../time.ts'

/** Milliseconds that a careless check takes, long enough for another request to pass it. */
const gap = 40

const isSame = (call: Call, { content }: Payment): boolean => call.steps.contentOf(call) === content
const isPaid = ({ state }: Payment): boolean => state === '00' || state === '04'
const isOpen = ({ state }: Payment): boolean => ['01', '02', '03'].includes(state)

/** Nothing but its additionalInfo differs. */
function isBeside(call: Call, payment: Payment): boolean {
  const bare = (content: string) => {
    const { additionalInfo: _note, ...rest } = JSON.parse(content) as { [name: string]: unknown }
    return JSON.stringify(rest)
  }
  return !isSame(call, payment) && bare(call.steps.contentOf(call)) === bare(payment.content)
}

/** Does not know payments of some kind. */
const forgetting =
  (when: (payment: Payment, call: Call) => boolean): Bend =>
  (honest) => ({
    async known(call) {
      const payment = await honest.known(call)
      return payment && !when(payment, call) ? payment : undefined
    },
  })

/** Answers some repetitions otherwise. */
const repeating =
  (
    when: (payment: Payment, call: Call) => boolean,
    answer: (call: Call, payment: Payment, honest: Steps) => Outcome | Promise<Outcome>,
  ): Bend =>
  (honest) => ({
    repeat: async (call, payment) =>
      when(payment, call) ? answer(call, payment, honest) : honest.repeat(call, payment),
  })

const fine = (call: Call, payment: Payment): Outcome => ({
  form: '200##00',
  fields: call.steps.paymentFields(call, payment),
})

export const payments: readonly Defect<Steps>[] = [
  {
    id: 'charges-repetitions',
    catalogue: 'D087',
    says: 'Debits the payer again when a paid payment comes again.',
    breaks: ['payments.repeat', 'payments.parallel'],
    steps: forgetting((payment, call) => isPaid(payment) && isSame(call, payment)),
  },
  {
    id: 'charges-for-another-note',
    says: 'Debits the payer again when a paid payment comes again with another additionalInfo.',
    breaks: ['payments.repeat'],
    steps: forgetting((payment, call) => isPaid(payment) && isBeside(call, payment)),
  },
  {
    id: 'forgets-payments-overnight',
    says: 'Debits the payer again when a payment comes again that was made more than a day ago.',
    breaks: ['payments.repeat'],
    steps: forgetting((payment, call) => isPaid(payment) && call.at - payment.createdAt > day),
  },
  {
    id: 'renames-repetitions',
    catalogue: 'D088',
    says: 'Answers a repeated payment with a referenceNo of its own.',
    breaks: ['payments.replay'],
    steps: repeating(
      (payment, call) => isPaid(payment) && isSame(call, payment),
      (call, payment) => fine(call, { ...payment, id: call.steps.newId(call.till) }),
    ),
  },
  {
    id: 'takes-changed-payments',
    catalogue: 'D089',
    says: 'Answers success to a reference that comes again with another amount, and keeps the first.',
    breaks: ['payments.inconsistent', 'payments.parallel'],
    steps: repeating((payment, call) => !isSame(call, payment), fine),
  },
  {
    id: 'takes-payments-for-other-merchants',
    says: 'Answers success to a reference that comes again with another merchant, and keeps the first.',
    breaks: ['payments.inconsistent'],
    steps: together(
      (honest) => ({
        checkMerchant: async (call) =>
          isPayment(call) && (await call.steps.known(call)) ? undefined : honest.checkMerchant(call),
      }),
      repeating((payment, call) => payment.merchant !== call.steps.valueAt(call, 'merchantId'), fine),
    ),
  },
  {
    id: 'overwrites-payments',
    says: 'Lets a reference that comes again with another amount overwrite that of the payment.',
    breaks: ['payments.inconsistent', 'payments.parallel'],
    steps: repeating(
      (payment, call) => isPaid(payment) && !isSame(call, payment),
      (call, payment, honest) => {
        payment.amount = unitsOf(call.steps.valueAt(call, 'amount.value') ?? '') ?? payment.amount
        return honest.repeat(call, payment)
      },
    ),
  },
  {
    id: 'opens-pending-payments-twice',
    catalogue: 'D175',
    says: 'Opens a second payment when one that is not final comes again.',
    breaks: ['payments.pending-repeat', 'payments.parallel'],
    steps: forgetting((payment, call) => isOpen(payment) && isSame(call, payment)),
  },
  {
    id: 'pays-timeouts-again',
    says: 'Opens a second payment when one comes again that was answered 504 and is not final.',
    breaks: ['payments.pending-repeat'],
    steps: forgetting(
      (payment, call) => payment.form === '504##00' && isOpen(payment) && isSame(call, payment),
    ),
  },
  {
    id: 'looks-before-it-leaps',
    catalogue: 'D090',
    says: 'Looks for payments with the same reference before it locks it.',
    breaks: ['payments.parallel'],
    steps: (honest) => ({
      async payment(call) {
        const known = await call.steps.known(call)
        if (known) return call.steps.repeat(call, known)
        await sleep(gap)
        return honest.payment({ ...call, steps: { ...call.steps, known: async () => undefined } })
      },
    }),
  },
  {
    id: 'revives-failed-payments',
    says: 'Answers success when a failed payment comes again, and makes none.',
    breaks: ['payments.failed-repeat'],
    steps: repeating(({ state }, call) => state === '06' && call.operation === 'payment', fine),
  },
  {
    id: 'shares-references',
    catalogue: 'D091',
    says: 'Takes a reference for used that another partner has used.',
    breaks: ['isolation.references'],
    steps: (honest) => ({
      async known(call) {
        const reference = call.steps.valueAt(call, 'partnerReferenceNo') ?? ''
        return (await honest.known(call)) ?? (await call.till.ledger.payments(reference))[0]
      },
    }),
  },
  {
    id: 'shares-refund-numbers',
    says: 'Takes a number of a refund for used that another partner has used.',
    breaks: ['isolation.references@refund'],
    steps: (honest) => {
      const owners = new Map<string, string>()
      return {
        async refundPayment(call, payment) {
          const number = call.steps.valueAt(call, 'partnerRefundNo') ?? ''
          const owner = owners.get(number) ?? payment.partner
          if (owner !== payment.partner) return { form: '409##01', about: 'partnerRefundNo' }
          const outcome = await honest.refundPayment(call, payment)
          if (outcome.form.startsWith('20')) owners.set(number, owner)
          return outcome
        },
      }
    },
  },
]
