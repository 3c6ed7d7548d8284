/** Variants that one gateway plays at once do not get in each other's way, and no freedom is left out. */
import { describe, expect, test } from 'vitest'
import { protocols } from '../../src/contract/load.ts'
import { deskModule } from '../../src/gateway/desk.ts'
import { groupsOf, spoiltGroupsOf, usingAll } from './groups.ts'
import { isRight, tryTogether } from './trial.ts'
import { variantsOf } from './variants.ts'

describe.each(protocols())('%s', (protocol) => {
  test('every freedom is in one group', async () => {
    const { freedoms } = await deskModule(protocol)
    const grouped = (await groupsOf(protocol)).flat()
    expect(grouped.toSorted()).toEqual(freedoms.map(({ id }) => id).toSorted())
  })

  test('a group has every switch of its freedoms', async () => {
    const { freedoms } = await deskModule(protocol)
    for (const ids of await groupsOf(protocol)) {
      const { profile } = await usingAll(protocol, ids)
      for (const { id, profile: own } of freedoms)
        if (ids.includes(id)) expect({ id, profile }).toMatchObject({ id, profile: own ?? {} })
    }
  })

  test('defects of a group spoil one message, and each must be noticed by another rule or at another place', async () => {
    const { defects } = await deskModule(protocol)
    for (const ids of await spoiltGroupsOf(protocol)) {
      const some = defects.filter(({ id }) => ids.includes(id))
      expect(new Set(some.map(({ id }) => id.slice(0, id.indexOf('.')))).size).toBe(1)
      const breaks = some.flatMap((one) => one.breaks)
      expect(breaks.toSorted()).toEqual([...new Set(breaks)].toSorted())
    }
  })
})

test('defects of a group are caught together', async () => {
  const all = await variantsOf('doku', ['server'])
  const [ids = []] = await spoiltGroupsOf('doku')
  const trials = await tryTogether(all.filter(({ id }) => ids.includes(id)))
  expect(trials.filter((one) => !isRight(one))).toEqual([])
  expect(trials.every(({ together }) => together?.length === ids.length)).toBe(true)
})
