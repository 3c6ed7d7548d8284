import { describe, expect, it } from 'vitest'
import type { Exchange } from '../wire/exchange.ts'
import type { Letter } from './inbox.ts'
import type { Job } from './jobs.ts'
import { createOvers } from './over.ts'

const request = (reference: string) =>
  ({
    kind: 'exchange',
    request: { read: { ok: true, fields: { orderNo: reference }, flaws: [] } },
  }) as unknown as Exchange
const callback = (reference: string): Letter => ({
  names: { reference, other: '' },
  exchange: { id: `c-${reference}` } as Exchange,
})
const job = (id: string) => ({ scenario: { id } }) as Job

describe('cases that are over', () => {
  it('are due once they have settled, with the callbacks that came by then', () => {
    const overs = createOvers('orderNo')
    overs.add(job('pays'), [request('A1')])
    const letter = callback('A1')
    expect(overs.due([letter], 60_000)).toEqual([])
    const [over] = overs.due([letter], 0)
    expect(over).toMatchObject({ job: { scenario: { id: 'pays' } }, isJudged: false })
    expect(over!.fresh).toEqual([letter.exchange])
    expect(overs.due([letter], 0)).toEqual([])
  })

  it('are due again for a callback that comes after they were judged, and at once', () => {
    const overs = createOvers('orderNo')
    overs.add(job('pays'), [request('A1')])
    const [over] = overs.due([], 0)
    Object.assign(over!, { isJudged: true })
    const letter = callback('A1')
    expect(overs.due([letter], 60_000)).toEqual([over])
    expect(over!.fresh).toEqual([letter.exchange])
  })

  it('get the callbacks of a reference that two of them used by when they were over', () => {
    const overs = createOvers('orderNo')
    overs.add(job('first'), [request('A1')])
    overs.add(job('second'), [request('A1'), request('B2')])
    const letters = ['A1', 'B2', 'C3'].map(callback)
    const fresh = overs.due(letters, 0).map((over) => over.fresh.map(({ id }) => id))
    expect(fresh).toEqual([['c-A1'], ['c-B2']])
  })
})
