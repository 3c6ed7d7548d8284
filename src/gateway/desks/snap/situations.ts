/** What befalls a client's payment, by the ids of schemas/snap/situations.json. */
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../../contract/contract.ts'
import type { Headers } from '../../../wire/exchange.ts'
import { verbatim, type Fields } from '../../../wire/reading.ts'
import type { Situation } from '../../defect.ts'
import { close, half, late, page } from '../../mishaps.ts'
import type { Reply } from '../../reply.ts'
import {
  answering,
  type Bend,
  deciding,
  fated,
  isCancel,
  isPayment,
  isRefund,
  isStatus,
  misleading,
  once,
  refusing,
  replying,
  sending,
  together,
} from './bend.ts'
import type { Refund } from './ledger.ts'
import type { Call, Steps } from './steps.ts'

/** Milliseconds that a late answer takes, and by which an early notification is ahead of its answer. */
const slow = 3000
const ahead = 500
/** Milliseconds that a short token is good for, from its first use. */
const shortLife = 2000

const paid = fated('paid')
const poor = fated('poor', { balance: 100n })
const lost = (when: (call: Call) => boolean): Bend => once(when, (isFirst) => sending(isFirst, close))
const withStatus =
  (status: number) =>
  (reply: Reply): Reply => ({ ...reply, status })
/** Only the first answer to a payment is bent; what follows is honest. */
const atFirst = (change: (isFirst: (call: Call) => boolean) => Bend): Bend =>
  together(paid, once(isPayment, change))
const coded = (responseCode: string | null, status: number): Bend =>
  together(
    answering((fields) => ({ ...fields, responseCode }), isPayment),
    replying(withStatus(status), isPayment),
  )

/** Mandatory fields, and those of a success. */
function bare(fields: Fields, { operation, till }: Call): Fields {
  const rows = messageOf(till.contract, operation, 'response').fields
  const kept = rows.filter(({ presence, onSuccess }) => (onSuccess ?? presence) === 'M')
  return Object.fromEntries(kept.flatMap(({ name }) => (name in fields ? [[name, fields[name]!]] : [])))
}

const oddly = ({ headers, ...reply }: Reply): Reply => ({
  ...reply,
  headers: headers.map(([name, value]): Headers[number] => {
    const small = name.toLowerCase()
    return [small, small === 'content-type' ? `${value}; charset=utf-8` : value]
  }),
})

const expiring: Bend = (honest) => {
  const known = new Map<string, number>()
  return {
    isTokenGood(call, partner) {
      const token = call.steps.valueAt(call, 'header:Authorization') ?? ''
      const since = known.get(token) ?? call.at
      known.set(token, since)
      return call.at - since < shortLife && honest.isTokenGood(call, partner)
    },
  }
}

const refusingTokens =
  (when: (call: Call) => boolean): Bend =>
  (honest) => ({ isTokenGood: (call, partner) => !when(call) && honest.isTokenGood(call, partner) })

const early = deciding('payment', async (call, work) => {
  const outcome = await work()
  const payment = await call.steps.known(call)
  if (payment) await call.steps.conclude(payment, '00', call.till, call.steps)
  await sleep(ahead)
  return outcome
})

const twice: Bend = (honest) => ({
  async notify(payment, till, steps) {
    await honest.notify(payment, till, steps)
    await honest.notify(payment, till, steps)
  },
})

/** The cancellation is carried out a little later than it is answered. */
const cancelledLater: Bend = (honest) => ({
  async cancelPayment(call, payment) {
    const { till, steps } = call
    till.clock.at(till.clock.now() + ahead, () =>
      steps.serialise(till, payment, async () => void (await honest.cancelPayment(call, payment))),
    )
    return { form: '202##00' }
  },
})

/** A refusal is told as it is: it is of the client's own request. What is still open is told as another's success. */
const foreign: Bend = together(
  answering(
    (fields) =>
      /^20[02]/.test(String(fields['responseCode']))
        ? { ...fields, responseCode: '2005400', partnerReferenceNo: 'R00000000000000000001' }
        : fields,
    isPayment,
  ),
  replying((reply) => (reply.status === 202 ? { ...reply, status: 200 } : reply), isPayment),
)

/** Another payment, which succeeded. */
const elsewhere = (fields: Fields): Fields => ({
  ...fields,
  originalPartnerReferenceNo: 'R00000000000000000001',
  originalReferenceNo: 'P00000000000000000001',
  latestTransactionStatus: '00',
  transactionStatusDesc: 'Success',
})

