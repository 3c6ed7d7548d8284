/** Checks a document that a person wrote against its JSON Schema, and says what is wrong in a sentence. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { home } from '../contract/home.ts'
import { DeclarationError } from './declaration-error.ts'
import { suggestion } from './declaration-nearest.ts'

const validators = new Map<string, ValidateFunction>()

/** The document as T, if it keeps `schemas/<name>.schema.json`. `where` names it in the complaint. */
export function keepsSchema<T>(document: unknown, name: string, where: string): T {
  const validate = validators.get(name) ?? compile(name)
  if (validate(document)) return document as T
  throw new DeclarationError(`${where}: ${complaint(weightiest(validate.errors ?? []))}`)
}

function compile(name: string): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
    strict: true,
    strictTypes: false,
    strictRequired: false,
  })
  const validate = ajv.compile(
    JSON.parse(readFileSync(join(home, 'schemas', `${name}.schema.json`), 'utf8')) as object,
  )
  validators.set(name, validate)
  return validate
}

/** A mistyped key explains a missing one; a union that failed is explained by what failed in it. */
function weightiest(errors: ErrorObject[]): ErrorObject {
  const rank = ({ keyword }: ErrorObject): number =>
    keyword === 'additionalProperties' ? 0 : keyword === 'if' ? 3 : 1
  const inUnion = (error: ErrorObject): boolean => /\/oneOf\/\d+\//.test(error.schemaPath)
  return errors.filter((error) => !inUnion(error)).toSorted((a, b) => rank(a) - rank(b))[0]!
}

function complaint(error: ErrorObject): string {
  const at = error.instancePath || 'the top'
  const { params, data } = error
  if (error.keyword === 'additionalProperties') return unknownKey(error, at)
  if (error.keyword === 'required')
    return `«${String(params['missingProperty'])}» is missing at ${at}. Add it.`
  if (error.keyword === 'enum')
    return `${at} is ${shown(data)}; it takes one of ${words(params['allowedValues'] as unknown[])}.`
  if (error.keyword === 'type')
    return `${at} is ${shown(data)}; it takes ${kinds(params['type'] as string | string[])}.`
  if (error.keyword === 'oneOf')
    return `${at} takes exactly one of ${alternatives(error).join(', ')}. Name one.`
  return `${at} is ${shown(data)}; it ${error.message ?? 'is wrong'}. Correct it.`
}

function unknownKey(error: ErrorObject, at: string): string {
  const key = String(error.params['additionalProperty'])
  const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {})
  return `there is no key «${key}» at ${at}.${suggestion(key, known)}`
}

function alternatives({ schema }: ErrorObject): string[] {
  return (schema as { required: string[] }[]).flatMap(({ required }) => required)
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

const words = (values: unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ')

function kinds(type: string | string[]): string {
  const names = {
    string: 'a text',
    object: 'an object',
    array: 'a list',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  }
  return [type]
    .flat()
    .map((name) => names[name as keyof typeof names] ?? name)
    .join(' or ')
}
