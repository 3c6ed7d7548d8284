/** Defects of the life of a payment: what its state is told as, and what may follow it. */
import { isoInstant } from '../../../../contract/iso-time.ts'
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import type { Fate } from '../ledger.ts'
import { end, isFinal } from '../settling.ts'
import type { Decision, Steps } from '../steps.ts'
import { stateWords } from '../asking.ts'

/** Lets issuers decide otherwise. */
const decided =
  (change: (decision: Decision, fate: Fate | undefined) => Decision): Bend =>
  (honest) => ({
    askIssuer: async (call, payment, card) => change(await honest.askIssuer(call, payment, card), card?.fate),
  })

const withoutEnd = ({ later: _none, ...decision }: Decision): Decision => decision

export const states: readonly Defect<Steps>[] = [
  {
    id: 'answers-success-to-declines',
    catalogue: 'D016',
    says: 'Answers 200 to a payment that was declined.',
    breaks: ['codes.success'],
    steps: decided((decision) => (decision.state === '06' ? { form: '200##00', state: '06' } : decision)),
  },
  {
    id: 'takes-any-password',
    says: 'Takes any one-time password for the right one.',
    breaks: ['codes.success'],
    steps: (honest) => ({
      async cardOf(call) {
        const [card, otp] = [await honest.cardOf(call), call.steps.valueAt(call, 'otp')]
        return card?.fate === 'otp' && otp !== undefined ? { ...card, otp } : card
      },
    }),
  },
  {
    id: 'needs-no-password',
    says: 'Pays without a one-time password where none is sent.',
    breaks: ['codes.success'],
    steps: (honest) => ({
      async cardOf(call) {
        const card = await honest.cardOf(call)
        const isBare = card?.fate === 'otp' && call.steps.valueAt(call, 'otp') === undefined
        return isBare ? { ...card, fate: 'paid' } : card
      },
    }),
  },
  {
    id: 'pays-before-the-payer',
    catalogue: 'D095',
    says: 'Tells a payment as paid whose payer was only sent to a page.',
    breaks: ['codes.success'],
    steps: decided((decision, fate) =>
      fate === 'redirect' || fate === 'refuses' ? { form: '200##00', state: '00' } : decision,
    ),
  },
  {
    id: 'leaves-payments-pending',
    catalogue: 'D017',
    says: 'Answers 202 and never ends the payment.',
    breaks: ['states.pending'],
    steps: decided((decision) => (decision.form === '202##00' ? withoutEnd(decision) : decision)),
  },
  {
    id: 'ends-before-it-waits',
    says: 'Tells a payment that was answered 202 as failed before it is paid.',
    breaks: ['states.pending'],
    steps: (honest) => ({
      statusFields: (call, payment) =>
        honest.statusFields(
          call,
          payment.state === '03' && payment.form === '202##00' ? { ...payment, state: '06' } : payment,
        ),
    }),
  },
  {
    id: 'forgets-timeouts',
    says: 'Answers 504 and never ends the payment.',
    breaks: ['states.timeout'],
    steps: decided((decision) => (decision.form === '504##00' ? withoutEnd(decision) : decision)),
  },
  {
    id: 'loses-timeouts',
    says: 'Does not find a payment that was answered 504.',
    breaks: ['states.timeout', 'states.found'],
    steps: (honest) => ({
      async find(call) {
        const payment = await honest.find(call)
        return payment?.form === '504##00' ? undefined : payment
      },
    }),
  },
  {
    id: 'loses-open-payments',
    says: 'Does not find a payment as long as its payer has not paid.',
    breaks: ['states.found'],
    steps: (honest) => ({
      async find(call) {
        const payment = await honest.find(call)
        return call.operation === 'status' && payment?.state === '01' ? undefined : payment
      },
    }),
  },
  {
    id: 'keeps-refused-payments-open',
    catalogue: 'D183',
    says: 'Keeps a payment that was declined in the state 01.',
    breaks: ['states.refused'],
    steps: decided((decision, fate) =>
      fate === 'declined' || fate === 'blocked' ? { ...decision, state: '01' } : decision,
    ),
  },
  {
    id: 'leaves-the-time-of-payment-out',
    catalogue: 'D053',
    says: 'Leaves paidTime out of the status of a paid payment.',
    breaks: ['states.paid'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const { paidTime: _none, ...fields } = honest.statusFields(call, payment)
        return fields
      },
    }),
  },
  {
    id: 'pays-cancelled-payments',
    catalogue: 'D096',
    says: 'Lets a payer pay a payment that was cancelled half a second ago or earlier.',
    breaks: ['cancels.unpaid'],
    steps: (honest) => ({
      async conclude(payment, state, till, steps) {
        // What crosses a payment may have come after it.
        const isDone = till.clock.now() - (payment.cancelledAt ?? Infinity) > 500
        if (payment.state !== '05' || !isDone) return honest.conclude(payment, state, till, steps)
        payment.money = undefined
        await end(payment, state, till, steps)
        await steps.notify(payment, till, steps)
      },
    }),
  },
  {
    id: 'debits-cancelled-payments',
    catalogue: 'D119',
    says: 'Debits the payer of a cancelled payment, which stays cancelled.',
    breaks: ['states.monotone'],
    steps: (honest) => ({
      async conclude(payment, state, till, steps) {
        if (payment.state !== '05' || state !== '00') return honest.conclude(payment, state, till, steps)
        payment.money = undefined
        if (await steps.charge(payment, till)) payment.money = 'paid'
      },
    }),
  },
  {
    id: 'ends-nothing-by-expiry',
    catalogue: 'D097',
    says: 'Leaves a payment open when it has expired, and lets it be paid.',
    breaks: ['expiry.expires'],
    steps: () => ({ expire: async () => undefined }),
  },
  {
    id: 'ignores-offsets-of-expiry',
    catalogue: 'D098',
    says: 'Reads validUpTo without its offset.',
    breaks: ['expiry.expires', 'expiry.past'],
    steps: (honest) => ({
      expiryOf(call) {
        const text = call.steps.valueAt(call, 'validUpTo')
        const local = text && isoInstant(`${text.slice(0, 19)}+07:00`)
        return local === undefined || local === '' ? honest.expiryOf(call) : local
      },
    }),
  },
  {
    id: 'cuts-payments-short',
    says: 'Ends a payment half an hour after it began, though its validUpTo is later.',
    breaks: ['expiry.expires'],
    steps: (honest) => ({
      expiryOf(call) {
        const wanted = honest.expiryOf(call)
        return wanted === undefined ? undefined : Math.min(wanted, call.at + 1_800_000)
      },
    }),
  },
  {
    id: 'takes-expired-payments',
    catalogue: 'D099',
    says: 'Takes a payment whose validUpTo is past.',
    breaks: ['expiry.past'],
    steps: (honest) => ({
      admit: (call, card) =>
        honest.admit({ ...call, steps: { ...call.steps, expiryOf: () => undefined } }, card),
    }),
  },
  {
    id: 'expires-what-is-in-flight',
    catalogue: 'D193',
    says: 'Cancels a payment at its expiry that is being made, and debits it.',
    breaks: ['expiry.in-flight'],
    steps: (honest) => ({
      async settle(call, payment, decision) {
        const { till, steps } = call
        const outcome = await honest.settle(call, payment, decision)
        if (payment.expiresAt !== undefined && payment.state === '03')
          till.clock.at(payment.expiresAt, async () => {
            if (!isFinal(payment.state)) Object.assign(payment, { state: '05', money: 'paid' })
            await steps.notify(payment, till, steps)
          })
        return outcome
      },
    }),
  },
  {
    id: 'notifies-otherwise',
    catalogue: 'D120',
    says: 'Notifies a failed payment as a success.',
    breaks: ['states.agree'],
    steps: (honest) => ({
      notice(payment, till) {
        const fields = honest.notice(payment, till)
        if (payment.state !== '06' || payment.form !== '200##00') return fields
        return { ...fields, latestTransactionStatus: '00', transactionStatusDesc: stateWords['00'] }
      },
    }),
  },
]
