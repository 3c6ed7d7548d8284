/** What a receiver understands of a notification. */

export interface Notice {
  /** originalPartnerReferenceNo: the number that the consumer gave. */
  reference: string
  /** originalReferenceNo: that of the provider. */
  transaction: string
  status: string
  amount?: { value: string; currency: string }
}

/** The members of a body that is one JSON object. */
export type Members = { [name: string]: unknown }

/** Why a body is refused: its case, and what is wrong. */
export interface Objection {
  case: '00' | '01' | '02'
  about: string
}

/** The object of a body; undefined for what is no such thing, or no UTF-8. */
export function membersOf(body: Uint8Array): Members | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const texts = [
  'originalPartnerReferenceNo',
  'originalReferenceNo',
  'originalExternalId',
  'merchantId',
  'subMerchantId',
  'latestTransactionStatus',
  'transactionStatusDesc',
  'createdTime',
  'finishedTime',
  'externalStoreId',
  'externalStoreID',
]
const mandatory = ['originalReferenceNo', 'latestTransactionStatus']

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** What is wrong with the members, if anything. */
export function objectionTo(members: Members): Objection | undefined {
  const missing = mandatory.find((name) => isBlank(members[name]))
  if (missing) return { case: '02', about: missing }
  const mistyped = texts.find((name) => !isBlank(members[name]) && typeof members[name] !== 'string')
  if (mistyped) return { case: '01', about: mistyped }
  if (!isBlank(members['additionalInfo']) && !isObject(members['additionalInfo']))
    return { case: '01', about: 'additionalInfo' }
  if (!/^0\d$/.test(String(members['latestTransactionStatus'])))
    return { case: '01', about: 'latestTransactionStatus' }
  return objectionToAmount(members['amount'])
}

function objectionToAmount(amount: unknown): Objection | undefined {
  if (isBlank(amount)) return undefined
  if (!isObject(amount)) return { case: '01', about: 'amount' }
  const { value, currency } = amount
  if (isBlank(value)) return { case: '02', about: 'amount.value' }
  if (isBlank(currency)) return { case: '02', about: 'amount.currency' }
  if (typeof value !== 'string' || !/^\d{1,16}\.\d{2}$/.test(value))
    return { case: '01', about: 'amount.value' }
  return typeof currency === 'string' ? undefined : { case: '01', about: 'amount.currency' }
}

/** The notice of members that nothing is wrong with. */
export function noticeOf(members: Members): Notice {
  const amount = members['amount']
  return {
    reference: String(members['originalPartnerReferenceNo'] ?? ''),
    transaction: String(members['originalReferenceNo']),
    status: String(members['latestTransactionStatus']),
    ...(isObject(amount) && {
      amount: { value: String(amount['value']), currency: String(amount['currency']) },
    }),
  }
}
