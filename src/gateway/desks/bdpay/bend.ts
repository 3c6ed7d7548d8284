/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { Fields, Json } from '../../../wire/reading.ts'
import type { Defect } from '../../defect.ts'
import type { Sending } from '../../mishaps.ts'
import type { Reply } from '../../reply.ts'
import type { Account, Payer } from './ledger.ts'
import type { Call, Decision, Steps } from './steps.ts'

export type Bend = Defect<Steps>['steps']
export type When = (call: Call) => boolean

/** Several bends, each on top of the one before. */
export const together =
  (...bends: Bend[]): Bend =>
  (honest) =>
    bends.reduce<Partial<Steps>>((steps, bend) => ({ ...steps, ...bend({ ...honest, ...steps }) }), {})

/** Changes the members of answers, before they are signed. */
export const answering =
  (change: (fields: Fields, call: Call) => Fields, when: When = always): Bend =>
  (honest) => ({
    answer(call, decision) {
      const fields = honest.answer(call, decision)
      return when(call) ? change(fields, call) : fields
    },
  })

/** Sets members of answers, before they are signed. */
export const setting = (members: { [name: string]: Json }, when: When = always): Bend =>
  answering((fields) => ({ ...fields, ...members }), when)

/** Changes the bytes of answers, after they were signed. */
export const replying =
  (change: (reply: Reply, call: Call) => Reply, when: When = always): Bend =>
  (honest) => ({
    write(call, fields, decision) {
      const reply = honest.write(call, fields, decision)
      return when(call) ? change(reply, call) : reply
    },
  })

/** Changes the text of answers, after they were signed. */
export const rewriting = (from: RegExp, to: string, when: When = always): Bend =>
  replying((reply) => ({ ...reply, body: Buffer.from(reply.body.toString().replace(from, to)) }), when)

/** Gives answers an HTTP status of their own. */
export const statusing =
  (status: number, when: When = always): Bend =>
  (honest) => ({
    statusOf: (call, decision) => (when(call) ? status : honest.statusOf(call, decision)),
  })

/** Sends some answers in a way of its own. */
export const sending =
  (when: When, how: Sending): Bend =>
  (honest) => ({
    send: (reply, line, call) => (call && when(call) ? how(reply, line) : honest.send(reply, line, call)),
  })

/** Answers some requests without doing anything. */
export const refusing =
  (decision: Decision, when: When): Bend =>
  (honest) => ({
    checkFields: (call) => (when(call) ? decision : honest.checkFields(call)),
  })

/** Does what is honest, and answers with another code and nothing else. */
export const misleading = (code: Decision['code'], message: string, when: When): Bend =>
  answering(() => ({ platRespCode: code, platRespMessage: message }), when)

/** Has a payer of its own, whatever phone is named. */
export const payerOf =
  (payer: Partial<Payer>): Bend =>
  () => ({ payerOf: async () => ({ pays: false, paysIn: 1, times: 1, ...payer }) })

/** Has the account that is named behave so. */
export const accountOf =
  (change: Partial<Account>): Bend =>
  () => ({
    async accountOf({ steps, ...call }) {
      const value = (name: string) => steps.valueAt({ steps, ...call }, name) ?? ''
      const [number, bankCode, name] = [value('number'), value('bankCode'), value('name')]
      return { number, bankCode, name, outcome: 'paid', settlesIn: 0.3, ...change }
    },
  })

/** Tells nobody of anything. */
export const silent: Bend = () => ({ deliver: async () => undefined })

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
export const isOrder = ({ operation }: Call): boolean => operation === 'pay' || operation === 'prepaidOrder'
export const isCash = ({ operation }: Call): boolean => operation === 'cash'
export const isQuery = ({ operation }: Call): boolean => operation === 'query'
