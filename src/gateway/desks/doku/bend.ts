/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { Fields, Json } from '../../../wire/reading.ts'
import { always, bendsOf } from '../../bend.ts'
import type { Bend as BendOf } from '../../defect.ts'
import type { Reply } from '../../reply.ts'
import { refused } from './intake.ts'
import type { Call, Outcome, Steps } from './steps.ts'

export { always }

export type Bend = BendOf<Steps>
type When = (call: Call) => boolean

/** Bends as every desk has them. */
export const { together, answering, replying, sending, first, once } = bendsOf<Steps, Call, Outcome>()

/** The answer with another body and no signature, which would be that of the body before. */
export const unsigned = (reply: Reply, body: string): Reply => ({
  ...reply,
  headers: reply.headers.filter(([name]) => name.toLowerCase() !== 'signature'),
  body: Buffer.from(body),
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

export const isGenerate = ({ operation }: Call): boolean => operation === 'generate'
export const isStatus = ({ operation }: Call): boolean => operation === 'status'
export const failure: Outcome = refused(500, 'internal_error', 'Something has failed')
