import { describe, expect, it } from 'vitest'
import { askUntil } from './asking-until.ts'

/** Asks for one answer after the other until it is «done»; tells how long it rested meanwhile. */
async function asked(answers: string[], rests: number[]) {
  const waited: number[] = []
  const rest = [...answers]
  const last = await askUntil(
    { wait: async (ms) => void waited.push(ms) },
    { ask: async () => rest.shift()!, hasEnded: (answer) => answer === 'done', rests },
  )
  return { last, waited, left: rest.length }
}

describe('asking until something has ended', () => {
  it('rests before no question that need not be asked', async () =>
    expect(await asked(['done'], [1, 2])).toEqual({ last: 'done', waited: [], left: 0 }))

  it('goes on while it has not ended', async () =>
    expect(await asked(['', 'done', ''], [1, 2])).toEqual({ last: 'done', waited: [1], left: 1 }))

  it('gives the answer after the last rest, whatever it says', async () =>
    expect(await asked(['', '', 'open'], [1, 2])).toEqual({ last: 'open', waited: [1, 2], left: 0 }))
})
