/**
 * A sample of the power test, spread evenly, so that every test run sees a part of it; `npm run power` runs all. Honest
 * parties are seen as the canary of coverage.test.ts.
 */
import { describe, test } from 'vitest'
import { protocols } from '../../src/contract/load.ts'
import { tryOut } from './trial.ts'
import { roles, variantsOf } from './variants.ts'

/** Of each role one variant in nine, or so many that this many are tried. */
const most = 3
const strideOf = (count: number): number => Math.max(9, Math.ceil(count / most))

for (const protocol of protocols()) {
  const variants = (await Promise.all(roles.map((role) => variantsOf(protocol, [role])))).map((all) =>
    all.filter(({ kind }, index) => kind !== 'honest' && index % strideOf(all.length) === 4),
  )
  describe(`${protocol}: a sample of its variants`, () => {
    for (const variant of variants.flat())
      // Most of a trial is waiting, so a few go on side by side.
      test.concurrent(
        `${variant.role} ${variant.kind} ${variant.id}: ${variant.says}`,
        async ({ expect }) => {
          const { verdict, missed, surplus, errors } = await tryOut(variant)
          expect(errors).toEqual([])
          if (variant.kind === 'defect') expect({ missed, surplus }).toEqual({ missed: [], surplus: [] })
          else
            expect({ verdict, failed: surplus.filter(() => verdict !== 'conforms') }).toEqual({
              verdict: 'conforms',
              failed: [],
            })
        },
      )
  })
}
