/** Bodies of requests with all that the tables have for them. */
import type { Order } from '../books.ts'
import { stampOf } from '../time.ts'
import type { Body, Deal, Shop } from './steps.ts'

export const merchantId = 'M0000001'
export const additionalInfo = { shop: 'Toko Kopi «Café» / Jl. Merdeka' }

/** An amount as it is on the wire. */
export const moneyOf = ({ amount, currency }: Pick<Order, 'amount' | 'currency'>): Body => ({
  value: amount,
  currency,
})

export function paymentBody({ order, card, validUpTo }: Deal, { notifyUrl, profile }: Shop): Body {
  const amount = moneyOf(order)
  return {
    partnerReferenceNo: order.reference,
    bankCardToken: card,
    chargeToken: 'CHARGE-1',
    otp: '123456',
    otpTrxCode: '01',
    merchantId,
    terminalId: 'TILL-1',
    journeyId: order.reference,
    subMerchantId: 'BRANCH-1',
    amount,
    [profile['specRevision'] === 'a25' ? 'urlParams' : 'urlParam']: [
      { url: notifyUrl, type: String(profile['notifyUrlType']), isDeeplink: 'N' },
      { url: 'https://shop.example/paid?a=1&b=2', type: 'PAY_RETURN', isDeeplink: 'N' },
    ],
    externalStoreId: 'SHOP-1',
    ...(validUpTo !== undefined && { validUpTo }),
    pointOfInitiation: 'Mobile App',
    feeType: 'OUR',
    disabledPayMethods: 'VIRTUAL_ACCOUNT',
    payOptionDetails: [
      {
        payMethod: 'CREDIT_CARD',
        payOption: 'CREDIT_CARD_VISA',
        transAmount: amount,
        feeAmount: { value: '0.00', currency: order.currency },
        cardToken: 'CARD-1',
        merchantToken: 'MERCHANT-1',
        additionalInfo: {},
      },
    ],
    additionalInfo,
  }
}

/** How an earlier payment is named: by all numbers that are known of it. */
export const originalOf = ({ order, externalId }: Deal): Body => ({
  originalPartnerReferenceNo: order.reference,
  ...(order.transaction !== undefined && { originalReferenceNo: order.transaction }),
  ...(externalId !== undefined && { originalExternalId: externalId }),
})

export function statusBody(deal: Deal, { profile, now }: Shop): Body {
  return {
    ...originalOf(deal),
    serviceCode: String(profile['statusServiceCode']),
    transactionDate: stampOf(now()),
    amount: moneyOf(deal.order),
    merchantId,
    subMerchantId: 'BRANCH-1',
    externalStoreId: 'SHOP-1',
    additionalInfo,
  }
}
