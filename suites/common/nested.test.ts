import { expect, test } from 'vitest'
import { toko, wholeCharge } from '../../src/contract/nested.fixture.ts'
import { evidenceOf, judge } from '../../src/judge/judge.ts'
import type { Trace } from '../../src/judge/trace.ts'
import { bodyOf, type Exchange } from '../../src/wire/exchange.ts'
import { readJsonStrict } from '../../src/wire/json-strict.ts'
import { writeJson } from '../../src/wire/json-write.ts'
import { verbatim, type Fields } from '../../src/wire/reading.ts'
import { nestedMembers } from './nested-fields.ts'

/** A charge as a client on trial sent it. */
function traceOf(fields: Fields): Trace {
  const { headers, body } = writeJson(fields)
  const read = readJsonStrict(
    { headers, body },
    { headers: ['X-TIMESTAMP', 'X-PARTNER-ID', 'Authorization'] },
  )
  const exchange: Exchange = {
    kind: 'exchange',
    id: 'x1',
    from: 'client',
    operation: 'charge',
    request: { method: 'POST', url: 'http://127.0.0.1/v1/charges/x', headers, body: bodyOf(body), read },
    began: 1,
    sentAt: '2024-08-06T08:00:00.000Z',
    elapsedMs: 0,
    signature: 'unchecked',
  }
  return { protocol: 'toko', role: 'client', profile: {}, declared: {}, entries: [exchange] } as Trace
}

function judged(more: Fields) {
  const evidence = evidenceOf(toko, traceOf({ ...wholeCharge, ...more }))
  return judge(nestedMembers, evidence)
}

test.each<[Fields, string[]]>([
  [{}, []],
  [{ 'items[1].name': null }, ['fields.present ChargeRequest/items[].name']],
  [{ 'amount.value': null }, ['fields.present ChargeRequest/amount.value']],
  [{ amount: null }, ['fields.present ChargeRequest/amount']],
  [{ 'amount.value': 5 }, ['fields.type ChargeRequest/amount.value']],
  [{ 'items[0]': 'x' }, ['fields.type ChargeRequest/items']],
  [{ 'items[0].name': 'longer than ten' }, ['fields.length ChargeRequest/items[].name']],
  [{ 'amount.currency': 'idr' }, ['fields.format ChargeRequest/amount.currency']],
  [{ 'header:X-PARTNER-ID': '' }, ['fields.present ChargeRequest/header:X-PARTNER-ID']],
  [{ merchant: verbatim('null') }, []],
])('%j breaks %j', (more, wanted) => {
  const found = judged(more).flatMap(({ breaches, rule }) =>
    breaches.map(({ place }) => `${rule.id} ${place}`),
  )
  expect(found).toEqual(wanted)
})

test('each element of an array is a case, and what is nested in nothing is none', () => {
  const count = (more: Fields, place: string) =>
    judged(more)
      .find(({ rule }) => rule.id === 'fields.present')!
      .cases.get(place) ?? 0
  expect(count({}, 'ChargeRequest/items[].name')).toBe(2)
  expect(count({}, 'ChargeRequest/items[].price.value')).toBe(1)
  expect(count({ items: null }, 'ChargeRequest/items[].name')).toBe(0)
})
