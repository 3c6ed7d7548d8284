/** The SDK of DANA, npm `dana-node`, as it is published, against our gateway under the profile of its provider. */
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts'

type Told = { [member: string]: unknown }
type Ask = (request: object) => Promise<Told>
interface Orders {
  configuration: object
  createOrder: Ask
  queryPayment: Ask
  cancelOrder: Ask
}
interface Library {
  Dana: new (options: { [setting: string]: string }) => { paymentGatewayApi: Orders }
  Configuration: new (settings: { basePath: string }) => object
}

const { Configuration, Dana } = createRequire(import.meta.url)('dana-node') as Library
let gateway: Gateway
let orders: Orders
let count = Date.now()

beforeAll(async () => {
  gateway = await createGateway({ protocols: ['snap'], profile: { like: 'dana' } })
  const basePath = await gateway.listen()
  const { client, privateKey } = gateway.desks[0]!.credentials!
  const options = { partnerId: client!, privateKey: privateKey!, origin: 'https://shop.test', env: 'sandbox' }
  orders = new Dana(options).paymentGatewayApi
  orders.configuration = new Configuration({ basePath })
})

afterAll(() => gateway.close())

const fresh = (): string => `DN${++count}`
const rupiah = (value: string) => ({ value, currency: 'IDR' })
const jakarta = (ms: number): string => `${new Date(ms + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`

const order = (partnerReferenceNo: string) => ({
  partnerReferenceNo,
  merchantId: 'M0000001',
  amount: rupiah('10000.00'),
  validUpTo: jakarta(Date.now() + 3_600_000),
  urlParams: [
    { url: 'https://shop.test/back', type: 'PAY_RETURN', isDeeplink: 'N' },
    { url: 'https://shop.test/told', type: 'NOTIFICATION', isDeeplink: 'N' },
  ],
  payOptionDetails: [{ payMethod: 'BALANCE', payOption: 'WALLET', transAmount: rupiah('10000.00') }],
  additionalInfo: {
    order: { orderTitle: 'Kopi', scenario: 'API', merchantTransType: '01' },
    mcc: '5732',
    envInfo: { sourcePlatform: 'IPG', terminalType: 'SYSTEM', orderTerminalType: 'WEB' },
  },
})

const asked = (originalPartnerReferenceNo: string) =>
  orders.queryPayment({ originalPartnerReferenceNo, serviceCode: '54', merchantId: 'M0000001' })

/** The refusal that the SDK throws. */
const refused = (answer: Promise<Told>): Promise<Told> =>
  answer.then(
    (told) => told,
    (error: { rawResponse: Told }) => error.rawResponse,
  )

// It stamps in the zone of its host: with Z where that is UTC.
describe.each(['UTC', 'Asia/Jakarta'])('npm dana-node on a host in %s', (zone) => {
  beforeAll(() => {
    process.env['TZ'] = zone
  })

  test('orders, gets the first answer again, and is refused another amount', async () => {
    const reference = fresh()
    const wanted = order(reference)
    const told = await orders.createOrder(wanted)
    expect(told).toMatchObject({ responseCode: '2005400', partnerReferenceNo: reference })
    expect((await orders.createOrder(wanted))['referenceNo']).toBe(told['referenceNo'])
    expect(await refused(orders.createOrder({ ...wanted, amount: rupiah('20000.00') }))).toMatchObject({
      responseCode: '4045418',
    })
  })

  test('asks for an order, and cancels it', async () => {
    const reference = fresh()
    await orders.createOrder(order(reference))
    expect(await asked(reference)).toMatchObject({
      responseCode: '2005500',
      latestTransactionStatus: '01',
      transAmount: rupiah('10000.00'),
    })
    const cancellation = { originalPartnerReferenceNo: reference, merchantId: 'M0000001' }
    expect(await orders.cancelOrder(cancellation)).toMatchObject({ responseCode: '2005700' })
    expect(await asked(reference)).toMatchObject({ latestTransactionStatus: '05' })
  })
})
