import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { mixedUpWith, overlapping } from './premises.ts'

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
