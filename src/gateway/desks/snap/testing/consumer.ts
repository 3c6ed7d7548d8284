/** A consumer of the desk, for tests: seals, signs and reads as a merchant does. */
import { stampOf } from '../../../../contract/datetime.ts'
import type { Contract, Profile } from '../../../../contract/contract.ts'
import { messageOf } from '../../../../contract/contract.ts'
import { shapeOf } from '../../../../contract/shape.ts'
import type { Draft, Sealed } from '../../../../dialects/dialect.ts'
import { dialect } from '../../../../dialects/snap.ts'
import { keyring, type Means } from '../../../../dialects/snap-keyring.ts'
import { header, type Headers } from '../../../../wire/exchange.ts'
import type { Fields, Json } from '../../../../wire/reading.ts'
import type { Answer } from '../../../testing/post.ts'

/** An answer, read and held against the contract. */
export interface Told {
  status: number
  code: string
  fields: Fields
  /** What breaks the contract in it. */
  complaints: string[]
}

/** Sends bytes to a path of the gateway. */
export type Call = (path: string, body: Uint8Array, headers: Headers, method?: string) => Promise<Answer>

export interface Consumer {
  id: string
  /** Everything that is sent by default; a test may change it. */
  token: string
  seal(operation: string, fields?: Fields, more?: Partial<Draft>): Sealed
  deliver(operation: string, sealed: Sealed): Promise<Told>
  send(operation: string, fields?: Fields, more?: Partial<Draft>): Promise<Told>
  pay(fields?: Fields): Promise<Told & { reference: string }>
  status(reference: string, fields?: Fields): Promise<Told>
  cancel(reference: string, fields?: Fields): Promise<Told>
  refund(reference: string, amount: string | null, fields?: Fields): Promise<Told>
  renew(): Promise<void>
}

export interface Identity extends Means {
  client: string
}

interface Setting {
  contract: Contract
  profile: Profile
  now: () => number
  call: Call
  identity: Identity
}

let counter = Date.now() * 1000

/** A number that nothing had before. */
export const fresh = (): string => String(counter++)

/** A consumer with a token. */
export async function consumerOf(setting: Setting): Promise<Consumer> {
  const { contract, profile, now, call, identity } = setting
  const speech = dialect(contract, profile)
  const keys = keyring(profile, identity)
  const usual = (operation: string): Fields => {
    const time = { 'header:X-TIMESTAMP': stampOf(now(), 'Asia/Jakarta') }
    if (operation === 'token' || operation === 'customerToken')
      return { ...time, 'header:X-CLIENT-KEY': identity.client }
    return {
      ...time,
      'header:Authorization': `Bearer ${consumer.token}`,
      'header:X-PARTNER-ID': identity.client,
      'header:X-EXTERNAL-ID': fresh(),
      'header:CHANNEL-ID': '95221',
    }
  }
  const consumer: Consumer = {
    id: identity.client,
    token: '',
    seal: (operation, fields = {}, more = {}) =>
      speech.seal({ operation, side: 'request', fields: { ...usual(operation), ...fields }, ...more }, keys),
    async deliver(operation, { path, body, headers, method }) {
      const { status, headers: answered, body: bytes } = await call(path, body, headers, method)
      const reading = speech.open({ headers: answered, body: bytes }, 'response', operation)
      if (!reading.ok) return { status, code: '', fields: {}, complaints: [reading.fault.says] }
      const { fields, json } = reading
      const shape = shapeOf(contract, messageOf(contract, operation, 'response'), profile)
      const type = header(answered, 'content-type')
      const whole = { ...fields, ...(type !== undefined && { 'header:Content-Type': type }) }
      const complaints = shape
        .check(whole, json?.numbers ?? {})
        .map(({ place, expected }) => `${place}: ${expected}`)
      return { status, code: String(fields['responseCode'] ?? ''), fields, complaints }
    },
    send: (operation, fields, more) => consumer.deliver(operation, consumer.seal(operation, fields, more)),
    async pay(fields = {}) {
      const reference = `R${fresh()}`
      const told = await consumer.send('payment', { ...order, partnerReferenceNo: reference, ...fields })
      return { ...told, reference: String(fields['partnerReferenceNo'] ?? reference) }
    },
    status: (reference, fields) =>
      consumer.send('status', { originalPartnerReferenceNo: reference, serviceCode: '54', ...fields }),
    cancel: (reference, fields) =>
      consumer.send('cancel', { originalPartnerReferenceNo: reference, ...fields }),
    refund: (reference, amount, fields) =>
      consumer.send('refund', {
        originalPartnerReferenceNo: reference,
        partnerRefundNo: `B${fresh()}`,
        ...(amount !== null && { refundAmount: { value: amount, currency: 'IDR' } }),
        ...fields,
      }),
    async renew() {
      const { fields } = await consumer.send('token', { grantType: 'client_credentials' })
      consumer.token = String(fields['accessToken'])
    },
  }
  await consumer.renew()
  return consumer
}

/** A payment that nothing is wrong with. */
export const order: { [member: string]: Json } = {
  chargeToken: 'CHARGE-1',
  bankCardToken: 'CARDPAID00000001',
  merchantId: 'M0000001',
  amount: { value: '100.00', currency: 'IDR' },
}
