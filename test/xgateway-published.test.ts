/** What the document and its formats say, read by the shared readers: samples and vectors that no reader here wrote. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { home } from '../src/contract/home.ts'
import { loadContract } from '../src/contract/load.ts'
import { profileOf } from '../src/contract/profile.ts'
import { shapeOf } from '../src/contract/shape.ts'
import { loadDialect } from '../src/dialects/load.ts'
import { phraseFlaws } from '../src/dialects/xgateway-phrase-flaws.ts'
import { phraseOf } from '../src/dialects/xgateway-phrase.ts'
import { serialOf } from '../src/dialects/xgateway-serial.ts'
import type { Fields } from '../src/wire/reading.ts'
import sources from '../fixtures/xgateway/published/document/sources.json' with { type: 'json' }
import vectors from '../fixtures/xgateway/published/vectors.json' with { type: 'json' }

const contract = loadContract('xgateway')
const profile = profileOf(contract)
const dialect = await loadDialect(contract)
const grammar = contract.phrases!
const folder = join(home, 'fixtures', 'xgateway', 'published', 'document')

describe('samples of the document', () => {
  test('are all listed', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.xml'))
    expect(sources.files.map(({ file }) => file).sort()).toEqual(files.sort())
  })

  test.each(sources.files)(
    '$file is $operation, read alike by both readers',
    ({ file, message, operation }) => {
      const { side } = contract.messages[message]!
      const { headers } = dialect.seal({ operation, side, fields: {} }, {})
      const raw = { headers, body: readFileSync(join(folder, file)) }
      const [strict, lenient] = [dialect.open(raw, side), dialect.receive(raw, side)]
      if (!strict.ok || !lenient.ok) throw new Error(`${file} cannot be read.`)
      expect(strict.fields).toEqual(lenient.fields)
      expect(strict.flaws).toEqual([])
      expect(shapeOf(contract, contract.messages[message]!, profile).check(strict.fields)).toEqual([])
      expect(strict.order).toEqual(contract.messages[message]!.fields.map(({ name }) => name))
      if (side === 'request') expect(dialect.operationOf(strict)).toBe(operation)
    },
  )

  test.each(sources.files.filter(({ answers }) => answers !== undefined))(
    '$file answers $answers',
    (sample) => {
      const read = (file: string, side: 'request' | 'response'): Fields => {
        const reading = dialect.open({ headers: [], body: readFileSync(join(folder, file)) }, side)
        return reading.ok ? reading.fields : {}
      }
      const [request, answer] = [read(sample.answers!, 'request'), read(sample.file, 'response')]
      const phrase = phraseOf(String(answer['MESSAGE']), grammar)
      expect(answer['REQUESTID']).toBe(request['REQUESTID'])
      expect(phrase).toMatchObject({ product: request['NOM'], number: request['NOHP'] })
    },
  )

  test.each(sources.files)('$file has its corrections, each of an erratum', ({ file, corrections }) => {
    const bytes = readFileSync(join(folder, file), 'utf8')
    for (const { erratum, found, corrected } of corrections) {
      expect(contract.errata.map(({ id }) => id)).toContain(erratum)
      expect(bytes).toContain(corrected)
      expect(bytes).not.toContain(found)
    }
  })
})

describe('vectors of the trx_id', () => {
  const spec = contract.messages['Request']!
  const complaints = (id: string) =>
    shapeOf(contract, spec, profile)
      .check({ MSISDN: 'USERTEST', REQUESTID: id, PIN: '123456', NOHP: '085700000001', NOM: 'I50' })
      .map(({ field }) => field.name)

  test.each(vectors.trx_id.passes)('%j passes', (id) => expect(complaints(id)).toEqual([]))
  test.each(vectors.trx_id.fails)('%j fails', (id) =>
    expect([...new Set(complaints(id))]).toEqual(['REQUESTID']),
  )
})

describe.each(Object.entries(vectors.serials))(
  'vectors of the serial of %s',
  (product, { passes, fails }) => {
    const isRight = (serial: string) => serialOf(serial, `${product}20`, grammar)?.ok

    test.each(passes)('%j passes', (serial) => expect(isRight(serial)).toBe(true))
    test.each(fails)('%j fails', (serial) => expect(isRight(serial)).toBe(false))
  },
)

describe('vectors of MESSAGE', () => {
  const { messages } = vectors
  const right = messages.filter(({ verdict }) => verdict === 'passes')
  const garbled = messages.filter(({ verdict, rule }) => verdict === 'fails' && rule === 'message.grammar')
  const told = messages.filter(({ verdict, rule }) => verdict === 'fails' && rule !== 'message.grammar')

  test.each(right)('$text', ({ text, verb, status, product, number, pairs }) => {
    const phrase = phraseOf(text, grammar)
    expect(phrase).toMatchObject({ ok: true, verb, status, product, number, pairs })
    expect(phrase.ok ? phraseFlaws(phrase, grammar) : phrase).toEqual([])
  })

  test.each(garbled)('$says', ({ text }) => {
    const phrase = phraseOf(text, grammar)
    expect(phrase.ok ? phraseFlaws(phrase, grammar).map(({ kind }) => kind) : ['missing']).toContain(
      'missing',
    )
  })

  test.each(told)(
    '$says: readable, and not what it belongs to',
    ({ text, product, number, serial, code }) => {
      const phrase = phraseOf(text, grammar)
      if (!phrase.ok) throw new Error(phrase.says)
      const word = code === '00' ? 'SUKSES' : code === '68' ? 'PENDING' : 'GAGAL'
      const wrong = [
        ...(phrase.product === product ? [] : ['product']),
        ...(phrase.number === number ? [] : ['number']),
        ...(phrase.status === word ? [] : ['status']),
        ...(phrase.pairs['SN'] === undefined || phrase.pairs['SN'] === serial ? [] : ['serial']),
        ...phraseFlaws(phrase, grammar)
          .filter(({ kind }) => kind === 'value')
          .map(() => 'amounts'),
      ]
      expect(wrong).toHaveLength(1)
    },
  )
})
