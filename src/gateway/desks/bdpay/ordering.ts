/** The honest order: one for each number, payable for as long as was asked, by whatever its payer does. */
import type { Fields } from '../../../wire/reading.ts'
import { fail } from './intake.ts'
import type { Order, Payer } from './ledger.ts'
import type { Call, Decision, Steps, Till } from './steps.ts'

/** Minutes that an order can be paid unless it is told, and seconds for a wallet that asks for a confirmation. */
export const usualMinutes = 4320
export const confirmSeconds = 30
const never = Number.MAX_SAFE_INTEGER
/** Rupiah that a payment costs the merchant. */
const payFee = 500

/** Order as the contract wants it. */
export const ordering = {
  pay: (call) => ordered(call, 'pay'),
  prepaidOrder: (call) => ordered(call, 'link'),
  staticVa: (call) => ordered(call, 'static'),
  serialise: ({ locks }, name, work) => locks.hold(JSON.stringify(name), work),
  known: (call) => call.till.ledger.order(...namesOf(call)),
  contentOf({ fields }) {
    const { sign: _sign, dateTime: _time, ...others } = fields
    return JSON.stringify(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1)))
  },
  repeat(call, order) {
    const isSame = order.content === call.steps.contentOf(call)
    if (call.till.profile['duplicateOrder'] !== 'replay' || !isSame) return fail('orderNum was used before')
    return accepted(call.steps.orderFields(call, order))
  },
  async admit(call, kind) {
    const method = call.steps.valueAt(call, 'method')
    if (method !== undefined && !(await call.steps.isOpen(call, method)))
      return fail('method is not open for this merchant')
    if (kind === 'static') return undefined
    if (method === 'EWALLET_OVO' && call.steps.valueAt(call, 'phone') === undefined)
      return fail('phone is missing')
    if (!/^[1-9]\d*$/.test(call.steps.valueAt(call, 'expiryPeriod') ?? '1'))
      return fail('expiryPeriod is malformed')
    return call.steps.amountOf(call) > 0 ? undefined : fail('payMoney is malformed')
  },
  async isOpen({ till: { profile, ledger } }, method) {
    const opened = profile['methods']
    return (!Array.isArray(opened) || opened.includes(method)) && !(await ledger.isClosed(method))
  },
  amountOf: (call) => Number(call.steps.valueAt(call, 'payMoney') ?? 0),
  secondsOf(call, kind) {
    if (kind === 'static') return never
    if (call.steps.valueAt(call, 'method') === 'EWALLET_OVO') return confirmSeconds
    return Number(call.steps.valueAt(call, 'expiryPeriod') ?? usualMinutes) * 60
  },
  async open(call, kind) {
    const order = drafted(call, kind)
    await call.till.ledger.keepOrder(order)
    return order
  },
  newId: ({ number }) => number(),
  newVa: ({ number }) => `8808${number().slice(-12)}`,
  payFeeOf: (money) => Math.min(payFee, money),
  payerOf: (call) =>
    call.till.ledger.payer(call.steps.valueAt(call, 'phone') ?? call.steps.valueAt(call, 'name') ?? ''),
  await: awaiting,
  orderFields(call, order) {
    const { id, number, method, name, email, money, detail, va, url } = order
    const amount = String(money)
    return {
      platOrderNum: id,
      orderNum: number,
      ...(order.kind !== 'link' && { method }),
      ...given({ name, email: order.kind === 'static' ? '' : email }),
      ...(va !== undefined && { vaNumber: va }),
      ...(order.kind !== 'static' && { payMoney: amount }),
      ...(order.kind === 'pay' && { payFee: String(call.steps.payFeeOf(money)) }),
      ...given({ productDetail: order.kind === 'link' ? '' : detail }),
      ...(url !== undefined && { url }),
    }
  },
} satisfies Partial<Steps>

const given = (fields: { [name: string]: string }): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))

/** An answer that accepts. */
export const accepted = (fields: Fields): Decision => ({
  code: 'SUCCESS',
  message: 'Request success',
  fields,
})

/** Merchant and number of what is ordered. */
export const namesOf = (call: Call): [merchant: string, number: string] => [
  call.merchant?.code ?? '',
  call.steps.valueAt(call, 'orderNum') ?? '',
]

/** A number that nobody gave is the platform's own. */
async function ordered(call: Call, kind: Order['kind']): Promise<Decision> {
  const { steps, till } = call
  return steps.serialise(till, ['order', ...namesOf(call)], async () => {
    const known = namesOf(call)[1] === '' ? undefined : await steps.known(call)
    if (known) return steps.repeat(call, known)
    const refusal = await steps.admit(call, kind)
    if (refusal) return refusal
    const order = await steps.open(call, kind)
    steps.await(call, order, await steps.payerOf(call))
    return accepted(steps.orderFields(call, order))
  })
}

function drafted(call: Call, kind: Order['kind']): Order {
  const { steps, till, at } = call
  const [merchant, number] = namesOf(call)
  const value = (name: string) => steps.valueAt(call, name) ?? ''
  const id = steps.newId(till)
  const method = kind === 'static' ? value('method') : value('method') || 'QRIS'
  const isPage = kind === 'link' || /^(EWALLET|QRIS)/.test(method)
  return {
    merchant,
    number: number || id,
    id,
    kind,
    content: steps.contentOf(call),
    method,
    money: kind === 'static' ? 0 : steps.amountOf(call),
    name: value('name'),
    email: value('email'),
    phone: value('phone'),
    detail: value('productDetail'),
    notifyUrl: value('notifyUrl'),
    ...(isPage ? { url: `https://pay.example/${till.contract.id}/${id}` } : { va: steps.newVa(till) }),
    state: isPage ? 'OPEN_PAY_URL' : 'NO_PAY',
    createdAt: at,
    expiresAt: Math.min(at + steps.secondsOf(call, kind) * 1000, never),
    payments: [],
  }
}

/** Only a static VA is paid more than once. */
function awaiting({ at, till, steps }: Call, order: Order, payer: Payer | undefined): void {
  const after = (seconds: number, work: () => Promise<void>) => till.clock.at(at + seconds * 1000, work)
  if (order.expiresAt < never)
    till.clock.at(order.expiresAt, () => steps.end(order, 'PAY_CANCEL', till, steps))
  if (!payer) return
  const { pays, paysIn, times, cancelsIn, errsIn, refundsIn } = payer
  for (let count = 0; count < (pays ? times : 0); count++)
    after(paysIn + count, () => steps.settle(order, at + (paysIn + count) * 1000, till, steps))
  if (cancelsIn !== undefined) after(cancelsIn, () => steps.end(order, 'PAY_CANCEL', till, steps))
  if (errsIn !== undefined) after(errsIn, () => steps.end(order, 'PAY_ERROR', till, steps))
  if (refundsIn !== undefined) after(refundsIn, () => refund(order, till))
}

/** The platform pays back, out of sight of the document. */
async function refund(order: Order, { ledger }: Till): Promise<void> {
  const merchant = await ledger.merchant(order.merchant)
  if (order.state !== 'SUCCESS' || !merchant) return
  order.state = 'PAY_CANCEL'
  merchant.balance -= order.payments.reduce((sum, { money, fee }) => sum + money - fee, 0)
}
