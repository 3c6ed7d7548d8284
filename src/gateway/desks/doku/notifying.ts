/** The honest notification: each payment is told once, signed for the path of its receiver, again until it is taken. */
import { keyring } from '../../../dialects/doku-keyring.ts'
import { targetOf } from '../../../dialects/doku-paths.ts'
import { channel, counterOf, orderOf } from './asking.ts'
import type { Steps } from './steps.ts'
import { utcOf } from './time.ts'

/** Half an hour, six hours and twelve hours after the first attempt. */
const gaps = [1800, 19_800, 21_600]

/** An override may name another host, and no other path. */
const hasPathOf = (url: string, other: string): boolean => targetOf(url) === targetOf(other)

/** Tell as the contract wants it. */
export const notifying = {
  async notify(order, payment, till, steps) {
    const merchant = await till.ledger.merchant(order.merchant)
    const url = merchant && steps.targetOf(order, merchant, till)
    if (url === undefined) return
    const fields = steps.notice(order, payment, till)
    const id = `N${till.number()}`
    const again = () => steps.compose(fields, id, merchant!, url, till)
    till.courier.deliver({
      ...again(),
      protocol: till.contract.id,
      url,
      again,
      schedule: steps.schedule(),
      isTaken: steps.isAcknowledged,
    })
  },
  targetOf({ override }, { notifyUrl }, { callbackUrl }) {
    const configured = notifyUrl ?? callbackUrl
    const isTaken = override !== undefined && (configured === undefined || hasPathOf(override, configured))
    return isTaken ? override : configured
  },
  notice: (order, payment) => ({
    ...channel,
    transaction: {
      status: 'SUCCESS',
      date: utcOf(payment.at),
      original_request_id: order.request,
    },
    ...orderOf(order, payment),
    online_to_offline_info: { payment_code: order.code },
    ...counterOf(payment),
    ...(order.additional !== undefined && { additional_info: order.additional }),
  }),
  compose(fields, id, merchant, url, { dialect, clock, profile }) {
    const keys = keyring({ secret: merchant.secret, profile, url })
    const headers = {
      'header:Client-Id': merchant.id,
      'header:Request-Id': id,
      'header:Request-Timestamp': utcOf(clock.now()),
    }
    return dialect.seal({ operation: 'notify', side: 'request', fields: { ...headers, ...fields } }, keys)
  },
  schedule: () => gaps,
  isAcknowledged: ({ status }) => status >= 200 && status < 300,
} satisfies Partial<Steps>
