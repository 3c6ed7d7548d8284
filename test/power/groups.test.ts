/** Freedoms that one gateway uses at once do not get in each other's way, and none is left out. */
import { describe, expect, test } from 'vitest'
import { protocols } from '../../src/contract/load.ts'
import { deskModule } from '../../src/gateway/desk.ts'
import { groupsOf, usingAll } from './groups.ts'

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
})
