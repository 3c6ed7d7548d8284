/** The data of the national standard, held against the document and against itself, whoever serves it. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { hasForm } from '../src/contract/codes.ts'
import type {
  Accept,
  Clause,
  Code,
  Erratum,
  Format,
  MessageSpec,
  Situation,
} from '../src/contract/contract.ts'
import { home } from '../src/contract/home.ts'
import { parseHttpFile } from '../src/wire/http-file.ts'
import sources from '../fixtures/snap/published/document/sources.json' with { type: 'json' }
import ids from './data/snap/ids.json' with { type: 'json' }
import vectors from './data/snap/formats.json' with { type: 'json' }
import tables from './data/snap/tables.json' with { type: 'json' }

const folder = join(home, 'schemas')
const published = join(home, 'fixtures', 'snap', 'published')
const parsed = <T>(path: string): T => JSON.parse(readFileSync(join(folder, path), 'utf8')) as T
const files = readdirSync(join(folder, 'snap'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.json'),
)

const { clauses } = parsed<{ clauses: Clause[] }>('snap/clauses.json')
const { errata } = parsed<{ errata: Erratum[] }>('snap/errata.json')
const { codes } = parsed<{ codes: Code[] }>('snap/codes.json')
const { situations: accepts } = parsed<{ situations: Accept[] }>('snap/accepts.json')
const { situations } = parsed<{ situations: Situation[] }>('snap/situations.json')
const { formats } = parsed<{ formats: { [name: string]: Format } }>('snap/formats.json')
const specs = files
  .filter((path) => path.startsWith('messages'))
  .map((path) => parsed<MessageSpec>(join('snap', path)))
const specOf = (message: string) => specs.find((spec) => spec.message === message)!
const operations = [...new Set(specs.map(({ operation }) => operation))]
const rows = specs.flatMap((spec) => spec.fields.map((field) => ({ spec, field })))

describe('files', () => {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
  })

  test.each(files)('%s keeps its meta-schema', (path) => {
    const data = parsed<{ $schema: string }>(join('snap', path))
    const known = parsed<{ $id: string }>(basename(data.$schema))
    const validate = ajv.getSchema(known.$id) ?? ajv.compile(known)
    validate(data)
    expect(validate.errors ?? []).toEqual([])
  })
})

describe('clauses and errata', () => {
  test('all clauses of the catalogue are there, in order, each accounted for', () => {
    expect(clauses.map(({ id }) => id)).toEqual(ids.clauses)
    expect(clauses).toHaveLength(165)
    const open = clauses.filter(
      ({ judges, rules = {}, unjudged = {} }) =>
        [...Object.keys(rules), ...Object.keys(unjudged)].sort().join() !== [...judges].sort().join(),
    )
    expect(open).toEqual([])
  })

  test('all errata are there, in order, and name whoever cites them', () => {
    expect(errata.map(({ id }) => id)).toEqual(
      Array.from({ length: 60 }, (_, place) => `E-SNAP-${String(place + 1).padStart(2, '0')}`),
    )
    const holders = [
      ...clauses,
      ...rows.map(({ spec, field }) => ({
        id: `${spec.clauses}-${field.name.toUpperCase()}`,
        errata: field.errata,
      })),
    ]
    for (const { id, clauses: named = [] } of errata) {
      const citing = holders.filter((holder) => holder.errata?.includes(id)).map((holder) => holder.id)
      expect([...named].sort(), id).toEqual(citing.sort())
    }
  })

  test('sentences are plain statements', () => {
    const said = [
      ...clauses.map(({ says }) => says),
      ...errata.flatMap(({ found, taken }) => [found, taken]),
      ...codes.map(({ says }) => says),
      ...accepts.map(({ says }) => says),
      ...situations.flatMap(({ says, wants }) => [says, wants]),
      ...rows.map(({ field }) => field.says),
    ]
    const wrong = said.filter(
      (says) => !/^[^a-z].*\.$/s.test(says) || /\b(?:should|must|tests?|tested)\b/i.test(says),
    )
    expect(wrong).toEqual([])
    expect(clauses.filter(({ says }) => says.length > 140)).toEqual([])
  })
})

describe('messages', () => {
  test('are the tables as printed', () => {
    const printed = Object.fromEntries(
      specs.map(({ message, fields }) => [
        message,
        fields.map(({ no, name, presence, length, printed: as = {} }) =>
          [no, as['name'] ?? name, as['presence'] ?? presence, as['length'] ?? length].join(' | '),
        ),
      ]),
    )
    expect(printed).toEqual(tables)
  })

  test('have 146 rows of bodies, 14 messages, and headers in each', () => {
    const bodies = rows.filter(
      ({ spec, field }) => spec.clauses.startsWith('SNAP-5') && !isHeader(field.name),
    )
    expect(bodies).toHaveLength(146)
    expect(specs).toHaveLength(14)
    expect(specs.filter(({ fields }) => !fields.some(({ name }) => isHeader(name)))).toEqual([])
  })

  test('name a row once, below an object or a list of the same message', () => {
    const wrong = specs.flatMap(({ message, fields }) => {
      const names = fields.map(({ name }) => name)
      const homeless = names.filter((name) => outerOf(name) !== undefined && !names.includes(outerOf(name)!))
      const twice = names.filter((name, place) => names.indexOf(name) !== place)
      return [...homeless, ...twice].map((name) => `${message}/${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('know their formats', () => {
    expect(rows.filter(({ field }) => !formats[field.format]).map(({ field }) => field.name)).toEqual([])
    const used = new Set(rows.map(({ field }) => field.format))
    expect(Object.keys(formats).filter((name) => !used.has(name))).toEqual([])
  })
})

const isHeader = (name: string) => name.startsWith('header:')

function outerOf(name: string): string | undefined {
  const at = name.lastIndexOf('.')
  return at < 0 || isHeader(name) ? undefined : name.slice(0, at).replace(/\[\]$/, '')
}

describe('formats', () => {
  const matches = (pattern: string, value: string) => new RegExp(pattern, 'u').test(value)
  const read = ({ pattern, tolerates = [] }: Format, value: string) =>
    [{ pattern }, ...tolerates.filter(({ when }) => when === undefined)].some((one) =>
      matches(one.pattern, value),
    )

  test.each(Object.entries(formats))(
    '%s: what is wrong breaks it, examples and values keep it',
    (_, format) => {
      expect((format.wrong ?? []).filter((value) => read(format, value))).toEqual([])
      const right = [...(format.examples ?? []), ...(format.values ?? [])]
      expect(right.filter((value) => !matches(format.pattern, value))).toEqual([])
    },
  )

  test.each(Object.entries(vectors))('%s reads its vectors', (name, verdicts) => {
    const format = formats[name]!
    for (const [verdict, values] of Object.entries(verdicts))
      for (const value of values) {
        const found = matches(format.pattern, value) ? 'passes' : read(format, value) ? 'warns' : 'fails'
        expect(`${value}: ${found}`).toBe(`${value}: ${verdict}`)
      }
  })
})

describe('codes', () => {
  const counts = Object.fromEntries([
    ['200', 1],
    ['202', 1],
    ['400', 3],
    ['401', 5],
    ['403', 24],
    ['404', 20],
    ['405', 2],
    ['409', 2],
    ['429', 1],
    ['500', 3],
    ['504', 1],
  ])

  test('are the 63 of the document, each once', () => {
    expect(codes).toHaveLength(63)
    expect(new Set(codes.map(({ code }) => code)).size).toBe(63)
    const byStatus: { [status: string]: number } = {}
    for (const { code } of codes) byStatus[code.slice(0, 3)] = (byStatus[code.slice(0, 3)] ?? 0) + 1
    expect(byStatus).toEqual(counts)
  })

  test('have a text that fits into 150 characters, and operations that exist', () => {
    expect(codes.filter(({ text = '' }) => text === '' || text.length > 150)).toEqual([])
    const named = codes.flatMap(({ usual }) => [...(usual?.expected ?? []), ...(usual?.possible ?? [])])
    expect(named.filter((operation) => !operations.includes(operation))).toEqual([])
  })

  test('refusals have a cause of their own', () => {
    const causes = codes.filter((code) => code.class === 'refusal').map(({ cause }) => cause)
    expect(causes.filter((cause) => cause === undefined)).toEqual([])
    expect(new Set(causes).size).toBe(causes.length)
  })
})

describe('right codes by situation', () => {
  test.each(accepts)('$id names operations and codes that exist', (situation) => {
    expect(situation.operations.filter((operation) => !operations.includes(operation))).toEqual([])
    const named = [situation.canonical, ...situation.accept.map(({ code }) => code)]
    const known = (form: string) => form === '404' || codes.some(({ code }) => code === form)
    expect(named.filter((form) => !known(form))).toEqual([])
    expect(new Set(named).size).toBe(named.length)
  })

  test('have an id of their own, as the situations of clients do', () => {
    for (const list of [accepts, situations]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
  })

  test('a canonical code is one that its operations have a use for', () => {
    const unlikely = accepts.flatMap(({ id, canonical, operations: in_ }) => {
      const { usual } = codes.find(({ code }) => hasForm(canonical, code) || code === canonical)!
      const likely = [...(usual?.expected ?? []), ...(usual?.possible ?? [])]
      return in_.some((operation) => likely.includes(operation)) ? [] : [id]
    })
    expect(unlikely).toEqual([])
  })
})

type Leaf = [place: string, value: unknown]

/** Values of a body by the name of their row, elements of lists under one name. */
function leavesOf(value: unknown, place = ''): Leaf[] {
  const own: Leaf[] = place === '' || place.endsWith('[]') ? [] : [[place, value]]
  if (Array.isArray(value)) return [...own, ...value.flatMap((one) => leavesOf(one, `${place}[]`))]
  if (typeof value !== 'object' || value === null || place.endsWith('additionalInfo')) return own
  const dot = place === '' ? '' : '.'
  return [...own, ...Object.entries(value).flatMap(([key, one]) => leavesOf(one, `${place}${dot}${key}`))]
}

