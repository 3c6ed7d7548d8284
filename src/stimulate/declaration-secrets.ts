/** Resolves what a declaration only names: `env:NAME`, `file:PATH`, `${credentials.key}` and `${env:NAME}`. */
import { resolve } from 'node:path'
import type { Declaration } from './declaration-form.ts'
import { DeclarationError } from './declaration-error.ts'
import { readText } from './declaration-json.ts'
import { suggestion } from './declaration-nearest.ts'
import { fillText, placeholdersIn } from './hooks-fill.ts'
import type { Values } from './hooks-form.ts'

export interface Secrets {
  credentials: { [name: string]: string }
  /** Values of all placeholders that name a secret, by the placeholder's name. */
  values: Values
  headers: [string, string][]
  /** Every value that no report may show. */
  all: string[]
}

interface Place {
  baseDir: string
  where: string
  /** Credentials that are no secret where they are written out: a user id. */
  open?: string[]
}

/** Everything secret that a declaration names. Throws DeclarationError for what is not there. */
export function secretsOf(declaration: Declaration, place: Place): Secrets {
  const credentials = resolved(declaration.credentials, '/credentials', place)
  const values = {
    ...valuesOf(credentials),
    ...environmentIn([declaration.hooks, declaration.headers], place),
  }
  const headers = Object.entries(resolved(declaration.headers, '/headers', place)).map(
    ([name, value]): [string, string] => {
      return [name, fillText(checkedHeader(value, name, credentials, place), values)]
    },
  )
  const isOpen = (name: string): boolean =>
    (place.open ?? []).includes(name) && !/^(env|file):/.test(declaration.credentials?.[name] ?? '')
  const hidden = Object.entries(values).filter(([name]) => !isOpen(name.replace(/^credentials\./, '')))
  const all = [
    ...hidden.map(([, value]) => value),
    ...headers.filter(isSecret(declaration)).map(([, value]) => value),
  ]
  return { credentials, values, headers, all: [...new Set(all.map(String))].filter((value) => value !== '') }
}

function resolved(
  texts: { [name: string]: string } = {},
  at: string,
  place: Place,
): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, secret(text, `${place.where}: ${at}/${name}`, place)]),
  )
}

/** The value that a text names: `env:NAME`, `file:PATH`, or itself. Throws DeclarationError for what is not there. */
export function secret(text: string, what: string, { baseDir }: Pick<Place, 'baseDir'>): string {
  if (text.startsWith('env:')) return environment(text.slice(4), what)
  if (text.startsWith('file:')) return readText(resolve(baseDir, text.slice(5)), what).trim()
  return text
}

function environment(name: string, what: string): string {
  const value = process.env[name]
  if (value !== undefined && value !== '') return value
  throw new DeclarationError(
    `${what} wants the environment variable ${name}, which is not set. Set it, then run again.`,
  )
}

function valuesOf(credentials: { [name: string]: string }): Values {
  return Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [`credentials.${name}`, value]),
  )
}

function environmentIn(template: unknown, { where }: Place): Values {
  const names = placeholdersIn(template).filter((name) => name.startsWith('env:'))
  return Object.fromEntries(names.map((name) => [name, environment(name.slice(4), `${where}: \${${name}}`)]))
}

function checkedHeader(value: string, header: string, credentials: object, { where }: Place): string {
  const known = Object.keys(credentials).map((name) => `credentials.${name}`)
  const wrong = placeholdersIn(value).find((name) => !name.startsWith('env:') && !known.includes(name))
  if (wrong === undefined) return value
  throw new DeclarationError(
    `${where}: /headers/${header} has the placeholder \${${wrong}}, which has no value.${suggestion(wrong, known)}`,
  )
}

/** Headers that carry a secret by their name, or whose value is not written in the file itself. */
function isSecret({ headers = {} }: Declaration): (header: [string, string]) => boolean {
  return ([name]) => /^(env|file):|\$\{/.test(headers[name] ?? '') || isSecretHeader(name)
}

/** True for a header that usually carries a secret. */
function isSecretHeader(name: string): boolean {
  return /authorization|cookie|token|secret|api-?key|password/i.test(name)
}
