/** The requests of a store, in their usual form, and what a store learns from an inquiry. */
import { soapActionOf } from '../../src/contract/profile.ts'
import type { Item } from '../../src/judge/trace.ts'
import type { Hand, Letter, Sending } from '../../src/stimulate/scenario.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Fields } from '../../src/wire/reading.ts'

export const store = 'G001T001'

function product({ profile }: Hand): Fields {
  return profile['productCode'] === 'none' ? {} : { ProductCode: String(profile['productCodeValue']) }
}

/** Style of a request under the target's profile. */
function styled(operation: string, { profile }: Hand, sending: Sending): Sending {
  const namespace = profile['payloadNs'] as string | null
  const style = {
    soapAction: soapActionOf(profile, operation),
    ...(namespace === null
      ? {}
      : { payloadNs: namespace, qualifiedLeaves: profile['qualifiedLeaves'] !== false }),
  }
  return { ...sending, style: { ...style, ...sending.style } }
}

export function inquiry(hand: Hand, code: string, more: Fields = {}, sending: Sending = {}): Letter {
  const fields = {
    PaymentCode: code,
    ...product(hand),
    StoreID: store,
    ExtraParam1: 'C00004',
    ExtraParam2: '',
    ExtraParam3: '',
    ...more,
  }
  return hand.seal('inquiry', fields, styled('inquiry', hand, sending))
}

export function payment(
  hand: Hand,
  code: string,
  amount: string,
  more: Fields = {},
  sending: Sending = {},
): Letter {
  return hand.seal(
    'payment',
    { PaymentCode: code, Amount: amount, ...product(hand), StoreID: store, ...more },
    styled('payment', hand, sending),
  )
}

export function reversal(
  hand: Hand,
  code: string,
  amount: string,
  reference: string,
  more: Fields = {},
  sending: Sending = {},
): Letter {
  return hand.seal(
    'reversal',
    { PaymentCode: code, Amount: amount, TrackingRef: reference, ...product(hand), StoreID: store, ...more },
    styled('reversal', hand, sending),
  )
}

/** What a store knows of a code after it has inquired. */
export interface Bill {
  code: string
  /** The whole amount, as the store would pay it. */
  amount: string
  minimum: number
  fee: number
  payable: boolean
}

const whole = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d{1,12}(\.0{1,2})?$/.test(value.trim()) ? Math.trunc(Number(value)) : undefined

/** Inquires a code and gives what is due; where the answer does not say, what the test data promised. */
export async function inquire(
  hand: Hand,
  item: Item,
  more: Fields = {},
  sending: Sending = {},
): Promise<Bill> {
  return billOf(hand, item, await hand.send(inquiry(hand, item.code, more, sending)))
}

/** The bill that an inquiry's answer describes. */
export function billOf(hand: Hand, item: Item, exchange: Exchange): Bill {
  const payable = isApproved(exchange)
  const [amount, minimum, fee] = ['Amount', 'MinAmount', 'Fee'].map((field) =>
    payable ? whole(text(exchange.response?.read, field)) : undefined,
  )
  const due = (amount ?? item.amount ?? 50_000) + (hand.profile['feeIncluded'] ? (fee ?? item.fee ?? 0) : 0)
  return {
    code: item.code,
    amount: String(due),
    minimum: minimum ?? item.minAmount ?? 0,
    fee: fee ?? 0,
    payable,
  }
}

/** Whether an answer says 00: what a scenario does next may hang on it, never a verdict. */
export function isApproved({ response }: Exchange): boolean {
  return text(response?.read, 'ResponseCode') === '00'
}

/** A code of this case alone, inquired. */
export async function open(hand: Hand, data = 'payable'): Promise<Bill> {
  return inquire(hand, await hand.need(data))
}

/** A code that is inquired and paid in full, under a reference of its own. */
export async function paid(
  hand: Hand,
  data = 'payable',
): Promise<Bill & { reference: string; letter: Letter; exchange: Exchange }> {
  const bill = await open(hand, data)
  const reference = hand.fresh('TrackingRef')
  const letter = payment(hand, bill.code, bill.amount, { TrackingRef: reference })
  return { ...bill, reference, letter, exchange: await hand.send(letter) }
}
