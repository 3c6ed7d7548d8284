/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { JsonStyle } from '../../../dialects/dialect.ts'
import { always, bendsOf } from '../../bend.ts'
import type { Bend as BendOf } from '../../defect.ts'
import type { Card, Fate } from './ledger.ts'
import type { Call, Operation, Outcome, Steps } from './steps.ts'

export { always }

export type Bend = BendOf<Steps>
type When = (call: Call) => boolean

/** Bends as every desk has them. */
export const { together, answering, replying, sending, first, once } = bendsOf<Steps, Call, Outcome>()

/** Pays with a card of its own that behaves so, whatever card is named. */
export const fated =
  (fate: Fate, more: Partial<Card> = {}): Bend =>
  () => ({
    async cardOf({ steps, till }) {
      const card = { token: `${fate} ${steps.newId(till)}`, fate, settlesIn: 0.5, ...more }
      await till.ledger.keepCard(card)
      return card
    },
  })

/** Writes answers in another style. */
export const styled =
  (style: JsonStyle): Bend =>
  (honest) => ({
    write(call, fields, outcome) {
      const { operation, till } = call
      const { headers, body } = till.dialect.seal({ operation, side: 'response', fields, style }, {})
      return { ...honest.write(call, fields, outcome), headers, body }
    },
  })

/** Answers some requests of an operation otherwise; `work` does what is honest. */
export const deciding =
  (
    operation: Operation,
    decide: (call: Call, work: () => Promise<Outcome>) => Promise<Outcome>,
    when: When = always,
  ): Bend =>
  (honest) => ({
    [operation]: (call: Call) =>
      when(call) ? decide(call, () => honest[operation](call)) : honest[operation](call),
  })

/** Tells another form than an honest desk, whatever was done. */
export const forming =
  (from: string, to: Outcome, when: When = always): Bend =>
  (honest) => ({
    answer: (call, outcome) =>
      honest.answer(call, outcome.form === from && when(call) ? { ...outcome, ...to } : outcome),
  })

/** Answers with a form and does nothing. */
export const refusing = (operation: Operation, form: string, when: When = always): Bend =>
  deciding(operation, async () => ({ form }), when)

/** Does what is honest, and answers with another form. */
export const misleading = (operation: Operation, form: string, when: When = always): Bend =>
  deciding(
    operation,
    async (_call, work) => {
      await work()
      return { form }
    },
    when,
  )

export const isPayment = ({ operation }: Call): boolean => operation === 'payment'
export const isStatus = ({ operation }: Call): boolean => operation === 'status'
export const isRefund = ({ operation }: Call): boolean => operation === 'refund'
export const isCancel = ({ operation }: Call): boolean => operation === 'cancel'
