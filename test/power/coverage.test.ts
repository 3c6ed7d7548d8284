/** Every rule about a gateway has a defect that breaks it, and every defect names rules that exist. */
import { describe, expect, test } from 'vitest'
import { protocols } from '../../src/contract/load.ts'
import { loadSuite } from '../../src/stimulate/suite.ts'
import { tryOut } from './trial.ts'
import { variantsOf } from './variants.ts'

describe.each(protocols())('%s', (protocol) => {
  test('every rule about the server has a defect', async () => {
    const { rules } = await loadSuite(protocol)
    const broken = new Set(
      (await variantsOf(protocol)).flatMap(({ breaks }) => breaks.map((one) => one.split('@')[0])),
    )
    expect(
      rules.filter(({ about, id }) => about.includes('server') && !broken.has(id)).map(({ id }) => id),
    ).toEqual([])
  })

  test('every defect names rules that exist', async () => {
    const known = new Set((await loadSuite(protocol)).rules.map(({ id }) => id))
    expect(
      (await variantsOf(protocol)).flatMap(({ id, breaks }) =>
        breaks.filter((one) => !known.has(one.split('@')[0]!)).map((one) => `${id}: ${one}`),
      ),
    ).toEqual([])
  })

  test('the canary, a defect that does nothing, is caught by nothing', async () => {
    const canary = (await variantsOf(protocol)).find(({ id }) => id === 'canary')!
    const { verdict, broke } = await tryOut(canary)
    expect({ verdict, broke }).toEqual({ verdict: 'conforms', broke: [] })
  })
})
