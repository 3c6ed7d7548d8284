/** The laws of a desk's variants, as tests: each can be switched on, and says something else than the honest desk. */
import { describe, expect, it } from 'vitest'
import type { Oddity } from '../desk.ts'
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts'
import { Difference } from './difference.ts'

/** What is proved, and by what means. */
export interface Proof {
  protocol: string
  defects: readonly Oddity[]
  freedoms: readonly Oddity[]
  /** Ids that the catalogue of the contract has for servers. */
  catalogue: string[]
  /** Asks a gateway everything and gives what was said; throws Difference where it is not what was expected. */
  tour(gateway: Gateway, expected?: readonly string[]): Promise<string[]>
  /** Freedoms that say nothing differently on a tour. */
  silent?: readonly string[]
  /** What a gateway is asked to see whether it answers at all, and whether it did. */
  asked: string
  answers(gateway: Gateway): Promise<boolean>
}

type Options = Pick<GatewayOptions, 'clock' | 'profile' | 'defect' | 'freedom'>

const unhurried = 60_000

/** Declares the tests. */
export function proveVariants(proof: Proof): void {
  const honest = honestTours(proof)
  proveCatalogues(proof)
  proveDefects(proof, honest)
  proveFreedoms(proof, honest)
  proveAnswers(proof)
}

/** Does something with a gateway that is closed afterwards. */
async function opened<T>(
  { protocol }: Proof,
  options: Options,
  work: (gateway: Gateway) => Promise<T>,
): Promise<T> {
  const gateway = await createGateway({ protocols: [protocol], ...options })
  await gateway.listen()
  return work(gateway).finally(() => gateway.close())
}

const touring = (proof: Proof, options: Options, expected?: readonly string[]): Promise<string[]> =>
  opened(proof, options, (gateway) => proof.tour(gateway, expected))

type Honest = (options: Options) => Promise<string[]>

/** What the honest gateway says, asked once for each profile and start of the clock. */
function honestTours(proof: Proof): Honest {
  const tours = new Map<string, Promise<string[]>>()
  return ({ clock, profile }) => {
    const name = JSON.stringify([clock, profile])
    const known = tours.get(name) ?? touring(proof, { clock, profile })
    tours.set(name, known)
    return known
  }
}

function proveCatalogues({ defects, freedoms, catalogue }: Proof): void {
  describe('the catalogues', () => {
    it('name every variant once and say in a sentence what it does', () => {
      const ids = [...defects, ...freedoms].map(({ id }) => id)
      expect(ids.filter((id, i) => ids.indexOf(id) < i)).toEqual([])
      for (const { says } of [...defects, ...freedoms]) expect(says).toMatch(/^[A-Z].{5,98}\.$/)
    })

    it('hold every defect of a server that the catalogue of the contract has', () => {
      expect(defects.flatMap(({ catalogue: id }) => id ?? []).sort()).toEqual(catalogue)
    })

    it('say of every defect but the canary what it breaks', () => {
      expect(defects.filter(({ breaks }) => breaks?.length === 0).map(({ id }) => id)).toEqual(['canary'])
    })
  })
}

/** Defects that are drawn from the tables are alike, so that one in six of them tells enough. */
function isToured({ id }: Oddity, index: number): boolean {
  return id !== 'canary' && (!id.includes(':') || index % 6 === 0)
}

function proveDefects(proof: Proof, honest: Honest): void {
  describe.concurrent('every defect', () => {
    it(
      'canary says what the honest gateway says',
      async () => expect(await touring(proof, { defect: 'canary' })).toEqual(await honest({})),
      unhurried,
    )

    it.each(proof.defects.filter(isToured))(
      '$id: $says',
      async ({ id, clock, profile }) => {
        const expected = await honest({ clock, profile })
        await expect(touring(proof, { defect: id }, expected)).rejects.toThrow(Difference)
      },
      unhurried,
    )
  })
}

function proveFreedoms(proof: Proof, honest: Honest): void {
  const { freedoms, silent = [] } = proof
  describe.concurrent('every freedom', () => {
    it.each(freedoms.filter(({ id }) => !silent.includes(id)))(
      '$id: $says',
      async ({ id, profile }) => {
        const expected = await honest({})
        await expect(touring(proof, { freedom: id, profile }, expected)).rejects.toThrow(Difference)
      },
      unhurried,
    )
  })
}

function proveAnswers(proof: Proof): void {
  const { defects, freedoms, asked, answers } = proof
  describe.concurrent('every variant', () => {
    it.each(freedoms)(`$id still answers ${asked}`, async ({ id }) => {
      await expect(opened(proof, { freedom: id }, answers)).resolves.toBe(true)
    })

    it.each(defects)(`$id still answers ${asked}`, async ({ id }) => {
      await expect(opened(proof, { defect: id }, answers)).resolves.toBe(true)
    })
  })
}
