/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { Json } from '../../../wire/reading.ts'
import { always, bendsOf } from '../../bend.ts'
import type { Bend as BendOf } from '../../defect.ts'
import type { Account, Payer } from './ledger.ts'
import type { Call, Decision, Steps } from './steps.ts'

export { always }

export type Bend = BendOf<Steps>
export type When = (call: Call) => boolean

/** Bends as every desk has them. */
export const { together, answering, replying, sending, first, once } = bendsOf<Steps, Call, Decision>()

/** Sets members of answers, before they are signed. */
export const setting = (members: { [name: string]: Json }, when: When = always): Bend =>
  answering((fields) => ({ ...fields, ...members }), when)

/** Changes the text of answers, after they were signed. */
export const rewriting = (from: RegExp, to: string, when: When = always): Bend =>
  replying((reply) => ({ ...reply, body: Buffer.from(reply.body.toString().replace(from, to)) }), when)

/** Gives answers an HTTP status of their own. */
export const statusing =
  (status: number, when: When = always): Bend =>
  (honest) => ({
    statusOf: (call, decision) => (when(call) ? status : honest.statusOf(call, decision)),
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

export const isOrder = ({ operation }: Call): boolean => operation === 'pay' || operation === 'prepaidOrder'
export const isCash = ({ operation }: Call): boolean => operation === 'cash'
export const isQuery = ({ operation }: Call): boolean => operation === 'query'
