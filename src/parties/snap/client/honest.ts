/** The client that keeps its contract. */
import { randomInt } from 'node:crypto'
import type { Headers } from '../../../wire/exchange.ts'
import { follow, type Order } from '../books.ts'
import { textOf } from '../sign.ts'
import { stampOf } from '../time.ts'
import { post } from './post.ts'
import { isSentAway, pathOf, refundStateIn, stateIn, toldBy } from './read.ts'
import type { Attempt, ClientSteps, Heard, Shop, Told, Turn, Word } from './steps.ts'

const paths = {
  payment: '/debit/payment-host-to-host',
  status: '/debit/status',
  cancel: '/debit/cancel',
  refund: '/debit/refund',
  token: '/access-token/b2b',
}

/** Milliseconds in which a token could end on its way. */
const margin = 500

const number = (now: number): string => `${now}${String(randomInt(1_000_000_000)).padStart(9, '0')}`

export const honest: ClientSteps = {
  reference: ({ now }) => `INV${number(now())}`,
  externalId: (_attempt, { now }) => number(now()),
  timestamp: (_attempt, { now }) => stampOf(now()),
  paymentBody: ({ order, card }, { notifyUrl }) => ({
    partnerReferenceNo: order.reference,
    bankCardToken: card,
    chargeToken: 'CHARGE-1',
    amount: { value: order.amount, currency: order.currency },
    urlParam: [{ url: notifyUrl, type: 'PAY_NOTIFY', isDeeplink: 'N' }],
    additionalInfo: { shop: 'Toko Kopi «Café» / Jl. Merdeka' },
  }),
  statusBody: ({ order }, { profile }) => ({
    originalPartnerReferenceNo: order.reference,
    serviceCode: String(profile['statusServiceCode']),
  }),
  cancelBody: ({ order }) => ({ originalPartnerReferenceNo: order.reference, reason: 'Out of stock' }),
  refundBody: ({ order, refund }) => ({
    originalPartnerReferenceNo: order.reference,
    ...(order.transaction !== undefined && { originalReferenceNo: order.transaction }),
    partnerRefundNo: refund!.reference,
    refundAmount: { value: refund!.amount, currency: refund!.currency },
    reason: 'Returned',
  }),
  tokenBody: () => ({ grantType: 'client_credentials' }),
  path: (operation, { profile }) => pathOf(profile, operation, paths),
  headers: (attempt, shop) => (attempt.operation === 'token' ? tokenHeaders : headers)(attempt, shop),
  write: (body) => JSON.stringify(body),
  text: textOf,
  pack: (letter) => letter,
  post,
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
  return [
    ['Content-Type', 'application/json'],
    ...(attempt.token === '' ? [] : ([['Authorization', `Bearer ${attempt.token}`]] satisfies Headers)),
    ['X-TIMESTAMP', steps.timestamp(attempt, shop)],
    ['X-PARTNER-ID', credentials['client'] ?? ''],
    ['X-EXTERNAL-ID', steps.externalId(attempt, shop)],
    ['X-IP-ADDRESS', '127.0.0.1'],
    ['CHANNEL-ID', '95221'],
  ]
}

/** Whether there was an answer at all, or it was lost on its way. */
export const isLost = ({ status }: Heard): boolean => status === undefined
