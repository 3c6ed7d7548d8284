/** What can befall one transaction: ways to bend the steps that all of its requests are served with. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Situation } from '../../defect.ts'
import { type Line, over, type Reply, send } from '../../reply.ts'
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

/** Ends the connection without an answer. */
export async function close(_reply: Reply, { request, response }: Line): Promise<void> {
  request.socket.destroy()
  await over(response)
}

/** Milliseconds that a slow answer takes. */
export const slowAnswer = 3000

/** Waits, and sends if the client has waited too. */
export async function late(reply: Reply, line: Line): Promise<void> {
  const left = new AbortController()
  line.response.once('close', () => left.abort())
  await sleep(slowAnswer, undefined, { signal: left.signal }).catch(() => undefined)
  if (!line.response.destroyed) await send(reply, line)
}

const page =
  '<!DOCTYPE html><html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>'

/** The page of a web server that has stumbled. */
export const html = (): Reply => ({
  status: 500,
  headers: [['Content-Type', 'text/html; charset=utf-8']],
  body: Buffer.from(page),
})

/** The first half of an answer, as if it were the whole. */
export const half = (reply: Reply): Reply => ({
  ...reply,
  body: reply.body.subarray(0, reply.body.length / 2),
})
