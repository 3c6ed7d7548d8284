/** The model on histories made by hand: every lawful story is accepted, every unlawful one blames its promise. */
import { describe, expect, test } from 'vitest'
import { linearize } from '../../src/judge/linear.ts'
import type { Deed } from './deed.ts'
import { modelOf } from './model.ts'

let tick = 0
const hour = 3_600_000

/** A purchase, answered before anything else begins. */
function deed(more: Partial<Deed> = {}): Deed {
  tick += 2
  return {
    kind: 'purchase',
    told: '',
    began: tick,
    ended: tick + 1,
    number: '0857',
    product: 'I20',
    at: 0,
    said: 'success',
    code: '00',
    transaction: 'T1',
    isDerived: false,
    serial: 'S1',
    spoilt: false,
    vouched: true,
    again: false,
    mute: false,
    raced: false,
    ...more,
  }
}

const failed = (more: Partial<Deed> = {}) => deed({ said: 'refusal', code: '07', serial: '', ...more })
const pending = (more: Partial<Deed> = {}) => deed({ said: 'pending', code: '68', serial: '', ...more })
const duplicate = (more: Partial<Deed> = {}) => failed({ code: '04', transaction: '', ...more })
const callback = (more: Partial<Deed> = {}) => deed({ kind: 'callback', ...more })
const books = (standing: number) => deed({ kind: 'books', said: 'unclear', code: '', standing })
const other = { number: '0858' }
const second = { transaction: 'T2', serial: 'S2' }
const phrase = (number: string) => ({
  phrase: {
    ok: true as const,
    verb: 'ISI',
    product: 'I20',
    number,
    status: 'SUKSES',
    pairs: {},
    order: [],
    newline: false,
  },
})

function unanswered(more: Partial<Deed> = {}): Deed {
  const { ended: _never, ...rest } = deed({ said: 'unclear', code: '', transaction: '', serial: '', ...more })
  return rest
}

/** What breaks in a story; `notes` what is lawful and not liked. */
function verdict(acts: Deed[], { dupPolicy = 'status', stuck = false } = {}) {
  const outcome = linearize(acts, modelOf({ profile: { dupPolicy }, stuck, usual: 1, weighed: false }))
  if (outcome.kind === 'inconclusive') return 'inconclusive'
  if (outcome.kind === 'broken') return outcome.culprit.step.rule
  return outcome.order.flatMap(({ step }) => (step.notes ?? []).map(({ rule }) => `note ${rule}`))
}

describe('lawful', () => {
  const stories: [string, Deed[]][] = [
    ['a status check repeats the success', [deed(), deed(), deed()]],
    ['a failure stays', [failed(), failed(), failed()]],
    ['68 until it is final', [pending(), pending(), deed(), deed()]],
    ['68, then a failure', [pending(), failed({ code: '23' }), failed({ code: '23' })]],
    ['68, a callback, the same end', [pending(), callback(), deed()]],
    [
      '68, a callback of a refund',
      [pending(), callback(failed({ kind: 'callback', code: '21' })), failed({ code: '21' })],
    ],
    ['a callback that comes before the answer', [callback({ began: 1, ended: 1 }), pending(), deed()]],
    ['another payload gets the status of the first', [deed(), deed(other)]],
    ['another payload is refused', [deed(), failed({ ...other, code: '01' })]],
    ['a lost reply, and then the status', [unanswered(), deed(), deed(), books(1)]],
    ['a lost reply, and it never arrived', [unanswered(), failed(), failed()]],
    ['refused with 02, then bought', [failed({ code: '02', spoilt: true }), deed()]],
    ['a query under the same trx_id', [deed({ kind: 'query', serial: '', transaction: 'Q1' }), deed()]],
    ['the books show one purchase', [deed(), books(1), deed(), books(1)]],
    ['free again after 24 hours', [deed(), deed({ at: 25 * hour, ...second }), books(2)]],
    [
      'free again though it was repeated',
      [deed(), deed({ at: 23 * hour }), deed({ at: 25 * hour, ...second })],
    ],
    [
      'the end of an earlier day is told late',
      [pending(), pending({ at: 25 * hour, ...second }), callback(), pending({ at: 25 * hour, ...second })],
    ],
    ['at exactly 24 hours anything goes', [deed(), deed({ at: 24 * hour, ...second })]],
  ]
  test.each(stories)('%s', (_title, acts) => expect(verdict(acts)).toEqual([]))

  test('duplicates in flight get 68, 04 or the same', () => {
    const race = (one: Deed, two: Deed) => [
      { ...one, began: 1001, ended: 1010, raced: true },
      { ...two, began: 1002, ended: 1009, raced: true },
    ]
    for (const twin of [deed(), pending(), duplicate()]) expect(verdict(race(deed(), twin))).toEqual([])
  })

  test('04 is right where it was agreed on', () =>
    expect(verdict([deed(), duplicate()], { dupPolicy: 'code-04' })).toEqual([]))
})

