import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { hasRested, lastMove, mixedUpWith, offsetAt, overlapping } from './premises.ts'

const read = (reference: string) => ({ ok: true, fields: { reference } })

function exchange(from: Exchange['from'], began: number, asks: string, answers = asks): Exchange {
  const one = {
    from,
    began,
    ended: began + 10,
    request: { read: read(asks) },
    response: { read: read(answers) },
  }
  return one as unknown as Exchange
}

const evidenceOf = (...exchanges: Exchange[]): Evidence => ({ exchanges, around: [] }) as unknown as Evidence

describe('exchanges in flight together', () => {
  const asked = exchange('client', 1, '0123', '00123')

  it('are mixed up where one gets the answer of another', () => {
    const other = exchange('client', 2, '00123')
    expect(mixedUpWith(evidenceOf(asked, other), asked, 'reference')).toBe(other)
  })

  it('are of one sender: a callback is nobody’s request', () => {
    const callback = exchange('gateway', 2, '00123')
    const evidence = evidenceOf(asked, callback)
    expect(mixedUpWith(evidence, asked, 'reference')).toBeUndefined()
    expect(overlapping(evidence).get(callback)).toBeUndefined()
  })

  it('are none where one has ended before', () => {
    const later = exchange('client', 20, '00123')
    expect(mixedUpWith(evidenceOf(asked, later), asked, 'reference')).toBeUndefined()
  })
})

describe('the clock of a target', () => {
  const sent = (began: number, seconds: number) =>
    ({ kind: 'exchange', began, sentAt: new Date(seconds * 1000).toISOString() }) as unknown as Exchange
  const moved = (tick: number, offsetMs: number) => ({ kind: 'clock', tick, offsetMs })
  const [before, first, soon, later] = [sent(1, 0), sent(3, 60), sent(4, 62), sent(5, 63)]
  const evidence = {
    trace: { entries: [before, moved(2, 60_000), first, soon, later, moved(6, 90_000)] },
  } as unknown as Evidence

  it('is what its last move made it', () => {
    expect([1, 2, 5, 6].map((tick) => offsetAt(evidence, tick))).toEqual([0, 60_000, 60_000, 90_000])
    expect(lastMove(evidence)).toEqual(moved(6, 90_000))
  })

  it('has rested where nobody had moved it, and a while after a move was over', () =>
    expect([before, first, soon, later].map((one) => hasRested(evidence, one))).toEqual([
      true,
      false,
      false,
      true,
    ]))
})
