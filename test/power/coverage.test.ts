/** Every rule about a party has a defect that breaks it, and every defect names rules that exist. */
import { describe, expect, test } from 'vitest'
import { loadContract, protocols } from '../../src/contract/load.ts'
import { profileOf } from '../../src/contract/profile.ts'
import { isPromised } from '../../src/judge/rule.ts'
import { loadSuite } from '../../src/stimulate/suite.ts'
import { tryOut } from './trial.ts'
import { unshown } from './unshown.ts'
import { roles, variantsOf } from './variants.ts'

const played = await Promise.all(
  protocols().flatMap((protocol) =>
    roles.map(async (role) => ({ protocol, role, variants: await variantsOf(protocol, [role]) })),
  ),
)

describe.each(played.filter(({ variants }) => variants.length > 0))(
  '$protocol, $role',
  ({ protocol, role, variants }) => {
    const named = variants.flatMap(({ breaks }) => breaks.map((one) => one.split('@')[0]!))

    test('every rule has a defect', async () => {
      const contract = loadContract(protocol)
      const { rules } = await loadSuite(protocol)
      const promised = rules.filter((rule) => isPromised(rule, role, contract, profileOf(contract)))
      expect(promised.map(({ id }) => id).filter((id) => !named.includes(id))).toEqual([])
    })

    test('every defect names rules that exist', async () => {
      const { rules } = await loadSuite(protocol)
      const known = new Set(rules.filter(({ about }) => about.includes(role)).map(({ id }) => id))
      expect(named.filter((id) => !known.has(id))).toEqual([])
    })

    test('the canary, a defect that does nothing, is caught by nothing', async () => {
      const canary = variants.find(({ id }) => id === 'canary')!
      const { verdict, broke, errors, unexercised } = await tryOut(canary)
      expect({ verdict, broke, errors }).toEqual({ verdict: 'conforms', broke: [], errors: [] })
      // Whoever conforms has left nothing out that a gateway has to do; what it only may do is listed.
      expect(unexercised.toSorted()).toEqual(unshown(protocol, role))
    })
  },
)
