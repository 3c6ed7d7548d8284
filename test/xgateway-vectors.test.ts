/** The published vectors of XGateway, through the grammar and the formats of its data. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { home } from '../src/contract/home.ts'
import { loadContract } from '../src/contract/load.ts'
import { phraseFlaws } from '../src/dialects/xgateway-phrase-flaws.ts'
import { phraseOf } from '../src/dialects/xgateway-phrase.ts'
import { serialOf } from '../src/dialects/xgateway-serial.ts'

interface Vector {
  verdict: string
  product: string
  number: string
  serial: string
  transaction: string
  text: string
  verb?: string
  status?: string
  pairs?: { [key: string]: string }
}

const grammar = loadContract('xgateway').phrases!
const vectors = JSON.parse(readFileSync(join(home, 'fixtures/xgateway/published/vectors.json'), 'utf8')) as {
  serials: { [form: string]: { passes: string[]; fails: string[] } }
  messages: Vector[]
}

describe('messages', () => {
  const right = vectors.messages.filter(({ verdict }) => verdict === 'passes')

  it.each(right)('are read: $text', ({ text, product, number, verb, status, pairs }) => {
    const phrase = phraseOf(text, grammar)
    expect(phrase).toMatchObject({ ok: true, product, number, verb, status, pairs })
    expect(phrase.ok && phraseFlaws(phrase, grammar)).toEqual([])
  })

  it.each(vectors.messages.filter(({ verdict }) => verdict !== 'passes'))(
    'are found wrong: $text',
    (vector) => {
      const phrase = phraseOf(vector.text, grammar)
      const { product, number, serial, transaction } = vector
      const apart =
        phrase.ok &&
        (phrase.product !== product ||
          phrase.number !== number ||
          phrase.pairs['ID'] !== transaction ||
          phrase.pairs['SN'] !== (serial || undefined))
      const flawed =
        phrase.ok &&
        (phrase.newline || phrase.prefix !== undefined || phraseFlaws(phrase, grammar).length > 0)
      expect([!phrase.ok, apart, flawed]).toContain(true)
    },
  )
})

describe.each(Object.entries(vectors.serials))('serial numbers of %s', (form, { passes, fails }) => {
  it.each(passes)('pass: %s', (serial) => {
    expect(serialOf(serial, `${form}20`, grammar)).toMatchObject({ ok: true })
  })
  it.each(fails)('fail: %s', (serial) => {
    expect(serialOf(serial, `${form}20`, grammar)).toMatchObject({ ok: false })
  })
})
