/** The client of npm `midtrans-client`, as it is published, against our gateway under the profile of its provider. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import midtrans, { type Told } from 'midtrans-client'
import { home } from '../../../src/contract/home.ts'
import type { Profile } from '../../../src/contract/contract.ts'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts'
import { openInbox, type Inbox } from '../../../src/gateway/testing/inbox.ts'

const { SnapBi, SnapBiConfig } = midtrans
const declaration = JSON.parse(
  readFileSync(join(home, 'schemas', 'snap', 'targets', 'midtrans.json'), 'utf8'),
) as { profile: Profile }

let gateway: Gateway
let inbox: Inbox
let count = Date.now()

beforeAll(async () => {
  inbox = await openInbox({ status: 200, body: '{"responseCode":"2005600","responseMessage":"Successful"}' })
  const { profile } = declaration
  gateway = await createGateway({ protocols: ['snap'], profile, callbackUrl: inbox.url })
  const { client, secret, privateKey, publicKey } = gateway.desks[0]!.credentials!
  Object.assign(SnapBiConfig, {
    SNAP_BI_SANDBOX_BASE_URL: await gateway.listen(),
    snapBiClientId: client,
    snapBiPartnerId: client,
    snapBiClientSecret: secret,
    snapBiPrivateKey: privateKey,
    snapBiPublicKey: publicKey,
    snapBiChannelId: '95221',
  })
})

afterAll(async () => {
  await gateway.close()
  await inbox.close()
})

const fresh = (): string => String(++count)
const rupiah = (value: string) => ({ value, currency: 'IDR' })
const called = () => SnapBi.directDebit().withDeviceId('till-1')

/** Pays with a card that behaves as its prefix says; gives the answer and the reference. */
async function pay(card: string, value = '100.00'): Promise<{ reference: string; told: Told }> {
  const reference = `MT${fresh()}`
  const told = await called()
    .withBody({
      partnerReferenceNo: reference,
      chargeToken: 'CHARGE-1',
      bankCardToken: card,
      merchantId: 'M0000001',
      urlParam: [{ url: inbox.url, type: 'PAY_NOTIFY', isDeeplink: 'N' }],
      amount: rupiah(value),
      payOptionDetails: [{ payMethod: 'GOPAY', payOption: 'GOPAY_WALLET', transAmount: rupiah(value) }],
      additionalInfo: { customerDetails: { firstName: 'Sinta', lastName: 'Wibowo / Édi' } },
    })
    .createPayment(fresh())
  return { reference, told }
}

const statusOf = (reference: unknown) =>
  called().withBody({ originalReferenceNo: reference, serviceCode: '54' }).getStatus(fresh())

describe('npm midtrans-client', () => {
  test('gets a token', async () => {
    expect(await called().getAccessToken()).toMatchObject({
      responseCode: '2007300',
      tokenType: 'Bearer',
      accessToken: expect.stringMatching(/./),
    })
  })

  test('pays, and finds what it has paid', async () => {
    const { reference, told } = await pay('CARDPAID00000001', '12345.67')
    expect(told).toMatchObject({ responseCode: '2005400', partnerReferenceNo: reference })
    expect(await statusOf(told['referenceNo'])).toMatchObject({
      responseCode: '2005500',
      originalPartnerReferenceNo: reference,
      latestTransactionStatus: '00',
      transAmount: rupiah('12345.67'),
    })
  })

  test('uses one token for many requests', async () => {
    const { accessToken } = await called().getAccessToken()
    const { told } = await pay('CARDPAID00000001')
    const body = { originalReferenceNo: told['referenceNo'], serviceCode: '54' }
    const ask = () => called().withAccessToken(String(accessToken)).withBody(body).getStatus(fresh())
    expect([await ask(), await ask()]).toMatchObject([
      { responseCode: '2005500' },
      { responseCode: '2005500' },
    ])
  })

  test('refunds in two parts, and not a cent more', async () => {
    const { reference, told } = await pay('CARDPAID00000001', '100.00')
    const refund = (value: string) =>
      called()
        .withBody({
          originalReferenceNo: told['referenceNo'],
          originalPartnerReferenceNo: reference,
          partnerRefundNo: `B${fresh()}`,
          refundAmount: rupiah(value),
          reason: 'Barang kosong',
        })
        .refund(fresh())
    expect(await refund('40.10')).toMatchObject({ responseCode: '2005800', refundAmount: rupiah('40.10') })
    expect(await refund('59.91')).toMatchObject({ responseCode: expect.stringMatching(/^4..58/) })
    expect(await refund('59.90')).toMatchObject({ responseCode: '2005800' })
    expect(await statusOf(told['referenceNo'])).toMatchObject({ latestTransactionStatus: '04' })
  })

  test('cancels a payment that waits for its payer', async () => {
    const { reference, told } = await pay('CARDIDLE00000001')
    const cancel = called().withBody({
      originalReferenceNo: told['referenceNo'],
      originalPartnerReferenceNo: reference,
    })
    expect(await cancel.cancel(fresh())).toMatchObject({ responseCode: '2005700' })
    expect(await statusOf(told['referenceNo'])).toMatchObject({ latestTransactionStatus: '05' })
  })

  test('is told in words it knows what is wrong', async () => {
    const { told } = await pay('CARDPOOR00000001')
    expect(told).toMatchObject({ responseCode: '4035414' })
    SnapBiConfig['snapBiClientSecret'] = 'not-the-secret'
    const { told: refused } = await pay('CARDPAID00000001')
    SnapBiConfig['snapBiClientSecret'] = gateway.desks[0]!.credentials!['secret']
    expect(refused).toMatchObject({ responseCode: expect.stringMatching(/^40154/) })
  })

  test('verifies what the gateway notifies, and nothing that was changed on the way', async () => {
    const { reference } = await pay('CARDPAID00000001')
    await expect.poll(() => bodyOf(reference)).toBeTruthy()
    const { raw, text } = bodyOf(reference)!
    const head = (name: string) => raw.headers.find(([other]) => other.toLowerCase() === name)?.[1] ?? ''
    const verified = (payload: object) =>
      SnapBi.notification()
        .withSignature(head('x-signature'))
        .withTimeStamp(head('x-timestamp'))
        .withNotificationUrlPath(raw.url!)
        .withNotificationPayload(payload)
        .isWebhookNotificationVerified()
    const payload = JSON.parse(text) as { amount: object }
    expect(verified(payload)).toBe(true)
    expect(verified({ ...payload, amount: rupiah('1.00') })).toBe(false)
  })
})

function bodyOf(reference: string) {
  const told = inbox.got.map((raw) => ({ raw, text: Buffer.from(raw.body).toString() }))
  return told.find(({ text }) => text.includes(reference))
}
