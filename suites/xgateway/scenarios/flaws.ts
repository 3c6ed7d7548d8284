/** Requests with exactly one thing wrong, and values that are easily lost. */
import * as fc from 'fast-check'
import { messageOf, type Contract, type Profile } from '../../../src/contract/contract.ts'
import { drawField } from '../../../src/contract/draw.ts'
import { flawsOf, type FieldFlaw } from '../../../src/contract/flaws.ts'
import { scenario } from '../../../src/stimulate/scenario.ts'
import { partner, purchase, request, weigh, type Method } from '../messages.ts'

interface Plan {
  method: Method
  flaw: FieldFlaw
}

/** Whatever is said of other characters in a value, the document does not. */
const isJudged = ({ id }: FieldFlaw): boolean => !id.startsWith('format')

function plansFor(contract: Contract, profile: Profile): Plan[] {
  const all = flawsOf(contract, messageOf(contract, 'topup', 'request'), profile).filter(isJudged)
  return [
    ...all.map((flaw) => ({ method: 'topup' as const, flaw })),
    ...all.filter(({ id }) => id === 'missing').map((flaw) => ({ method: 'query' as const, flaw })),
    ...all.filter(({ id }) => id === 'empty').map((flaw) => ({ method: 'direct' as const, flaw })),
  ]
}

export const flaws = scenario<Plan>({
  id: 'one-flaw',
  says: 'Send a request with exactly one member spoilt.',
  role: 'server',
  exercises: ['refusals.incomplete', 'refusals.explained', 'refusals.over-length'],
  plans: ({ contract, profile }) => plansFor(contract, profile),
  async act({ method, flaw }, hand) {
    const who = await partner(hand)
    const item = await hand.need(method === 'topup' ? 'pulsa' : 'plna')
    await weigh(hand, who)
    const spoilt = { ...who.fields, [flaw.field]: flaw.value }
    await hand.send(request(hand, method, item, spoilt, { flaws: 1, note: `${flaw.field}: ${flaw.id}` }))
    await weigh(hand, who)
  },
})

export const values = scenario<{ end: string }>({
  id: 'values',
  says: 'Buy and query under trx_ids drawn from what the table allows.',
  role: 'server',
  exercises: ['echoes.kept', 'echoes.text', 'purchase.repeat'],
  draw: ({ contract }) =>
    fc.record({ end: drawField(contract, messageOf(contract, 'topup', 'request'), 'REQUESTID') }),
  async act({ end }, hand) {
    const who = await partner(hand)
    const reference = `${hand.fresh('REQUESTID')}${end}`.slice(0, 20)
    const item = await hand.need('pulsa')
    await hand.send(purchase(hand, item, { ...who.fields, REQUESTID: reference }))
    await hand.send(purchase(hand, item, { ...who.fields, REQUESTID: reference }))
  },
})
