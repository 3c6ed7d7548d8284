import { expect, test } from 'vitest'
import { loadContract } from '../contract/load.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Fields } from '../wire/reading.ts'
import { createPurse, fetchToken, type Asking } from './tokens.ts'

const contract = loadContract('snap')
const now = Date.parse('2026-08-06T10:00:00+07:00')

const answering = (fields: Fields): Asking => ({
  contract,
  target: { role: 'server', profile: { tokenSeconds: 900 } },
  purse: createPurse(),
  now: () => now,
  item: () => Promise.resolve({ code: 'ANI', authCode: 'CODE-1' }),
  ask: () =>
    Promise.resolve({
      response: { status: 200, read: { ok: true, fields: { accessToken: 'T', ...fields } } },
    } as unknown as Exchange),
})

/** Seconds until a token is fetched anew. */
async function renewed(field: string, fields: Fields): Promise<number> {
  const spec = contract.tokens!.find((one) => one.field === field)!
  return ((await fetchToken(answering(fields), spec))!.renew - now) / 1000
}

test.each([
  ['the seconds that an answer says', 'header:Authorization', { expiresIn: '600' }, 540],
  [
    'the end that it says',
    'header:Authorization-Customer',
    { accessTokenExpiryTime: '2026-08-07T10:00:00+07:00' },
    77_760,
  ],
  ['the profile, where it says none', 'header:Authorization-Customer', {}, 810],
  [
    'the profile, where it says no time',
    'header:Authorization-Customer',
    { accessTokenExpiryTime: 'soon' },
    810,
  ],
  [
    'a minute, where it is over already',
    'header:Authorization-Customer',
    { accessTokenExpiryTime: '2026-08-06T09:00:00+07:00' },
    54,
  ],
])('a token lives by %s', async (_by, field, fields, seconds) => {
  expect(await renewed(field, fields)).toBe(seconds)
})
