/** The SDK of DOKU, npm `doku-nodejs-library`, as it is published, against our gateway under the profile of its provider. */
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts'

type Told = { [member: string]: unknown }
type Class = new (...given: unknown[]) => object
interface Sdk {
  getTokenB2B(): Promise<Told>
  doPayment(order: object, authCode: string, address: string, device: string): Promise<Told>
  doCheckStatus(question: object): Promise<Told>
  doRefund(refund: object, authCode: string, address: string, device: string): Promise<Told>
}

const required = createRequire(import.meta.url)
const part = (path: string): unknown => required(`doku-nodejs-library/${path}`)
const { Snap } = part('index.js') as { Snap: new (options: object) => Sdk }
const forms = part('_models/paymentRequestDirectDebitDTO') as { [name: string]: Class }
const Refund = part('_models/refundRequestDTO') as Class
const Question = part('_models/checkStatusDirectDebitRequestDTO') as Class
const config = part('_commons/config') as { CORE_SANDBOX_BASE_URL: string }

const channel = 'EMONEY_OVO_SNAP'
const address = '203.0.113.7'
let gateway: Gateway
let sdk: Sdk
let count = Date.now()

beforeAll(async () => {
  gateway = await createGateway({ protocols: ['snap'], profile: { like: 'doku' } })
  config.CORE_SANDBOX_BASE_URL = await gateway.listen()
  const { client, secret, privateKey, publicKey } = gateway.desks[0]!.credentials!
  sdk = new Snap({ isProduction: false, clientID: client, secretKey: secret, privateKey, publicKey })
})

afterAll(() => gateway.close())

const fresh = (): string => `DK${++count % 1e9}`
const consent = (): string => `AUTHGOOD${++count}`
const rupiah = (value: string) => ({ value, currency: 'IDR' })

function order(reference: string, card: string): object {
  const amount = new forms['TotalAmountDto']!('10000.00', 'IDR')
  const item = new forms['LineItemsDto']!('Kopi', '10000.00', '1')
  return new forms['PaymentRequestDto']!(
    reference,
    amount,
    [new forms['PayOptionDetailsDto']!('CASH', amount, new forms['TotalAmountDto']!('0.00', 'IDR'))],
    new forms['PaymentAdditionalInfoRequestDto']!(channel, 'Toko «Kopi»', 'https://a/ok', 'https://a/no', [
      item,
    ]),
    card,
  )
}

const pay = (reference: string, card: string): Promise<Told> =>
  sdk.doPayment(order(reference, card), consent(), address, 'till-1')

const statusOf = (reference: string): Promise<Told> =>
  sdk.doCheckStatus(new Question(reference, '', '', '55', '', rupiah('10000.00'), '', '', '', { channel }))

const refund = (reference: string, value: string): Promise<Told> =>
  sdk.doRefund(
    new Refund(reference, rupiah(value), fresh(), '', 'Barang kosong', { channel }),
    consent(),
    address,
    'till-1',
  )

/** The refusal that the SDK throws. */
const refused = (answer: Promise<Told>): Promise<unknown> =>
  answer.then(
    (told) => told,
    (error: { response: { data: Told } }) => error.response.data,
  )

// It stamps in the zone of its host: with -00:00 where that is UTC.
describe.each(['UTC', 'Asia/Jakarta'])('npm doku-nodejs-library on a host in %s', (zone) => {
  beforeAll(() => {
    process.env['TZ'] = zone
  })

  test('gets a token', async () => {
    expect(await sdk.getTokenB2B()).toMatchObject({ responseCode: '2007300', tokenType: 'Bearer' })
  })

  test('pays with the token of a customer, and finds what it has paid with its own', async () => {
    const reference = fresh()
    expect(await pay(reference, 'CARDPAID1')).toMatchObject({ responseCode: '2005400' })
    expect(await statusOf(reference)).toMatchObject({
      responseCode: '2005500',
      originalPartnerReferenceNo: reference,
      latestTransactionStatus: '00',
      transAmount: rupiah('10000.00'),
    })
  })

  test('is sent to a page where its customer has no card', async () => {
    expect(await pay(fresh(), 'otp-1')).toMatchObject({ webRedirectUrl: expect.stringMatching(/^https:/) })
  })

  test('pays back, and not a cent more', async () => {
    const reference = fresh()
    await pay(reference, 'CARDPAID1')
    expect(await refund(reference, '4000.00')).toMatchObject({ responseCode: '2005800' })
    expect(await refused(refund(reference, '6000.01'))).toMatchObject({
      responseCode: expect.stringMatching(/^4..58/),
    })
    expect(await refund(reference, '6000.00')).toMatchObject({ refundAmount: rupiah('6000.00') })
    expect(await statusOf(reference)).toMatchObject({ latestTransactionStatus: '04' })
  })

  test('is refused in words it knows', async () => {
    expect(await refused(statusOf(fresh()))).toMatchObject({ responseCode: '4045501' })
    expect(await refused(pay(fresh(), 'CARDPOOR1'))).toMatchObject({ responseCode: '4035414' })
  })
})
