/** One defect for every way to spoil one field of an answer or a notification, drawn from the tables. */
import type { Contract } from '../../../../contract/contract.ts'
import { isHeader } from '../../../../contract/tree.ts'
import type { Defect } from '../../../defect.ts'
import { type Place, placesOf, spoiled, type Spoiling } from '../../../spoiled.ts'
import { answering, type Bend } from '../bend.ts'
import type { Steps } from '../steps.ts'
import { breaksOf } from './generated-breaks.ts'
import { spotsOf, type Spoil, spoilsOf } from '../../../spoiled-values.ts'

const messages = [
  'PaymentResponse',
  'StatusResponse',
  'CancelResponse',
  'RefundResponse',
  'TokenResponse',
  'NotifyRequest',
]

/** Every generated defect. Each shows in what tells of a success only. */
export function generatedDefects(contract: Contract): Defect<Steps>[] {
  const specs = messages.map((name) => contract.messages[name]!)
  return placesOf(contract, specs).flatMap((place) =>
    Object.entries(spoilsOf(place, unwritten)).map(([spoiling, spoil]) =>
      defect(place, spoiling as Spoiling, spoil),
    ),
  )
}

/** What the honest desk writes nowhere, and an amount where it writes none. */
const unwritten =
  /^(?:appRedirectUrl|additionalInfo|sessionId|requestID|partnerTrxId|subMerchantId|externalStoreId|header:(?:Authorization.*|ORIGIN|X-IP-ADDRESS|X-DEVICE-ID|X-L.*|X-SIGNATURE))$/
const money = { value: '1.00', currency: 'IDR' }

/** Where the catalogue of the contract has one. */
const catalogue: { [id: string]: string } = {
  'PaymentResponse.referenceNo:missing': 'D051',
  'StatusResponse.refundHistory[].refundDate:wrong-format': 'D049',
  'StatusResponse.latestTransactionStatus:wrong-type': 'D055',
  'CancelResponse.cancelTime:missing': 'D052',
  'CancelResponse.transactionDate:wrong-format': 'D050',
  'RefundResponse.refundNo:missing': 'D189',
}

function defect(place: Place, spoiling: Spoiling, spoil: Spoil): Defect<Steps> {
  const made = spoiled<Steps>(place, spoiling, {
    breaks: breaksOf(place, spoiling),
    steps: place.spec.side === 'response' ? inAnswers(place, spoil) : inNotices(place, spoil),
  })
  const known = catalogue[made.id]
  return { ...made, ...(known !== undefined && { catalogue: known }) }
}

const inAnswers = ({ spec, field }: Place, spoil: Spoil): Bend =>
  answering(
    (fields) =>
      String(fields['responseCode']).startsWith('200') ? spotsOf(fields, field.name, spoil, money) : fields,
    ({ operation }) => operation === spec.operation,
  )

/** Headers of a notification are written when it is composed, and signed there. */
const inNotices =
  ({ field }: Place, spoil: Spoil): Bend =>
  (honest) =>
    isHeader(field.name)
      ? {
          compose: (fields, partner, url, till) =>
            honest.compose({ ...fields, [field.name]: spoil(written[field.name]) }, partner, url, till),
        }
      : { notice: (payment, till) => spotsOf(honest.notice(payment, till), field.name, spoil, money) }

/** What is spoilt of a header, where a value is needed. */
const written: { [place: string]: string } = {
  'header:X-TIMESTAMP': '2026-11-28T10:15:30+07:00',
  'header:X-EXTERNAL-ID': '176400000000000001',
  'header:X-PARTNER-ID': 'PARTNER-0001',
  'header:Content-Type': 'application/json',
}
