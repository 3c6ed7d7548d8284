/** The honest judgement of requests that are well made: what is sold, to whom, and what the biller says. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Customer, Deal, Fate } from './ledger.ts'
import { kindOf } from './serials.ts'
import type { Answer, Call, Steps } from './steps.ts'

/** Milliseconds that a slow biller takes. */
export const slowBiller = 300

/** Decide as the contract wants it. */
export const judgement = {
  refuse: async (call, code) => ({ ...drafted(call), code }),
  async open(call) {
    const deal = drafted(call)
    await call.till.ledger.keep(call.steps.nameOf(call, deal.isQuery), deal)
    return deal
  },
  query,
  buy,
  productOf: (call) => call.till.ledger.product(call.steps.memberOf(call, 'NOM')),
  customerOf: (call) => call.till.ledger.customer(call.steps.memberOf(call, 'NOHP')),
  priced(call, product) {
    if (call.operation !== 'topup' && kindOf(product.code) === 'pulsa') return '05'
    if (product.closed) return '22'
    return product.price === undefined && call.operation !== 'query' ? '19' : undefined
  },
  isQueried(call, deal) {
    const asked = call.till.queried.get(doorOf(call, deal))
    return asked !== undefined && (call.till.profile['plnSameNom'] !== true || asked === deal.product)
  },
  noteQuery: (call, deal) => void call.till.queried.set(doorOf(call, deal), deal.product),
  charge: (call, deal) => call.till.ledger.charge(deal, deal.price, floorOf(call)),
  askBiller,
} satisfies Partial<Steps>

/** A transaction as the request asks for it, before anything is decided. */
export function drafted(call: Call): Deal {
  const value = (member: string) => call.steps.memberOf(call, member)
  return {
    user: call.account?.user ?? '',
    trx: value('REQUESTID'),
    isQuery: call.operation === 'query',
    product: value('NOM'),
    number: value('NOHP'),
    id: call.steps.newId(call.till),
    at: call.at,
    code: '68',
    price: 0,
    sn: '',
  }
}

/** What a query opens: purchases for its number, or that with its trx_id. */
function doorOf({ till }: Call, { user, number, trx }: Deal): string {
  return till.profile['plnLinkBy'] === 'requestId' ? `${user} trx ${trx}` : `${user} number ${number}`
}

/** Lowest balance that a purchase may leave. */
function floorOf({ till, account }: Call): number {
  return till.profile['creditLimit'] === false ? 0 : -(account?.credit ?? 0)
}

async function query(call: Call, deal: Deal): Promise<Answer> {
  const { steps } = call
  const product = await steps.productOf(call)
  const refusal = product ? steps.priced(call, product) : '05'
  if (!product || refusal !== undefined) return { code: refusal ?? '05' }
  const customer = await steps.customerOf(call, product)
  if (!customer?.meter || customer.fate === 'missing') return { code: '07' }
  if (customer.fate === 'noquery') return { code: '14' }
  deal.meter = customer.meter
  steps.noteQuery(call, deal)
  return { code: '00' }
}

async function buy(call: Call, deal: Deal): Promise<Answer> {
  const { steps } = call
  const product = await steps.productOf(call)
  const refusal = product ? steps.priced(call, product) : '05'
  if (!product || refusal !== undefined) return { code: refusal ?? '05' }
  deal.price = product.price ?? 0
  if (call.operation === 'purchase' && !steps.isQueried(call, deal)) return { code: '10' }
  const customer = await steps.customerOf(call, product)
  if (!customer || (kindOf(product.code) === 'pulsa') !== (customer.meter === undefined))
    return { code: '07' }
  deal.meter = customer.meter
  if (!(await steps.charge(call, deal))) return { code: '18' }
  return steps.askBiller(call, deal, customer)
}

const refusals: { [fate in Fate]?: string } = { missing: '07', expired: '12', blocked: '13', biller: '06' }
const ends: { [fate in Fate]?: string } = { pending: '00', pendingfail: '23', refunded: '21' }

async function askBiller(_call: Call, _deal: Deal, { fate, settlesIn }: Customer): Promise<Answer> {
  if (fate === 'slow') await sleep(slowBiller)
  const code = ends[fate]
  if (code !== undefined) return { code: '68', later: { code, seconds: settlesIn } }
  return { code: refusals[fate] ?? '00' }
}
