/** The honest answers: five members in the order of the samples, whatever is answered to. */
import type { Steps } from './steps.ts'
import { phraseOf, spoken } from './phrase.ts'
import { reasonOf } from './reasons.ts'

/** From a transaction to members. */
export const answers = {
  async phrase(deal, till) {
    const account = await till.ledger.account(deal.user)
    return phraseOf(withNames(deal), account?.balance ?? 0, reasonOf(deal.code))
  },
  say: spoken,
  async members(deal, till, steps) {
    return {
      RESPONSECODE: deal.code,
      REQUESTID: deal.trx,
      MESSAGE: steps.say(await steps.phrase(deal, till)),
      SN: deal.sn,
      TRANSACTIONID: deal.id,
    }
  },
  answer: async (call, deal) => ({
    ...(await call.steps.members(deal, call.till, call.steps)),
    REQUESTID: call.texts['REQUESTID'] ?? '',
  }),
} satisfies Partial<Steps>

type Named = Parameters<typeof phraseOf>[0]

/** A refused request may have named neither product nor number; the sentence says so. */
function withNames(deal: Named): Named {
  return { ...deal, product: plain(deal.product), number: plain(deal.number) }
}

const plain = (value: string): string => (/^[A-Za-z0-9]{1,40}$/.test(value) ? value : '-')
