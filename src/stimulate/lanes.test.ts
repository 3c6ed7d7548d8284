import { describe, expect, it } from 'vitest'
import { createLanes } from './lanes.ts'

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('lanes', () => {
  it('lets cases of a lane through one after the other, in the order in which they came', async () => {
    const lanes = createLanes()
    const seen: string[] = []
    const act = async (name: string, lane?: string) => {
      const leave = await lanes.enter(lane)
      seen.push(`${name} begins`)
      await pause()
      seen.push(`${name} ends`)
      leave()
    }
    await Promise.all([act('one', 'a'), act('two', 'a'), act('three', 'a')])
    expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends'])
  })

  it('keeps nobody waiting for another lane, nor for none', async () => {
    const lanes = createLanes()
    await lanes.enter('a')
    await lanes.enter('b')
    await lanes.enter()
    await lanes.enter()
    let isThrough = false
    void lanes.enter('a').then(() => (isThrough = true))
    await pause()
    expect(isThrough).toBe(false)
  })
})
