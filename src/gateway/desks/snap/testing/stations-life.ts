/** Stations of the tour: payments, refunds, cancellations, inquiries, and what time does to them. */
import { stampOf } from '../../../../contract/datetime.ts'
import type { Fields, Json } from '../../../../wire/reading.ts'
import type { Told } from './consumer.ts'
import { order } from './consumer.ts'
import { note } from '../../../testing/difference.ts'
import { header } from '../../../../wire/exchange.ts'
import { ask, awaitNotice, books, type Manner, notices, pass, race, type Tour } from './tour.ts'

const money = (value: string, currency = 'IDR'): Json => ({ value, currency })

/** Pays under a name. */
export const pay = (tour: Tour, name: string, fields: Fields = {}, manner?: Manner): Promise<Told> =>
  ask(tour, 'payment', { ...order, partnerReferenceNo: name, ...fields }, manner)

/** Asks for a payment by its name. */
export const look = (tour: Tour, name: string, fields: Fields = {}, manner?: Manner): Promise<Told> =>
  ask(tour, 'status', { originalPartnerReferenceNo: name, serviceCode: serviceOf(tour), ...fields }, manner)

const serviceOf = ({ gateway }: Tour): string => String(gateway.profiles['snap']!['statusServiceCode'])

/** Pays back a part of a payment. */
export const back = (tour: Tour, name: string, number: string, fields: Fields, manner?: Manner) =>
  ask(tour, 'refund', { originalPartnerReferenceNo: name, partnerRefundNo: number, ...fields }, manner)

/** Calls a payment off. */
export const stop = (tour: Tour, name: string, fields: Fields = {}, manner?: Manner) =>
  ask(tour, 'cancel', { originalPartnerReferenceNo: name, ...fields }, manner)

/** One of everything. */
export async function basics(tour: Tour): Promise<void> {
  await pay(tour, 'First', { bankCardToken: 'CARDIDLE00000000' })
  await stop(tour, 'First')
  await pay(tour, 'Second')
  await back(tour, 'Second', 'A1', { refundAmount: money('1.00'), reason: 'why' })
  await look(tour, 'Second')
  await ask(tour, 'token', { grantType: 'client_credentials' })
  await pass(tour, 1)
}

export async function payments(tour: Tour): Promise<void> {
  await pay(tour, '007Paid')
  await look(tour, '007Paid')
  await pay(tour, '007Paid')
  await pay(tour, '007Paid', { amount: money('200.00') })
  await look(tour, '007Paid')
  await pay(tour, '007Paid', { amount: money('100.00', 'USD') })
  await pay(tour, '007Paid', { additionalInfo: { note: 'Again' } })
  await pay(tour, '007Paid', { merchantId: 'MNONE001' })
  await books(tour, '007Paid')
  for (const kind of ['PAGE', 'NOPE', 'IDLE', 'PEND', 'PFAI', 'TIME', 'TFAI']) await opening(tour, kind)
  for (const kind of ['DECL', 'BLOC', 'EXPI', 'POOR', 'LIMI', 'FRAU', 'BACK', 'OTPC', 'NONE'])
    await opening(tour, kind)
  await pay(tour, 'Guess', { bankCardToken: 'CARDOTPC00000001', otp: '00000000' })
  await pay(tour, 'Large', { amount: money('99999999999999.99') })
  await look(tour, 'Large')
  await pay(tour, 'Poor', { merchantId: 'MBLACK01' })
  await pay(tour, 'None', { merchantId: 'MNONE001' })
  await pass(tour, 1)
}

async function opening(tour: Tour, kind: string): Promise<void> {
  const fields = { bankCardToken: `CARD${kind}00000001` }
  await pay(tour, `Is${kind}`, fields)
  await look(tour, `Is${kind}`)
  await pay(tour, `Is${kind}`, fields)
}

