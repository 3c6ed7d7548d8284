/** The honest memory: a trx_id names one transaction of a partner for 24 hours from its first sending. */
import type { Call, Steps } from './steps.ts'

/** Milliseconds in which a trx_id stands for the transaction that it was first sent with. */
export const memory = 86_400_000

/** What a repetition is answered from. */
export const recall = {
  nameOf: (call, isQuery) =>
    [isQuery ? 'query' : 'buy', call.account?.user, call.steps.memberOf(call, 'REQUESTID')].join(' '),
  serialise: (call, work) =>
    call.till.locks.hold(`${call.account?.user} ${call.steps.memberOf(call, 'REQUESTID')}`, work),
  async find(call) {
    const purchase = await latest(call, false)
    return purchase ?? (call.operation === 'query' ? latest(call, true) : undefined)
  },
  remembers: (call, { at }) => call.at - at < memory,
  recall: async ({ till }, known) =>
    till.profile['dupPolicy'] === 'code-04' ? { ...known, code: '04', sn: '' } : known,
} satisfies Partial<Steps>

async function latest(call: Call, isQuery: boolean) {
  const known = await call.till.ledger.find(call.steps.nameOf(call, isQuery))
  return known && call.steps.remembers(call, known) ? known : undefined
}
