import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { messagesIn, type Contract, type FieldSpec } from '../src/contract/contract.ts'
import { hasForm } from '../src/contract/codes.ts'
import { home } from '../src/contract/home.ts'
import { loadContract, protocols } from '../src/contract/load.ts'
import { profileOf } from '../src/contract/profile.ts'
import { lengthOf } from '../src/contract/schema.ts'
import { shapeOf } from '../src/contract/shape.ts'
import { fieldClauses } from '../src/judge/field-clauses.ts'
import { covers } from '../src/judge/tally.ts'

const folder = join(home, 'schemas')
const parsed = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'))
/** What the documents have, by protocol: a file each for tables as printed, ids, and values of formats. */
const documented = <T>(protocol: string, name: 'tables' | 'ids' | 'formats'): T =>
  JSON.parse(readFileSync(join(home, 'test', 'data', protocol, `${name}.json`), 'utf8')) as T
interface Ids {
  errataPrefix: string
  clauses: string[]
  total: number
  errata: number
}
interface Vectors {
  [format: string]: { [verdict: string]: string[] }
}

describe('files and meta-schemas', () => {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
  })
  const files = protocols().flatMap((protocol) =>
    readdirSync(join(folder, protocol), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json'))
      .map((path) => join(protocol, path)),
  )

  test.each(files)('%s keeps its meta-schema', (path) => {
    const data = parsed(path) as { $schema: string }
    const meta = basename(data.$schema)
    expect(join(path, '..', data.$schema)).toBe(meta)
    const known = parsed(meta) as { $id: string }
    const validate = ajv.getSchema(known.$id) ?? ajv.compile(known)
    validate(data)
    expect(validate.errors ?? []).toEqual([])
  })

  test('an unknown key is fatal', () => {
    const codes = parsed('codes.schema.json') as { $id: string }
    const validate = ajv.getSchema(codes.$id) ?? ajv.compile(codes)
    expect(validate({ ...(parsed('indomaret/codes.json') as object), extra: 1 })).toBe(false)
  })
})

