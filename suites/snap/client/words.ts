/** What an answer or a notification tells a client of its payment. */
import type { Contract } from '../../../src/contract/contract.ts'
import type { Evidence } from '../../../src/judge/rule.ts'
import type { Exchange, Response } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { asked } from '../../common/premises.ts'
import { isAcknowledged, isPayment, isRefund, referenceOf } from './threads.ts'

export type Kind =
  | 'paid' // 00
  | 'accepted' // 200 for a payment: made, as far as that answer tells
  | 'failed' // 06
  | 'reversed' // 05
  | 'refunded' // 04
  | 'open' // 202, 01 to 03
  | 'away' // the payer was sent to an address to pay at
  | 'strange' // a state beyond the list
  | 'refused' // nothing was done
  | 'unauthorized' // 401
  | 'missing' // no such payment
  | 'duplicate' // 409 01
  | 'inconsistent' // 404 18
  | 'again' // 429, 409 00: nothing was done this time
  | 'unknown' // 5xx
  | 'mismatch' // HTTP status and code disagree
  | 'long' // a code with a digit too many
  | 'unclear' // no answer, or none that can be relied on
  | 'foreign' // it tells of another payment than was asked for
  | 'nothing' // it is about something else

export interface Word {
  kind: Kind
  by: Exchange
  code: string
  /** A notification that was not taken may have been read all the same. */
  unsure?: boolean
}

/** What one exchange told of the payment under a reference. */
export function wordOf(evidence: Evidence, exchange: Exchange, reference: string): Word {
  if (exchange.from === 'gateway') {
    const kind = byState[asked(exchange, 'latestTransactionStatus')] ?? 'strange'
    return {
      kind,
      by: exchange,
      code: asked(exchange, 'latestTransactionStatus'),
      unsure: !isAcknowledged(exchange),
    }
  }
  const code = text(exchange.response?.read, 'responseCode') ?? ''
  return { kind: kindOf(evidence, exchange, { code, reference }), by: exchange, code }
}

const byState: { [state: string]: Kind } = {
  '00': 'paid',
  '01': 'open',
  '02': 'open',
  '03': 'open',
  '04': 'refunded',
  '05': 'reversed',
  '06': 'failed',
  '07': 'missing',
}

interface Said {
  code: string
  reference: string
}

function kindOf({ contract }: Evidence, exchange: Exchange, { code, reference }: Said): Kind {
  const { operation = '' } = exchange
  const kind = kindFor(contract, exchange, { code, reference })
  // An inquiry or a cancellation that came to nothing leaves a payment as it was.
  const isBeside = operation === 'status' || operation === 'cancel'
  if (isBeside && exchange.response?.status === 200 && isForeign(exchange.response, reference))
    return 'foreign'
  return isBeside && fruitless.includes(kind) ? 'nothing' : kind
}

const fruitless: Kind[] = ['unclear', 'unknown', 'mismatch', 'again', 'unauthorized', 'long']

function kindFor(contract: Contract, exchange: Exchange, { code, reference }: Said): Kind {
  const { response, operation = '' } = exchange
  if (!response?.read.ok) return 'unclear'
  if (/^200\d{5}$/.test(code) && response.status === 200) return 'long'
  if (!/^\d{7}$/.test(code)) return 'unclear'
  if (Number(code.slice(0, 3)) !== response.status) return 'mismatch'
  if (code.slice(3, 5) !== contract.operations[operation]?.digits || isForeign(response, reference))
    return 'unclear'
  const [status, which] = [response.status, code.slice(5)]
  if (status >= 500) return 'unknown'
  if (status === 429 || (status === 409 && which === '00')) return 'again'
  if (status === 401) return 'unauthorized'
  return kinds[operation]?.(response, `${status} ${which}`) ?? 'nothing'
}

/** It names another payment. */
function isForeign({ read }: Response, reference: string): boolean {
  return ['partnerReferenceNo', 'originalPartnerReferenceNo'].some((name) => {
    const named = text(read, name) ?? ''
    return named !== '' && named !== reference
  })
}

const kinds: { [operation: string]: (response: Response, code: string) => Kind } = {
  payment(response, code) {
    if (code === '200 00') return isSentAway(response) ? 'away' : 'accepted'
    if (code === '202 00') return 'open'
    if (code === '409 01') return 'duplicate'
    return code === '404 18' ? 'inconsistent' : 'refused'
  },
  status({ read }, code) {
    if (code === '200 00') return byState[text(read, 'latestTransactionStatus') ?? ''] ?? 'strange'
    return code === '404 01' ? 'missing' : 'unclear'
  },
  cancel: (_response, code) =>
    code === '200 00'
      ? 'reversed'
      : code === '404 18'
        ? 'inconsistent'
        : code === '202 00'
          ? 'open'
          : 'nothing',
  refund(_response, code) {
    if (code === '200 00') return 'accepted'
    if (code === '202 00' || code === '409 01') return 'open'
    return code === '404 18' ? 'inconsistent' : 'refused'
  },
}

const isSentAway = ({ read }: Response): boolean =>
  ['webRedirectUrl', 'appRedirectUrl'].some((name) => (text(read, name) ?? '') !== '')

/** An answer that leaves it open whether anything was done. */
export const isUnclear = ({ kind, code }: Word): boolean =>
  kind === 'unclear' || kind === 'unknown' || (kind === 'again' && code.startsWith('429'))

/** What the history of a status tells of a refund. */
export function refundWordOf(evidence: Evidence, exchange: Exchange, number: string): Word {
  if (isRefund(exchange)) return wordOf(evidence, exchange, referenceOf(exchange))
  const code = text(exchange.response?.read, 'responseCode') ?? ''
  const { read } = exchange.response ?? {}
  // Without its payment there is no refund either, and another payment has others.
  const { kind } = wordOf(evidence, exchange, referenceOf(exchange))
  if (kind === 'missing' || kind === 'foreign') return { kind, by: exchange, code }
  const history = read?.ok && Array.isArray(read.fields['refundHistory']) ? read.fields['refundHistory'] : []
  const entry = history.find(
    (one): one is { [name: string]: string } =>
      typeof one === 'object' && one !== null && !Array.isArray(one) && one['partnerRefundNo'] === number,
  )
  const states: { [state: string]: Kind } = { '00': 'paid', '03': 'open', '06': 'failed' }
  return { kind: (entry && states[entry['refundStatus'] ?? '']) ?? 'nothing', by: exchange, code }
}

/** How an answer is written otherwise than most: nothing of it is to break a client. */
export function isPeculiar({ contract }: Evidence, exchange: Exchange): boolean {
  const { response, operation = '' } = exchange
  if (exchange.from !== 'client' || !response?.read.ok) return false
  const { order, fields } = response.read
  const rows = contract.messages[contract.operations[operation]?.response ?? '']?.fields ?? []
  const isMore = order.some((name) => !rows.some((row) => row.name === name))
  const isSmall = response.headers.some(([name]) => name === 'x-timestamp')
  const isBare = isPayment(exchange) && response.status === 200 && fields['partnerReferenceNo'] === undefined
  return isMore || isSmall || isBare || fields['additionalInfo'] === null
}