export async function refunds(tour: Tour): Promise<void> {
  const some = { refundAmount: money('0.10'), reason: 'salah é 👍' }
  await pay(tour, 'Back', { amount: money('0.30') })
  await back(tour, 'Back', 'B1', some)
  await back(tour, 'Back', 'B1', some)
  await back(tour, 'Back', 'B1', { ...some, reason: 'Again' })
  await back(tour, 'Back', 'B1', { refundAmount: money('0.20') })
  await back(tour, 'Back', 'B1', {})
  await look(tour, 'Back')
  await back(tour, 'Back', 'B2', { refundAmount: money('0.21') })
  await back(tour, 'Back', 'B2', { refundAmount: money('0.30') })
  await back(tour, 'Back', 'B3', { refundAmount: money('0.10', 'USD') })
  await back(tour, 'Back', 'B4', { refundAmount: money('0.00') })
  await back(tour, 'Back', 'B5', { refundAmount: money('0.20') })
  await look(tour, 'Back')
  await back(tour, 'Back', 'B6', { refundAmount: money('0.01') })
  await pay(tour, 'Rest')
  await pass(tour, 7200)
  await back(tour, 'Rest', 'R1', { refundAmount: money('40.00') })
  await back(tour, 'Rest', 'R2', {})
  await look(tour, 'Rest')
  await back(tour, 'Nowhere', 'N1', some)
  await back(tour, 'IsIDLE', 'N2', some)
  await back(tour, 'IsDECL', 'N3', some)
  for (const kind of ['RPEN', 'RFAI']) await waiting(tour, kind)
  await pass(tour, 20)
  for (const kind of ['RPEN', 'RFAI']) await look(tour, `Is${kind}`)
  await back(tour, 'IsRFAI', 'W9', { refundAmount: money('100.00') })
  await look(tour, 'IsRFAI')
  await pass(tour, 20)
  await look(tour, 'IsRFAI')
}

async function waiting(tour: Tour, kind: string): Promise<void> {
  const name = `Is${kind}`
  await pay(tour, name, { bankCardToken: `CARD${kind}00000001` })
  for (let times = 0; times < 2; times++) await back(tour, name, `${kind}1`, { refundAmount: money('60.00') })
  await look(tour, name)
  await back(tour, name, `${kind}2`, { refundAmount: money('60.00') })
}

export async function cancels(tour: Tour): Promise<void> {
  await pay(tour, 'Stop', { bankCardToken: 'CARDPAGE00000002' })
  await stop(tour, 'Stop', { amount: money('99.00') })
  await stop(tour, 'Stop', { amount: money('100.01') })
  await stop(tour, 'Stop')
  await look(tour, 'Stop')
  await pass(tour, 7200)
  await look(tour, 'Stop')
  await books(tour, 'Stop')
  await stop(tour, 'Stop')
  await pay(tour, 'Stays')
  await stop(tour, 'Stays')
  await look(tour, 'Stays')
  await back(tour, 'Stays', 'S1', { refundAmount: money('10.00') })
  await stop(tour, 'Stays')
  await look(tour, 'Stays')
  await stop(tour, 'Nowhere')
  await back(tour, 'Stop', 'S2', { refundAmount: money('10.00') })
}

export async function statuses(tour: Tour): Promise<void> {
  const { fields } = await pay(tour, 'Ask')
  const other = await pay(tour, 'AskToo')
  const id = String(fields['referenceNo'] ?? 'none')
  await look(tour, 'Ask', { originalReferenceNo: id })
  await look(tour, 'Ask', { originalPartnerReferenceNo: null, originalReferenceNo: id })
  await look(tour, 'Ask', { originalReferenceNo: String(other.fields['referenceNo'] ?? 'none') })
  await look(tour, 'Ask', { originalPartnerReferenceNo: null })
  await look(tour, 'Nowhere')
  for (const serviceCode of ['17', '54', '55', '99']) await look(tour, 'Ask', { serviceCode })
  await look(tour, 'Ask', { amount: money('1.00') })
  await look(tour, 'Ask', { merchantId: 'M0000002' })
  const from = tour.second
  await look(tour, 'Ask', {}, { from })
  await stop(tour, 'IsIDLE', {}, { from })
  await back(tour, 'Ask', 'X1', { refundAmount: money('1.00') }, { from })
  await pay(tour, 'Ask', { merchantId: 'M0000002' }, { from })
  await look(tour, 'IsIDLE')
  await look(tour, 'IsIDLE')
}

