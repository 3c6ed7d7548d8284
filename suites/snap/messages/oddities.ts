/** Requests that are unusual and right: what the plain twin gets, they get too. */
import { messageOf, met, type Contract, type Profile } from '../../../src/contract/contract.ts'
import { lengthOf } from '../../../src/contract/schema.ts'
import { isHeader } from '../../../src/contract/tree.ts'
import { scenario, type Hand, type Letter, type Sending } from '../../../src/stimulate/scenario.ts'
import { verbatim, type Fields } from '../../../src/wire/reading.ts'
import { offered } from '../offered.ts'
import { hasZones, stampIn } from '../stamps.ts'
import { isTaken, services, servicesOf, writerFor, type Service, type Writer } from './bases.ts'

/** Sends letters one by one; after a refusal the plain request, once. */
async function sendOdd(hand: Hand, letters: Letter[], write: Writer): Promise<void> {
  let isRefused = false
  for (const letter of letters) isRefused = !isTaken(await hand.send(letter)) || isRefused
  if (isRefused) await hand.send(write())
}

/** Members that a service takes without asking what they mean. */
const optional: { [service in Service]: string } = {
  payment: 'subMerchantId',
  status: 'externalStoreId',
  cancel: 'externalStoreId',
  refund: 'externalStoreId',
}

const words = 'Kembali_é✓😀'

interface Odd {
  name: string
  fields: (profile: Profile, contract: Contract, service: Service) => Fields
  sending?: Sending
  only?: Service[]
}

const odd: Odd[] = [
  { name: 'unknown member', fields: () => ({ xFoo: 'bar' }) },
  { name: 'unknown nested member', fields: () => ({ 'amount.xFoo': 'bar' }), only: ['payment', 'status'] },
  { name: 'unknown nested member', fields: () => ({ 'refundAmount.xFoo': 'bar' }), only: ['refund'] },
  { name: 'unknown member of an element', fields: () => ({ 'urlParam[0].xFoo': 'bar' }), only: ['payment'] },
  { name: 'additionalInfo {}', fields: () => ({ additionalInfo: {} }) },
  { name: 'empty value', fields: (_profile, _contract, service) => ({ [optional[service]]: '' }) },
  { name: 'text beyond ASCII', fields: () => ({ reason: words }), only: ['refund'] },
]

/** Those that have the place of another one. */
const others: Odd[] = [
  { name: 'unknown object', fields: () => ({ xFoo: { list: [1, true, null] } }), only: ['payment'] },
  {
    name: 'additionalInfo, nested',
    fields: () => ({ additionalInfo: { a: { b: [1, { c: 'd' }] }, d: false } }),
  },
]

/** What most readers that fail, fail at, is sent by itself. */
const alone: Odd[] = [{ name: 'additionalInfo null', fields: () => ({ additionalInfo: verbatim('null') }) }]

export const odds = scenario<{ service: Service }>({
  id: 'odd-members',
  says: 'Send members that are unknown, empty, null: all together, and one by one where that is refused.',
  role: 'server',
  exercises: ['json.unknown-member', 'json.additional', 'json.empty', 'json.text'],
  plans: (scope) => servicesOf(scope).map((service) => ({ service })),
  async act({ service }, hand) {
    for (const family of [odd, others, alone]) await sendTogether(hand, service, family)
  },
})

/** One request with all that is odd; after its refusal one for each, beside a plain one. */
async function sendTogether(hand: Hand, service: Service, family: Odd[]): Promise<void> {
  const { contract, profile } = hand
  const some = family.filter(({ only }) => only?.includes(service) ?? true)
  const write = await writerFor(hand, service)
  const fieldsOf = ({ fields }: Odd) => fields(profile, contract, service)
  const all = write(Object.assign({}, ...some.map(fieldsOf)) as Fields, {
    note: some.map(({ name }) => name).join(', '),
  })
  const isServed = isTaken(await hand.send(all))
  if (isServed && service === 'refund' && family === odd) await statusAfter(hand, write)
  if (isServed || some.length === 1) return isServed ? undefined : void (await hand.send(write()))
  for (const one of some) {
    const writeOne = await writerFor(hand, service)
    await sendOdd(hand, [writeOne(fieldsOf(one), { note: one.name })], writeOne)
  }
}

/** The history of refunds, which shows what became of a reason. */
async function statusAfter(hand: Hand, write: Writer): Promise<void> {
  const { originalPartnerReferenceNo } = write().draft.fields
  const serviceCode = String(hand.profile['statusServiceCode'])
  await hand.send(
    hand.seal('status', { originalPartnerReferenceNo: originalPartnerReferenceNo!, serviceCode }),
  )
}

export const spellings = scenario<{ service: Service; row: string }>({
  id: 'spellings',
  says: 'Spell a name as the document spells it elsewhere.',
  role: 'server',
  exercises: ['json.spellings'],
  plans: (scope) =>
    servicesOf(scope).flatMap((service) =>
      messageOf(scope.contract, service, 'request')
        .fields.filter(({ aliases = [] }) => aliases.some(({ welcome }) => met(welcome, scope.profile)))
        .filter(({ name }) => !name.includes('[]'))
        .map(({ name }) => ({ service, row: name })),
    ),
  async act({ service, row }, hand) {
    const write = await writerFor(hand, service)
    const values: { [row: string]: string } = {
      'amount.value': '10000.00',
      'amount.currency': 'IDR',
      externalStoreId: 'STORE-1',
    }
    const value = values[row]
    const fields = value === undefined ? {} : { [row]: value }
    const spelt = write(fields, { spare: [row], note: `${row} as in the table` })
    if (!isTaken(await hand.send(spelt))) await hand.send(write(fields))
  },
})

