import { describe, expect, it } from 'vitest'
import { createGateway, type GatewayOptions } from '../../gateway.ts'
import { defects, freedoms } from './index.ts'
import { Difference } from '../../testing/difference.ts'
import { takeTour } from './testing/itinerary.ts'

const unhurried = 60_000

async function tourOf(options: GatewayOptions, expected?: readonly string[]): Promise<string[]> {
  const gateway = await createGateway({ protocols: ['indomaret'], ...options })
  await gateway.listen()
  return takeTour(gateway, expected).finally(() => gateway.close())
}

const honestTours = new Map<string | undefined, Promise<string[]>>()

/** What the honest gateway says when its clock starts at that time. */
function honestTour(clock: string | undefined): Promise<string[]> {
  const known = honestTours.get(clock) ?? tourOf({ clock })
  honestTours.set(clock, known)
  return known
}

describe('the catalogues', () => {
  it('name every variant once and say in a sentence what it does', () => {
    const ids = [...defects, ...freedoms].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { says } of [...defects, ...freedoms]) expect(says).toMatch(/^[A-Z].{5,87}\.$/)
  })

  it('hold every defect of a server that the catalogue of the contract has', () => {
    const numbers = [...Array.from({ length: 64 }, (_none, i) => i + 1), 81, 82]
    const wanted = numbers.map((number) => `M-IDM-${String(number).padStart(2, '0')}`)
    expect(defects.flatMap(({ catalogue }) => catalogue ?? []).sort()).toEqual(wanted)
  })

  it('say of every defect but the canary what it breaks', () => {
    expect(defects.filter(({ breaks }) => breaks.length === 0).map(({ id }) => id)).toEqual(['canary'])
  })
})

describe.concurrent('every defect', () => {
  it(
    'canary says what the honest gateway says',
    async () => {
      expect(await tourOf({ defect: 'canary' })).toEqual(await honestTour(undefined))
    },
    unhurried,
  )

  it.each(defects.filter(({ id }) => id !== 'canary'))(
    '$id: $says',
    async ({ id, clock }) => {
      const expected = await honestTour(clock)
      await expect(tourOf({ defect: id }, expected)).rejects.toThrow(Difference)
    },
    unhurried,
  )
})

describe.concurrent('every freedom', () => {
  it.each(freedoms)(
    '$id: $says',
    async ({ id, profile }) => {
      const expected = await honestTour(undefined)
      await expect(tourOf({ freedom: id, profile }, expected)).rejects.toThrow(Difference)
    },
    unhurried,
  )

  it.each(freedoms)('$id still answers an inquiry', async ({ id }) => {
    await expect(answers({ freedom: id })).resolves.toBe(true)
  })

  it.each(defects)('$id still answers an inquiry', async ({ id }) => {
    await expect(answers({ defect: id })).resolves.toBe(true)
  })
})

/** True when the first inquiry of a payable code is answered at all. */
async function answers(options: GatewayOptions): Promise<boolean> {
  const gateway = await createGateway({ protocols: ['indomaret'], ...options })
  await gateway.listen()
  const { storeAt } = await import('./testing/store.ts')
  const { overSocket } = await import('../../testing/post.ts')
  const answer = await storeAt(gateway, overSocket(gateway)).inquiry('880112345678')
  await gateway.close()
  return answer.status > 0 && answer.body.length > 0
}