/** The history has two more refunds, which somebody else wanted and did not get. */
const beside: Bend = (honest) => ({
  statusFields(call, payment) {
    const { refunds } = payment
    const [own] = refunds
    if (!own) return honest.statusFields(call, payment)
    const other = (at: number): Refund => ({ ...own, id: `F${at}${own.id}`, number: `R${at}`, state: '06' })
    return honest.statusFields(call, { ...payment, refunds: [other(1), ...refunds, other(2)] })
  },
})

const steps: { [id: string]: Bend } = {
  honest: paid,
  redirect: fated('redirect'),
  'refused-on-page': fated('refuses'),
  pending: fated('pending'),
  'pending-fails': fated('pendingfail'),
  'stays-pending': fated('pending', { settlesIn: 3600 }),
  'timeout-paid': fated('timeout'),
  'timeout-failed': fated('timeoutfail'),
  'lost-answer': together(paid, lost(isPayment)),
  'cut-answer': atFirst((isFirst) => replying(half, isFirst)),
  'late-answer': atFirst((isFirst) => sending(isFirst, late(slow))),
  'server-error': atFirst((isFirst) => misleading('payment', '500##00', isFirst)),
  'html-error': atFirst((isFirst) => replying(() => page(502, 'Bad Gateway'), isFirst)),
  'too-many': atFirst((isFirst) => refusing('payment', '429##00', isFirst)),
  'error-inside-success': together(poor, replying(withStatus(200), isPayment)),
  'success-inside-401': together(refusing('payment', '200##00'), replying(withStatus(401), isPayment)),
  'success-inside-500': together(refusing('payment', '200##00'), replying(withStatus(500), isPayment)),
  'eight-digits': together(paid, coded('20054000', 200)),
  'unknown-code': together(fated('declined'), coded('4035499', 403)),
  'no-code': together(paid, coded(null, 200)),
  declined: fated('declined'),
  poor,
  'inconsistent-payment': refusing('payment', '404##18'),
  'duplicate-payment': together(paid, misleading('payment', '409##01')),
  'external-conflict': atFirst((isFirst) => refusing('payment', '409##00', isFirst)),
  'token-expired': atFirst(refusingTokens),
  'token-refused': refusingTokens(() => true),
  'token-short': together(paid, expiring),
  'token-reused': paid,
  'many-at-once': paid,
  'slow-sequence': paid,
  customer: paid,
  'customer-cancels': fated('idle'),
  'unknown-fields': together(
    paid,
    answering((fields) => ({ ...fields, xNote: 'new', additionalInfo: verbatim('null') })),
  ),
  'bare-answers': together(paid, answering(bare)),
  'odd-headers': together(paid, replying(oddly)),
  'foreign-answer': together(fated('pendingfail'), foreign),
  'foreign-status': together(
    fated('pendingfail'),
    once(isStatus, (isFirst) => answering(elsewhere, isFirst)),
  ),
  'unknown-state': together(
    fated('pending'),
    once(isStatus, (isFirst) =>
      answering((fields) => ({ ...fields, latestTransactionStatus: '08' }), isFirst),
    ),
  ),
  'status-lost': together(fated('pending'), lost(isStatus)),
  'status-error': together(
    fated('pending'),
    once(isStatus, (isFirst) => refusing('status', '504##00', isFirst)),
  ),
  'status-not-found': atFirst((isFirst) => refusing('payment', '504##00', isFirst)),
  refund: paid,
  'refund-pending': fated('refundpending'),
  'refund-fails': fated('refundfail'),
  'refund-beside': together(fated('refundpending'), beside),
  'refund-lost': together(paid, lost(isRefund)),
  'refund-inconsistent': together(paid, lost(isRefund), () => ({
    repeatRefund: () => ({ form: '404##18' }),
  })),
  'refund-timeout': together(
    paid,
    once(isRefund, (isFirst) => misleading('refund', '504##00', isFirst)),
  ),
  'refund-refused': together(paid, refusing('refund', '403##14')),
  cancel: fated('idle'),
  'cancel-pending': together(fated('pending', { settlesIn: 60 }), cancelledLater),
  'cancel-refused': paid,
  'cancel-inconsistent': together(fated('idle'), refusing('cancel', '404##18')),
  'cancel-lost': together(fated('idle'), lost(isCancel)),
  'notified-twice': together(fated('redirect'), twice),
  'notified-early': together(fated('pending', { settlesIn: 60 }), early),
}

/** Every situation that this desk plays. */
export const situations: readonly Situation<Steps>[] = Object.entries(steps).map(([id, bend]) => ({
  id,
  steps: bend,
}))