describe('lawful, and noted', () => {
  const stories: [string, Deed[]][] = [
    ['purchase.replay', [deed(), duplicate()]],
    ['purchase.replay', [deed(), failed({ code: '21' })]],
    ['purchase.after', [deed(), deed({ at: 25 * hour })]],
    ['purchase.after', [deed(), duplicate({ at: 25 * hour })]],
    ['purchase.failed', [failed({ code: '18' }), deed(second)]],
    ['accounts.no-consume', [failed({ code: '02', spoilt: true }), duplicate()]],
    ['accounts.no-consume', [failed({ code: '02', spoilt: true }), failed({ code: '02' })]],
  ]
  test.each(stories)('%s', (rule, acts) => expect(verdict(acts)).toEqual([`note ${rule}`]))

  test('who never frees a trx_id is not blamed for sliding', () => {
    const acts = [deed(), deed({ at: 23 * hour }), deed({ at: 25 * hour })]
    expect(verdict(acts, { stuck: true })).toEqual(['note purchase.after'])
  })
})

describe('unlawful', () => {
  const stories: [string, string, Deed[]][] = [
    ['purchase.repeat', 'a second purchase', [deed(), deed(second)]],
    ['purchase.repeat', 'a second purchase at 23:59', [deed(), deed({ at: 24 * hour - 60_000, ...second })]],
    ['purchase.repeat', 'two in the books', [deed(), deed(), books(2)]],
    [
      'purchase.repeat',
      'two in the books after a lost reply',
      [unanswered(), deed({ again: true }), books(2)],
    ],
    ['purchase.same-transaction', 'another TRANSACTIONID', [deed(), deed({ transaction: 'T2' })]],
    [
      'purchase.same-transaction',
      'another TRANSACTIONID while pending',
      [pending(), pending({ transaction: 'T2' })],
    ],
    [
      'purchase.same-transaction',
      'another TRANSACTIONID of a failure',
      [failed(), failed({ transaction: 'T2' })],
    ],
    ['purchase.replay', 'an empty serial', [deed(), deed({ serial: '' })]],
    ['purchase.replay', 'a refusal of what succeeded', [deed(), failed()]],
    ['purchase.replay', '04 after more than an hour', [deed(), duplicate({ at: 2 * hour })]],
    ['purchase.replay', '68 of what succeeded', [deed(), pending()]],
    ['purchase.replay-text', 'another number in MESSAGE', [deed(phrase('0857')), deed(phrase('0858'))]],
    ['purchase.payload', 'another number is bought', [deed(), deed({ ...other, ...second })]],
    ['purchase.failed', 'a failure becomes a success', [failed(), deed(second)]],
    ['purchase.failed', 'a failure becomes another failure', [failed(), failed({ code: '06' })]],
    ['purchase.pending', 'final, and then pending', [pending(), deed(), pending()]],
    ['purchase.pending', 'failed by a check, reported as success', [pending(), failed(), callback()]],
    ['callbacks.consistent', 'pending after the callback', [pending(), callback(), pending()]],
    ['callbacks.consistent', 'a failure after a callback of success', [pending(), callback(), failed()]],
    [
      'callbacks.consistent',
      'success by a check, a failure by callback',
      [pending(), deed(), failed({ kind: 'callback' })],
    ],
    [
      'purchase.cross',
      'the answer of the query',
      [deed({ kind: 'query', serial: '' }), deed({ serial: '' })],
    ],
    ['purchase.anchor', 'the window slides', [deed(), deed({ at: 23 * hour }), deed({ at: 25 * hour })]],
  ]
  test.each(stories)('%s: %s', (rule, _title, acts) => expect(verdict(acts)).toBe(rule))

  test('two purchases of requests in flight together', () => {
    const acts = [
      deed({ began: 2001, ended: 2010, raced: true }),
      deed({ began: 2002, ended: 2009, raced: true, ...second }),
    ]
    expect(verdict(acts)).toBe('purchase.parallel')
  })
})
