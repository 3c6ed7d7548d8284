/** A sample of the power test, one variant in nine, so that every test run sees a part of it; `npm run power` runs all. */
import { describe, expect, test } from 'vitest'
import { protocols } from '../../src/contract/load.ts'
import { tryOut } from './trial.ts'
import { roles, variantsOf } from './variants.ts'

for (const protocol of protocols()) {
  const variants = (await Promise.all(roles.map((role) => variantsOf(protocol, [role])))).map((all) =>
    all.filter(({ kind }, index) => kind === 'honest' || index % 9 === 4),
  )
  describe(`${protocol}: one variant in nine`, () => {
    for (const variant of variants.flat())
      test(`${variant.role} ${variant.kind} ${variant.id}: ${variant.says}`, async () => {
        const { verdict, missed, surplus, errors, unexercised } = await tryOut(variant)
        expect(errors).toEqual([])
        if (variant.kind === 'defect') expect({ missed, surplus }).toEqual({ missed: [], surplus: [] })
        else
          expect({ verdict, failed: surplus.filter(() => verdict !== 'conforms') }).toEqual({
            verdict: 'conforms',
            failed: [],
          })
        if (variant.kind === 'honest')
          expect({ surplus, unexercised }).toEqual({ surplus: [], unexercised: [] })
      })
  })
}
