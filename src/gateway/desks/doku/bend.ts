/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { Fields, Json } from '../../../wire/reading.ts'
import type { Defect } from '../../defect.ts'
import type { Sending } from '../../mishaps.ts'
import type { Reply } from '../../reply.ts'
import { refused } from './intake.ts'
import type { Call, Outcome, Steps } from './steps.ts'

export type Bend = Defect<Steps>['steps']
type When = (call: Call) => boolean

/** Several bends, each on top of the one before. */
export const together =
  (...bends: Bend[]): Bend =>
  (honest) =>
    bends.reduce<Partial<Steps>>((steps, bend) => ({ ...steps, ...bend({ ...honest, ...steps }) }), {})

/** Changes the fields of answers, before they are signed. */
export const answering =
  (change: (fields: Fields, call: Call) => Fields, when: When = always): Bend =>
  (honest) => ({
    answer(call, outcome) {
      const fields = honest.answer(call, outcome)
      return when(call) ? change(fields, call) : fields
    },
  })

/** Changes the bytes of answers, after they were signed. */
export const replying =
  (change: (reply: Reply, call: Call) => Reply, when: When = always): Bend =>
  (honest) => ({
    write(call, fields, outcome) {
      const reply = honest.write(call, fields, outcome)
      return when(call) ? change(reply, call) : reply
    },
  })

/** The answer with another body and no signature, which would be that of the body before. */
export const unsigned = (reply: Reply, body: string): Reply => ({
  ...reply,
  headers: reply.headers.filter(([name]) => name.toLowerCase() !== 'signature'),
  body: Buffer.from(body),
})

/** Sends some answers in a way of its own. */
export const sending =
  (when: When, how: Sending): Bend =>
  (honest) => ({
    send: (reply, line, call) => (call && when(call) ? how(reply, line) : honest.send(reply, line, call)),
  })

/** Answers some requests before anything is done or kept. */
export const turningAway =
  (outcome: Outcome, when: When): Bend =>
  (honest) => ({
    once: (call, work) => (when(call) ? Promise.resolve(outcome) : honest.once(call, work)),
  })

/** Has codes paid by themselves, so many milliseconds after they were made. */
export const paidBy =
  (ms: number): Bend =>
  (honest) => ({
    async begin(call, order) {
      const { till, steps, at } = call
      await honest.begin(call, order)
      till.clock.at(at + ms, () => steps.pay(order, till, steps).then(() => undefined))
    },
  })

/** Tells nobody of payments. */
export const silent: Bend = () => ({ notify: async () => undefined })

/** Changes a member inside of an outermost one; undefined leaves it out. */
export function withMember(fields: Fields, outer: string, name: string, value: Json | undefined): Fields {
  const inner = fields[outer]
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return fields
  const { [name]: _old, ...others } = inner
  return { ...fields, [outer]: value === undefined ? others : { ...inner, [name]: value } }
}

/** True for the first request that is asked about and fits, however often it is asked about. */
export function first(when: When = always): When {
  let chosen: Call | undefined
  return (call) => when(call) && (chosen ??= call) === call
}

/** A bend that keeps its own first request for each order. */
export const once =
  (when: When, change: (isFirst: When) => Bend): Bend =>
  (honest) =>
    change(first(when))(honest)

export const always = (): boolean => true
export const isGenerate = ({ operation }: Call): boolean => operation === 'generate'
export const isStatus = ({ operation }: Call): boolean => operation === 'status'
export const failure: Outcome = refused(500, 'internal_error', 'Something has failed')
