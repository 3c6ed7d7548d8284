/** The honest inquiry: the payment that all identifiers name, as it stands. */
import { stampOf } from '../../../contract/datetime.ts'
import { isoInstant } from '../../../contract/iso-time.ts'
import type { Fields } from '../../../wire/reading.ts'
import { codeOf } from './answers.ts'
import type { Payment, Refund } from './ledger.ts'
import { moneyOf, unitsOf } from './money.ts'
import type { Call, Steps } from './steps.ts'
import { dayOf } from './time.ts'

/** Find and tell as the contract wants it. */
export const asking = {
  async status(call) {
    const { steps, till } = call
    if (!identifiers.some((place) => steps.valueAt(call, place) !== undefined))
      return { form: '400##02', about: identifiers[0]! }
    const { statusServiceCode, notFoundStyle } = till.profile
    if (steps.valueAt(call, 'serviceCode') !== statusServiceCode) return { form: '404##01' }
    const payment = await steps.find(call)
    if (payment && !steps.contradicts(call, payment))
      return { form: '200##00', fields: steps.statusFields(call, payment) }
    if (payment || notFoundStyle !== 'status07') return { form: '404##01' }
    return { form: '200##00', fields: nothingFound(call) }
  },
  find,
  contradicts(call, payment) {
    const { steps, till } = call
    const [amount, currency, merchant, date] = [
      steps.valueAt(call, 'amount.value'),
      steps.valueAt(call, 'amount.currency'),
      steps.valueAt(call, 'merchantId'),
      isoInstant(steps.valueAt(call, 'transactionDate') ?? ''),
    ]
    const day = (instant: number) => dayOf(instant, String(till.profile['timezone']))
    return (
      (amount !== undefined && unitsOf(amount) !== payment.amount) ||
      (currency !== undefined && currency !== payment.currency) ||
      (merchant !== undefined && payment.merchant !== undefined && merchant !== payment.merchant) ||
      (date !== undefined && day(date) !== day(payment.createdAt))
    )
  },
  statusFields(call, payment) {
    const { till } = call
    const { id, reference, state, externalId, approval, amount, currency, paidAt, refunds } = payment
    const original = payment.form
    return {
      originalReferenceNo: id,
      originalPartnerReferenceNo: reference,
      ...(paidAt !== undefined && { approvalCode: approval }),
      originalExternalId: externalId,
      serviceCode: call.steps.valueAt(call, 'serviceCode') ?? '',
      latestTransactionStatus: state,
      transactionStatusDesc: stateWords[state],
      originalResponseCode: codeOf(original, 'payment', till),
      originalResponseMessage: call.steps.say(
        { form: original, ...(payment.about !== undefined && { about: payment.about }) },
        till,
      ),
      ...(refunds.length > 0 && {
        refundHistory: refunds.map((one) => call.steps.historyOf(call, payment, one)),
      }),
      transAmount: moneyOf(amount, currency),
      feeAmount: moneyOf(0n, currency),
      ...(paidAt !== undefined && { paidTime: stampOf(paidAt, zoneOf(call)) }),
    }
  },
  historyOf,
} satisfies Partial<Steps>

const identifiers = ['originalPartnerReferenceNo', 'originalReferenceNo', 'originalExternalId']

/** States in words. */
export const stateWords: { [state in Payment['state']]: string } = {
  '00': 'Success',
  '01': 'Initiated',
  '02': 'Paying',
  '03': 'Pending',
  '04': 'Refunded',
  '05': 'Canceled',
  '06': 'Failed',
}

const zoneOf = ({ till }: Call): string => String(till.profile['timezone'])

function historyOf(
  call: Call,
  { currency }: Payment,
  { id, number, amount, state, at, reason }: Refund,
): Fields {
  return {
    refundNo: id,
    partnerRefundNo: number,
    refundAmount: moneyOf(amount, currency),
    refundStatus: state,
    refundDate: stampOf(at, zoneOf(call)),
    ...(reason !== undefined && { reason }),
  }
}

/** An answer about nothing repeats what it was asked. */
function nothingFound(call: Call): Fields {
  const asked = [...identifiers, 'serviceCode'].flatMap((place) => {
    const value = call.steps.valueAt(call, place)
    return value === undefined ? [] : [[place, value] as const]
  })
  return { ...Object.fromEntries(asked), latestTransactionStatus: '07', transactionStatusDesc: 'Not Found' }
}

async function find(call: Call): Promise<Payment | undefined> {
  const { steps, till, partner } = call
  const [reference, id, externalId] = identifiers.map((place) => steps.valueAt(call, place))
  const owner = partner?.id ?? ''
  const own = (payment: Payment | undefined) => (payment?.partner === owner ? payment : undefined)
  if (id !== undefined && till.profile['statusIdentifiers'] === 'referenceNo')
    return own(await till.ledger.paymentById(id))
  const found = own(
    reference !== undefined
      ? await till.ledger.payment(owner, reference)
      : id !== undefined
        ? await till.ledger.paymentById(id)
        : await till.ledger.paymentByExternal(owner, externalId ?? ''),
  )
  const agrees = (wanted: string | undefined, value: string | undefined) =>
    wanted === undefined || wanted === value
  return agrees(reference, found?.reference) && agrees(id, found?.id) && agrees(externalId, found?.externalId)
    ? found
    : undefined
}
