/** The document's samples, corrected, and a validator, for the tests of the generated schema. */
import { validateXML, type XMLFileInfo } from 'xmllint-wasm'
import type { MessageSpec } from './contract.ts'

export type Values = { [field: string]: string | undefined }

const signature =
  'BB49486B420A7E7ADA619380CC37F45C52FF7A1F1A498679FC5775A3F3F6D25558F5193B959154544899554016F2F383'
const request = {
  TimeStamp: '2014-08-06 15:00:00',
  MessageID: '20140806150000ABCD',
  TrackingRef: '1876500001',
  StoreID: 'G001T001',
}
const paying = {
  ...request,
  PaymentCode: 'ABC123',
  Amount: '50000',
  ProductCode: '123000',
  Signature: signature,
}
const answer = { ...request, ResponseCode: '00', ResponseDesc: 'Success' }

/** One legal message of each kind: the samples with their ill-formed tags put right. */
export const samples: { [message: string]: Values } = {
  ReqInquiry: {
    ...request,
    PaymentCode: 'ABC1234',
    ProductCode: '123000',
    Signature: signature,
    ExtraParam1: 'C00004',
    ExtraParam2: '',
    ExtraParam3: '',
  },
  ResInquiry: {
    ...answer,
    TimeStamp: '2014-08-07 15:00:00',
    MessageID: '20140807150000ABCD',
    Customer: 'Andi Sujono',
    Desc: 'Detail product description',
    ProductCode: '123123',
    MinAmount: '25000',
    Amount: '50000',
    Fee: '5000',
    ExpiredDateTime: '2014-08-08 10:00:00',
    Message: '',
    ExtraParam1: '00063|00062|00061',
    ExtraParam2: '',
    ExtraParam3: '',
  },
  ReqPayment: paying,
  ResPayment: { ...answer, ReceiptCode: 'XXXXXXXX', Message: 'YYYYY' },
  ReqReversal: paying,
  ResReversal: answer,
}

/** Values that one field or another refuses, or nearly. */
export const hostile: (string | undefined)[] = [
  [
    undefined,
    '',
    ' ',
    '0',
    '00',
    '000',
    '05',
    '21',
    '99',
    'A1',
    '-1',
    '50.000',
    '50,000',
    '1.0E7',
    'Rp50000',
  ],
  ['50000.0', '50000.00', '000000050000', '999999999999', '1000000000000'],
  ['G001T001', 'G001T01', 'G001T0011', 'G001-001', 'ABC'],
  ['a|b', "O'Brien, S.", 'Air & <Listrik>', 'é 漢', '٣٤', 'ä'.repeat(8)],
  [20, 21, 30, 31, 96, 97, 100, 101, 102, 255, 256].map((length) => 'A'.repeat(length)),
  ['2014-08-06 15:00:00', ' 2014-08-06 15:00:00', '2014-08-06 15:00:00   ', '2014-08-06 15:00:00:'],
  ['2014-08-06 15:00:00:12', '2014-08-06 15:00:00.123', '2014-08-06T15:00:00', '2014-08-06 15:00'],
  ['2014-8-6 15:00:00', '2014-02-30 10:00:00', '2016-02-29 23:59:59', '2014-13-01 00:00:00'],
  ['2014-00-10 00:00:00', '2014-08-06 24:00:00', '2014-08-06 24:00:01', '2014-08-06 15:60:00'],
  ['2014-08-06 15:00:60', '06-08-2014 15:00:00', '2014-08-06  15:00:00'],
].flat()

/** A payload as XML, its fields in the order of the spec; an undefined value leaves the element out. */
export function payload(spec: MessageSpec, values: Values, namespace: string): string {
  const leaves = spec.fields.flatMap(({ name }) =>
    values[name] === undefined ? [] : [`<${name}>${escape(values[name])}</${name}>`],
  )
  return `<${spec.message} xmlns="${namespace}">${leaves.join('')}</${spec.message}>`
}

/** What libxml2 says of each document, nothing of the valid ones. */
export async function complaintsOf(
  schema: string,
  documents: string[],
  preload: XMLFileInfo[] = [],
): Promise<string[][]> {
  const starts = Array.from({ length: Math.ceil(documents.length / batch) }, (_, place) => place * batch)
  const found = starts.map((start) => validated(schema, documents.slice(start, start + batch), preload))
  return (await Promise.all(found)).flat()
}

/** More documents at once than these overrun the validator's memory. */
const batch = 400

async function validated(schema: string, documents: string[], preload: XMLFileInfo[]): Promise<string[][]> {
  const xml = documents.map((contents, place) => ({ fileName: `doc-${place}.xml`, contents }))
  const { errors } = await validateXML({ xml, schema, preload })
  const found = new Map(xml.map(({ fileName }) => [fileName, [] as string[]]))
  for (const { message, rawMessage } of errors) {
    const complaints = found.get(/^doc-\d+\.xml/.exec(rawMessage)?.[0] ?? '')
    if (!complaints) throw new Error(`The schema is at fault: ${rawMessage}`)
    complaints.push(message)
  }
  return [...found.values()]
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