describe.each(protocols())('%s', (protocol) => {
  const contract = loadContract(protocol)
  const { clauses, errata, codes, formats, profile, situations } = contract
  const known = documented<Ids>(protocol, 'ids')
  const specs = Object.values(contract.messages)
  const rows = specs.flatMap((spec) =>
    spec.fields.map((field) => ({ id: rowId(spec.clauses, field), spec, field })),
  )
  const profiled = (at: string): object => ({ errata: profile[at]?.errata ?? [] })
  /** Values by format and verdict, where the format alone decides. */
  const vectors = Object.entries(documented<Vectors>(protocol, 'formats')).flatMap(([format, verdicts]) =>
    Object.entries(verdicts).flatMap(([verdict, values]) =>
      values.map((value) => [format, value, verdict] as const),
    ),
  )

  describe('clauses', () => {
    test('all are there, in order, each once', () => {
      expect(clauses.map(({ id }) => id)).toEqual(known.clauses)
      expect(known.clauses).toHaveLength(known.total)
      const all = [...clauses, ...fieldClauses(contract)].map(({ id }) => id)
      expect(new Set(all).size).toBe(all.length)
    })

    test.each(clauses)('$id is accounted for', ({ judges, rules = {}, unjudged = {} }) => {
      expect([...Object.keys(rules), ...Object.keys(unjudged)].sort()).toEqual([...judges].sort())
      expect(judges.filter((role) => contract.roles[role] === undefined)).toEqual([])
      for (const rule of Object.values(rules).flat())
        expect(rule).toMatch(/^[a-z]+\.[a-z]+(?:-[a-z]+)*(?:@[A-Za-z0-9/:._[\]*-]+)?$/)
    })

    test.each(clauses.filter((clause) => clause.switch !== undefined))(
      '$id names a switch of the profile',
      (clause) => {
        expect(Object.keys(profile)).toContain(clause.switch)
      },
    )

    test('rules of the families client and receiver are for them alone', () => {
      const wrong = clauses.flatMap(({ rules = {} }) =>
        Object.entries(rules).flatMap(([role, named]) =>
          named.filter((rule) => /^(client|receiver)\./.test(rule) && !rule.startsWith(`${role}.`)),
        ),
      )
      expect(wrong).toEqual([])
    })

    test('a clause about a place names a field of the messages, or a situation with codes of its own', () => {
      const accepted = (contract.accepts ?? []).map(({ id }) => `codes.accepted@${id}`)
      const places = clauses
        .flatMap(({ rules = {} }) => Object.values(rules).flat())
        .filter((rule) => !accepted.includes(rule))
        .flatMap((rule) => rule.split('@')[1] ?? [])
      const known = rows.map(({ spec, field }) => `${spec.message}/${field.name}`)
      const isKnown = (place: string) => known.some((one) => covers(`any@${place}`, 'any', one))
      expect(places.filter((place) => !isKnown(place) && !contract.outcome.reserved.includes(place))).toEqual(
        [],
      )
    })
  })

  describe('errata', () => {
    const numbered = Array.from(
      { length: known.errata },
      (_, place) => `${known.errataPrefix}-${String(place + 1).padStart(2, '0')}`,
    )

    test('all are there, in order, each once', () => {
      expect(errata.map(({ id }) => id)).toEqual(numbered)
    })

    test.each(errata)('$id and what it names know each other', ({ id, clauses: named = [], switch: key }) => {
      const holders = [...clauses, ...rows.map((row) => ({ id: row.id, errata: row.field.errata }))]
      const citing = holders.filter((holder) => holder.errata?.includes(id)).map((holder) => holder.id)
      expect([...named].sort()).toEqual(citing.sort())
      if (key !== undefined)
        expect(profiled(key)).toEqual({ errata: expect.arrayContaining([id]) as string[] })
    })

    test('no other place cites an erratum that does not exist', () => {
      const inProfile = Object.values(profile).flatMap((key) => key.errata ?? [])
      const inFormats = Object.values(formats).flatMap(({ tolerates = [] }) =>
        tolerates.flatMap((one) => one.errata ?? []),
      )
      const inNotes = specs.flatMap(({ note = '' }) => note.match(/E-[A-Z]+-\d\d/g) ?? [])
      const cited = [
        ...clauses.flatMap((clause) => clause.errata ?? []),
        ...rows.flatMap(({ field }) => field.errata ?? []),
        ...inProfile,
        ...inFormats,
        ...inNotes,
      ]
      expect(cited.filter((id) => !numbered.includes(id))).toEqual([])
    })

    test('an erratum that a profile key decides says so', () => {
      const silent = Object.values(profile)
        .flatMap((key) => key.errata ?? [])
        .filter((id) => errata.find((one) => one.id === id)?.switch === undefined)
      expect(silent).toEqual([])
    })
  })

  describe('sentences', () => {
    const [word, mood] = [/^[^a-z].*\.$/s, /\b(?:should|must|tests?|tested)\b/i]
    const said: [string, string][] = [
      ...clauses.map(({ id, says }): [string, string] => [id, says]),
      ...clauses.flatMap(({ id, unjudged = {} }) =>
        Object.values(unjudged).map(({ says }): [string, string] => [`${id} unjudged`, says]),
      ),
      ...errata.flatMap(({ id, found, taken }): [string, string][] => [
        [id, found],
        [id, taken],
      ]),
      ...codes.map(({ code, says }): [string, string] => [code, says]),
      ...situations.flatMap(({ id, says, wants }): [string, string][] => [
        [id, says],
        [id, wants],
      ]),
      ...rows.map(({ id, field }): [string, string] => [id, field.says]),
    ]

    test('begin with a capital letter, end with a full stop and state facts', () => {
      expect(said.filter(([, says]) => !word.test(says) || mood.test(says))).toEqual([])
    })

    test('clauses are short', () => {
      expect(clauses.filter(({ says }) => says.length > 140)).toEqual([])
    })
  })

  describe('codes', () => {
    const { success, pending = [], reserved, format } = contract.outcome
    const pattern = new RegExp(formats[format]!.pattern, 'u')
    const named = (kind: string) => codes.filter((code) => code.class === kind).map(({ code }) => code)
    /** Codes of the contract without a row of this class, and rows without a code. */
    const odd = (kind: string, all: string[]) => [
      ...all.filter((code) => !named(kind).some((form) => hasForm(code, form))),
      ...named(kind).filter((form) => !all.some((code) => hasForm(code, form))),
    ]

    test('have the form of the contract, each once', () => {
      expect(codes.filter(({ code }) => !pattern.test(code.replaceAll('#', '0')))).toEqual([])
      expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length)
    })

    test('success, pending and reserved ones are those of the contract', () => {
      expect(odd('success', success)).toEqual([])
      expect(odd('pending', pending)).toEqual([])
      expect(odd('reserved', reserved)).toEqual([])
    })

    test('a refusal has a cause of its own, no other code has one', () => {
      const causes = codes.filter((code) => code.class === 'refusal').map(({ cause }) => cause)
      expect(causes.filter((cause) => !/^[a-z]+(?:-[a-z]+)*$/.test(cause ?? ''))).toEqual([])
      expect(new Set(causes).size).toBe(causes.length)
      expect(codes.filter((code) => code.class !== 'refusal' && code.cause !== undefined)).toEqual([])
    })
  })

  describe('messages', () => {
    test('are the tables as printed: number, name, type and length', () => {
      const printed = Object.fromEntries(specs.map(({ message, fields }) => [message, fields.map(asPrinted)]))
      expect(printed).toEqual(documented(protocol, 'tables'))
    })

    test.each(specs)('$message belongs to its operation', ({ message, operation, side }) => {
      expect(contract.operations[operation]![side]).toBe(message)
    })

    test('formats, conditions and lengths are known ones', () => {
      const named = rows.flatMap(({ field }) => [field.format, ...(field.tolerates ?? [])])
      expect(named.filter((format) => !formats[format])).toEqual([])
      const keys = rows.flatMap(({ field }) =>
        (field.when ?? []).flatMap((condition) => Object.keys(condition.profile)),
      )
      expect(keys.filter((key) => !profile[key])).toEqual([])
      expect(rows.filter(({ field }) => lengthOf(field.length).least > lengthOf(field.length).most)).toEqual(
        [],
      )
    })

    test('echoed, signed, fresh and placed fields are there', () => {
      expect(missing(contract)).toEqual([])
    })
  })

  describe('magic values', () => {
    const table = join(protocol, 'magic.json')
    const { accounts = [], products = [] } = (existsSync(join(folder, table)) ? parsed(table) : {}) as {
      [list: string]: { code: string; data?: string }[]
    }

    test('have a code of their own and are of a kind that the contract knows', () => {
      const all = [...accounts, ...products]
      expect(new Set(all.map(({ code }) => code)).size).toBe(all.length)
      expect(all.filter(({ data }) => data !== undefined && !contract.data[data])).toEqual([])
    })

    test('hold every product that a kind of data wishes for, but the one that nobody sells', () => {
      const sold = products.map(({ code }) => code)
      const wished = Object.values(contract.data).filter(({ wish }) => wish?.['product'] !== undefined)
      const missed = wished.filter(({ wish }) => !sold.includes(String(wish!['product'])))
      expect(missed.filter(({ madeUp }) => !madeUp)).toEqual([])
    })
  })

  describe('situations', () => {
    test('have an id of their own', () => {
      expect(new Set(situations.map(({ id }) => id)).size).toBe(situations.length)
    })

    test.each(situations)(
      '$id names operations and data of the contract',
      ({ operations, until, wish = {} }) => {
        const named = [...operations, ...(until ? [until.operation] : [])]
        expect(named.filter((operation) => !contract.operations[operation])).toEqual([])
        expect(Object.keys(contract.data)).toContain(wish['data'] ?? Object.keys(contract.data)[0])
      },
    )
  })

  describe('formats', () => {
    test.each(Object.entries(formats))('%s compiles', (_, format) => {
      for (const { pattern } of [format, ...(format.tolerates ?? [])]) {
        expect(pattern).toMatch(/^\^.*\$$/)
        expect(() => new RegExp(pattern, 'u')).not.toThrow()
      }
    })

    test.each(Object.entries(formats).filter(([, { alphabet }]) => alphabet))(
      '%s accepts every letter of its alphabet',
      (_, { kind, pattern, alphabet = '' }) => {
        const twice = kind === 'text' ? 1 : 2
        expect(
          [...alphabet].filter((letter) => !new RegExp(pattern, 'u').test(letter.repeat(twice))),
        ).toEqual([])
      },
    )

    test.each(vectors)('%s: %j %s', (name, value, verdict) => {
      const { pattern, tolerates = [] } = formats[name]!
      const matches = (one: string) => new RegExp(one, 'u').test(value)
      expect(
        matches(pattern) ? 'passes' : tolerates.some((one) => matches(one.pattern)) ? 'warns' : 'fails',
      ).toBe(verdict)
    })
  })
})

