/** Small ways to bend one honest step, so that a defect says only what is wrong. */
import type { Defect } from '../../../defect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Reply } from '../../../reply.ts'
import type { Call, Outcome, Steps } from '../steps.ts'

export type Bend = Defect<Steps>['steps']

/** Changes the fields of every answer. */
export const answering =
  (change: (fields: Fields, call: Call, outcome: Outcome) => Fields | Promise<Fields>): Bend =>
  (honest) => ({ answer: async (call, outcome) => change(await honest.answer(call, outcome), call, outcome) })

/** Changes one field of the answers that have it. */
export const rewriting = (
  field: string,
  change: (value: string, call: Call, outcome: Outcome) => string | null,
  when: (call: Call, outcome: Outcome) => boolean = () => true,
): Bend =>
  answering((fields, call, outcome) => {
    const value = fields[field]
    if (typeof value !== 'string' || !when(call, outcome)) return fields
    return { ...fields, [field]: change(value, call, outcome) }
  })

/** Changes the bytes of every answer that is no Fault. */
export const writing =
  (change: (reply: Reply, call: Call, fields: Fields, outcome: Outcome) => Reply | Promise<Reply>): Bend =>
  (honest) => ({
    write: async (call, fields, outcome) =>
      change(await honest.write(call, fields, outcome), call, fields, outcome),
  })

/** Changes the text of every answer that is no Fault. */
export const texting = (change: (text: string, call: Call, outcome: Outcome) => string): Bend =>
  writing((reply, call, _fields, outcome) => ({
    ...reply,
    body: Buffer.from(change(reply.body.toString(), call, outcome)),
  }))

/** Lets a check pass where the honest one refuses. */
export const overlooking =
  (field: string, when: (call: Call) => boolean = () => true): Bend =>
  (honest) => ({
    check: (call) =>
      honest.check(
        when(call)
          ? { ...call, complaints: call.complaints.filter((one) => one.field.name !== field) }
          : call,
      ),
  })

export const isInquiry = ({ operation }: Call): boolean => operation === 'inquiry'
export const isPayment = ({ operation }: Call): boolean => operation === 'payment'
export const isReversal = ({ operation }: Call): boolean => operation === 'reversal'
export const isSuccess = (_call: Call, { cause }: Outcome): boolean => cause === 'success'
