import { expect, test } from 'vitest'
import { loadContract } from '../contract/load.ts'
import { messageOf } from '../contract/contract.ts'
import { readJson } from '../wire/json-read.ts'
import type { Read } from '../wire/reading.ts'
import { asMoved, withoutMoves } from './moved.ts'

const spec = messageOf(loadContract('snap'), 'status', 'response')
const within = { refundHistoryIn: 'additionalInfo' }

function read(text: string): Read {
  const reading = readJson({ headers: [['Content-Type', 'application/json']], body: Buffer.from(text) }, {})
  if (!reading.ok) throw new Error(reading.fault.says)
  return reading
}

const told = read('{"additionalInfo":{"refundHistory":[{"refundNo":"1","n":1.50}],"refundHistoryId":"x"}}')

test('what stands inside of another member is read at its own place too', () => {
  const { fields, json } = withoutMoves(spec, told, within)
  expect(fields['refundHistory[0].refundNo']).toBe('1')
  expect(fields['refundHistory']).toEqual([{ refundNo: '1', n: 1.5 }])
  expect(fields['additionalInfo.refundHistoryId']).toBe('x')
  expect(Object.keys(fields).filter((place) => place.startsWith('refundHistoryId'))).toEqual([])
  expect(json?.numbers['refundHistory[0].n']).toBe('1.50')
})

test('it is left there under any other profile, and where it stands at its own place as well', () => {
  expect(withoutMoves(spec, told, {})).toBe(told)
  const both = read('{"refundHistory":[],"additionalInfo":{"refundHistory":[{"refundNo":"1"}]}}')
  expect(withoutMoves(spec, both, within)).toBe(both)
})

test('it is written where the profile has it', () => {
  const fields = { refundHistory: [{ refundNo: '1' }], additionalInfo: { note: 'x' } }
  expect(asMoved(spec, fields, within)).toEqual({
    additionalInfo: { note: 'x', refundHistory: [{ refundNo: '1' }] },
  })
  expect(asMoved(spec, fields, {})).toEqual(fields)
  expect(asMoved(spec, { additionalInfo: { note: 'x' } }, within)).toEqual({ additionalInfo: { note: 'x' } })
})
