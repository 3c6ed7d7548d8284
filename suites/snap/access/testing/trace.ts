/** Traces made by hand: who asked what, how it was signed, and how it was answered. */
import type { Profile, Role } from '../../../../src/contract/contract.ts'
import { loadContract } from '../../../../src/contract/load.ts'
import { profileOf } from '../../../../src/contract/profile.ts'
import { timeText } from '../../../../src/contract/time-text.ts'
import type { JsonStyle } from '../../../../src/dialects/dialect.ts'
import { dialect as dialectOf } from '../../../../src/dialects/snap.ts'
import { evidenceOf, judge } from '../../../../src/judge/judge.ts'
import type { Booking, Entry } from '../../../../src/judge/trace.ts'
import { bodyOf, type Exchange } from '../../../../src/wire/exchange.ts'
import type { Fields } from '../../../../src/wire/reading.ts'
import { accessRules } from '../index.ts'
import { timeRules } from '../../messages/times.ts'

const contract = loadContract('snap')

export interface Step {
  operation: 'payment' | 'status' | 'cancel' | 'refund' | 'token' | 'customerToken'
  fields?: Fields
  style?: JsonStyle
  /** What of its signature differs; rightly signed without it. */
  differs?: string
  /** Text of its signature, where two requests are to have the same one. */
  signature?: string
  /** Response code, and what else is answered; no answer without it. */
  code?: string
  answer?: Fields
  /** Ticks by which its answer is later than it would be. */
  late?: number
}

export type Happening = Step | { clock: number } | { books: string; lines: Booking[] } | { race: number }

const start = Date.parse('2026-08-06T03:00:00.000Z')

const wanted: { [operation in Step['operation']]: Fields } = {
  payment: { partnerReferenceNo: 'R1', chargeToken: 'C1', amount: { value: '100.00', currency: 'IDR' } },
  status: { originalPartnerReferenceNo: 'R1', serviceCode: '54' },
  cancel: { originalPartnerReferenceNo: 'R1' },
  refund: {
    originalPartnerReferenceNo: 'R1',
    partnerRefundNo: 'B1',
    refundAmount: { value: '40.00', currency: 'IDR' },
  },
  token: { grantType: 'client_credentials' },
  customerToken: { grantType: 'AUTHORIZATION_CODE', authCode: 'consent' },
}

interface Place {
  index: number
  offsetMs: number
  profile: Profile
}

function headersOf({ operation }: Step, { index, offsetMs, profile }: Place): Fields {
  const time = { 'header:X-TIMESTAMP': timeText(contract, profile, start + index * 1000 + offsetMs) }
  if (operation.endsWith('oken')) return { ...time, 'header:X-CLIENT-KEY': 'A' }
  return {
    ...time,
    'header:Authorization': 'Bearer TokenOfTheRunThatIsLong',
    'header:X-PARTNER-ID': 'A',
    'header:X-EXTERNAL-ID': String(1000 + index),
    'header:CHANNEL-ID': '95221',
  }
}

function exchangeOf(step: Step, place: Place): Exchange {
  const { operation, fields, style = {}, differs, signature = `c2lnbmF0dXJl${1000 + place.index}` } = step
  const speech = dialectOf(contract, place.profile)
  const text: Fields = differs === 'absent' ? {} : { 'header:X-SIGNATURE': signature }
  const whole = { ...wanted[operation], ...headersOf(step, place), ...text, ...fields }
  const sealed = speech.seal({ operation, side: 'request', fields: whole, style }, {})
  const url = `https://gateway.example${sealed.path}`
  const read = speech.open({ ...sealed, url }, 'request')
  return {
    kind: 'exchange',
    id: `x${place.index}`,
    from: 'client',
    operation,
    request: { method: 'POST', url, headers: sealed.headers, body: bodyOf(sealed.body), read },
    began: place.index * 10 + 1,
    sentAt: new Date(start + place.index * 1000).toISOString(),
    elapsedMs: 1,
    ...answerTo(step, place),
    signature: differs === undefined ? 'good' : differs === 'absent' ? 'none' : 'bad',
    ...(differs === undefined ? {} : { signatureFault: { differs, says: differs } }),
  }
}

function answerTo({ operation, code, answer, late = 0 }: Step, { index, profile }: Place) {
  if (code === undefined) return {}
  const fields = { responseCode: code, responseMessage: 'As told', ...answer }
  const speech = dialectOf(contract, profile)
  const { headers, body } = speech.seal({ operation, side: 'response', fields }, {})
  const read = speech.open({ headers, body }, 'response', operation)
  return {
    response: { status: Number(code.slice(0, 3)), headers, body: bodyOf(body), read },
    ended: index * 10 + 5 + late,
  }
}

function entriesOf(happenings: Happening[], profile: Profile): Entry[] {
  let offsetMs = 0
  return happenings.map((one, index): Entry => {
    const tick = index * 10 + 1
    if ('clock' in one) {
      offsetMs += one.clock * 1000
      return { kind: 'clock', tick, offsetMs }
    }
    if ('books' in one)
      return { kind: 'ledger', began: tick, ended: tick + 4, code: one.books, payments: one.lines }
    if ('race' in one) {
      const exchanges = Array.from({ length: one.race }, (_none, at) => `x${index - one.race + at}`)
      return { kind: 'race', tick, exchanges, skewMicros: 1 }
    }
    return exchangeOf(one, { index, offsetMs, profile })
  })
}

/** The rules about access and times that these happenings break, and those that found a case. */
export function judged(
  happenings: Happening[],
  { role = 'server', profile = {} }: { role?: Role; profile?: Profile } = {},
): { broken: string[]; spoke: string[] } {
  const whole = profileOf(contract, profile)
  const trace = { protocol: contract.id, role, profile: whole, entries: entriesOf(happenings, whole) }
  const judgements = judge([...accessRules, ...timeRules], evidenceOf(contract, trace))
  const broken = judgements.flatMap(({ breaches }) => breaches.map(({ rule }) => rule))
  const spoke = judgements.filter(({ cases }) => cases.size > 0).map(({ rule }) => rule.id)
  return { broken: [...new Set(broken)].sort(), spoke }
}
