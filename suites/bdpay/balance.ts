/** What payouts do to a balance: windows between two readings of it in which exactly one payout was ordered. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Item } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered, asked } from '../common/premises.ts'
import { fallBetween } from '../common/rupiah.ts'
import { calls, stateIn, stories, type Story } from './seen.ts'

/** A reading of a merchant's balance. */
export interface Weighed {
  merchant: string
  began: number
  ended: number
  balance: number
  /** Beside the wire, or by the operation of the contract. */
  by: 'hook' | 'query'
  exchange?: Exchange
}

/** The readings of balances, in order. */
export const weighings = premise((evidence: Evidence): Weighed[] => {
  const hooked = evidence.trace.entries.flatMap((entry): Weighed[] =>
    entry.kind === 'balance'
      ? [
          {
            merchant: entry.account,
            began: entry.began,
            ended: entry.ended,
            balance: entry.balance,
            by: 'hook',
          },
        ]
      : [],
  )
  const told = calls(evidence).flatMap(({ operation, said, merchant, exchange }): Weighed[] => {
    const balance = totalIn(exchange)
    if (operation !== 'account' || said !== 'success' || balance === undefined) return []
    return [
      {
        merchant,
        began: exchange.began,
        ended: exchange.ended ?? exchange.began,
        balance,
        by: 'query',
        exchange,
      },
    ]
  })
  return [...hooked, ...told].sort((one, other) => one.began - other.began)
})

/** What a merchant has: available, frozen and on its way, for nothing tells how a payout goes through them. */
function totalIn(exchange: Exchange): number | undefined {
  const parts = ['balance', 'freeze', 'pendMoney'].map((name) => answered(exchange, name).trim())
  const [balance = '', ...rest] = parts
  if (!/^-?\d+$/.test(balance)) return undefined
  return Number(balance) + rest.reduce((sum, part) => sum + (/^-?\d+$/.test(part) ? Number(part) : 0), 0)
}

/** How a payout ended, as the last of its queries and callbacks tells; undefined while it is open. */
export function outcomeOf({ creates, queries, callbacks }: Story): 'paid' | 'failed' | 'refused' | undefined {
  const states = [
    ...queries.map((call) => ({ at: call.exchange.began, state: stateIn(call) })),
    ...callbacks.map((callback) => ({ at: callback.began, state: asked(callback, 'status').trim() })),
  ].sort((one, other) => one.at - other.at)
  const last = states.findLast(({ state }) => state !== '')?.state
  if (last === '2') return 'paid'
  if (last === '3' || last === '4') return 'failed'
  return last === undefined && isRefused({ creates, queries }) ? 'refused' : undefined
}

/** Refused in plain words; or by ERROR, which leaves that open, and then not found. */
const isRefused = ({ creates, queries }: Pick<Story, 'creates' | 'queries'>): boolean =>
  creates.every(({ said }) => said === 'refusal') ||
  (queries.some(({ said }) => said === 'refusal') &&
    creates.every(({ said, code }) => said === 'refusal' || code === 'ERROR'))

/** A balance before and after the whole life of one payout. */
export interface Window {
  story: Story
  before: Weighed
  after: Weighed
  outcome: 'paid' | 'failed' | 'refused'
  money: number
  fee: number
  /** By how much the balance fell. */
  fell: number
}

/** The windows of the trace, by the hook where there is one. */
export const windows = premise((evidence: Evidence): Window[] => {
  const payouts = stories(evidence).filter(({ kind }) => kind === 'payout')
  return payouts.flatMap((story) => {
    const by = weighings(evidence).some((one) => one.by === 'hook' && one.merchant === story.merchant)
      ? 'hook'
      : 'query'
    return windowOf(evidence, story, payouts, by)
  })
})

/** The same windows as the operation of the contract tells the balance. */
export const toldWindows = premise((evidence: Evidence): Window[] => {
  const payouts = stories(evidence).filter(({ kind }) => kind === 'payout')
  return payouts.flatMap((story) => windowOf(evidence, story, payouts, 'query'))
})

function windowOf(evidence: Evidence, story: Story, payouts: Story[], by: Weighed['by']): Window[] {
  const outcome = outcomeOf(story)
  const [from, to] = spanOf(story)
  const own = weighings(evidence).filter((one) => one.by === by && one.merchant === story.merchant)
  const before = own.findLast(({ ended }) => ended < from)
  const after = own.find(({ began }) => began > to)
  if (!outcome || !before || !after) return []
  const others = payouts.filter((one) => one !== story && one.merchant === story.merchant)
  const isShared = others.some((one) => {
    const [began, ended] = spanOf(one)
    return ended > before.began && began < after.ended
  })
  if (isShared) return []
  const { exchange } = story.order
  const money = Number(asked(exchange, 'money'))
  const fee = Number(feeOf(story))
  const fell = fallBetween(before.balance, after.balance)
  return [{ story, before, after, outcome, money, fee, fell }]
}

/** From the first request to the last word about a payout. */
export function spanOf({ creates, queries, callbacks }: Story): [number, number] {
  const all = [...creates, ...queries].map(({ exchange }) => exchange).concat(callbacks)
  return [
    Math.min(...all.map(({ began }) => began)),
    Math.max(...all.map(({ began, ended }) => ended ?? began)),
  ]
}

/** Whether a payout is more than a merchant has, with the fee where it comes on top; any is where no balance is told. */
export function isBeyond(story: Story, merchant: { item: Item } | undefined): boolean {
  if (!merchant) return false
  const { order } = story
  const onTop = asked(order.exchange, 'feeType').trim() === '1' ? Number(feeOf(story)) : 0
  const { balance } = merchant.item
  return balance === undefined || Number(asked(order.exchange, 'money')) + onTop > Number(balance)
}

/** The fee of a payout, from its answer or from what was told later. */
export function feeOf({ made, queries, callbacks }: Story): string {
  const told = [
    made ? answered(made.exchange, 'fee') : '',
    ...callbacks.map((callback) => asked(callback, 'fee')),
    ...queries.map(({ exchange }) => answered(exchange, 'fee')),
  ]
  return told.map((fee) => fee.trim()).find((fee) => /^\d+$/.test(fee)) ?? ''
}
