import { describe, expect, it } from 'vitest'
import { createGateway, type GatewayOptions } from '../../gateway.ts'
import { Difference } from '../../testing/difference.ts'
import { overSocket } from '../../testing/post.ts'
import { defects, freedoms } from './index.ts'
import { takeTour } from './testing/itinerary.ts'
import { mitraAt } from './testing/mitra.ts'

const unhurried = 60_000

async function tourOf(options: GatewayOptions, expected?: readonly string[]): Promise<string[]> {
  const gateway = await createGateway({ protocols: ['xgateway'], ...options })
  await gateway.listen()
  return takeTour(gateway, expected).finally(() => gateway.close())
}

const honestTours = new Map<string, Promise<string[]>>()

/** What the honest gateway says under that profile when its clock starts at that time. */
function honestTour(clock: string | undefined, profile?: GatewayOptions['profile']): Promise<string[]> {
  const name = JSON.stringify([clock, profile])
  const known = honestTours.get(name) ?? tourOf({ clock, profile })
  honestTours.set(name, known)
  return known
}

describe('the catalogues', () => {
  it('name every variant once and say in a sentence what it does', () => {
    const ids = [...defects, ...freedoms].map(({ id }) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) < i)).toEqual([])
    for (const { says } of [...defects, ...freedoms]) expect(says).toMatch(/^[A-Z].{5,98}\.$/)
  })

  it('hold every defect of a server that the catalogue of the contract has', () => {
    const numbers = [...Array.from({ length: 64 }, (_none, i) => i + 1), 91]
    const wanted = numbers.map((number) => `M-XGW-${String(number).padStart(2, '0')}`)
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
    async ({ id, clock, profile }) => {
      const expected = await honestTour(clock, profile)
      await expect(tourOf({ defect: id }, expected)).rejects.toThrow(Difference)
    },
    unhurried,
  )
})

/** Promises that the honest gateway keeps as well, and a delay that the tour waits for: nothing is said differently. */
const promises = ['keeps-ids-equal', 'gives-no-credit', 'reports-late']

describe.concurrent('every freedom', () => {
  it.each(freedoms.filter(({ id }) => !promises.includes(id)))(
    '$id: $says',
    async ({ id, profile }) => {
      const expected = await honestTour(undefined)
      await expect(tourOf({ freedom: id, profile }, expected)).rejects.toThrow(Difference)
    },
    unhurried,
  )

  it.each(freedoms)('$id still answers a top-up', async ({ id }) => {
    await expect(answers({ freedom: id })).resolves.toBe(true)
  })

  it.each(defects)('$id still answers a top-up', async ({ id }) => {
    await expect(answers({ defect: id })).resolves.toBe(true)
  })
})

/** True when the first top-up is answered at all. */
async function answers(options: GatewayOptions): Promise<boolean> {
  const gateway = await createGateway({ protocols: ['xgateway'], ...options })
  await gateway.listen()
  const answer = await mitraAt(overSocket(gateway, '/st24')).topup('085700000001', 'I20')
  await gateway.close()
  return answer.status > 0 && answer.body.length > 0
}
