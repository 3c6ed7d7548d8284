import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { messagesIn, type Contract, type FieldSpec } from '../src/contract/contract.ts'
import { home } from '../src/contract/home.ts'
import { loadContract } from '../src/contract/load.ts'
import { lengthOf } from '../src/contract/schema.ts'
import ids from './catalogue-ids.json' with { type: 'json' }
import byFormat from './format-vectors.json' with { type: 'json' }
import tables from './indomaret-tables.json' with { type: 'json' }

const folder = join(home, 'schemas')
const parsed = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'))
const files = readdirSync(join(folder, 'indomaret'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.json'),
)

describe('files and meta-schemas', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })

  test.each(files)('%s keeps its meta-schema', (path) => {
    const data = parsed(join('indomaret', path)) as { $schema: string }
    const meta = basename(data.$schema)
    expect(join('indomaret', path, '..', data.$schema)).toBe(meta)
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

const contract = loadContract('indomaret')
const { clauses, errata, codes, formats, profile } = contract
const specs = Object.values(contract.messages)
const rows = specs.flatMap((spec) =>
  spec.fields.map((field) => ({ id: rowId(spec.clauses, field), spec, field })),
)
const profiled = (at: string): object => ({ errata: profile[at]?.errata ?? [] })

function rowId(prefix: string, { name }: FieldSpec): string {
  return `${prefix}-${name.toUpperCase()}`
}

describe('clauses', () => {
  test('all are there, in order, each once', () => {
    expect(clauses.map(({ id }) => id)).toEqual(ids.clauses)
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(104)
    expect(rows.filter(({ id }) => ids.clauses.includes(id))).toEqual([])
  })

  test.each(clauses)('$id is accounted for', ({ judges, rules = {}, unjudged = {} }) => {
    expect([...Object.keys(rules), ...Object.keys(unjudged)].sort()).toEqual([...judges].sort())
    expect(judges.filter((role) => contract.roles[role] === undefined)).toEqual([])
    for (const rule of Object.values(rules).flat())
      expect(rule).toMatch(/^[a-z]+\.[a-z]+(?:-[a-z]+)*(?:@[A-Za-z0-9/]+)?$/)
  })

  test.each(clauses.filter((clause) => clause.switch !== undefined))(
    '$id names a switch of the profile',
    (clause) => {
      expect(Object.keys(profile)).toContain(clause.switch)
    },
  )

  test('those on the client alone have no rule of a server, and rules of the family client are for clients', () => {
    const wrong = clauses.flatMap(({ rules = {} }) =>
      (rules.server ?? []).filter((rule) => rule.startsWith('client.')),
    )
    expect(wrong).toEqual([])
    expect(clauses.find(({ id }) => id === 'IDM-MSGID-UNIQUE')!.judges).toEqual(['client'])
  })

  test('a clause about a place names a field of the messages', () => {
    const places = clauses
      .flatMap(({ rules = {} }) => Object.values(rules).flat())
      .flatMap((rule) => rule.split('@')[1] ?? [])
    const known = rows.map(({ field }) => field.name)
    expect(
      places.filter((place) => !known.includes(place) && !contract.outcome.reserved.includes(place)),
    ).toEqual([])
  })
})

describe('errata', () => {
  const numbered = Array.from(
    { length: ids.errata },
    (_, place) => `E-IDM-${String(place + 1).padStart(2, '0')}`,
  )

  test('all are there, in order, each once', () => {
    expect(ids.errata).toBe(45)
    expect(errata.map(({ id }) => id)).toEqual(numbered)
  })

  test.each(errata)('$id and what it names know each other', ({ id, clauses: named = [], switch: key }) => {
    const holders = [...clauses, ...rows.map((row) => ({ id: row.id, errata: row.field.errata }))]
    const citing = holders.filter((holder) => holder.errata?.includes(id)).map((holder) => holder.id)
    expect([...named].sort()).toEqual(citing.sort())
    if (key !== undefined) expect(profiled(key)).toEqual({ errata: expect.arrayContaining([id]) as string[] })
  })

  test('no other place cites an erratum that does not exist', () => {
    const inProfile = Object.values(profile).flatMap((key) => key.errata ?? [])
    const inFormats = Object.values(formats).flatMap(({ tolerates = [] }) =>
      tolerates.flatMap((one) => one.errata ?? []),
    )
    const inNotes = specs.flatMap(({ note = '' }) => note.match(/E-IDM-\d\d/g) ?? [])
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
  const { success, reserved } = contract.outcome
  const named = (kind: string) => codes.filter((code) => code.class === kind).map(({ code }) => code)

  test('are two digits, each once', () => {
    expect(codes.filter(({ code }) => !new RegExp(formats['code']!.pattern, 'u').test(code))).toEqual([])
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length)
  })

  test('success and reserved ones are those of the contract', () => {
    expect(named('success')).toEqual(success)
    expect(named('reserved').sort()).toEqual([...reserved].sort())
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
    expect(printed).toEqual(tables)
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
    expect(rows.filter(({ field }) => lengthOf(field.length).least > lengthOf(field.length).most)).toEqual([])
  })

  test('echoed, signed and fresh fields are there', () => {
    expect(missing(contract)).toEqual([])
  })
})

/** The row as the document prints it, where the reading taken differs too. */
const asPrinted = ({ no, name, presence, length, printed = {} }: FieldSpec): string =>
  [no, name, printed['presence'] ?? presence, printed['length'] ?? length.replace('..', '-')].join(' | ')

function missing({ operations, messages, signature, fresh, places }: Contract): string[] {
  const has = (message: string, name: string) =>
    messages[message]!.fields.some((field) => field.name === name)
  const echoes = Object.values(operations).flatMap((operation) =>
    (operation.echo ?? []).flatMap(({ field }) =>
      messagesIn(operation)
        .filter((message) => !has(message, field))
        .map((message) => `${message}/${field}`),
    ),
  )
  const requests = Object.values(operations).map(({ request }) => request)
  const everywhere = requests.flatMap((message) => fresh.filter((name) => !has(message, name)))
  const somewhere = [...signature!.fields, ...Object.values(places)].filter(
    (name) => !Object.keys(messages).some((message) => has(message, name)),
  )
  return [...echoes, ...everywhere, ...somewhere]
}

/** Values by format and verdict, where the format alone decides. */
const vectors = Object.entries(byFormat).flatMap(([format, verdicts]) =>
  Object.entries(verdicts).flatMap(([verdict, values]) =>
    values.map((value) => [format, value, verdict] as const),
  ),
)

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
      expect([...alphabet].filter((letter) => !new RegExp(pattern, 'u').test(letter.repeat(twice)))).toEqual(
        [],
      )
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

describe('lengths', () => {
  test.each([
    ['StoreID', 'ReqInquiry', 'G001T01', false],
    ['StoreID', 'ReqInquiry', 'G001T001', true],
    ['StoreID', 'ReqInquiry', 'G001T0011', false],
    ['Signature', 'ReqPayment', 'AB'.repeat(51), false],
    ['Signature', 'ReqPayment', 'AB'.repeat(50), true],
    ['Amount', 'ReqPayment', '1000000000000', false],
    ['Amount', 'ReqPayment', '999999999999', true],
  ])('%s of %s: %s', (name, message, value, fits) => {
    const { least, most } = lengthOf(
      contract.messages[message]!.fields.find((field) => field.name === name)!.length,
    )
    expect(value.length >= least && value.length <= most).toBe(fits)
  })
})
