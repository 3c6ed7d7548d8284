/** Requests that nothing is wrong with: what scenarios send, or change one thing of. */
import type { Hand, Letter, Sending } from '../../src/stimulate/scenario.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Fields } from '../../src/wire/reading.ts'
import { paidIn, prompt } from './settling.ts'

export const currency = 'IDR'

/** An amount of money as requests carry it. */
export const money = (value: string): Fields => ({ value, currency })

/** The fields of a payment by test data of a kind; the hand fills the headers. */
export async function order(hand: Hand, data = 'card', fields: Fields = {}): Promise<Fields> {
  const [payer, merchant] = [await hand.share(data), await hand.share('merchant')]
  const partnerReferenceNo = hand.fresh('partnerReferenceNo')
  return {
    partnerReferenceNo,
    bankCardToken: payer.code,
    chargeToken: payer.code.slice(0, 40),
    merchantId: merchant.code,
    amount: money('10000.00'),
    ...notifyAddress(hand, partnerReferenceNo),
    ...fields,
  }
}

/** Where a provider that takes the address from the payment sends its notification. */
function notifyAddress({ callbackUrl, profile }: Hand, about: string): Fields {
  if (callbackUrl === undefined || profile['notifyTarget'] === 'registered') return {}
  return {
    urlParam: [
      { url: `${callbackUrl}?about=${about}`, type: String(profile['notifyUrlType']), isDeeplink: 'N' },
    ],
  }
}

/** A payment that was sent. */
export interface Paid {
  exchange: Exchange
  /** Its partnerReferenceNo. */
  reference: string
  /** The referenceNo of the answer, '' without one. */
  transaction: string
  /** What was asked for, for a repetition. */
  fields: Fields
}

/** Pays, with some fields otherwise; waits for the end of what could have been paid at once. */
export async function pay(hand: Hand, fields: Fields = {}, data = 'card', sending?: Sending): Promise<Paid> {
  const whole = await order(hand, data, fields)
  const exchange = await hand.send(hand.seal('payment', whole, sending))
  const reference = String(whole['partnerReferenceNo'])
  const settled = prompt.includes(data) ? await paidIn(hand, exchange, reference) : undefined
  const transaction =
    text(exchange.response?.read, 'referenceNo') ?? text(settled?.response?.read, 'originalReferenceNo') ?? ''
  // A name that no request may carry cannot be asked for.
  return { exchange, reference, transaction: transaction.length > 64 ? '' : transaction, fields: whole }
}

/** An inquiry about a payment. */
export function inquiry(hand: Hand, reference: string, fields: Fields = {}, sending?: Sending): Letter {
  const serviceCode = String(hand.profile['statusServiceCode'])
  return hand.seal('status', { originalPartnerReferenceNo: reference, serviceCode, ...fields }, sending)
}

export const inquire = (hand: Hand, reference: string, fields?: Fields): Promise<Exchange> =>
  hand.send(inquiry(hand, reference, fields))

/** A cancellation of a payment. */
export const cancellation = (hand: Hand, reference: string, fields: Fields = {}, sending?: Sending): Letter =>
  hand.seal('cancel', { originalPartnerReferenceNo: reference, ...fields }, sending)

/** A refund of a payment; without an amount where that is null. */
export function refund(
  hand: Hand,
  reference: string,
  amount: string | null,
  fields: Fields = {},
  sending?: Sending,
): Letter {
  const whole = {
    originalPartnerReferenceNo: reference,
    partnerRefundNo: hand.fresh('partnerRefundNo'),
    ...(amount !== null && { refundAmount: money(amount) }),
    ...fields,
  }
  return hand.seal('refund', whole, sending)
}