/** Rows that hold any text, and how many characters that has at most. */
function texts({ messages, operations, formats }: Contract, service: Service) {
  const named = ['merchantId', 'chargeToken', 'bankCardToken', 'otp', 'otpTrxCode']
  return messages[operations[service]!.request]!.fields.filter(
    ({ name, format, json, length }) =>
      !isHeader(name) &&
      (json ?? 'string') === 'string' &&
      formats[format]!.kind === 'text' &&
      formats[format]!.alphabet !== undefined &&
      Number.isFinite(lengthOf(length).most) &&
      lengthOf(length).most > 2 &&
      !named.includes(name) &&
      !name.startsWith('original') &&
      !name.startsWith('payOptionDetails'),
  )
}

/** A value of a length that nothing else has. */
function full(hand: Hand, length: number, fill = '0'): string {
  const own = hand.fresh('partnerReferenceNo')
  return length >= own.length ? own.padEnd(length, fill) : own.slice(-length)
}

export const limits = scenario<{ service: Service; letters: 'ASCII' | 'others' }>({
  id: 'limits',
  says: 'Fill texts up to their length, in letters of one byte and of more.',
  role: 'server',
  exercises: ['refusals.limits'],
  plans: (scope) =>
    offered(scope, [
      ...services.map((service) => ({ service, letters: 'ASCII' as 'ASCII' | 'others' })),
      { service: 'refund', letters: 'others' },
      { service: 'cancel', letters: 'others' },
    ]),
  async act({ service, letters }, hand) {
    const rows = texts(hand.contract, service).filter(
      ({ format }) => letters === 'ASCII' || format === 'words',
    )
    const filled = (some: typeof rows): Fields =>
      Object.fromEntries(
        some.map(({ name, length }) => [
          name,
          full(hand, lengthOf(length).most, letters === 'ASCII' ? '0' : 'é'),
        ]),
      )
    const write = await writerFor(hand, service)
    const first = write(filled(rows), { note: 'all texts at their length' })
    const exchange = await hand.send(first)
    if (!isTaken(exchange)) {
      for (const row of rows) await hand.send(write(filled([row]), { note: `${row.name} at its length` }))
      await hand.send(write())
    }
    if (service === 'payment')
      await hand.send(
        hand.seal('status', {
          originalPartnerReferenceNo: first.draft.fields['partnerReferenceNo']!,
          serviceCode: String(hand.profile['statusServiceCode']),
        }),
      )
  },
})

type Change = (letter: Letter) => Letter

const renamed =
  (change: (name: string) => string): Change =>
  (letter) => ({
    ...letter,
    headers: letter.headers.map(([name, value]) => [change(name), value]),
  })

const headerForms: { [name: string]: Change } = {
  'names in small letters': renamed((name) => name.toLowerCase()),
  'names in capital letters': renamed((name) => name.toUpperCase()),
  'names in mixed letters': renamed((name) =>
    [...name.toLowerCase()].map((sign, at) => (at % 2 ? sign.toUpperCase() : sign)).join(''),
  ),
}

const headerValues: { [name: string]: (hand: Hand) => Fields } = {
  'media type with a charset': () => ({ 'header:Content-Type': 'application/json; charset=utf-8' }),
  'media type in other letters': () => ({ 'header:Content-Type': 'Application/JSON' }),
  'X-EXTERNAL-ID of 36 digits': (hand) => ({
    'header:X-EXTERNAL-ID': hand.fresh('header:X-EXTERNAL-ID').padStart(36, '9'),
  }),
  'X-DEVICE-ID of 400 characters': () => ({ 'header:X-DEVICE-ID': 'd'.repeat(400) }),
  'X-TIMESTAMP in UTC': (hand) => ({ 'header:X-TIMESTAMP': inZone(hand, 'UTC') }),
  'X-TIMESTAMP of Jayapura': (hand) => ({ 'header:X-TIMESTAMP': inZone(hand, 'Asia/Jayapura') }),
  'X-TIMESTAMP of Jakarta': (hand) => ({ 'header:X-TIMESTAMP': inZone(hand, 'Asia/Jakarta') }),
}

const inZone = (hand: Hand, zone: string): string => stampIn(hand.profile, Date.parse(hand.now()), zone)

export const oddHeaders = scenario<{ service: Service; form: string }>({
  id: 'odd-headers',
  says: 'Write headers in other letters, at their length, the same time in another offset.',
  role: 'server',
  exercises: ['headers.case', 'headers.content-type', 'headers.length', 'headers.offsets', 'answers.fresh'],
  plans: (scope) =>
    offered<{ service: Service; form: string }>(scope, [
      ...Object.keys(headerForms).flatMap((form) => [
        { service: 'payment' as const, form },
        { service: 'status' as const, form },
      ]),
      // A notification repeats the X-EXTERNAL-ID of its payment, which is shorter there: an inquiry has the long one.
      ...Object.keys(headerValues).map((form) => ({
        service: form.startsWith('X-EXTERNAL-ID') ? ('status' as const) : ('payment' as const),
        form,
      })),
      { service: 'refund' as const, form: 'X-TIMESTAMP in UTC' },
      { service: 'cancel' as const, form: 'X-TIMESTAMP of Jayapura' },
    ]).filter(({ form }) => hasZones(scope.profile) || !form.startsWith('X-TIMESTAMP')),
  async act({ service, form }, hand) {
    const write = await writerFor(hand, service)
    const letter = write(headerValues[form]?.(hand) ?? {}, { note: form })
    await sendOdd(hand, [headerForms[form]?.(letter) ?? letter], write)
  },
})
