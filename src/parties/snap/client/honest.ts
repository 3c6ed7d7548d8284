/** The client that keeps its contract. */
import { randomInt } from 'node:crypto'
import type { Headers } from '../../../wire/exchange.ts'
import { follow, type Order } from '../books.ts'
import { textOf } from '../sign.ts'
import { stampOf } from '../time.ts'
import { additionalInfo, merchantId, moneyOf, originalOf, paymentBody, statusBody } from './bodies.ts'
import { sender } from '../../posting.ts'
import { isSentAway, pathOf, refundStateIn, stateIn, toldBy } from './read.ts'
import type { Heard } from '../../posting.ts'
import type { Attempt, ClientSteps, Shop, Told, Turn, Word } from './steps.ts'

const paths = {
  payment: '/debit/payment-host-to-host',
  status: '/debit/status',
  cancel: '/debit/cancel',
  refund: '/debit/refund',
  token: '/access-token/b2b',
  customerToken: '/access-token/b2b2c',
}

/** Milliseconds in which a token could end on its way. */
const margin = 500

const number = (now: number): string => `${now}${String(randomInt(1_000_000_000)).padStart(9, '0')}`

/** Milliseconds that an answer may take. */
export const timeoutMs = 2200

export const honest: ClientSteps = {
  reference: ({ now }) => `INV${number(now())}`,
  externalId: (_attempt, { now }) => number(now()),
  timestamp: (_attempt, { now }) => stampOf(now()),
  paymentBody,
  statusBody,
  cancelBody: (deal) => ({
    ...originalOf(deal),
    approvalCode: '201039000200',
    merchantId,
    subMerchantId: 'BRANCH-1',
    externalStoreId: 'SHOP-1',
    reason: 'Out of stock',
    amount: moneyOf(deal.order),
    additionalInfo,
  }),
  refundBody: (deal) => ({
    ...originalOf(deal),
    merchantId,
    subMerchantId: 'BRANCH-1',
    externalStoreId: 'SHOP-1',
    partnerRefundNo: deal.refund!.reference,
    refundAmount: moneyOf(deal.refund!),
    reason: 'Returned',
    additionalInfo,
  }),
  tokenBody: () => ({ grantType: 'client_credentials', additionalInfo: {} }),
  customerBody: (by) => ({
    grantType: 'authCode' in by ? 'AUTHORIZATION_CODE' : 'REFRESH_TOKEN',
    ...by,
    additionalInfo: {},
  }),
  path: (operation, { profile }) => pathOf(profile, operation, paths),
  headers: (attempt, shop) => (attempt.operation.endsWith('oken') ? tokenHeaders : headers)(attempt, shop),
  write: (body) => JSON.stringify(body),
  encode: (text) => Buffer.from(text),
  text: textOf,
  pack: (letter) => letter,
  post: sender({ timeoutMs }),
  understand: toldBy,
  isFresh: ({ ends }, { now }) => now() < ends - margin,
  isTokenRefused: (told) => told?.status === 401 && (told.case === '01' || told.case === '03'),
  refreshes: 1,
  judgePayment(told) {
    if (!told || told.status >= 500) return 'unknown'
    if (told.status === 429 || isCase(told, 409, '00')) return 'again'
    if (told.status === 202 || isCase(told, 409, '01')) return 'pending'
    if (told.status === 200) return isSentAway(told) ? 'pending' : 'paid'
    return 'failed'
  },
  judgeStatus(told, { refund }) {
    if (!told || told.status === 429 || told.status >= 500) return 'unknown'
    if (isCase(told, 409, '00')) return 'again'
    if (isCase(told, 404, '01')) return 'failed'
    if (told.status !== 200) return 'unknown'
    if (refund) return refundStateIn(told, refund.reference) ?? 'again'
    const state = stateIn(told)
    return state === 'missing' ? 'failed' : (state ?? 'unknown')
  },
  judgeRefund(told) {
    if (!told || told.status >= 500) return 'unknown'
    if (told.status === 429 || isCase(told, 409, '00')) return 'again'
    if (told.status === 200 || isCase(told, 404, '18')) return 'paid'
    return told.status === 202 || isCase(told, 409, '01') ? 'pending' : 'failed'
  },
  judgeCancel(told) {
    if (told?.status === 200) return 'reversed'
    return told && (told.status === 429 || isCase(told, 409, '00')) ? 'again' : 'unknown'
  },
  note(order, word) {
    if (word !== 'unknown' && word !== 'again') follow(order, word)
  },
  afterPayment: openTurn,
  afterStatus: (order, word) => (word === 'again' ? 'again' : order.state === 'pending' ? 'ask' : 'rest'),
  afterRefund: (refund, word) => (refund.state !== 'pending' ? 'rest' : word === 'pending' ? 'ask' : 'again'),
  afterCancel: (_order, word) => (word === 'again' ? 'again' : word === 'unknown' ? 'ask' : 'rest'),
  renew: (deal) => deal,
  pause: 60,
}

const isCase = ({ status, case: which }: Told, wanted: number, its: string): boolean =>
  status === wanted && which === its

function openTurn(order: Order, word: Word): Turn {
  if (word === 'again') return 'again'
  return order.state === 'pending' ? 'ask' : 'rest'
}

function tokenHeaders(attempt: Attempt, shop: Shop): Headers {
  return [
    ['Content-Type', 'application/json'],
    ['X-TIMESTAMP', shop.steps.timestamp(attempt, shop)],
    ['X-CLIENT-KEY', shop.credentials['client'] ?? ''],
  ]
}

function headers(attempt: Attempt, shop: Shop): Headers {
  const { steps, credentials } = shop
  const { customer } = attempt.deal ?? {}
  const before = shop.profile['customerBearer'] === false ? '' : 'Bearer '
  return [
    ['Content-Type', 'application/json'],
    ...(attempt.token === '' ? [] : ([['Authorization', `Bearer ${attempt.token}`]] satisfies Headers)),
    ['X-TIMESTAMP', steps.timestamp(attempt, shop)],
    ['X-PARTNER-ID', credentials['client'] ?? ''],
    ['X-EXTERNAL-ID', steps.externalId(attempt, shop)],
    ...(customer ? ([['Authorization-Customer', before + customer.token]] satisfies Headers) : []),
    ['ORIGIN', 'www.shop.example'],
    ['X-IP-ADDRESS', '127.0.0.1'],
    ['X-DEVICE-ID', 'till-1'],
    ['X-LATITUDE', '-6.1617'],
    ['X-LONGITUDE', '+106.6643'],
    ['CHANNEL-ID', '95221'],
  ]
}

/** Whether there was an answer at all, or it was lost on its way. */
export const isLost = ({ status }: Heard): boolean => status === undefined
