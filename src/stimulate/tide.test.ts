import { setTimeout as later } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ClockMoved } from '../judge/trace.ts'
import { createTide, type Stay } from './tide.ts'

function sea() {
  const moves: number[] = []
  let now = 0
  const tide = createTide(async (seconds): Promise<ClockMoved> => {
    moves.push(seconds)
    now += seconds
    return { kind: 'clock', tick: moves.length, offsetMs: now * 1000 }
  })
  return { tide, moves, now: () => now }
}

describe('a tide', () => {
  it('moves at once for a case that is alone', async () => {
    const { tide, moves } = sea()
    const one = tide.enter()
    const told: number[] = []
    await one.advance(60, ({ offsetMs }) => told.push(offsetMs))
    await one.advance(5, ({ offsetMs }) => told.push(offsetMs))
    expect(moves).toEqual([60, 5])
    expect(told).toEqual([60_000, 65_000])
  })

  it('takes several to their moments in the order of these, each by as much as it asked for', async () => {
    const { tide, moves, now } = sea()
    const seen: string[] = []
    const act = async (name: string, stay: Stay, steps: number[]) => {
      for (const seconds of steps) {
        await stay.advance(seconds, () => undefined)
        seen.push(`${name} ${now()}`)
      }
      stay.leave()
    }
    const [one, other, idle] = [tide.enter(), tide.enter(), tide.enter()]
    idle.leave()
    await Promise.all([act('long', one, [100, 20]), act('short', other, [30, 30, 90])])
    expect(seen).toEqual(['short 30', 'short 60', 'long 100', 'long 120', 'short 150'])
    expect(moves).toEqual([30, 30, 40, 20, 30])
  })

  it('tells who waits longer of each move on the way', async () => {
    const { tide } = sea()
    const [one, other] = [tide.enter(), tide.enter()]
    const told: number[] = []
    const long = one.advance(100, ({ offsetMs }) => told.push(offsetMs))
    await other.advance(30, () => undefined)
    other.leave()
    await long
    expect(told).toEqual([30_000, 100_000])
  })

  it('stands still while one of them acts', async () => {
    const { tide, moves } = sea()
    const [one, other] = [tide.enter(), tide.enter()]
    const waits = one.advance(10, () => undefined)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(moves).toEqual([])
    other.leave()
    await waits
    expect(moves).toEqual([10])
  })

  it('fails for all of them when the clock cannot be moved', async () => {
    const tide = createTide(() => Promise.reject(new Error('no clock')))
    const [one, other] = [tide.enter(), tide.enter()]
    const both = [one.advance(1, () => undefined), other.advance(2, () => undefined)]
    const ends = await Promise.allSettled(both)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('helps along those who only listen, second by second and by so much in all', async () => {
    const { tide, moves } = sea()
    const one = tide.enter()
    const told: number[] = []
    tide.hasten(2)
    const heard = await one.listen(later(200, 'what is not due'), ({ offsetMs }) => told.push(offsetMs))
    expect(heard).toBe('what is not due')
    expect(moves).toEqual([1, 1])
    expect(told).toEqual([1000, 2000])
  })

  it('stops helping once somebody has heard something, and goes on when he listens again', async () => {
    const { tide, moves } = sea()
    const one = tide.enter()
    tide.hasten(5)
    const due = new Promise<void>((come) => {
      const look = setInterval(() => {
        if (moves.length < 1) return
        clearInterval(look)
        come()
      }, 1)
    })
    await one.listen(due, () => undefined)
    await later(80)
    expect(moves).toEqual([1])
    await one.listen(later(80), () => undefined)
    expect(moves.length).toBeGreaterThan(1)
  })

  it('helps nobody while one of them acts, nor before it is to', async () => {
    const { tide, moves } = sea()
    const [one, other] = [tide.enter(), tide.enter()]
    await Promise.all([one.listen(later(80), () => undefined), other.listen(later(80), () => undefined)])
    tide.hasten(5)
    await one.listen(later(80), () => undefined)
    expect(moves).toEqual([])
    const waits = other.advance(10, () => undefined)
    await one.listen(later(80), () => undefined)
    expect(moves).toEqual([])
    one.leave()
    await waits
    expect(moves).toEqual([10])
  })

  it('stops helping when the clock cannot be moved, and lets them listen', async () => {
    let asked = 0
    const tide = createTide(() => Promise.reject(new Error(`no clock ${++asked}`)))
    const one = tide.enter()
    tide.hasten(5)
    expect(await one.listen(later(100, 'heard'), () => undefined)).toBe('heard')
    expect(asked).toBe(1)
  })
})
