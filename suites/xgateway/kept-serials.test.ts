/** What books keep of a serial, and what they may keep in its place. */
import { describe, expect, test } from 'vitest'
import { isPart } from './kept-serials.ts'

const digits = '0329135143014892'
const token = '1234-5678-9012-3456-7890'
const named = `${token}/NUR'AINI/kWh13,5/R1/900`

describe('a serial is not kept whole', () => {
  test.each([
    ['without its zero', '329135143014892', digits],
    ['as a float of fourteen digits', '3.2913514301489E+14', digits],
    ['as a float of three digits', '3.29e14', digits],
    ['with a backslash before a quote', named.replace("'", "\\'"), named],
    ['with an entity in place of a quote', named.replace("'", '&#039;'), named],
  ])('%s', (_, receipt, whole) => expect(isPart(receipt, whole)).toBe(true))
})

describe('a receipt says nothing of a serial', () => {
  test.each([
    ['the serial', digits, digits],
    ['the token alone', token, named],
    ['a receipt of its own', 'R-1', digits],
    ['another number', '3.2913514301488E+14', digits],
    ['letters that look like a power of ten', '3E14', named],
  ])('%s', (_, receipt, whole) => expect(isPart(receipt, whole)).toBe(false))
})
