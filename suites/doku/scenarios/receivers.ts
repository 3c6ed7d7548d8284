/** Notifies a receiver of payments: rightly, again, late, and wrongly in one thing. */
import type { Style } from '../../../src/dialects/dialect.ts'
import type { Item } from '../../../src/judge/trace.ts'
import {
  scenario,
  Skipped,
  type Hand,
  type Letter,
  type Scope,
  type Sending,
} from '../../../src/stimulate/scenario.ts'
import type { Fields, Json } from '../../../src/wire/reading.ts'
import { at } from '../asked.ts'
import { settle } from './receiver-pace.ts'

/** Plans, as far as the receiver can be given orders. */
export const given =
  <Plan>(plans: Plan[]) =>
  ({ has }: Scope): Plan[] =>
    has('order') === 'no' ? [] : plans

/** An order that the receiver waits to be paid for; where it knows none, whether it takes a strange one is seen before. */
export async function waiting(hand: Hand, wish: { [key: string]: unknown } = {}): Promise<Item> {
  const order = () =>
    hand.need('order', { amount: 150_000, paymentCode: digits(hand), requestId: hand.fresh(at.id), ...wish })
  if (!hand.knows('order')) await hand.send(notice(hand, await order()))
  return order()
}

let count = 0

/** A payment code that no other order of this process has. */
const digits = (hand: Hand): string =>
  `8888${hand.now().replace(/\D/g, '').slice(8, 14)}${String(++count).padStart(6, '0')}`

/** The members of a notification of one payment. */
function told(hand: Hand, { code, amount, paymentCode, requestId }: Item, fields: Fields = {}): Fields {
  return {
    service: { id: 'ONLINE_TO_OFFLINE' },
    acquirer: { id: 'INDOMARET' },
    channel: { id: 'ONLINE_TO_OFFLINE_INDOMARET' },
    transaction: {
      status: 'SUCCESS',
      date: hand.now(),
      original_request_id: String(requestId ?? `R-${code}`),
    },
    order: { invoice_number: code, amount: amount ?? 150_000 },
    online_to_offline_info: { payment_code: String(paymentCode ?? '8888000011112222') },
    online_to_offline_payment: {
      identifier: [
        { name: 'AGENT_ID', value: 'INDOMARET' },
        { name: 'AGENT_STORE_ID', value: 'T001' },
        { name: 'AGENT_TRX_ID', value: hand.fresh(at.id) },
      ] as Json,
    },
    ...fields,
  }
}

/** Long enough to tell a slow answer from none. */
const timeoutMs = 30_000

const sealed = (hand: Hand, fields: Fields, sending?: Sending): Letter =>
  hand.seal('notify', fields, { timeoutMs, ...sending })

export const notice = (hand: Hand, order: Item, fields?: Fields, sending?: Sending): Letter =>
  sealed(hand, told(hand, order, fields), sending)

/** Reads the books when what was taken had time to be booked. */
export async function read(hand: Hand, { code }: Pick<Item, 'code'>): Promise<void> {
  await settle(hand)
  await hand.audit(code)
}

const right = scenario<number>({
  id: 'receivers.success',
  says: 'A payment is notified, of a usual amount or of the largest.',
  role: 'receiver',
  exercises: ['receiver.acknowledges', 'receiver.open', 'receiver.prompt', 'receiver.sums'],
  plans: given([150_000, 999_999_999_999]),
  async act(amount, hand) {
    const order = await waiting(hand, { amount })
    await hand.send(notice(hand, order))
    await read(hand, order)
  },
})

const repeats = scenario<'bytes' | 'time' | 'together' | 'id'>({
  id: 'receivers.repeat',
  says: 'A notification comes again: the same bytes, at a new time, at the same moment, or under a new Request-Id.',
  role: 'receiver',
  exercises: ['receiver.idempotent', 'receiver.parallel', 'receiver.events'],
  plans: given<'bytes' | 'time' | 'together' | 'id'>(['bytes', 'time', 'together', 'id']),
  async act(plan, hand) {
    const order = await waiting(hand)
    const members = told(hand, order)
    const first = sealed(hand, members)
    if (plan === 'together') await hand.race([first, first, first])
    else {
      await hand.send(first)
      const id = first.headers.find(([name]) => name === 'Request-Id')![1]
      const same = plan === 'time' ? { [at.id]: id, [at.time]: hand.now(1) } : {}
      await hand.send(plan === 'bytes' ? first : sealed(hand, { ...members, ...same }))
    }
    await read(hand, order)
  },
})

/** Seconds from the first attempt to the last: half an hour, six hours and twelve, one after the other. */
const untilTheLast = 18.5 * 3600

const late = scenario({
  id: 'receivers.late',
  says: 'A notification comes again after as many hours as the last attempt may come.',
  role: 'receiver',
  exercises: ['receiver.idempotent'],
  plans: (scope) => (scope.can.clock ? given([0])(scope) : []),
  exclusive: true,
  async act(_plan, hand) {
    const order = await waiting(hand)
    const members = told(hand, order)
    const first = sealed(hand, members)
    await hand.send(first)
    await hand.advance(untilTheLast)
    const id = first.headers.find(([name]) => name === 'Request-Id')![1]
    await hand.send(sealed(hand, { ...members, [at.id]: id, [at.time]: hand.now() }))
    await read(hand, order)
  },
})

const styles: Style[] = [
  { indent: true },
  { spaced: true },
  { escapedSlashes: true },
  { unicodeEscapes: true },
  { trailing: '\n' },
]

