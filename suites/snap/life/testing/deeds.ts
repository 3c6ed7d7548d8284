/** Requests about one payment, made by hand, and what their story breaks. */
import { linearize } from '../../../../src/judge/linear.ts'
import type { Deed, Told } from '../../deed.ts'
import { modelOf, type World } from '../../model.ts'

let tick = 0
export const minute = 60_000

/** A request, answered with success before anything else begins. */
export function deed(kind: Deed['kind'], more: Partial<Deed> = {}): Deed {
  tick += 2
  return {
    kind,
    told: '',
    began: tick,
    ended: tick + 1,
    at: 0,
    said: 'success',
    code: '',
    spoilt: false,
    plain: true,
    raced: false,
    currency: 'IDR',
    merchant: '',
    transaction: 'T1',
    number: '',
    refundId: '',
    ...more,
  }
}

export const pay = (more: Partial<Deed> = {}) => deed('payment', { amount: 10_000n, data: 'card', ...more })
export const refused = { said: 'refusal' as const, code: '4040000', transaction: '' }

/** An inquiry that finds the payment; the times of paid ones are there. */
export function ask(state: Deed['state'], more: Partial<Deed> = {}): Deed {
  const isPaid = state === '00' || state === '04'
  const paid = isPaid ? { paid: '2026-11-28T10:00:00+07:00' } : {}
  return deed('status', {
    state: state!,
    by: 'reference',
    whole: true,
    toldAmount: 10_000n,
    ...paid,
    ...more,
  })
}

export const missing = (more: Partial<Deed> = {}) =>
  deed('status', {
    said: 'refusal',
    code: '4045501',
    missing: 'code',
    by: 'reference',
    transaction: '',
    ...more,
  })

export const refund = (number: string, amount: bigint, more: Partial<Deed> = {}) =>
  deed('refund', { number, amount, refundId: `F${number}`, hasAmount: true, ...more })
export const cancel = (more: Partial<Deed> = {}) =>
  deed('cancel', { cancelled: '2026-11-28T10:00:00+07:00', ...more })
export const entry = (number: string, amount: bigint, state = '00'): Told => ({
  number,
  id: `F${number}`,
  amount,
  state,
})
export const books = (standing: number) => deed('books', { standing, taken: standing })

/** Never answered. */
export function lost(one: Deed): Deed {
  const { ended: _never, ...rest } = one
  return { ...rest, said: 'open', transaction: '', refundId: '' }
}

export const together = (...deeds: Deed[]): Deed[] =>
  deeds.map((one) => ({ ...one, began: deeds[0]!.began, ended: deeds.at(-1)!.ended!, raced: true }))

const profile = { partialRefundStatus: '00', notFoundStyle: '404-01', expiryStatus: '05', notifySeconds: 60 }

/** The promise that a story breaks, `fine` for none, with the notes on what is allowed. */
export function verdict(acts: Deed[], world: Partial<World> = {}): string[] {
  const model = modelOf({ profile, offered: true, made: [], foundBy: 'all', poor: false, ...world })
  const outcome = linearize(acts, model)
  if (outcome.kind === 'broken') return [outcome.culprit.step.rule]
  if (outcome.kind === 'inconclusive') return ['inconclusive']
  const notes = outcome.order.flatMap(({ step }) => (step.notes ?? []).map(({ rule }) => rule))
  return notes.length > 0 ? ['fine', ...notes] : ['fine']
}

export const paid = () => [pay(), ask('00')]
export const idle = () => [pay({ data: 'idle' }), ask('01')]
