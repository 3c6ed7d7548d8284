/** What befalls a client's transaction, by the ids of schemas/indomaret/situations.json. */
import { messageOf } from '../../../contract/contract.ts'
import type { SoapStyle } from '../../../dialects/dialect.ts'
import type { Fields } from '../../../wire/reading.ts'
import type { Situation } from '../../defect.ts'
import { answering, isPayment, isReversal } from './defects/bend.ts'
import { close, half, late, page, silent } from '../../mishaps.ts'
import { deciding, first, replying, saying, sending, together } from './situation-bends.ts'
import type { Bend } from './situation-bends.ts'
import type { Bill } from './ledger.ts'
import type { Call, Outcome, Steps } from './steps.ts'
import { sealed } from './writing.ts'

/** Milliseconds that a slow answer takes. */
const slowAnswer = 3000

/** Milliseconds of silence, longer than many clients wait. */
const silence = 8000

const usual: Bend = () => ({})

const styled =
  (style: SoapStyle): Bend =>
  () => ({ write: async (call, fields) => sealed(call, fields, style) })

/** Answers whose fields are written in another order, or with others among them. */
const written =
  (change: (fields: Fields) => Fields): Bend =>
  () => ({ write: async (call, fields) => sealed(call, change(fields)) })

/** The bill has these terms, whatever code the client has come with. */
const offering =
  (terms: Partial<Bill>): Bend =>
  (honest) => ({
    async billOf(call) {
      const bill = await honest.billOf(call)
      return bill && { ...bill, ...terms }
    },
  })

/** Milliseconds for which an offer holds where its bill does not tell. */
const offerMs = 86_400_000

/** The bill with all that may be left out, so that its lack is unusual, and unusual alone. */
const whole: Bend = (honest) => ({
  async billOf(call) {
    const bill = await honest.billOf(call)
    if (!bill) return undefined
    const { customer = 'Andi Sujono', expires = call.till.clock.now() + offerMs } = bill
    return { ...bill, customer, expires }
  },
})

const isRefusal = ({ cause }: Outcome): boolean => cause !== 'success'
const isSuccess = (outcome: Outcome): boolean => !isRefusal(outcome)

const unknown: Bend = () => ({ billOf: async () => undefined })
const refusing = (code: string, says: string): Bend => together(unknown, saying(isRefusal, { code, says }))

/** Without what the table lets be left out. */
function bare(fields: Fields, { till, operation }: Call): Fields {
  const kept = messageOf(till.contract, operation, 'response').fields.filter(
    ({ presence, onSuccess }) => presence === 'M' || onSuccess === 'M',
  )
  return Object.fromEntries(Object.entries(fields).filter(([name]) => kept.some((one) => one.name === name)))
}

/** Amount before MinAmount. */
function turned(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([name]) => name !== 'MinAmount')
  return Object.fromEntries(
    entries.flatMap((entry) =>
      entry[0] === 'Amount' && 'MinAmount' in fields ? [entry, ['MinAmount', fields['MinAmount']!]] : [entry],
    ),
  )
}

/** With a receipt, where there is no payment that it could be for. */
function receipted(fields: Fields, call: Call): Fields {
  if (!isPayment(call) || 'ReceiptCode' in fields) return fields
  return Object.fromEntries(
    Object.entries(fields).flatMap((entry) =>
      entry[0] === 'StoreID' ? [entry, ['ReceiptCode', 'R0000000001']] : [entry],
    ),
  )
}

/** Another value of the same form. */
const another = (value: unknown): string => String(value).replace(/.$/s, (last) => (last === '0' ? '1' : '0'))

const ofAnother: Bend = (honest) => {
  const isIt = first(isPayment)
  return answering((fields, call) =>
    isIt(call)
      ? { ...fields, TrackingRef: another(fields['TrackingRef']), MessageID: another(fields['MessageID']) }
      : fields,
  )(honest)
}

const lost = sending(isPayment, close)
const promotion = { Promo: 'Diskon 10% akhir pekan' }

const steps: { [id: string]: Bend } = {
  paid: offering({ amount: 90_000, minAmount: 10_000, fee: 2500 }),
  closed: offering({ amount: 75_000, minAmount: 75_000, fee: 0 }),
  dearer: offering({ amount: 95_000, minAmount: 95_000, fee: 0 }),
  fee: offering({ amount: 90_000, minAmount: 90_000, fee: 2500 }),
  big: offering({ amount: 12_345_678, minAmount: 12_345_678, fee: 5000 }),
  ampersand: offering({ desc: 'Air & Listrik <Jakarta>' }),
  zeros: usual,
  unknown,
  expired: () => ({ isExpired: () => true }),
  'already-paid': () => ({ isPaid: async () => true }),
  'unlisted-code': refusing('05', 'The bill is blocked'),
  'reserved-code': refusing('99', 'Reversal timeout'),
  'refused-with-success': refusing('05', 'Success is not possible'),
  'other-words': saying(isSuccess, { code: '00', says: 'Berhasil' }),
  'payment-refused': () => ({ askBiller: async () => 'biller-unavailable' }),
  'refused-with-receipt': together(
    () => ({ askBiller: async () => 'biller-unavailable' }),
    answering(receipted),
  ),
  'payment-lost': together(deciding(isPayment, 'system-error'), lost),
  'payment-lost-booked': lost,
  'payment-truncated': replying(isPayment, half),
  'payment-html': replying(isPayment, () => page(500, 'Internal Server Error')),
  'payment-fault': together(
    deciding(isPayment, 'system-error'),
    replying(isPayment, (_reply, { reading, till }, honest) =>
      honest.fault({ code: 'Server', says: 'The partner has failed.' }, reading, till),
    ),
  ),
  'payment-slow': sending(isPayment, late(slowAnswer)),
  'payment-silent': sending(isPayment, silent(silence)),
  'payment-of-another': ofAnother,
  'reversal-lost': together(lost, sending(isReversal, close)),
  'reversal-refused': together(lost, deciding(isReversal, 'system-error')),
  'other-prefix': styled({ prefix: 'SOAP-ENV' }),
  'with-header': styled({ header: '' }),
  'other-namespace': styled({
    payloadNs: 'urn:partner:payment-point',
    qualifiedLeaves: true,
    payloadPrefix: 'p',
  }),
  'unknown-elements': written((fields) => ({ ...promotion, ...fields })),
  bare: answering(bare),
  'other-order': together(offering({ amount: 90_000, minAmount: 10_000, fee: 2500 }), written(turned)),
}

/** Every situation that this desk plays. */
export const situations: readonly Situation<Steps>[] = Object.entries(steps).map(([id, bend]) => ({
  id,
  steps: together(whole, bend),
}))