export async function races(tour: Tour): Promise<void> {
  const { first } = tour
  const paid = (name: string, fields: Fields = {}) => first.pay({ partnerReferenceNo: name, ...fields })
  await race(tour, 'alike', [() => paid('Race1'), () => paid('Race1'), () => paid('Race1')])
  await race(tour, 'slowly', [
    () => paid('Race2', { bankCardToken: 'CARDSLOW00000001' }),
    () => paid('Race2', { bankCardToken: 'CARDSLOW00000001' }),
  ])
  await books(tour, 'Race1')
  await race(
    tour,
    'apart',
    Array.from({ length: 5 }, (_none, i) => () => paid(`Race3${i}`, { bankCardToken: 'CARDSLOW00000001' })),
  )
  await race(tour, 'refunds', [
    () => first.refund('Race1', '60.00', { partnerRefundNo: 'P1' }),
    () => first.refund('Race1', '60.00', { partnerRefundNo: 'P2' }),
  ])
  const once = { 'header:X-EXTERNAL-ID': '1234567890' }
  await race(tour, 'external', [
    () => paid('Race4', { ...once, bankCardToken: 'CARDSLOW00000001' }),
    () => paid('Race5', { ...once, bankCardToken: 'CARDSLOW00000001' }),
  ])
}

/** A time so many seconds from now, in the offset of some hours. */
function ahead({ gateway }: Tour, seconds: number, zone = 'Asia/Jakarta'): string {
  return stampOf(gateway.clock.now() + seconds * 1000, zone)
}

export async function ends(tour: Tour): Promise<void> {
  const card = (kind: string) => ({ bankCardToken: `CARD${kind}00000003` })
  await pay(tour, 'Past', { validUpTo: ahead(tour, -60) })
  await pay(tour, 'Short', { ...card('IDLE'), validUpTo: ahead(tour, 30) })
  await pay(tour, 'East', { ...card('IDLE'), validUpTo: ahead(tour, 30, 'Asia/Jayapura') })
  await pay(tour, 'Late', { ...card('PEND'), validUpTo: ahead(tour, 5) })
  await pass(tour, 8)
  await look(tour, 'Late')
  await pass(tour, 40)
  for (const name of ['Short', 'East', 'Late', 'IsPAGE', 'IsNOPE', 'IsPEND', 'IsPFAI', 'IsTIME', 'IsTFAI'])
    await look(tour, name)
  await pay(tour, 'IsPFAI', card('PFAI'))
  await told(tour)
}

/** A payment with an address of its own, whose notification is taken at the third attempt. */
async function told(tour: Tour): Promise<void> {
  const { inbox } = tour
  const at = (type: string, own: number) => ({ url: `${inbox.url}&own=${own}`, type, isDeeplink: 'N' })
  const own = { urlParam: [at('PAY_RETURN', 0), at('PAY_NOTIFY', 1)] }
  await notices(tour)
  const before = inbox.got.length
  inbox.answers.push({ status: 500, body: '{}' }, { status: 200, body: '{}' })
  await pay(tour, 'Own', own)
  for (const [at, seconds] of [1, 11, 31, 121].entries()) {
    await pass(tour, seconds)
    await awaitNotice(tour, before + Math.min(at, 2) + 1)
  }
  const more = inbox.got.slice(before)
  const ids = new Set(more.map(({ headers }) => header(headers, 'X-EXTERNAL-ID')))
  const isOwn = more.every(({ url }) => url?.includes('own=1'))
  note(tour, `${more.length} notices, ${ids.size} ids, own ${isOwn}`)
}

/** A payment and a refund that come again on the next day. */
export async function overnight(tour: Tour): Promise<void> {
  const some = { refundAmount: money('10.00') }
  await pay(tour, 'Night')
  await pay(tour, 'Days', { bankCardToken: 'CARDIDLE00000004', validUpTo: ahead(tour, 200_000) })
  await pay(tour, 'NightToo')
  await back(tour, 'NightToo', 'G1', some)
  await pay(tour, 'NightAll')
  await back(tour, 'NightAll', 'G2', { refundAmount: money('100.00') })
  await pass(tour, 90_000)
  await tour.first.renew()
  await pay(tour, 'Night')
  await back(tour, 'NightToo', 'G1', some)
  await look(tour, 'NightToo')
  await look(tour, 'NightAll')
  await look(tour, 'Days')
}
