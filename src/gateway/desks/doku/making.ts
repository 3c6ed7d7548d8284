/** The honest payment code: one for each invoice number, for as long as was asked. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from '../../../wire/reading.ts'
import { refused } from './intake.ts'
import type { Order } from './ledger.ts'
import type { Call, Steps } from './steps.ts'
import { compactOf, utcOf } from './time.ts'

/** Minutes that a code can be paid unless it is told. */
export const usualMinutes = 60
const minute = 60_000

/** Make codes as the contract wants it. */
export const making = {
  generate: (call) =>
    call.steps.serialise(call.till, namesOf(call), async () => {
      const { steps } = call
      const refusal = await steps.admit(call)
      if (refusal) return refusal
      const order = await steps.open(call)
      await steps.begin(call, order)
      return { status: 200, fields: steps.codeFields(call, order) }
    }),
  serialise: ({ locks }, { merchant, invoice }, work) =>
    locks.hold(JSON.stringify([merchant, invoice]), work),
  known: (call) => call.till.ledger.order(namesOf(call).merchant, namesOf(call).invoice),
  async admit(call) {
    const fate = await call.till.ledger.fate(namesOf(call).invoice)
    if (fate?.fails) return refused(500, 'internal_error', 'Something has failed')
    if (fate?.never) return refused(400, 'invalid_parameter', 'There is no such invoice')
    if (await call.steps.known(call))
      return refused(400, 'invoice_already_used', 'The invoice was used before')
    if (fate?.delayMs !== undefined) await sleep(fate.delayMs)
    return undefined
  },
  amountOf: ({ fields }) => Number(fields['order.amount']),
  minutesOf: ({ fields }) => Number(fields['online_to_offline_info.expired_time'] ?? usualMinutes),
  isReusable: ({ fields }) => /^true$/i.test(String(fields['online_to_offline_info.reusable_status'])),
  newCode: (till) => `8888${till.number().slice(-12)}`,
  async open(call) {
    const order = drafted(call)
    await call.till.ledger.keepOrder(order)
    return order
  },
  async begin({ till, steps, at }, order) {
    const { pays = 0, paysIn = 10 } = (await till.ledger.fate(order.invoice)) ?? {}
    for (let count = 1; count <= pays; count++)
      till.clock.at(at + count * paysIn * 1000, () => steps.pay(order, till, steps).then(() => undefined))
  },
  timesOf({ createdAt, expiresAt }, { profile }) {
    const zone = profile['compactZone'] === 'Z' ? 'UTC' : 'Asia/Jakarta'
    return {
      created_date: compactOf(createdAt, zone),
      expired_date: compactOf(expiresAt, zone),
      created_date_utc: utcOf(createdAt),
      expired_date_utc: utcOf(expiresAt),
    }
  },
  codeFields({ steps, till, raw }, order) {
    const { path = '' } = till.contract.operations['generate'] ?? {}
    // Pages stand below whatever the path of the operation is below.
    const base = (raw.url ?? '').replace(path, '')
    const page = (name: string) => `${base}/${name}/${order.code}`
    return {
      order: { invoice_number: order.invoice },
      online_to_offline_info: {
        payment_code: order.code,
        ...steps.timesOf(order, till),
        how_to_pay_page: page('how-to-pay'),
        how_to_pay_api: page('how-to-pay-api'),
      } as Json,
      ...(order.additional !== undefined && { additional_info: order.additional }),
    }
  },
} satisfies Partial<Steps>

const namesOf = (call: Call): Pick<Order, 'merchant' | 'invoice'> => ({
  merchant: call.merchant?.id ?? '',
  invoice: call.steps.valueAt(call, 'order.invoice_number') ?? '',
})

function drafted(call: Call): Order {
  const { steps, at, till, fields } = call
  const override = steps.valueAt(call, 'additional_info.override_notification_url')
  const additional = fields['additional_info']
  return {
    ...namesOf(call),
    request: steps.valueAt(call, 'header:Request-Id') ?? '',
    code: steps.newCode(till),
    amount: steps.amountOf(call),
    reusable: steps.isReusable(call),
    createdAt: at,
    expiresAt: at + steps.minutesOf(call) * minute,
    ...(additional !== undefined && additional !== null && { additional }),
    ...(override !== undefined && { override }),
    payments: [],
  }
}
