/** The honest inquiry: a transaction of the merchant's own, by its invoice number or its Request-Id. */
import type { Fields, Json } from '../../../wire/reading.ts'
import { refused } from './intake.ts'
import type { Order, Payment } from './ledger.ts'
import type { Steps } from './steps.ts'
import { compactOf, utcOf } from './time.ts'

/** What is the same in every message about a code of this channel. */
export const channel = {
  service: { id: 'ONLINE_TO_OFFLINE' },
  acquirer: { id: 'INDOMARET' },
  channel: { id: 'ONLINE_TO_OFFLINE_INDOMARET' },
}

/** Answer as the contract wants it. */
export const asking = {
  async status(call) {
    const order = await call.steps.find(call)
    if (!order) return refused(404, 'not_found', 'There is no such transaction')
    return { status: 200, fields: call.steps.statusFields(call, order) }
  },
  async find(call) {
    const [asked, merchant] = [call.steps.valueAt(call, 'id') ?? '', call.merchant?.id ?? '']
    const { ledger } = call.till
    return (await ledger.order(merchant, asked)) ?? ledger.orderByRequest(merchant, asked)
  },
  stateOf({ payments, expiresAt }, { clock }) {
    if (payments.length > 0) return 'SUCCESS'
    return clock.now() < expiresAt ? 'PENDING' : 'EXPIRED'
  },
  statusFields({ till, steps }, order) {
    const last = order.payments.at(-1)
    const zone = till.profile['compactZone'] === 'Z' ? 'UTC' : 'Asia/Jakarta'
    return {
      order: { invoice_number: order.invoice, amount: order.amount },
      transaction: {
        status: steps.stateOf(order, till),
        date: utcOf(last?.at ?? order.createdAt),
        original_request_id: order.request,
      },
      ...channel,
      online_to_offline_info: {
        payment_code: order.code,
        created_date: compactOf(order.createdAt, zone),
        expired_date: compactOf(order.expiresAt, zone),
        reusable_status: String(order.reusable),
      },
      ...(last && counterOf(last)),
      ...(order.additional !== undefined && { additional_info: order.additional }),
    }
  },
} satisfies Partial<Steps>

/** What the counter of a store says of a payment. */
export const counterOf = ({ identifiers }: Payment): Fields => ({
  online_to_offline_payment: { identifier: identifiers as unknown as Json },
})

/** What a message says of the order that it is about. */
export const orderOf = ({ invoice }: Order, { amount }: Payment): Fields => ({
  order: { invoice_number: invoice, amount },
})
