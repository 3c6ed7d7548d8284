/** What can befall one transaction: ways to bend the steps that all of its requests are served with. */
import type { Situation } from '../../defect.ts'
import type { Line, Reply } from '../../reply.ts'
import type { Call, Outcome, Steps } from './steps.ts'

export type Bend = Situation<Steps>['steps']
type When = (call: Call) => boolean

/** True for the first request of a kind in this transaction, however often it is asked about. */
export function first(when: When): When {
  let chosen: Call | undefined
  return (call) => when(call) && (chosen ??= call) === call
}

/** Several bends, each on top of the one before. */
export const together =
  (...bends: Bend[]): Bend =>
  (honest) =>
    bends.reduce<Partial<Steps>>((steps, bend) => ({ ...steps, ...bend({ ...honest, ...steps }) }), {})

/** The first request of a kind is decided so, and nothing is booked. */
export const deciding =
  (which: When, cause: string): Bend =>
  (honest) => {
    const isIt = first(which)
    return {
      serialise: (call, work) =>
        isIt(call) ? Promise.resolve<Outcome>({ cause }) : honest.serialise(call, work),
    }
  }

/** The answer to the first request of a kind is sent in another way. */
export const sending =
  (which: When, how: (reply: Reply, line: Line) => Promise<void>): Bend =>
  (honest) => {
    const isIt = first(which)
    return {
      send: (reply, line, call) => (call && isIt(call) ? how(reply, line) : honest.send(reply, line, call)),
    }
  }

/** The answer to the first request of a kind is another one. */
export const replying =
  (which: When, change: (reply: Reply, call: Call, honest: Steps) => Reply | Promise<Reply>): Bend =>
  (honest) => {
    const isIt = first(which)
    return {
      async write(call, fields, outcome) {
        const reply = await honest.write(call, fields, outcome)
        return isIt(call) ? change(reply, call, honest) : reply
      },
    }
  }

/** Code and text of answers with a certain outcome. */
export const saying =
  (when: (outcome: Outcome) => boolean, told: { code: string; says: string }): Bend =>
  (honest) => ({ verdict: (call, outcome) => (when(outcome) ? told : honest.verdict(call, outcome)) })
