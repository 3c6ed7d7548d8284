/** When a client takes an order for over or for paid: what its books say while nobody has paid. */
import type { Evidence } from '../../src/judge/rule.ts'
import { threadRule } from './client-beliefs.ts'
import { givenTo, stateIn, type Thread } from './client-threads.ts'
import { givenBy, jakarta, timeAt, type Given } from './given.ts'
import { stateIn as stateOf } from './states.ts'

/** Milliseconds around an expiry in which either is right. */
const edge = 60_000

/** The answer with the code of an order, where its compact expiry, read as Jakarta's time, comes before the other one. */
function twoTimes(thread: Thread): Given | undefined {
  const one = givenTo(thread)
  const given = one && givenBy(one)
  if (given?.utc.expires === undefined || given.compact.expires === undefined) return undefined
  return given.compact.expires - jakarta < given.utc.expires - edge ? given : undefined
}

/** The books were read while the code could be paid, and nothing has told of another end. */
function isOpenStill(evidence: Evidence, thread: Thread): boolean {
  const expires = twoTimes(thread)?.utc.expires
  const entry = evidence.trace.entries.findLast((one) => one.kind === 'ledger' && one.code === thread.invoice)
  const read = entry?.kind === 'ledger' ? timeAt(evidence, entry.began) : undefined
  const isEnded = [...thread.looks.map(stateOf), ...thread.told.map(({ state }) => state)].some(
    (state) => state !== '' && state !== 'PENDING',
  )
  return expires !== undefined && read !== undefined && read < expires - edge && !isEnded
}

export const expiry = threadRule(
  'client.expiry',
  'A client takes the expiry of a code from expired_date_utc.',
  'should',
  (thread, evidence) => Boolean(thread.books?.length) && isOpenStill(evidence, thread),
  (thread) =>
    stateIn(thread) === 'failed'
      ? [
          {
            expected: `an open order until ${new Date(twoTimes(thread)!.utc.expires!).toISOString()}`,
            received: 'failed',
          },
        ]
      : [],
)

/** Nothing has told of a payment: no notification, and no state. */
const isUnpaid = ({ told, looks }: Thread): boolean =>
  [...told.map(({ state }) => state), ...looks.map(stateOf)].every((state) => state !== 'SUCCESS')

export const unpaid = threadRule(
  'client.unpaid',
  'A client takes no order for paid that nobody has paid.',
  'must',
  (thread) => Boolean(thread.books?.length) && givenTo(thread) !== undefined && isUnpaid(thread),
  (thread) =>
    stateIn(thread) === 'paid'
      ? [{ expected: 'an order that is not paid: nothing told of a payment', received: 'paid' }]
      : [],
)
