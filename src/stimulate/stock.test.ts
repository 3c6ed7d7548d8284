import { describe, expect, it } from 'vitest'
import { createStock } from './stock.ts'

/** A maker of numbered items, and how many it was asked for each time. */
function maker() {
  const asked: number[] = []
  let made = 0
  const make = async (count: number) => {
    asked.push(count)
    await new Promise((resolve) => setTimeout(resolve, 1))
    return Array.from({ length: count }, () => ({ code: `C${++made}` }))
  }
  return { asked, make }
}

describe('a stock', () => {
  it('makes as many as were taken before, up to a bound', async () => {
    const { asked, make } = maker()
    const stock = createStock()
    const taken: string[] = []
    for (let i = 0; i < 50; i++) taken.push((await stock.take('a', make)).code)
    expect(asked).toEqual([1, 1, 2, 4, 8, 16, 16, 16])
    expect(taken).toEqual(Array.from({ length: 50 }, (_, index) => `C${index + 1}`))
  })

  it('makes for all who wait what it makes next, and gives each an item of its own', async () => {
    const { asked, make } = maker()
    const stock = createStock()
    const taken = await Promise.all(Array.from({ length: 8 }, () => stock.take('a', make)))
    expect(asked).toEqual([1, 7])
    expect(new Set(taken.map(({ code }) => code)).size).toBe(8)
  })

  it('keeps sorts apart', async () => {
    const { asked, make } = maker()
    const stock = createStock()
    await stock.take('a', make)
    await stock.take('a', make)
    await stock.take('b', make)
    expect(asked).toEqual([1, 1, 1])
  })

  it('tells everybody who waits that nothing could be made, and tries again for the next one', async () => {
    const { make } = maker()
    const stock = createStock()
    const broken = () => Promise.reject(new Error('no hook'))
    await expect(Promise.all([stock.take('a', broken), stock.take('a', broken)])).rejects.toThrow('no hook')
    expect(await stock.take('a', make)).toEqual({ code: 'C1' })
  })
})
