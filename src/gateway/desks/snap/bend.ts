/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { JsonStyle } from '../../../dialects/dialect.ts'
import type { Fields } from '../../../wire/reading.ts'
import type { Defect } from '../../defect.ts'
import type { Sending } from '../../mishaps.ts'
import type { Reply } from '../../reply.ts'
import type { Card, Fate } from './ledger.ts'
import type { Call, Operation, Outcome, Steps } from './steps.ts'

export type Bend = Defect<Steps>['steps']
type When = (call: Call) => boolean

/** Several bends, each on top of the one before. */
export const together =
  (...bends: Bend[]): Bend =>
  (honest) =>
    bends.reduce<Partial<Steps>>((steps, bend) => ({ ...steps, ...bend({ ...honest, ...steps }) }), {})

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

/** Changes the fields of answers. */
export const answering =
  (change: (fields: Fields, call: Call) => Fields, when: When = always): Bend =>
  (honest) => ({
    answer(call, outcome) {
      const fields = honest.answer(call, outcome)
      return when(call) ? change(fields, call) : fields
    },
  })

/** Changes the bytes of answers. */
export const replying =
  (change: (reply: Reply, call: Call) => Reply, when: When = always): Bend =>
  (honest) => ({
    write(call, fields, outcome) {
      const reply = honest.write(call, fields, outcome)
      return when(call) ? change(reply, call) : reply
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

/** Sends some answers in a way of its own. */
export const sending =
  (when: When, how: Sending): Bend =>
  (honest) => ({
    send: (reply, line, call) => (call && when(call) ? how(reply, line) : honest.send(reply, line, call)),
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

/** True for the first request that is asked about and fits, however often it is asked about. */
export function first(when: When = always): When {
  let chosen: Call | undefined
  return (call) => when(call) && (chosen ??= call) === call
}

/** A bend that keeps its own first request for each transaction. */
export const once =
  (when: When, change: (isFirst: When) => Bend): Bend =>
  (honest) =>
    change(first(when))(honest)

export const always = (): boolean => true
export const isPayment = ({ operation }: Call): boolean => operation === 'payment'
export const isStatus = ({ operation }: Call): boolean => operation === 'status'
export const isRefund = ({ operation }: Call): boolean => operation === 'refund'
export const isCancel = ({ operation }: Call): boolean => operation === 'cancel'
