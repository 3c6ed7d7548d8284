/** Loads a contract from `schemas/<protocol>/`, checks every file against its meta-schema, and keeps it. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import {
  messagesIn,
  type Accept,
  type Clause,
  type Code,
  type Contract,
  type Erratum,
  type Format,
  type MessageSpec,
  type Situation,
} from './contract.ts'
import { home } from './home.ts'
import type { Phrases } from './phrases.ts'
import { outerOf } from './tree.ts'

/** Bad data in a contract: fatal at start-up, never a silently ignored line. */
export class ContractError extends Error {
  override name = 'ContractError'
}

const schemas = join(home, 'schemas')
const loaded = new Map<string, Contract>()

let listed: string[] | undefined

/**
 * Ids of the protocols that exist: the folders of `schemas`, without those whose contract is still a draft. Whoever works
 * on drafts names them, with commas, in the environment variable BATU_UJI_DRAFTS.
 */
export function protocols(): string[] {
  const wanted = (process.env['BATU_UJI_DRAFTS'] ?? '').split(',')
  listed ??= folders().filter((protocol) => wanted.includes(protocol) || !isDraft(protocol))
  return [...listed]
}

function folders(): string[] {
  return readdirSync(schemas, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(schemas, entry.name, 'contract.json')))
    .map((entry) => entry.name)
    .sort()
}

function isDraft(protocol: string): boolean {
  const contract = readFileSync(join(schemas, protocol, 'contract.json'), 'utf8')
  return (JSON.parse(contract) as Partial<Contract>).draft === true
}

/** The contract of a protocol, a draft included. Throws ContractError for an unknown protocol and for data that breaks its meta-schema. */
export function loadContract(protocol: string): Contract {
  const known = loaded.get(protocol)
  if (known) return known
  if (!folders().includes(protocol))
    throw new ContractError(`There is no protocol «${protocol}». Choose one of: ${protocols().join(', ')}.`)
  const contract = read(protocol)
  loaded.set(protocol, contract)
  return contract
}

/** A contract as its file has it: what it has none of may be left out. */
type Written = Omit<Contract, 'fresh' | 'key' | 'places'> &
  Partial<Pick<Contract, 'fresh' | 'key' | 'places'>>

function read(protocol: string): Contract {
  const folder = join(schemas, protocol)
  const hash = createHash('sha256')
  const file = <T>(name: string, meta: string): T => {
    const bytes = readFileSync(join(folder, name), 'utf8')
    hash.update(name).update(bytes)
    return checked<T>(JSON.parse(bytes) as unknown, meta, `schemas/${protocol}/${name}`)
  }
  const contract = file<Written>('contract.json', 'contract')
  const messages = readdirSync(join(folder, 'messages'))
    .sort()
    .map((name) => file<MessageSpec>(`messages/${name}`, 'message'))
  return wellFormed({
    fresh: [],
    key: [],
    places: {},
    ...contract,
    formats: file<{ formats: { [name: string]: Format } }>('formats.json', 'formats').formats,
    messages: Object.fromEntries(messages.map((spec) => [spec.message, spec])),
    clauses: file<{ clauses: Clause[] }>('clauses.json', 'clauses').clauses,
    errata: file<{ errata: Erratum[] }>('errata.json', 'errata').errata,
    codes: file<{ codes: Code[] }>('codes.json', 'codes').codes,
    situations: existsSync(join(folder, 'situations.json'))
      ? file<{ situations: Situation[] }>('situations.json', 'situations').situations
      : [],
    ...(existsSync(join(folder, 'accepts.json'))
      ? { accepts: file<{ situations: Accept[] }>('accepts.json', 'accepts').situations }
      : {}),
    ...(existsSync(join(folder, 'phrases.json'))
      ? { phrases: file<Phrases>('phrases.json', 'phrases') }
      : {}),
    hash: hash.digest('hex'),
  })
}

const validators = new Map<string, ValidateFunction>()

function checked<T>(data: unknown, meta: string, where: string): T {
  const validate = validators.get(meta) ?? compile(meta)
  if (validate(data)) return data as T
  const first = validate.errors?.[0]
  const detail = `${first?.instancePath || '/'} ${first?.message ?? 'is wrong'} ${JSON.stringify(first?.params ?? {})}`
  throw new ContractError(`${where} breaks schemas/${meta}.schema.json at ${detail}. Correct the file.`)
}

/** One for all meta-schemas, and without that of JSON Schema itself: making one takes as long as compiling two. */
const ajv = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  meta: false,
  validateSchema: false,
  code: { optimize: false },
})

function compile(meta: string): ValidateFunction {
  const validate = ajv.compile(
    JSON.parse(readFileSync(join(schemas, `${meta}.schema.json`), 'utf8')) as object,
  )
  validators.set(meta, validate)
  return validate
}

function wellFormed(contract: Contract): Contract {
  for (const spec of Object.values(contract.messages))
    for (const field of spec.fields)
      for (const format of [field.format, ...(field.tolerates ?? [])])
        if (!contract.formats[format])
          throw new ContractError(
            `schemas/${contract.id}/messages/${spec.message}.json names the format «${format}» in ${field.name}, which formats.json does not have. Add it there or correct the name.`,
          )
  for (const spec of Object.values(contract.messages)) wellNested(contract, spec)
  for (const operation of Object.values(contract.operations))
    for (const message of messagesIn(operation))
      if (!contract.messages[message])
        throw new ContractError(
          `schemas/${contract.id}/contract.json names the message «${message}», which has no file in messages/.`,
        )
  return contract
}

/** A row is nested in a row, and that is an object or an array. Throws ContractError. */
export function wellNested({ id, formats }: Contract, { message, fields }: MessageSpec): void {
  const rows = new Map(fields.map((field) => [field.name, field]))
  const wrong = (says: string) => new ContractError(`schemas/${id}/messages/${message}.json ${says}`)
  for (const { name, format } of fields) {
    const { pattern, values = [] } = formats[format]!
    const foreign = values.find((value) => !new RegExp(pattern, 'u').test(value))
    if (foreign !== undefined)
      throw wrong(
        `uses the format ${format}, whose value «${foreign}» breaks its own pattern. Correct formats.json.`,
      )
    const near = outerOf(name)
    // Elements of an array need no row of their own.
    const outer = near?.endsWith('[]') && !rows.has(near) ? outerOf(near) : near
    const wanted = outer !== undefined && (name.startsWith(`${outer}[]`) ? 'array' : 'object')
    if (wanted && rows.get(outer!)?.json !== wanted)
      throw wrong(`lists «${name}», but no row «${outer}» of the JSON type ${wanted}. Add it.`)
  }
}
