/** Freedoms of what an answer has: fields that are optional, other spellings, other identifiers. */
import { messageOf } from '../../../../contract/contract.ts'
import { verbatim, type Fields, type Json } from '../../../../wire/reading.ts'
import type { Freedom } from '../../../defect.ts'
import { answering, type Bend, isPayment, isStatus } from '../bend.ts'
import { moneyOf } from '../money.ts'
import type { Call, Steps } from '../steps.ts'

/** Changes every time that is written in the form of the contract. */
function retimed(value: Json, change: (stamp: string) => string): Json {
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(value) ? change(value) : value
  if (Array.isArray(value)) return value.map((one) => retimed(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, retimed(one, change)]))
}

const retiming =
  (change: (stamp: string) => string, spares: (place: string) => boolean = () => false): Bend =>
  (honest) => {
    const all = (fields: Fields): Fields =>
      Object.fromEntries(
        Object.entries(fields).map(([place, value]) => [
          place,
          spares(place) ? value : retimed(value, change),
        ]),
      )
    return {
      answer: (call, outcome) => all(honest.answer(call, outcome)),
      notice: (payment, till) => all(honest.notice(payment, till)),
    }
  }

const isHead = (place: string): boolean => place.startsWith('header:')

/** The same instant with another offset, of whole hours. */
function shifted(stamp: string, hours: number): string {
  const instant = Date.parse(stamp)
  const local = new Date(instant + hours * 3_600_000).toISOString().slice(0, 19)
  return `${local}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
}

const inZulu = (stamp: string): string => new Date(Date.parse(stamp)).toISOString().replace('.000', '')

/** Mandatory fields, and those of a success. */
function bare(fields: Fields, { operation, till }: Call): Fields {
  const rows = messageOf(till.contract, operation, 'response').fields
  const kept = rows.filter(({ presence, onSuccess }) => ['M', 'C'].includes(onSuccess ?? presence))
  return Object.fromEntries(kept.flatMap(({ name }) => (name in fields ? [[name, fields[name]!]] : [])))
}

const isRefusal = ({ responseCode }: Fields): boolean => /^[45]/.test(String(responseCode))

const identifiers = [
  'partnerReferenceNo',
  'originalPartnerReferenceNo',
  'originalReferenceNo',
  'originalExternalId',
  'partnerRefundNo',
]

/** The identifiers of a request that its answer has too. */
function repeated({ operation, till, fields }: Call): Fields {
  const rows = messageOf(till.contract, operation, 'response').fields.map(({ name }) => name)
  const named = identifiers.filter((name) => rows.includes(name) && typeof fields[name] === 'string')
  return Object.fromEntries(named.map((name) => [name, fields[name]!]))
}

export const contents: readonly Freedom<Steps>[] = [
  {
    id: 'leaves-out-what-is-optional',
    says: 'Writes mandatory and conditional fields alone.',
    warns: ['codes.success', 'refunds.no-amount'],
    because: 'SNAP-FLD-COND',
    steps: answering(bare),
  },
  {
    id: 'adds-members',
    says: 'Adds members that no table has, and an additionalInfo.',
    because: 'SNAP-FLD-EXTRA',
    steps: answering((fields) => ({
      ...fields,
      title: 'Pembayaran',
      amount: { value: '1', unit: null },
      additionalInfo: { note: 'Toko «Kopi»', tags: ['a', 1, null], deep: { er: true } },
    })),
  },
  {
    id: 'writes-null',
    says: 'Writes null for fields that it has no value for.',
    because: 'E-SNAP-17',
    steps: answering((fields, call) => {
      const rows = messageOf(call.till.contract, call.operation, 'response').fields
      const empty = rows.filter(({ name, presence }) => presence === 'O' && !/[.[:]/.test(name))
      const nulls = empty.filter(({ name }) => !(name in fields)).map(({ name }) => [name, verbatim('null')])
      return { ...Object.fromEntries(nulls), ...fields }
    }),
  },
  {
    id: 'writes-in-utc',
    says: 'Writes times with the offset +00:00.',
    because: 'SNAP-HDR-TS-JAKARTA',
    steps: retiming((stamp) => shifted(stamp, 0)),
  },
  {
    id: 'writes-in-the-east',
    says: 'Writes times with the offset +09:00.',
    because: 'SNAP-HDR-TS-JAKARTA',
    steps: retiming((stamp) => shifted(stamp, 9)),
  },
  {
    id: 'writes-z',
    says: 'Writes the times in bodies with Z.',
    warns: ['fields.format'],
    because: 'SNAP-TIME-FORMAT',
    steps: retiming(inZulu, isHead),
  },
  {
    id: 'dates-refunds',
    says: 'Writes refundDate as a date alone.',
    warns: ['fields.format'],
    because: 'E-SNAP-14',
    steps: (honest) => ({
      historyOf(call, payment, refund) {
        const fields = honest.historyOf(call, payment, refund)
        return { ...fields, refundDate: String(fields['refundDate']).slice(0, 10) }
      },
    }),
  },
  {
    id: 'says-processed',
    says: 'Says that a request has been processed successfully, as the samples do.',
    because: 'E-SNAP-06',
    steps: answering((fields) =>
      fields['responseMessage'] === 'Successful'
        ? { ...fields, responseMessage: 'Request has been processed successfully' }
        : fields,
    ),
  },
  {
    id: 'says-it-in-small-letters',
    says: 'Writes texts in small letters, and a dot behind them.',
    because: 'E-SNAP-52',
    steps: (honest) => ({ say: (outcome, till) => `${honest.say(outcome, till).toLowerCase()}.` }),
  },
  {
    id: 'puts-fields-in-brackets',
    says: 'Writes the name of a field in braces, and a reason behind.',
    because: 'SNAP-RC-MSG-TEXT',
    steps: (honest) => ({
      say: ({ form, about, ...outcome }, till) =>
        /^400..0[12]$/.test(form) && about !== undefined
          ? `${honest.say({ ...outcome, form, about: `{${about}}` }, till)}: see the table`
          : honest.say({ ...outcome, form, ...(about !== undefined && { about }) }, till),
    }),
  },
  {
    id: 'repeats-in-refusals',
    says: 'Repeats the identifiers of a request in its refusal.',
    because: 'E-SNAP-54',
    steps: answering((fields, call) => (isRefusal(fields) ? { ...repeated(call), ...fields } : fields)),
  },
  {
    id: 'tells-states-in-refusals',
    says: 'Tells the state 07 with the refusal of an inquiry.',
    because: 'E-SNAP-45',
    steps: answering(
      (fields, call) =>
        fields['responseCode'] === '4045501'
          ? { ...fields, ...repeated(call), serviceCode: '54', latestTransactionStatus: '07' }
          : fields,
      isStatus,
    ),
  },
  {
    id: 'names-payments-in-letters',
    says: 'Gives references of 64 letters, digits and dashes.',
    because: 'SNAP-REF-UNIQUE',
    steps: (honest) => ({ newId: (till) => `PAY-${honest.newId(till)}-`.padEnd(64, 'aB3') }),
  },
  {
    id: 'describes-states-in-words-of-its-own',
    says: 'Describes states in Indonesian.',
    because: 'SNAP-STS-DESC',
    steps: (honest) => ({
      statusFields(call, payment) {
        const fields = honest.statusFields(call, payment)
        return { ...fields, transactionStatusDesc: inIndonesian[payment.state]! }
      },
    }),
  },
  {
    id: 'tells-a-fee',
    says: 'Tells a fee beside the amount.',
    because: 'SNAP-STS-AMOUNT',
    steps: (honest) => ({
      statusFields: (call, payment) => ({
        ...honest.statusFields(call, payment),
        feeAmount: moneyOf(250_000n, payment.currency),
      }),
    }),
  },
  {
    id: 'offers-an-app',
    says: 'Sends a payer to an app as well as to a page.',
    because: 'E-SNAP-53',
    steps: answering(
      (fields) =>
        typeof fields['webRedirectUrl'] === 'string'
          ? { ...fields, appRedirectUrl: `wallet://pay/${String(fields['referenceNo'])}?from=snap` }
          : fields,
      isPayment,
    ),
  },
  {
    id: 'turns-the-history',
    says: 'Tells the newest refund first.',
    because: 'SNAP-REFUND-HIST',
    steps: (honest) => ({
      statusFields: (call, payment) =>
        honest.statusFields(call, { ...payment, refunds: payment.refunds.toReversed() }),
    }),
  },
  {
    id: 'hides-failed-refunds',
    says: 'Tells nothing of refunds that have failed.',
    because: 'SNAP-REFUND-HIST',
    steps: (honest) => ({
      statusFields: (call, payment) =>
        honest.statusFields(call, {
          ...payment,
          refunds: payment.refunds.filter(({ state }) => state !== '06'),
        }),
    }),
  },
  {
    id: 'offers-no-history',
    says: 'Has no history of refunds.',
    because: 'SNAP-REFUND-HIST',
    steps: (honest) => ({
      statusFields(call, payment) {
        const { refundHistory: _none, ...fields } = honest.statusFields(call, payment)
        return fields
      },
    }),
  },
  {
    id: 'leaves-codes-out-of-tokens',
    says: 'Answers a token without a code and a text.',
    warns: ['fields.format'],
    because: 'SNAP-TOK-EXPIRESIN',
    steps: answering(
      (fields) =>
        'accessToken' in fields
          ? { ...fields, responseCode: null, responseMessage: null, tokenType: 'bearer' }
          : fields,
      ({ operation }) => operation === 'token',
    ),
  },
]

const inIndonesian: { [state: string]: string } = {
  '00': 'Berhasil',
  '01': 'Dimulai',
  '02': 'Sedang dibayar',
  '03': 'Menunggu',
  '04': 'Dikembalikan',
  '05': 'Dibatalkan',
  '06': 'Gagal',
}