describe('samples of the document', () => {
  test('are the ten bodies', () => {
    const there = readdirSync(join(published, 'document')).filter((name) => name !== 'sources.json')
    expect(sources.files.map(({ file }) => file).sort()).toEqual(there.sort())
    expect(there).toHaveLength(10)
  })

  test.each(sources.files)('$file has the fields of $message, once corrected', ({ file, message }) => {
    const body: unknown = JSON.parse(readFileSync(join(published, 'document', file), 'utf8'))
    const { fields } = specOf(message)
    const leaves = leavesOf(body)
    const wrong = leaves.filter(([place, value]) => {
      const row = fields.find(({ name }) => name === place)
      if (!row) return true
      if (typeof value !== 'string') return row.json === undefined && value !== null
      return !new RegExp(formats[row.format]!.pattern, 'u').test(value)
    })
    expect(wrong).toEqual([])
    const mandatory = fields.filter(({ name, presence }) => presence === 'M' && !/[.:]/.test(name))
    const there = leaves.map(([place]) => place)
    expect(mandatory.map(({ name }) => name).filter((name) => !there.includes(name))).toEqual([])
  })

  test.each(sources.files)('$file has its corrections, each of an erratum', ({ file, corrections }) => {
    const text = readFileSync(join(published, 'document', file), 'utf8')
    for (const { erratum, found, corrected } of corrections) {
      expect(errata.map(({ id }) => id)).toContain(erratum)
      expect(text).toContain(corrected)
      expect(text).not.toContain(found)
    }
  })
})