function rowId(prefix: string, { name }: FieldSpec): string {
  return `${prefix}-${name.toUpperCase()}`
}

/** The row as the document prints it, where the reading taken differs too. */
const asPrinted = ({ no, name, presence, length, printed = {} }: FieldSpec): string =>
  [
    no,
    printed['name'] ?? name,
    printed['presence'] ?? presence,
    printed['length'] ?? length.replace('..', '-'),
  ].join(' | ')

function missing(contract: Contract): string[] {
  const { operations, messages, signature, fresh, places, key, thread = [], credentials = {} } = contract
  const has = (message: string, name: string) =>
    messages[message]!.fields.some((field) => field.name === name)
  const echoes = Object.values(operations).flatMap((operation) =>
    (operation.echo ?? []).flatMap(({ field }) =>
      messagesIn(operation)
        .filter((message) => !has(message, field))
        .map((message) => `${message}/${field}`),
    ),
  )
  /** Requests about a transaction; a token is got without one. */
  const requests = Object.values(operations)
    .map(({ request }) => request)
    .filter((message) => key.flat().some((name) => has(message, name)))
  const everywhere = requests.flatMap((message) => fresh.filter((name) => !has(message, name)))
  const parts = [...Object.values(places), ...key.flat(), ...thread.flat(), ...Object.keys(credentials)]
  const somewhere = [...(signature?.fields ?? []), ...parts].filter(
    (name) => !Object.keys(messages).some((message) => has(message, name)),
  )
  return [...echoes, ...everywhere, ...somewhere]
}