const layouts = scenario<number>({
  id: 'receivers.layout',
  says: 'A notification is laid out otherwise, rightly signed over its bytes.',
  role: 'receiver',
  exercises: ['receiver.bytes'],
  plans: given(styles.map((_style, index) => index)),
  async act(index, hand) {
    const order = await waiting(hand)
    const note = { additional_info: { note: 'Kopi ☕ / teh' } }
    await hand.send(notice(hand, order, note, { style: styles[index]!, note: 'laid out otherwise' }))
    await read(hand, order)
  },
})

const members: { [name: string]: Fields } = {
  'more members': { 'order.note': 'x', x_new: { a: [1] }, 'transaction.fee': 0 },
  'no identifiers': { online_to_offline_payment: null },
  'the misspelt name': { online_to_offline_payment: { identifer: [{ name: 'AGENT_ID', value: 'I' }] } },
}

const unusual = scenario<string>({
  id: 'receivers.members',
  says: 'A notification has members beyond the table, or lacks what may be missing.',
  role: 'receiver',
  exercises: ['receiver.tolerant'],
  plans: given(Object.keys(members)),
  async act(name, hand) {
    const order = await waiting(hand)
    await hand.send(notice(hand, order, members[name], { note: name }))
    await read(hand, order)
  },
})

const spelling = scenario({
  id: 'receivers.headers',
  says: 'Names of headers come in small letters.',
  role: 'receiver',
  exercises: ['headers.case'],
  plans: given([0]),
  async act(_plan, hand) {
    const letter = notice(hand, await waiting(hand))
    const headers = letter.headers.map(([name, value]): [string, string] => [name.toLowerCase(), value])
    await hand.send({ ...letter, headers, note: 'in small letters' })
  },
})

const states = scenario<string[]>({
  id: 'receivers.states',
  says: 'A notification brings another state than SUCCESS, alone, after it or before it.',
  role: 'receiver',
  exercises: ['receiver.failure', 'receiver.final', 'receiver.later'],
  plans: given([
    ['PENDING', 'TIMEOUT', 'REDIRECT'],
    ['FAILED', 'REFUNDED'],
    ['EXPIRED'],
    ['SOMETHING_NEW', 'UNSUCCESSFUL'],
    ['SUCCESS', 'EXPIRED'],
    ['SUCCESS', 'FAILED'],
    ['SUCCESS', 'PENDING'],
    ['SUCCESS', 'TIMEOUT', 'REDIRECT'],
    ['SUCCESS', 'SOMETHING_NEW'],
    ['SUCCESS', 'REFUNDED'],
    ['PENDING', 'SUCCESS'],
    ['FAILED', 'SUCCESS'],
    ['TIMEOUT', 'SUCCESS'],
  ]),
  async act(all, hand) {
    const order = await waiting(hand)
    for (const state of all) {
      await hand.send(notice(hand, order, { [at.state]: state }))
      await hand.wait(50)
    }
    await read(hand, order)
  },
})

interface Other {
  /** Rupiah by which it is less. */
  less: number
  reusable?: true
}

const amounts = scenario<Other>({
  id: 'receivers.amount',
  says: 'A notification tells another amount than that of the order.',
  role: 'receiver',
  exercises: ['receiver.amount'],
  plans: given<Other>([{ less: 149_000 }, { less: 1 }, { less: -50_000 }, { less: 149_000, reusable: true }]),
  async act({ less, reusable }, hand) {
    const order = await waiting(hand, reusable && { reusable })
    const amount = Math.max(1, Number(order.amount ?? 150_000) - less)
    await hand.send(notice(hand, order, { [at.amount]: amount }))
    await read(hand, order)
  },
})

const unknown = scenario({
  id: 'receivers.unknown',
  says: 'A notification is about an invoice number that nobody knows.',
  role: 'receiver',
  exercises: ['receiver.unknown'],
  plans: given([0]),
  async act(_plan, hand) {
    // Without an order of its own the receiver has said nothing of what it knows.
    await waiting(hand)
    const { code } = await hand.need('unknown')
    await hand.send(notice(hand, { code, amount: 150_000 }))
    await read(hand, { code })
  },
})

/** A reusable code is paid by two people: a minute apart, or at once. */
interface Paid {
  apart: number
  isRepeated?: true
  /** Nothing is said of the store. */
  isBare?: true
}

const reusable = scenario<Paid>({
  id: 'receivers.reusable',
  says: 'A reusable code is paid twice, and each notification comes once or twice, or says nothing of the store.',
  role: 'receiver',
  exercises: ['receiver.reusable'],
  plans: (scope) =>
    scope.profile['reusableUsed'] === false
      ? []
      : given<Paid>([
          { apart: 60 },
          { apart: 60, isRepeated: true },
          { apart: 60, isBare: true },
          { apart: 0 },
        ])(scope),
  async act({ apart, isRepeated, isBare }, hand) {
    const order = await waiting(hand, { reusable: true })
    if (order['reusable'] !== true) throw new Skipped('needs-test-data', 'The order is not reusable.')
    const store: Fields = isBare ? { online_to_offline_payment: null } : {}
    const dates = [hand.now(-apart), hand.now()]
    const letters = dates.map((date) => notice(hand, order, { ...store, [at.date]: date }))
    for (const letter of isRepeated ? [...letters, ...letters] : letters) await hand.send(letter)
    await read(hand, order)
  },
})

export const receivers = [
  right,
  repeats,
  layouts,
  unusual,
  spelling,
  states,
  amounts,
  unknown,
  reusable,
  late,
]
