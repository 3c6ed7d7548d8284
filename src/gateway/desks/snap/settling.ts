/** The honest books: money is taken once, given back when a payment fails, and every end is told once. */
import type { Payment, State } from './ledger.ts'
import type { Call, Decision, Outcome, Steps, Till } from './steps.ts'

/** Milliseconds between the end of a payment that was made at once and its notification. */
const afterwards = 100

/** Settle, wait, end and expire as the contract wants it. */
export const settling = {
  settle,
  async charge(payment, { ledger }) {
    if (payment.money !== undefined) return payment.money !== 'reversed'
    if (!(await ledger.charge(payment))) return false
    payment.money = 'pending'
    return true
  },
  conclude: (payment, state, till, steps) =>
    steps.serialise(till, payment, async () => {
      if (isFinal(payment.state)) return
      await end(payment, state, till, steps)
      await steps.notify(payment, till, steps)
    }),
  expire: (payment, till, steps) =>
    steps.serialise(till, payment, async () => {
      if (payment.state !== '01') return
      await end(payment, till.profile['expiryStatus'] as State, till, steps)
      await steps.notify(payment, till, steps)
    }),
} satisfies Partial<Steps>

/** States that only a refund or a voiding leaves. */
export const isFinal = (state: State): boolean => ['00', '04', '05', '06'].includes(state)

async function settle(call: Call, payment: Payment, decision: Decision): Promise<Outcome> {
  const { steps, till } = call
  const isTaken = decision.state === '01' || decision.state === '06' || (await steps.charge(payment, till))
  const { form, about, state, later }: Decision = isTaken ? decision : { form: '403##14', state: '06' }
  Object.assign(payment, { form, state, ...(about !== undefined && { about }) })
  if (isFinal(state)) await end(payment, state, till, steps)
  // As it ended: whatever is paid back in the meantime is another story.
  const ended = { ...payment }
  if (state === '00') after(call, afterwards, () => steps.notify(ended, till, steps))
  if (later) after(call, later.seconds * 1000, () => steps.conclude(payment, later.state, till, steps))
  if (payment.expiresAt !== undefined && state === '01')
    till.clock.at(payment.expiresAt, () => steps.expire(payment, till, steps))
  const told = { form, ...(about !== undefined && { about }) }
  return form.startsWith('20') ? { ...told, fields: steps.paymentFields(call, payment) } : told
}

function after({ till }: Call, ms: number, work: () => Promise<void>): void {
  till.clock.at(till.clock.now() + ms, work)
}

/** The end of a payment; one that cannot be charged when its time has come has failed. */
export async function end(payment: Payment, state: State, till: Till, steps: Steps): Promise<void> {
  const now = till.clock.now()
  const isPaid = state === '00' && (await steps.charge(payment, till))
  payment.state = state === '00' && !isPaid ? '06' : state
  payment.endedAt = now
  if (isPaid) Object.assign(payment, { paidAt: now, money: 'paid', form: '200##00' })
  else await reverse(payment, till)
}

/** Gives back whatever was taken for a payment. */
export async function reverse(payment: Payment, { ledger }: Till): Promise<void> {
  if (payment.money === undefined || payment.money === 'reversed') return
  payment.money = 'reversed'
  await ledger.giveBack(payment, payment.amount)
}
