/** What befalls a client's order, by the ids of schemas/bdpay/situations.json. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Situation } from '../../defect.ts'
import {
  answering,
  type Bend,
  isOrder,
  isQuery,
  payerOf,
  refusing,
  rewriting,
  setting,
  silent,
  statusing,
  together,
  type When,
} from './bend.ts'
import { fail } from './intake.ts'
import { payoutSituations } from './situations-payout.ts'
import type { Steps } from './steps.ts'

/** Milliseconds by which an early callback is ahead of its answer. */
const ahead = 500

/** Told without the second that a callback usually waits. */
const promptly: Bend = (honest) => ({ schedule: (till) => [0, ...honest.schedule(till).slice(1)] })

const pays = together(payerOf({ pays: true, paysIn: 0.3 }), promptly)
const idle = payerOf({})
const inState = (status: string): Bend => together(idle, setting({ status }, isQuery))

/** Another digit in what is paid with; the signature is that of the answer before. */
const otherInstrument = rewriting(/"(vaNumber|url)":"([^"]*)(.)"/, '"$1":"$2_"', isOrder)

/** Told as paid; the signature is that of the answer before. */
const otherState = rewriting(/"status":"[A-Z_]+"/, '"status":"SUCCESS"', isQuery)

/** Told as paid beside what is signed, so that the signed text stands whole in the text of the answer. */
const moreState = rewriting(/"status":"([A-Z_]+)"/, '"stat":"$1","status":"SUCCESS"', isQuery)

const unsigned = (when: When): Bend => rewriting(/,?"platSign":"[^"]*"/, '', when)

/** Signed, and with the key of somebody else. */
const foreignKey: Bend = (honest) => ({
  keysFor(merchant, till) {
    const { pairOf } = till
    const other = Object.assign((owner: string) => pairOf(`not the ${owner}`), pairOf)
    return honest.keysFor(merchant, { ...till, pairOf: other })
  },
  // Requests are still held against the key of their merchant.
  signatureOf: (call, merchant) => honest.signatureOf({ ...call, steps: honest }, merchant),
})

/** The callback first, the answer half a second later. */
const early: Bend = (honest) => ({
  ...promptly(honest),
  async pay(call) {
    const decision = await honest.pay(call)
    await sleep(ahead)
    return decision
  },
  async prepaidOrder(call) {
    const decision = await honest.prepaidOrder(call)
    await sleep(ahead)
    return decision
  },
})

/** The page of the payer leads back to the shop at once, and nobody has paid. */
const visiting: Bend = (honest) => ({
  async prepaidOrder(call) {
    const decision = await honest.prepaidOrder(call)
    const back = call.steps.valueAt(call, 'redirectUrl')
    const { till } = call
    if (back !== undefined)
      till.clock.at(call.at + 200, async () =>
        till.courier.deliver({
          protocol: till.contract.id,
          url: back,
          method: 'GET',
          path: '',
          headers: [],
          body: Buffer.alloc(0),
          schedule: [],
          isTaken: () => true,
        }),
      )
    return decision
  },
})

/** A callback that tells of no payment. */
const failedCallback: Bend = (honest) => ({
  paymentNotice: (order, payment, till) => ({
    ...honest.paymentNotice(order, payment, till),
    code: '01',
    msg: 'FAIL',
    status: 'PAY_ERROR',
  }),
  async settle(order, at, till, steps) {
    const payment = { id: order.id, at, money: order.money, fee: 0 }
    await steps.tellPayment(order, payment, till, steps)
  },
})

/** Told once more soon after it was taken: before anybody believes that all is over. */
const twice: Bend = (honest) => ({
  async deliver(told, till, steps) {
    await honest.deliver(told, till, steps)
    till.clock.at(till.clock.now() + 600, () => honest.deliver(told, till, steps))
  },
})

const numbers = answering(
  (fields) => ({
    ...fields,
    ...('payMoney' in fields && { payMoney: Number(fields['payMoney']) }),
    ...('payFee' in fields && { payFee: Number(fields['payFee']) }),
  }),
  isOrder,
)

const onOrders: readonly Situation<Steps>[] = [
  { id: 'paid', steps: pays },
  { id: 'paid-by-query', steps: together(pays, silent) },
  { id: 'refused-order', steps: refusing(fail('The channel is closed'), isOrder) },
  { id: 'created-status', steps: together(pays, statusing(201, isOrder)) },
  {
    id: 'error-order',
    steps: together(
      idle,
      statusing(500, isOrder),
      answering(() => ({ platRespCode: 'UNKNOWN', platRespMessage: 'System abnormal' }), isOrder),
    ),
  },
  { id: 'tampered-answer', steps: together(idle, otherInstrument) },
  { id: 'unsigned-answer', steps: together(idle, unsigned(isOrder), otherState, unsigned(isQuery)) },
  { id: 'foreign-key', steps: together(idle, foreignKey) },
  { id: 'number-amounts', steps: together(pays, numbers) },
  {
    id: 'extra-members',
    steps: together(pays, setting({ channelNote: 'Kasir 7', zone: 'WIB' }, isOrder)),
  },
  {
    id: 'null-member',
    steps: together(pays, (honest) => ({
      write(call, fields, decision) {
        const reply = honest.write(call, fields, decision)
        if (!isOrder(call)) return reply
        return { ...reply, body: Buffer.from(reply.body.toString().replace(/^\{/, '{"promo":null,')) }
      },
    })),
  },
  {
    id: 'long-number',
    steps: together(pays, (honest) => ({ newId: (till) => honest.newId(till).slice(-19).padStart(19, '9') })),
  },
  { id: 'unpaid-query', steps: inState('NO_PAY') },
  { id: 'page-open', steps: inState('OPEN_PAY_URL') },
  { id: 'cancelled', steps: inState('PAY_CANCEL') },
  { id: 'channel-error', steps: inState('PAY_ERROR') },
  { id: 'unknown-state', steps: inState('FOO') },
  {
    id: 'tampered-query',
    steps: together(idle, otherState),
  },
  { id: 'lengthened-query', steps: together(idle, moreState) },
  { id: 'failed-callback', steps: together(payerOf({ pays: true, paysIn: 0.3 }), failedCallback) },
  { id: 'early-callback', steps: together(payerOf({ pays: true, paysIn: 0 }), early) },
  { id: 'redirect-visit', steps: together(idle, visiting) },
  { id: 'late-callback', steps: together(pays, twice) },
]

/** Every situation that the gateway can put an order or a payout into. */
export const situations: readonly Situation<Steps>[] = [...onOrders, ...payoutSituations]
