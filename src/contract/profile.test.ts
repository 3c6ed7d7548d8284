import { describe, expect, test } from 'vitest'
import { loadDeclaration } from '../stimulate/declaration.ts'
import { loadContract } from './load.ts'
import { likenesses, profileOf } from './profile.ts'

const contract = loadContract('snap')

describe('profiles', () => {
  test('are the contract’s where nothing is declared', () => {
    expect(profileOf(contract)).toMatchObject({ specRevision: 'seed', statusServiceCode: '54' })
  })

  test('of a known server come beneath what is declared beside it', () => {
    expect(likenesses(contract)).toContain('dana')
    const like = profileOf(contract, { like: 'dana', expiryStatus: '06' })
    expect(like).toMatchObject({ specRevision: 'a25', requestSignature: 'asym', expiryStatus: '06' })
    expect(like).not.toHaveProperty('like')
  })

  test('of a known server are declared by its name', async () => {
    const declared = { protocol: 'snap', url: 'http://127.0.0.1:1', profile: { like: 'dana' } }
    const { profile } = await loadDeclaration(declared, { contract, where: 'The test' })
    expect(profile).toEqual(profileOf(contract, { like: 'dana' }))
  })

  test('take a text of digits for what it is, as a command line gives it', () => {
    expect(profileOf(contract, { statusServiceCode: 55, amountDigits: 16 })).toMatchObject({
      statusServiceCode: '55',
      amountDigits: 16,
    })
  })

  test('say what they do not know', () => {
    expect(() => profileOf(contract, { like: 'nobody' })).toThrow(/Choose one of .*dana/)
    expect(() => profileOf(contract, { colour: 'red' })).toThrow(/no key «colour»/)
    expect(() => profileOf(contract, { statusServiceCode: '56' })).toThrow(/takes one of "54", "55"/)
    expect(() => profileOf(loadContract('indomaret'), { like: 'dana' })).toThrow(/Write key=value/)
  })
})
