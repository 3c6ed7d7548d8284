/** The honest answers: the fields of each response, in the order of its table. */
import { messageOf } from '../../../contract/contract.ts'
import { written } from '../../../contract/datetime.ts'
import type { Fields } from '../../../wire/reading.ts'
import { type Call, type Outcome, type Steps, textIn } from './steps.ts'

/**
 * What an answer says in the place of a request's value that is missing or breaks its own format: an answer keeps its
 * field table whatever it answers to, and a value cut short could be taken for another transaction's.
 */
export const fillers: { readonly [field: string]: string } = {
  MessageID: 'unreadable',
  TrackingRef: '0',
  StoreID: '00000000',
}

/** From an outcome to fields. */
export const answers = {
  stamp: (instant, till) => stamped(Math.floor(instant / 1000), String(till.profile['timezone'])),
  money: (rupiah) => String(rupiah),
  receipt: () => `R${booth}${(++receipts).toString(36).toUpperCase().padStart(6, '0')}`,
  verdict,
  answer: async (call, outcome) =>
    tidy(call, call.operation === 'inquiry' ? inquired(call, outcome) : booked(call, outcome)),
} satisfies Partial<Steps>

// Receipts stay unique when several gateways run: a random part for each process, then a count.
const booth = Array.from(crypto.getRandomValues(new Uint8Array(7)), (byte) => (byte % 36).toString(36))
  .join('')
  .toUpperCase()
let receipts = 0

let lastStamp = { second: NaN, zone: '', text: '' }

/** Writing a time costs more than all the rest of an answer, so the last one is kept. */
function stamped(second: number, zone: string): string {
  if (lastStamp.second !== second || lastStamp.zone !== zone)
    lastStamp = { second, zone, text: written(second * 1000, zone) }
  return lastStamp.text
}

function verdict({ till }: Call, { cause }: Outcome): { code: string; says: string } {
  const wanted = cause === 'success' ? 'success' : 'refusal'
  const found = till.contract.codes.find(
    (code) => code.class === wanted && (wanted === 'success' || code.cause === cause),
  )
  if (!found)
    throw new Error(`codes.json of ${till.contract.id} has no refusal with the cause «${cause}». Add it.`)
  return { code: found.code, says: found.says.replace(/\.$/, '') }
}

function common(call: Call, outcome: Outcome): Fields {
  const { code, says } = call.steps.verdict(call, outcome)
  return {
    TimeStamp: call.steps.stamp(call.till.clock.now(), call.till),
    MessageID: call.till.profile['messageId'] === 'fresh' ? crypto.randomUUID() : echo(call, 'MessageID'),
    ResponseCode: code,
    ResponseDesc: says,
    TrackingRef: echo(call, 'TrackingRef'),
    StoreID: echo(call, 'StoreID'),
  }
}

/** The request's own value where it is legal, else the filler. */
function echo(call: Call, field: string): string {
  const isIllegal = call.complaints.some((complaint) => complaint.field.name === field)
  return isIllegal ? fillers[field]! : textIn(call, field)
}

/** Optional texts of an offer, in the form of the document's sample, so that clients meet every field. */
const notes: Fields = {
  Message: 'Informasi: hubungi 1500280',
  ExtraParam1: '00063|00062|00061',
  ExtraParam2: 'Simpan bukti pembayaran',
  ExtraParam3: 'Terima kasih',
}

function inquired(call: Call, outcome: Outcome): Fields {
  const { steps, till, complaints, texts } = call
  const { bill } = outcome
  const paid = outcome.cause === 'success'
  const rupiah = (amount: number | undefined) => steps.money(paid && amount !== undefined ? amount : 0)
  const isLegalProduct = !complaints.some(({ field }) => field.name === 'ProductCode')
  const fields = common(call, outcome)
  return {
    ...fields,
    Customer: bill?.customer ?? null,
    Desc: bill?.desc ?? fields['ResponseDesc']!,
    ProductCode: (isLegalProduct ? texts['ProductCode'] : undefined) ?? bill?.productCode ?? null,
    MinAmount: rupiah(bill?.minAmount),
    Amount: rupiah(bill?.amount),
    Fee: rupiah(bill?.fee),
    ExpiredDateTime: paid && bill?.expires !== undefined ? steps.stamp(bill.expires, till) : null,
    ...(paid ? notes : {}),
  }
}

function booked(call: Call, outcome: Outcome): Fields {
  const fields = common(call, outcome)
  const receipt = call.operation === 'payment' && outcome.cause === 'success' ? outcome.receipt : undefined
  return receipt === undefined
    ? fields
    : { ...fields, ReceiptCode: receipt, Message: 'Struk ini bukti pembayaran yang sah' }
}

/** Fields in the order of the table, without those that have no value. */
export function tidy({ till, operation }: Call, fields: Fields): Fields {
  const ordered: Fields = {}
  for (const { name } of messageOf(till.contract, operation, 'response').fields) {
    const value = fields[name]
    if (value !== undefined && value !== null) ordered[name] = value
  }
  return ordered
}
