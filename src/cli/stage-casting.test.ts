import { expect, test } from 'vitest'
import { loadContract } from '../contract/load.ts'
import type { Entry } from '../judge/trace.ts'
import type { Exchange } from '../wire/exchange.ts'
import { createCasting } from './stage-casting.ts'

const contract = loadContract('snap')

/** A payment by a card, under a reference. */
const paying = (partnerReferenceNo: string, bankCardToken: string): Exchange => ({
  kind: 'exchange',
  id: 'x1',
  from: 'client',
  operation: 'payment',
  request: {
    method: 'POST',
    url: 'http://127.0.0.1/',
    headers: [],
    body: { utf8: '' },
    read: {
      ok: true,
      name: '',
      fields: { partnerReferenceNo, bankCardToken },
      order: ['partnerReferenceNo', 'bankCardToken'],
      flaws: [],
    },
  },
  began: 1,
  ended: 2,
  sentAt: '2026-01-01T00:00:00.000Z',
  elapsedMs: 1,
  signature: 'good',
})

test('a client that pays anew without end is heard for a thousand requests, and keeps nobody waiting', async () => {
  const { play, cast, take } = createCasting(contract, () => 1)
  const noted: Entry[] = []
  const note = (entry: Entry) => void noted.push(entry)
  const { assigned, over } = play('timeout', note, { idleMs: 60_000, patienceMs: 60_000 }, 'CARD1')
  expect(cast({ operation: 'payment', thread: 'R0', code: 'CARD1' })).toBe('timeout')
  expect(await assigned).toBe(true)
  for (let index = 0; index <= 1500; index++) take(paying(`R${index}`, 'CARD1'))
  await over
  expect(noted.filter(({ kind }) => kind === 'exchange')).toHaveLength(1000)
})
