import { beforeAll, describe, expect, test } from 'vitest'
import type { FieldSpec, MessageSpec } from './contract.ts'
import { loadContract } from './load.ts'
import { profileOf } from './profile.ts'
import { shapeOf } from './shape.ts'
import { complaintsOf, hostile, payload, samples, type Values } from './xsd.fixture.ts'
import { typesOf } from './xsd-types.ts'
import { xsdOf } from './xsd.ts'

const contract = loadContract('indomaret')
const namespace = contract.namespace!
const schema = xsdOf(contract)
const specs = Object.values(contract.messages)
const profile = profileOf(contract)
const xml = (message: string, change: Values = {}): string =>
  payload(contract.messages[message]!, { ...samples[message], ...change }, namespace)

test('schemas/indomaret/indomaret.xsd is up to date (vitest -u writes it)', async () => {
  await expect(schema).toMatchFileSnapshot('../../schemas/indomaret/indomaret.xsd')
})

test('a contract without a namespace has no schema', () => {
  expect(() => xsdOf({ ...contract, namespace: undefined })).toThrow(
    'Indomaret Payment Point has no namespace',
  )
})

test('an operation whose message is missing is named', () => {
  expect(() => xsdOf({ ...contract, messages: {} })).toThrow('has no message «ReqInquiry»')
})

const refusal = { ResponseCode: '14', ResponseDesc: 'Unknown' }
const noAmounts = { Desc: undefined, MinAmount: undefined, Amount: undefined, Fee: undefined }

test.each<[string, string, Values]>([
  ...specs.map(({ message }): [string, string, Values] => ['the corrected sample', message, {}]),
  [
    'without ExtraParams and ProductCode',
    'ReqInquiry',
    { ProductCode: undefined, ExtraParam1: undefined, ExtraParam2: undefined, ExtraParam3: undefined },
  ],
  [
    'blank ExtraParams and ProductCode',
    'ReqInquiry',
    { ProductCode: ' ', ExtraParam1: '\n', ExtraParam2: ' ', ExtraParam3: '' },
  ],
  [
    'padded values',
    'ReqInquiry',
    { PaymentCode: ' ABC1234 ', Signature: `\n${samples['ReqInquiry']!['Signature']}\n` },
  ],
  ['a fraction of a second', 'ResInquiry', { TimeStamp: '2014-08-06 15:00:00:123' }],
  ['the end of a day', 'ReqPayment', { TimeStamp: '2014-08-06 24:00:00' }],
  ['a refusal without amounts', 'ResInquiry', { ...refusal, ...noAmounts }],
  [
    'a refusal with empty amounts',
    'ResInquiry',
    { ...refusal, Desc: '', MinAmount: '', Amount: '', Fee: ' ' },
  ],
  [
    'empty conditional elements',
    'ResInquiry',
    { Customer: '', ProductCode: '', ExpiredDateTime: ' ', Message: '' },
  ],
  ['reserved characters', 'ResInquiry', { Customer: 'Budi & Rekan', Desc: 'Air & Listrik <Jakarta>' }],
  ['decimals and the largest amount', 'ReqPayment', { Amount: '999999999999.00' }],
  ['leading zeros', 'ReqPayment', { Amount: '000000050000' }],
  ['a refusal with an empty receipt', 'ResPayment', { ...refusal, ReceiptCode: '', Message: undefined }],
])('%s of %s is valid', async (_, message, change) => {
  expect(await complaintsOf(schema, [xml(message, change)])).toEqual([[]])
})

test.each<[string, string]>([
  ['another namespace', xml('ReqPayment').replace(namespace, 'urn:another')],
  ['unqualified children', xml('ResReversal').replace('<TimeStamp>', '<TimeStamp xmlns="">')],
  ['an unknown element', xml('ResReversal').replace('<MessageID>', '<Extra/><MessageID>')],
  ['an element twice', xml('ResReversal').replace(/(<StoreID>.*<\/StoreID>)/, '$1$1')],
  [
    'elements in another order',
    xml('ResReversal').replace(/(<TimeStamp>.*<\/TimeStamp>)(<MessageID>.*<\/MessageID>)/, '$2$1'),
  ],
  ['an unknown message', `<ReqStatus xmlns="${namespace}"/>`],
  ['a name in another case', xml('ReqPayment').replaceAll('MessageID', 'MessageId')],
])('%s is not valid', async (_, document) => {
  expect((await complaintsOf(schema, [document]))[0]).not.toEqual([])
})

interface Trial {
  says: string
  accepted: boolean
  document: string
}

describe('against the judge, field by field', () => {
  const trials = unlikeRows().flatMap(([spec, field]) =>
    hostile.map((value) => trial(spec, field.name, value)),
  )
  const complaints = new Map<Trial, string[]>()
  const saying = (wanted: boolean, valid: boolean): string[] =>
    trials
      .filter((one) => one.accepted === wanted && (complaints.get(one)!.length === 0) === valid)
      .map(({ says }) => says)

  beforeAll(async () => {
    const documents = trials.map(({ document }) => document)
    const found = await complaintsOf(schema, documents)
    trials.forEach((one, place) => complaints.set(one, found[place]!))
  }, 60_000)

  test('the schema accepts every message that the contract accepts', () => {
    expect(saying(true, false)).toEqual([])
    expect(saying(true, true).length).toBeGreaterThan(200)
  })

  test('it refuses every other, but for days of the calendar and what a success needs', () => {
    const needed =
      /^(?:ResInquiry\/(?:Desc|MinAmount|Amount|Fee)|ResPayment\/ReceiptCode) = (?:undefined|""|" ")$/
    expect(saying(false, true).filter((says) => !needed.test(says) && !says.includes('2014-02-30'))).toEqual(
      [],
    )
    expect(saying(false, false).length).toBeGreaterThan(200)
  })
})

/** A row of each kind: one that differs from the ones before in more than its name. */
function unlikeRows(): [MessageSpec, FieldSpec][] {
  const rows = specs.flatMap((spec) => spec.fields.map((field): [MessageSpec, FieldSpec] => [spec, field]))
  const kind = ([spec, field]: [MessageSpec, FieldSpec]): string =>
    JSON.stringify([
      spec.side,
      typesOf(contract, { field, side: spec.side }),
      field.onSuccess,
      field.onRefusal,
    ])
  return [...new Map(rows.toReversed().map((row) => [kind(row), row])).values()]
}

function trial(spec: MessageSpec, name: string, value: string | undefined): Trial {
  const values = { ...samples[spec.message], [name]: value }
  const fields = JSON.parse(JSON.stringify(values)) as { [field: string]: string }
  const broken = shapeOf(contract, spec, profile).check(fields)
  const reserved = contract.outcome.reserved.includes(fields[contract.outcome.at] ?? '')
  return {
    says: `${spec.message}/${name} = ${JSON.stringify(value)}`,
    accepted: !reserved && broken.every(({ level }) => level !== 'must'),
    document: payload(spec, values, namespace),
  }
}
