/** A store of Indomaret for tests: sends well-made requests and reads the answers strictly. */
import { loadContract } from '../../../../contract/load.ts'
import { written } from '../../../../contract/datetime.ts'
import type { SoapStyle } from '../../../../dialects/dialect.ts'
import { dialect, signer } from '../../../../dialects/indomaret.ts'
import type { Fields, Reading } from '../../../../wire/reading.ts'
import { type Gateway, sandboxKey } from '../../../gateway.ts'
import type { Answer, Post } from '../../../testing/post.ts'

export interface Told extends Answer {
  reading: Reading
  /** Fields as text; empty when nothing could be read. */
  fields: { [name: string]: string }
  /** ResponseCode, `Fault`, or `` when there is none. */
  code: string
}

export interface Store {
  inquiry(code: string, more?: Fields, style?: SoapStyle): Promise<Told>
  payment(
    code: string,
    reference: string,
    amount: number | string,
    more?: Fields,
    style?: SoapStyle,
  ): Promise<Told>
  reversal(
    code: string,
    reference: string,
    amount: number | string,
    more?: Fields,
    style?: SoapStyle,
  ): Promise<Told>
}

const contract = loadContract('indomaret')
const speech = dialect(contract)
let sent = 0

/** A store that posts in a given way and signs with a key, by default the sandbox's; null signs nothing. */
export function storeAt(gateway: Gateway, post: Post, key: string | null = sandboxKey): Store {
  const keys = key === null ? {} : { sign: signer(contract, key) }
  const tell = async (
    operation: string,
    fields: Fields,
    more: Fields = {},
    style?: SoapStyle,
  ): Promise<Told> => {
    const whole = { ...common(gateway.clock.now()), ...fields, ...more }
    const spare = 'Signature' in more ? ['Signature'] : []
    const { headers, body } = speech.seal(
      { operation, side: 'request', fields: whole, spare, ...(style && { style }) },
      keys,
    )
    return told(await post(body, headers))
  }
  return {
    inquiry: (PaymentCode, more, style) =>
      tell('inquiry', { PaymentCode, TrackingRef: freshReference() }, more, style),
    payment: (PaymentCode, TrackingRef, amount, more, style) =>
      tell('payment', { PaymentCode, TrackingRef, Amount: String(amount) }, more, style),
    reversal: (PaymentCode, TrackingRef, amount, more, style) =>
      tell('reversal', { PaymentCode, TrackingRef, Amount: String(amount) }, more, style),
  }
}

const common = (now: number): Fields => ({
  TimeStamp: written(now, 'Asia/Jakarta'),
  MessageID: `M${process.pid}${++sent}`,
  StoreID: 'G001T001',
})

/** A tracking reference that was not used before. */
export const freshReference = (): string => `T${process.pid}${String(++sent).padStart(6, '0')}`

/** Reads an answer as the judge does. */
export function told(answer: Answer): Told {
  const reading = speech.open(answer, 'response')
  const fields = reading.ok
    ? Object.fromEntries(Object.entries(reading.fields).map(([name, value]) => [name, String(value)]))
    : {}
  const fault = reading.ok && reading.soap?.fault ? 'Fault' : ''
  return { ...answer, reading, fields, code: fields['ResponseCode'] ?? fault }
}