describe('captures of client libraries', () => {
  const captures = readdirSync(join(published, 'captures')).filter((name) => name.endsWith('.http'))
  const messageOf = (path: string) =>
    specs.find(({ side, operation }) => side === 'request' && paths[operation] === path)
  const paths: { [operation: string]: string } = {
    payment: '/v1.0/debit/payment-host-to-host',
    status: '/v1.0/debit/status',
    cancel: '/v1.0/debit/cancel',
    refund: '/v1.0/debit/refund',
    token: '/v1.0/access-token/b2b',
  }

  test('are all described', () => {
    const table = readFileSync(join(published, 'captures', 'TABLE.md'), 'utf8')
    expect(captures.filter((name) => !table.includes(`| ${name.replace('.http', '')} |`))).toEqual([])
  })

  test.each(captures)('%s is a request whose fields have rows', (name) => {
    const { path, headers, body } = parseHttpFile(readFileSync(join(published, 'captures', name)))
    const { fields } = messageOf(path)!
    const names = fields.flatMap(({ name: row, aliases = [] }) => [row, ...aliases.map((one) => one.name)])
    const unknown = leavesOf(JSON.parse(Buffer.from(body).toString('utf8'))).map(([place]) => place)
    expect(unknown.filter((place) => !names.includes(place))).toEqual([])
    const given = headers.map(([header]) => `header:${header}`.toLowerCase())
    const wanted = fields.filter((row) => isHeader(row.name) && row.presence === 'M')
    expect(wanted.filter((row) => !given.includes(row.name.toLowerCase())).map((row) => row.name)).toEqual([])
  })
})
