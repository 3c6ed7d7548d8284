import { expect, test } from 'vitest'
import { createTurns, type Turn } from './drive-turns.ts'

/** Actors that tell what they do and end when they are told to. */
function cast(room: number) {
  const turns = createTurns(room)
  const told: string[] = []
  const ends = new Map<string, () => void>()
  const passes = new Map<string, () => void>()
  const enter = (name: string, size: number) =>
    turns(size, async ({ mine, pass }: Turn) => {
      told.push(`${name} is ready`)
      passes.set(name, pass)
      await mine
      told.push(`${name} acts`)
      await new Promise<void>((resolve) => ends.set(name, resolve))
    })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    told,
    enter,
    settled,
    end: (name: string) => ends.get(name)!(),
    pass: (name: string) => passes.get(name)!(),
  }
}

test('the next is ready at once and acts when the turn was passed on', async () => {
  const { told, enter, settled, pass, end } = cast(4)
  const both = [enter('a', 2), enter('b', 2)]
  await settled()
  expect(told).toEqual(['a is ready', 'b is ready', 'a acts'])
  pass('a')
  await settled()
  expect(told.at(-1)).toBe('b acts')
  end('a')
  end('b')
  await Promise.all(both)
})

test('nobody is ready before there is room, and nobody overtakes', async () => {
  const { told, enter, settled, pass, end } = cast(4)
  const all = [enter('a', 3), enter('large', 4), enter('small', 1)]
  await settled()
  expect(told).toEqual(['a is ready', 'a acts'])
  pass('a')
  await settled()
  expect(told).toHaveLength(2)
  end('a')
  await settled()
  expect(told.slice(2)).toEqual(['large is ready', 'large acts'])
  end('large')
  await settled()
  end('small')
  await Promise.all(all)
  expect(told.slice(4)).toEqual(['small is ready', 'small acts'])
})

test('whoever is larger than the room has it alone', async () => {
  const { told, enter, settled, end } = cast(2)
  const both = [enter('large', 5), enter('next', 1)]
  await settled()
  expect(told).toEqual(['large is ready', 'large acts'])
  end('large')
  await settled()
  expect(told.at(-1)).toBe('next acts')
  end('next')
  await Promise.all(both)
})

test('a turn that was passed on early lets nobody go before those who came earlier', async () => {
  const { told, enter, settled, pass, end } = cast(9)
  const all = [enter('a', 1), enter('b', 1), enter('c', 1)]
  await settled()
  pass('b')
  await settled()
  expect(told.filter((one) => one.endsWith('acts'))).toEqual(['a acts'])
  pass('a')
  await settled()
  expect(told.filter((one) => one.endsWith('acts'))).toEqual(['a acts', 'b acts', 'c acts'])
  for (const name of ['a', 'b', 'c']) end(name)
  await Promise.all(all)
})

test('whoever fails makes room and passes the turn on', async () => {
  const turns = createTurns(1)
  const failed = turns(1, () => Promise.reject(new Error('no')))
  await expect(failed).rejects.toThrow('no')
  await expect(turns(1, ({ mine }) => mine.then(() => 'next'))).resolves.toBe('next')
})
