import { describe, expect, it, vi } from 'vitest'
import { createClock } from './clock.ts'
import { createLocks } from './locks.ts'

describe('the clock', () => {
  it('starts where it is told, runs, moves and goes back', async () => {
    const clock = createClock('2026-11-20T15:00:00+07:00')
    const start = Date.parse('2026-11-20T08:00:00Z')
    expect(clock.now() - start).toBeLessThan(1000)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(clock.now()).toBeGreaterThan(start)
    clock.advance(60)
    expect(clock.now() - start).toBeGreaterThanOrEqual(60_000)
    clock.reset()
    expect(clock.now() - start).toBeLessThan(1000)
  })

  it.each(['', 'noon', '20', '2026-13-01T00:00:00Z'])('refuses to start at «%s»', (iso) => {
    expect(() => createClock(iso)).toThrow(RangeError)
  })
})

describe('locks', () => {
  it('do the work of one name in order, even after a failure, and of other names at once', async () => {
    const locks = createLocks()
    const done: string[] = []
    const work = (name: string, ms: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, ms))
      done.push(name)
      if (name === 'b') throw new Error(name)
    }
    const all = [
      locks.hold('x', work('a', 20)),
      locks.hold('x', work('b', 1)),
      locks.hold('x', work('c', 1)),
      locks.hold('y', work('d', 1)),
    ]
    const ends = await Promise.allSettled(all)
    expect(done).toEqual(['d', 'a', 'b', 'c'])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  })
})

describe('work for later', () => {
  it('is done in the order of its instants when the clock is moved', async () => {
    const clock = createClock('2026-11-20T15:00:00+07:00')
    const done: string[] = []
    const note = (name: string, ms: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, ms))
      done.push(name)
    }
    clock.at(clock.now() + 120_000, note('late', 1))
    clock.at(clock.now() + 60_000, note('early', 10))
    clock.at(clock.now() + 60_000, note('early too', 1))
    const takeBack = clock.at(clock.now() + 60_000, note('never', 1))
    takeBack()
    await clock.advance(60)
    expect(done).toEqual(['early', 'early too'])
    await clock.set('2026-11-20T16:00:00+07:00')
    expect(done).toEqual(['early', 'early too', 'late'])
  })

  it('is done when its time comes by waiting', async () => {
    const clock = createClock()
    const start = performance.now()
    await new Promise<void>((resolve) => void clock.at(clock.now() + 30, () => resolve()))
    expect(performance.now() - start).toBeGreaterThan(25)
  })

  it('is dropped by a reset, and does not stop for an error', async () => {
    const clock = createClock()
    const done: string[] = []
    clock.at(clock.now() + 1000, () => void done.push('dropped'))
    clock.reset()
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    clock.at(clock.now() + 1000, () => Promise.reject(new Error('broken')))
    clock.at(clock.now() + 1001, () => void done.push('after'))
    await clock.advance(2)
    expect(done).toEqual(['after'])
    expect(told.mock.calls.join()).toContain('broken')
    told.mockRestore()
    clock.close()
  })
})
