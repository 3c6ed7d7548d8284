/** For each service a request that is served, to change one thing of: what it is about is made before. */
import type { Hand, Letter, Sending } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import type { Fields, Json } from '../../../src/wire/reading.ts'
import { isOffered } from '../../../src/contract/offered.ts'
import { isHeader } from '../../../src/contract/tree.ts'
import { cancellation, inquiry, money, order, pay, refund } from '../orders.ts'

export type Service = 'payment' | 'status' | 'cancel' | 'refund'
export const services: readonly Service[] = ['payment', 'status', 'cancel', 'refund']

/** Those that the provider has. */
export const servicesOf = ({ contract, profile }: Pick<Hand, 'contract' | 'profile'>): Service[] =>
  services.filter((service) => isOffered(contract, profile, service))

/** What a request of a service names its payment in. */
export const named = (service: Service): string =>
  service === 'payment' ? 'partnerReferenceNo' : 'originalPartnerReferenceNo'

export const isTaken = ({ response }: Exchange): boolean => (response?.status ?? 500) < 300

/** Writes a request of the service with some fields otherwise. */
export type Writer = (fields?: Fields, sending?: Sending) => Letter

/** A writer of requests that are served: payments of new references, or requests about a payment that was made. */
export async function writerFor(hand: Hand, service: Service): Promise<Writer> {
  if (service === 'payment') {
    // Nobody has to be notified of what is tried here.
    const whole = await order(hand, 'card', { urlParam: null })
    return (fields = {}, sending) =>
      hand.seal(
        service,
        merged({ ...whole, partnerReferenceNo: hand.fresh('partnerReferenceNo') }, fields),
        sending,
      )
  }
  const { reference } = await pay(hand, {}, service === 'cancel' ? 'idle' : 'card')
  if (service === 'status')
    return (fields = {}, sending) => inquiry(hand, reference, around(service, fields), sending)
  if (service === 'cancel')
    return (fields = {}, sending) => cancellation(hand, reference, around(service, fields), sending)
  return (fields = {}, sending) => refund(hand, reference, '1.00', around(service, fields), sending)
}

/** What a nested field is in has to be there, and right but for it. */
function around(service: Service, fields: Fields): Fields {
  return merged({}, fields, service)
}

function merged(whole: Fields, fields: Fields, service: Service = 'payment'): Fields {
  const names = new Set(
    Object.keys(fields)
      .filter((place) => !isHeader(place) && /[.[]/.test(place))
      .map(outermost),
  )
  const lacking = [...names].filter((name) => whole[name] === undefined || name === 'urlParam')
  const holders = lacking.flatMap((name) => {
    const made = containers(service)[name]
    return made === undefined ? [] : [[name, made] as const]
  })
  return { ...whole, ...Object.fromEntries(holders), ...fields }
}

const outermost = (place: string): string => place.replace(/[.[].*$/, '')

const pair = <T>(value: T): [T, T] => [value, value]

/** Nested members that nothing is wrong with, lists with two elements. */
function containers(service: Service): { [name: string]: Json } {
  const option = {
    payMethod: 'DEBIT',
    payOption: 'DEBIT_CARD',
    transAmount: money('10000.00'),
    feeAmount: money('0.00'),
  }
  const address = (type: string) => ({ url: `https://merchant.example/${type}`, type, isDeeplink: 'N' })
  return {
    urlParam: pair(address('PAY_RETURN')),
    payOptionDetails: pair(option),
    ...(service === 'payment' || service === 'cancel' || service === 'status'
      ? { amount: money('10000.00') }
      : {}),
    ...(service === 'refund' ? { refundAmount: money('1.00') } : {}),
  }
}
