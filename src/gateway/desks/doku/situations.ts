/** What befalls a client's order, by the ids of schemas/doku/situations.json. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Situation } from '../../defect.ts'
import { close } from '../../mishaps.ts'
import type { Reply } from '../../reply.ts'
import {
  answering,
  type Bend,
  failure,
  isGenerate,
  isStatus,
  once,
  paidBy,
  replying,
  sending,
  silent,
  together,
  turningAway,
  withMember,
} from './bend.ts'
import { refused } from './intake.ts'
import type { Steps } from './steps.ts'
import { compactOf } from './time.ts'

/** Milliseconds until a code is paid, and by which an early notification is ahead of its answer. */
const soon = 300
const ahead = 500
/** Milliseconds after which a code is paid whose state was asked for before. */
const late = 300_000
/** Milliseconds that a code lives which is to expire. */
const shortLife = 1500

const unnoticed = together(paidBy(soon), silent)

const smallLetters = (reply: Reply): Reply => ({
  ...reply,
  headers: reply.headers.map(([name, value]) => [name.toLowerCase(), value]),
})

/** Another digit in the code; the signature is that of the code before. */
const otherCode = (reply: Reply): Reply => ({
  ...reply,
  body: Buffer.from(
    reply.body
      .toString()
      .replace(/("payment_code":"\d*)(\d)"/, (_all, head, last) => `${head}${(Number(last) + 1) % 10}"`),
  ),
})

/** Another state; the signature is that of the state before. */
const otherState = (reply: Reply): Reply => ({
  ...reply,
  body: Buffer.from(reply.body.toString().replace(/"(?:PENDING|EXPIRED)"/, '"SUCCESS"')),
})

const stranger = 'INV-OF-SOMEBODY-ELSE'

/** The state of a payment of somebody else. */
const foreignState = answering(
  (fields) =>
    withMember(withMember(fields, 'order', 'invoice_number', stranger), 'transaction', 'status', 'SUCCESS'),
  isStatus,
)

const unsigned = (reply: Reply): Reply => ({
  ...reply,
  headers: reply.headers.filter(([name]) => name !== 'Signature'),
})

const early: Bend = (honest) => ({
  async begin(call, order) {
    await honest.begin(call, order)
    order.payments.push({ id: call.till.number(), at: call.at, amount: order.amount, identifiers: [] })
    await call.steps.notify(order, order.payments[0]!, call.till, call.steps)
    await sleep(ahead)
  },
})

/** Tells of a payment minutes after it, as where attempts before were in vain. */
const belated: Bend = (honest) => ({
  async notify(order, payment, till, steps) {
    till.clock.at(payment.at + late, () => honest.notify(order, payment, till, steps))
  },
})

/** FAILED until it is paid. */
const failedAtFirst: Bend = (honest) => ({
  stateOf(order, till) {
    const state = honest.stateOf(order, till)
    return state === 'PENDING' ? 'FAILED' : state
  },
})

const shortLived: Bend = (honest) => ({
  async open(call) {
    const order = await honest.open(call)
    order.expiresAt = call.at + shortLife
    return order
  },
})

/** Every situation that the gateway can put an order into. */
export const situations: readonly Situation<Steps>[] = [
  { id: 'honest', steps: () => ({}) },
  { id: 'paid', steps: paidBy(soon) },
  { id: 'lost-answer', steps: once(isGenerate, (isFirst) => sending(isFirst, close)) },
  {
    id: 'lost-request',
    steps: once(isGenerate, (isFirst) => together(turningAway(failure, isFirst), sending(isFirst, close))),
  },
  { id: 'server-error', steps: once(isGenerate, (isFirst) => turningAway(failure, isFirst)) },
  {
    id: 'refused',
    steps: turningAway(refused(400, 'invalid_parameter', 'order.amount is too small'), isGenerate),
  },
  {
    id: 'no-code',
    steps: turningAway({ ...refused(400, 'internal_error', 'No code is left'), status: 200 }, isGenerate),
  },
  {
    id: 'foreign-invoice',
    steps: answering((fields) => withMember(fields, 'order', 'invoice_number', stranger), isGenerate),
  },
  { id: 'tampered', steps: replying(otherCode, isGenerate) },
  { id: 'unsigned', steps: replying(unsigned, isGenerate) },
  {
    id: 'zero-code',
    steps: (honest) => ({ newCode: (till) => `000${honest.newCode(till).slice(3)}` }),
  },
  {
    id: 'other-zone',
    steps: (honest) => ({
      timesOf: (order, till) => ({
        ...honest.timesOf(order, till),
        created_date: compactOf(order.createdAt, 'UTC'),
        expired_date: compactOf(order.expiresAt, 'UTC'),
      }),
    }),
  },
  {
    id: 'unknown-members',
    steps: answering((fields) => ({
      ...withMember(fields, 'online_to_offline_info', 'till_hint', { lines: ['Kasir', null] }),
      trace: { id: 7, tags: [] },
    })),
  },
  { id: 'small-headers', steps: replying(smallLetters) },
  { id: 'early-notification', steps: early },
  { id: 'lost-notification', steps: unnoticed },
  { id: 'forged-state', steps: replying(otherState, isStatus) },
  { id: 'foreign-state', steps: foreignState },
  { id: 'late-notification', steps: together(shortLived, paidBy(soon), belated) },
  { id: 'not-final', steps: together(paidBy(late), failedAtFirst) },
  {
    id: 'state-forms',
    steps: together(
      unnoticed,
      answering((fields) => withMember(fields, 'online_to_offline_info', 'reusable_status', false), isStatus),
    ),
  },
  { id: 'expired', steps: shortLived },
  { id: 'odd-invoice', steps: unnoticed },
]
