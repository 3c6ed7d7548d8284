/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { Complaint } from '../contract/shape.ts'
import type { Fields } from '../wire/reading.ts'
import type { Bend } from './defect.ts'
import type { Sending } from './mishaps.ts'
import type { Line, Reply } from './reply.ts'

/** The bends that are alike at every desk, in the words of one. */
export const bendsOf = <Steps, Call, Outcome>() => ({
  together: together<Steps>,
  answering: answering<Call, Outcome>,
  replying: replying<Call, Outcome>,
  sending: sending<Call>,
  first: first<Call>,
  once: once<Steps, Call>,
})

/** Picks the requests that a bend is about. */
export type When<Call> = (call: Call) => boolean

/** Holds of every request. */
export const always = (): boolean => true

/** Several bends, each on top of the one before. */
const together =
  <Steps>(...bends: Bend<Steps>[]): Bend<Steps> =>
  (honest) =>
    bends.reduce<Partial<Steps>>((steps, bend) => ({ ...steps, ...bend({ ...honest, ...steps }) }), {})

/** The step that says what an answer tells. */
export interface Answering<Call, Outcome> {
  answer(call: Call, outcome: Outcome): Fields
}

/** Changes the fields of answers, before they are signed. */
const answering =
  <Call, Outcome>(change: (fields: Fields, call: Call) => Fields, when: When<Call> = always) =>
  (honest: Answering<Call, Outcome>): Answering<Call, Outcome> => ({
    answer(call, outcome) {
      const fields = honest.answer(call, outcome)
      return when(call) ? change(fields, call) : fields
    },
  })

/** The steps that refuse by what the field tables say against a request. */
export interface Checking<Call, Outcome> {
  checkHeaders(call: Call): Outcome | undefined
  checkFields(call: Call): Outcome | undefined
}

/** Does not see some complaints, at a desk that looks at headers before all else. */
export const blindTo =
  <Call extends { complaints: Complaint[] }, Outcome>(
    isMinor: (complaint: Complaint, call: Call) => boolean,
  ) =>
  (honest: Checking<Call, Outcome>): Checking<Call, Outcome> => {
    const eased = (call: Call): Call => ({
      ...call,
      complaints: call.complaints.filter((one) => !isMinor(one, call)),
    })
    return {
      checkHeaders: (call) => honest.checkHeaders(eased(call)),
      checkFields: (call) => honest.checkFields(eased(call)),
    }
  }

/** The step that makes the bytes of an answer. */
export interface Writing<Call, Outcome> {
  write(call: Call, fields: Fields, outcome: Outcome): Reply
}

/** Changes the bytes of answers, after they were signed. */
const replying =
  <Call, Outcome>(change: (reply: Reply, call: Call) => Reply, when: When<Call> = always) =>
  (honest: Writing<Call, Outcome>): Writing<Call, Outcome> => ({
    write(call, fields, outcome) {
      const reply = honest.write(call, fields, outcome)
      return when(call) ? change(reply, call) : reply
    },
  })

/** The step that sends them. */
export interface Sender<Call> {
  send(reply: Reply, line: Line, call?: Call): Promise<void>
}

/** Sends some answers in a way of its own. */
const sending =
  <Call>(when: When<Call>, how: Sending) =>
  (honest: Sender<Call>): Sender<Call> => ({
    send: (reply, line, call) => (call && when(call) ? how(reply, line) : honest.send(reply, line, call)),
  })

/** True for the first request that is asked about and fits, however often it is asked about. */
function first<Call>(when: When<Call> = always): When<Call> {
  let chosen: Call | undefined
  return (call) => when(call) && (chosen ??= call) === call
}

/** A bend that keeps its own first request for each transaction. */
const once =
  <Steps, Call>(when: When<Call>, change: (isFirst: When<Call>) => Bend<Steps>): Bend<Steps> =>
  (honest) =>
    change(first(when))(honest)
