/** Calls a receiver back about its sales: rightly, again, late, too early and wrongly. */
import { scenario, type Scenario, type Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import {
  callback,
  called,
  fieldsOf,
  given,
  longer,
  oldest,
  readEnd,
  settle,
  strange,
  tokenOf,
  waiting,
} from './callbacks.ts'
import { harmful } from './receiver-harms.ts'
import { alike } from './receiver-twins.ts'

const ways: Sending[] = [
  {},
  { style: { contentType: 'text/xml; charset=utf-8' } },
  { style: { contentType: 'application/xml' } },
  { style: { contentType: 'application/xml; charset=UTF-8' } },
  { style: { encoding: 'utf-8' } },
  { style: { spaced: true, indent: true } },
  { style: { indent: true } },
  { style: { kind: 'call' } },
  { style: { type: 'untyped' } },
  { style: { order: ['SN', 'TRANSACTIONID', 'MESSAGE', 'REQUESTID', 'RESPONSECODE'] } },
]

const success = scenario<Sending>({
  id: 'receivers.success',
  says: 'A sale succeeds, told in every legal way.',
  role: 'receiver',
  exercises: [
    'receiver.acknowledges',
    'receiver.shape',
    'receiver.content-type',
    'receiver.spaced',
    'receiver.order',
    'receiver.untyped',
  ],
  plans: given(ways),
  act: async (sending, hand) => called(hand, await waiting(hand), '00', sending),
})

const stored = scenario<string>({
  id: 'receivers.stored',
  says: 'The books are read as soon as a callback is acknowledged.',
  role: 'receiver',
  exercises: ['receiver.stores'],
  plans: given(['00', '00']),
  async act(code, hand) {
    const sale = await waiting(hand)
    await hand.send(callback(hand, sale, code))
    await hand.audit(sale.reference)
    await readEnd(hand, sale)
  },
})

const moreMembers = scenario<Fields>({
  id: 'receivers.more-members',
  says: 'A callback has members beyond the table.',
  role: 'receiver',
  exercises: ['receiver.unknown-member'],
  plans: given<Fields>([{ PRICE: '20175' }, { TUJUAN: '0857', PRODUK: 'I20' }]),
  async act(more, hand) {
    const sale = await waiting(hand)
    await hand.send(longer(hand, sale, more))
    await readEnd(hand, sale)
  },
})

const debts = scenario<string>({
  id: 'receivers.debt',
  says: 'A sale succeeds and leaves the balance below zero.',
  role: 'receiver',
  exercises: ['receiver.acknowledges', 'receiver.stores'],
  plans: given(['-101000']),
  async act(left, hand) {
    const sale = await waiting(hand)
    await hand.send(callback(hand, sale, '00', {}, left))
    await readEnd(hand, sale)
  },
})

const failures = scenario<string>({
  id: 'receivers.failure',
  says: 'A sale fails, or is refunded.',
  role: 'receiver',
  exercises: ['receiver.failure', 'receiver.acknowledges'],
  plans: given(['07', '23', '21', '13', '36', '03', '06', '08', '14']),
  act: async (code, hand) => called(hand, await waiting(hand), code),
})

type Repeat = 'later' | 'thrice' | 'together' | 'reworded' | 'failure' | 'failures together'

const repeats = scenario<Repeat>({
  id: 'receivers.repeat',
  says: 'A callback comes again: later, at the same time, or with another balance in its words.',
  role: 'receiver',
  exercises: ['receiver.idempotent'],
  plans: given(['later', 'thrice', 'together', 'reworded', 'failure', 'failures together']),
  async act(plan, hand) {
    const sale = await waiting(hand)
    const letter = callback(hand, sale, plan.startsWith('failure') ? '23' : '00')
    const again = plan === 'reworded' ? callback(hand, sale, '00', {}, '5588937') : letter
    if (plan.endsWith('together')) await hand.race([letter, letter, letter])
    else
      for (const one of plan === 'thrice' ? [letter, letter, letter] : [letter, again]) await hand.send(one)
    await readEnd(hand, sale)
  },
})

const opens = scenario<{ first: string; then?: string }>({
  id: 'receivers.open',
  says: 'A callback tells no end yet, and the end comes later.',
  role: 'receiver',
  exercises: ['receiver.open'],
  plans: given<{ first: string; then?: string }>([
    { first: '68', then: '00' },
    { first: '68', then: '23' },
    { first: '99' },
    { first: '15' },
    { first: '04' },
  ]),
  async act({ first, then }, hand) {
    const sale = await waiting(hand)
    await called(hand, sale, first)
    if (then !== undefined) await called(hand, sale, then)
  },
})

const tokens = scenario<string>({
  id: 'receivers.token',
  says: 'A token is told whose serial holds commas, slashes and quotes, or letters beyond ASCII.',
  role: 'receiver',
  exercises: ['receiver.serial'],
  plans: given(["NUR'AINI S/O BUDI & ANI, ALM", 'RENÉ BOËN']),
  async act(name, hand) {
    const sale = await waiting(hand, 'sale', { product: 'PLNA20' })
    const style = { contentType: 'text/xml; charset=utf-8', encoding: 'utf-8' } as const
    await hand.send(hand.seal('callback', tokenOf(sale, name), { style }))
    await readEnd(hand, sale)
  },
})

const finals = scenario<string[]>({
  id: 'receivers.final',
  says: 'Something else is told of a sale that has ended.',
  role: 'receiver',
  exercises: ['receiver.final', 'receiver.idempotent'],
  plans: given([
    ['00', '68'],
    ['00', '23'],
    ['00', '07'],
    ['00', '08'],
    ['00', '99'],
    ['23', '68'],
    ['23', '21'],
    ['00', '21'],
    ['00', '21', '21'],
    ['00', '21', '00'],
  ]),
  async act(codes, hand) {
    const sale = await waiting(hand)
    for (const [index, code] of codes.entries()) {
      // What comes of a success that is told after a refund is seen against what stood there before.
      if (code === '00' && index > 0) await readEnd(hand, sale)
      await hand.send(callback(hand, sale, code))
      await settle(hand)
    }
    await readEnd(hand, sale)
  },
})

const unknown = scenario<string>({
  id: 'receivers.unknown',
  says: 'A callback is about a trx_id that nobody knows, while the oldest sale and the newest one wait.',
  role: 'receiver',
  exercises: ['receiver.unknown', 'receiver.own-sale'],
  // Alone, so that no newer sale waits.
  exclusive: true,
  plans: given(['00', '23', '68']),
  async act(code, hand) {
    // Without a sale of its own the receiver has said nothing of what it knows.
    const newest = await waiting(hand)
    await called(hand, strange(hand), code)
    for (const sale of [newest, await oldest(hand)]) if (sale) await hand.audit(sale.reference)
  },
})

type Contradiction = 'transaction' | 'number' | 'product' | 'reference' | 'mixed'

const contradictions = scenario<Contradiction>({
  id: 'receivers.contradiction',
  says: 'A callback names a sale and tells what belongs to another.',
  role: 'receiver',
  exercises: ['receiver.matches'],
  plans: given(['transaction', 'number', 'product', 'reference', 'mixed']),
  async act(plan, hand) {
    const sale = await waiting(hand)
    const other = plan === 'mixed' ? await waiting(hand) : { ...strange(hand), product: 'SF50' }
    const mixed =
      plan === 'mixed' ? { ...other, reference: sale.reference } : { ...sale, [plan]: other[plan] }
    await hand.send(callback(hand, mixed, '00'))
    await settle(hand)
    await hand.audit(sale.reference)
    if (plan === 'mixed') await hand.audit(other.reference)
  },
})

const early = scenario<string>({
  id: 'receivers.early',
  says: 'A callback comes before the purchase is answered.',
  role: 'receiver',
  exercises: ['receiver.early'],
  plans: given(['00'], 'sent'),
  act: async (code, hand) => called(hand, await waiting(hand, 'sent'), code),
})

const misleading = scenario<string>({
  id: 'receivers.misleading',
  says: 'A sale fails, and the reason holds the word SUKSES.',
  role: 'receiver',
  exercises: ['receiver.failure'],
  plans: given(['23']),
  async act(code, hand) {
    const sale = await waiting(hand)
    const fields = fieldsOf(sale, code)
    const MESSAGE = `${String(fields['MESSAGE'])}, transaksi sebelumnya SUKSES`
    await hand.send(hand.seal('callback', { ...fields, MESSAGE }))
    await readEnd(hand, sale)
  },
})

export const receivers: Scenario[] = [
  success,
  misleading,
  stored,
  moreMembers,
  debts,
  failures,
  repeats,
  opens,
  tokens,
  finals,
  unknown,
  contradictions,
  early,
  ...alike,
  ...harmful,
]
