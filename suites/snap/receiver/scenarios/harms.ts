/** Notifications that break their contract in one place, rightly signed over whatever they are. */
import { scenario, type Letter, type Scenario } from '../../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../../src/wire/reading.ts'
import { mandatoryIn } from '../oddities.ts'
import { about, given, planned, settled, waiting } from './notices.ts'
import { resigned } from './signing.ts'

const broken: { [plan: string]: (json: string) => string } = {
  cut: (json) => json.slice(0, -12),
  empty: () => '',
  'trailing comma': (json) => json.replace(/}$/, ',}'),
  'single quotes': (json) => json.replaceAll('"', "'"),
  HTML: (json) => `<html><body>${json}</body></html>`,
  array: (json) => `[${json}]`,
  text: (json) => JSON.stringify(json),
  number: () => '12',
  null: () => 'null',
}

const unreadable = planned(
  {
    id: 'receivers.unreadable',
    says: 'A body cannot be read, or is no object.',
    exercises: ['json.malformed-refused', 'json.explained'],
  },
  broken,
  async (hand, breaking, note) => {
    const order = await waiting(hand)
    const letter = about(hand, order)
    const body = Buffer.from(breaking(letter.body.toString()))
    await hand.send({ ...resigned(hand, { ...letter, body }), note })
  },
)

const noText = scenario<string>({
  id: 'receivers.encoding',
  says: 'A body is in Latin-1.',
  role: 'receiver',
  exercises: ['json.text'],
  plans: given(['latin-1']),
  async act(_plan, hand) {
    const order = await waiting(hand)
    const style = { encoding: 'iso-8859-1' as const }
    await hand.send(about(hand, order, { transactionStatusDesc: 'Réussi' }, { style, flaws: 1 }))
  },
})

const missing: { [plan: string]: Fields } = {
  originalReferenceNo: { originalReferenceNo: null },
  latestTransactionStatus: { latestTransactionStatus: null },
  'empty state': { latestTransactionStatus: '' },
  'blank reference': { originalReferenceNo: '  ' },
  'amount.value': { amount: { currency: 'IDR' } },
  'amount.currency': { amount: { value: '20000.00' } },
}

const typed: { [plan: string]: Fields } = {
  'state as a number': { latestTransactionStatus: 0 },
  'reference as a number': { originalReferenceNo: 12345678 },
  'amount as a text': { amount: '20000.00' },
  'amount as a list': { amount: [] },
  'state as a list': { latestTransactionStatus: ['00'] },
  'value as a number': { amount: { value: 20000, currency: 'IDR' } },
  'reference as an object': { originalReferenceNo: { no: '1' } },
}

const fieldScenario = (
  id: string,
  says: string,
  exercises: string[],
  plans: { [plan: string]: Fields },
): Scenario =>
  planned({ id, says, exercises }, plans, async (hand, fields, note) => {
    const order = await waiting(hand)
    await hand.send(about(hand, order, fields, { flaws: 1, note }))
    await settled(hand, order)
  })

const incomplete = fieldScenario(
  'receivers.incomplete',
  'A notification lacks a mandatory field.',
  ['receiver.incomplete'],
  missing,
)

const types = planned(
  { id: 'receivers.types', says: 'A value has another JSON type.', exercises: ['receiver.types'] },
  typed,
  async (hand, fields, note) => {
    const order = await waiting(hand)
    const letter = about(hand, order)
    const members = { ...(JSON.parse(letter.body.toString()) as object), ...fields }
    await hand.send({ ...resigned(hand, { ...letter, body: Buffer.from(JSON.stringify(members)) }), note })
    await settled(hand, order)
  },
)

const additional = fieldScenario(
  'receivers.no-object',
  'The member additionalInfo is no object.',
  ['json.additional'],
  { text: { additionalInfo: 'text' }, list: { additionalInfo: ['a'] } },
)

const headers = scenario<[name: string, value: null | string]>({
  id: 'receivers.headers',
  says: 'A notification lacks a mandatory header, or has it empty.',
  role: 'receiver',
  exercises: ['headers.mandatory'],
  plans: (scope) =>
    given(
      mandatoryIn(scope.profile).flatMap((name): [string, null | string][] => [
        [name, null],
        [name, ''],
      ]),
    )(scope),
  async act([name, value], hand) {
    const order = await waiting(hand)
    await hand.send(about(hand, order, { [`header:${name}`]: value }, { flaws: 1 }))
    await settled(hand, order)
  },
})

const wrongTimes = [
  '2024-05-01T10:15:30',
  '2024-02-30T10:15:30+07:00',
  '01-05-2024T10:15:30+07:00',
  '20240501101530',
  'now',
]

const timestamps = scenario<string>({
  id: 'receivers.timestamp',
  says: 'X-TIMESTAMP is malformed, or no time that there is.',
  role: 'receiver',
  exercises: ['headers.timestamp'],
  plans: given(wrongTimes),
  async act(stamp, hand) {
    await hand.send(about(hand, await waiting(hand), { 'header:X-TIMESTAMP': stamp }, { flaws: 1 }))
  },
})

const days = scenario<number>({
  id: 'receivers.day',
  says: 'X-TIMESTAMP is of yesterday, or of tomorrow.',
  role: 'receiver',
  exercises: ['headers.window'],
  plans: (scope) => (typeof scope.profile['skewSeconds'] === 'number' ? given([-86_400, 86_400])(scope) : []),
  async act(offset, hand) {
    await hand.send(about(hand, await waiting(hand), { 'header:X-TIMESTAMP': hand.now(offset) }))
  },
})

const media = scenario<string>({
  id: 'receivers.media',
  says: 'A body is said to be of another media type.',
  role: 'receiver',
  exercises: ['headers.content-type'],
  plans: given(['text/plain', 'application/x-www-form-urlencoded', 'text/html', 'application/xml']),
  async act(contentType, hand) {
    await hand.send(about(hand, await waiting(hand), {}, { style: { contentType }, flaws: 1 }))
  },
})

const methods = scenario<string>({
  id: 'receivers.method',
  says: 'A notification comes by another method.',
  role: 'receiver',
  exercises: ['http.methods'],
  plans: given(['GET', 'PUT', 'DELETE', 'PATCH']),
  async act(method, hand) {
    const order = await waiting(hand)
    const letter: Letter = { ...about(hand, order), method }
    await hand.send(method === 'GET' ? { ...letter, body: Buffer.alloc(0) } : letter)
    await settled(hand, order)
  },
})

export const harms: Scenario[] = [
  unreadable,
  noText,
  incomplete,
  types,
  additional,
  headers,
  timestamps,
  days,
  media,
  methods,
]
