import { expect, test } from 'vitest'
import { loadContract } from '../contract/load.ts'
import { needCredentials } from './lacking.ts'

const contract = loadContract('doku')
const broken = ['header:Client-Id', 'header:Signature'].map((name) => ({ field: { name } }))

test('names the credentials that are not declared', () => {
  const target = { credentials: {}, keys: {} }
  expect(() => needCredentials({ contract, target }, broken)).toThrow('credentials «client», «secret»,')
})

test('is content with fields that are wrong on purpose', () => {
  const target = { credentials: { client: 'M', secret: 'S' }, keys: { signCall: () => '' } }
  expect(() => needCredentials({ contract, target }, broken)).not.toThrow()
})
