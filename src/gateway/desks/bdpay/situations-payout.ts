/** What befalls a client's payout, by the ids of schemas/bdpay/situations.json. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Situation } from '../../defect.ts'
import { close, half, late, page } from '../../mishaps.ts'
import {
  accountOf,
  answering,
  type Bend,
  isCash,
  isQuery,
  misleading,
  once,
  replying,
  rewriting,
  sending,
  setting,
  statusing,
  together,
} from './bend.ts'
import type { Steps } from './steps.ts'

/** Milliseconds that a late answer takes, and by which an early callback is ahead of its answer. */
const slow = 3000
const ahead = 500

const paid = accountOf({})
const lost = once(isCash, (isFirst) => sending(isFirst, close))
const inState = (status: string): Bend =>
  together(accountOf({ outcome: 'slow', settlesIn: 60 }), setting({ status }, isQuery))

/** The first query is answered otherwise. */
const atFirst = (bend: (isFirst: Parameters<typeof setting>[1]) => Bend): Bend =>
  once(isQuery, (isFirst) => bend(isFirst))

const early: Bend = (honest) => ({
  async cash(call) {
    const decision = await honest.cash(call)
    await sleep(ahead)
    return decision
  },
  schedule: (till) => [0, ...honest.schedule(till).slice(1)],
})

/** No callback comes: who wants to know has to ask. */
const untold: Bend = () => ({ tellPayout: () => Promise.resolve() })

/** Situations of payouts. */
export const payoutSituations: readonly Situation<Steps>[] = [
  { id: 'payout', steps: paid },
  { id: 'payout-accepted', steps: accountOf({ outcome: 'slow', settlesIn: 3600 }) },
  { id: 'payout-fails', steps: accountOf({ outcome: 'fails' }) },
  { id: 'payout-revoked', steps: accountOf({ outcome: 'revoked' }) },
  { id: 'payout-refused', steps: accountOf({ outcome: 'refused' }) },
  { id: 'payout-unknown', steps: together(accountOf({ outcome: 'undecided' }), untold) },
  { id: 'payout-unknown-fails', steps: accountOf({ outcome: 'undecidedfail' }) },
  { id: 'payout-error', steps: together(paid, misleading('ERROR', 'System error', isCash)) },
  { id: 'payout-lost', steps: together(paid, lost) },
  {
    id: 'payout-cut',
    steps: together(
      paid,
      once(isCash, (isFirst) => replying(half, isFirst)),
    ),
  },
  {
    id: 'payout-slow',
    steps: together(
      paid,
      once(isCash, (isFirst) => sending(isFirst, late(slow))),
    ),
  },
  {
    id: 'payout-unavailable',
    steps: together(
      paid,
      once(isCash, (isFirst) => replying(() => page(502, 'Bad Gateway'), isFirst)),
    ),
  },
  {
    id: 'payout-forged',
    steps: together(paid, rewriting(/"platRespCode":"SUCCESS"/, '"platRespCode":"FAIL"', isCash)),
  },
  {
    id: 'payout-not-yet',
    steps: together(
      accountOf({ outcome: 'slow', settlesIn: 2 }),
      untold,
      lost,
      atFirst((isFirst) =>
        answering(() => ({ platRespCode: 'NOTEXIST', platRespMessage: 'There is no such order' }), isFirst),
      ),
    ),
  },
  {
    id: 'payout-query-unknown',
    steps: together(
      paid,
      untold,
      lost,
      atFirst((isFirst) => misleading('UNKNOWN', 'System abnormal', isFirst!)),
    ),
  },
  {
    id: 'payout-query-refused',
    steps: together(
      paid,
      untold,
      atFirst((isFirst) => misleading('FAIL', 'Requests come too fast', isFirst!)),
    ),
  },
  { id: 'payout-state-zero', steps: inState('0') },
  { id: 'payout-state-one', steps: inState('1') },
  { id: 'payout-state-five', steps: inState('5') },
  { id: 'payout-state-six', steps: inState('6') },
  { id: 'payout-state-nine', steps: inState('9') },
  { id: 'payout-state-empty', steps: inState('') },
  {
    id: 'payout-state-number',
    steps: together(
      paid,
      untold,
      answering(
        (fields) => ('status' in fields ? { ...fields, status: Number(fields['status']) } : fields),
        isQuery,
      ),
    ),
  },
  {
    id: 'payout-early-callback',
    steps: together(
      accountOf({ settlesIn: 0 }),
      early,
      misleading('UNKNOWN', 'System abnormal', isCash),
      statusing(200, isCash),
    ),
  },
]