describe('lengths', () => {
  const both = protocols().map((protocol) => loadContract(protocol))

  test.each([
    ['REQUESTID', 'Request', '00000000000000000001', true],
    ['REQUESTID', 'Request', '000000000000000000001', false],
    ['REQUESTID', 'Request', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', false],
    ['StoreID', 'ReqInquiry', 'G001T01', false],
    ['StoreID', 'ReqInquiry', 'G001T001', true],
    ['StoreID', 'ReqInquiry', 'G001T0011', false],
    ['Signature', 'ReqPayment', 'AB'.repeat(51), false],
    ['Signature', 'ReqPayment', 'AB'.repeat(50), true],
    ['Amount', 'ReqPayment', '1000000000000', false],
    ['Amount', 'ReqPayment', '999999999999', true],
  ])('%s of %s: %s', (name, message, value, fits) => {
    const spec = both.flatMap((contract) => contract.messages[message] ?? [])[0]!
    const { least, most } = lengthOf(spec.fields.find((field) => field.name === name)!.length)
    expect(value.length >= least && value.length <= most).toBe(fits)
  })
})

describe('spellings that are tolerated', () => {
  test.each([
    ['indomaret', 'ReqPayment', 'Amount', '50000.00'],
    ['indomaret', 'ReqPayment', 'TimeStamp', '2014-08-06 24:00:00'],
    ['xgateway', 'Request', 'PIN', 'p&<é>'],
  ])('%s: %s/%s as %j is a warning', (protocol, message, name, value) => {
    const contract = loadContract(protocol)
    const shape = shapeOf(contract, contract.messages[message]!, profileOf(contract))
    const about = shape.check({ [name]: value }).filter(({ field }) => field.name === name)
    expect(about).toMatchObject([{ constraint: 'format', level: 'should' }])
  })
})
