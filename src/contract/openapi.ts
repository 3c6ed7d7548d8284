/** OpenAPI 3.1 of a JSON contract, generated from its operations, messages and codes. */
import type { Contract, MessageSpec, Operation, Profile } from './contract.ts'
import { bodySchema, headersOf, type HeaderRow } from './openapi-message.ts'
import { answersOf } from './openapi-answers.ts'
import { presenceOf, type JsonSchema } from './schema.ts'

interface Named {
  name: string
  operation: Operation
}

/** The description of a server that keeps the contract under a profile. */
export function openapiOf(contract: Contract, profile: Profile, server = '/'): JsonSchema {
  const all = Object.entries(contract.operations).map(([name, operation]) => ({ name, operation }))
  const called = all.filter(({ operation }) => operation.from === 'client')
  const calling = all.filter(({ operation }) => operation.from === 'gateway')
  const secured = Object.values(contract.messages).some((spec) => authorization(spec) !== undefined)
  const webhooks = calling.map((one) => [
    one.name,
    { [methodOf(one)]: operationOf(contract, profile, [one]) },
  ])
  return {
    openapi: '3.1.0',
    info: { title: contract.title, version: contract.version, description: contract.document },
    servers: [{ url: server }],
    paths: pathsOf(contract, profile, called),
    ...(webhooks.length === 0 ? {} : { webhooks: Object.fromEntries(webhooks) as JsonSchema }),
    components: {
      schemas: Object.fromEntries(
        Object.values(contract.messages).map((spec) => [spec.message, bodySchema(contract, spec, profile)]),
      ),
      ...(secured ? { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } : {}),
    },
  }
}

/** The same as the text of a file. */
export function openapiText(contract: Contract, profile: Profile, server?: string): string {
  return `${JSON.stringify(openapiOf(contract, profile, server), null, 2)}\n`
}

/** Operations of one path and method become one of several bodies. */
function pathsOf(contract: Contract, profile: Profile, operations: Named[]): JsonSchema {
  const paths: { [path: string]: { [method: string]: Named[] } } = {}
  for (const one of operations) {
    const path = one.operation.path ?? contract.path
    if (path === undefined)
      throw new Error(`${contract.id} has no path for the operation «${one.name}». Add it to contract.json.`)
    ;((paths[path] ??= {})[methodOf(one)] ??= []).push(one)
  }
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      {
        ...pathParameters(path),
        ...Object.fromEntries(
          Object.entries(methods).map(([method, named]) => [method, operationOf(contract, profile, named)]),
        ),
      },
    ]),
  )
}

const methodOf = ({ operation }: Named): string => (operation.method ?? 'POST').toLowerCase()

/** What stands in braces in a path. */
function pathParameters(path: string): JsonSchema {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!)
  if (names.length === 0) return {}
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  }
}

function operationOf(contract: Contract, profile: Profile, named: Named[]): JsonSchema {
  const specs = named.map(({ operation }) => contract.messages[operation.request]!)
  const parameters = specs.flatMap((spec) => headersOf(contract, spec, profile)).filter(isFirst)
  const hasBody = !['get', 'delete'].includes(methodOf(named[0]!))
  return {
    operationId: named.map(({ name }) => name).join('-'),
    summary: named.map(({ operation }) => operation.says).join(' Or: '),
    description: named.map(({ operation }) => operation.source).join('; '),
    ...securityOf(specs, profile),
    ...(parameters.length === 0
      ? {}
      : { parameters: parameters.map(({ name, ...rest }) => ({ name, in: 'header', ...rest })) }),
    ...(hasBody ? { requestBody: { required: true, content: contentOf(contract, specs) } } : {}),
    responses: answersOf(
      contract,
      profile,
      named.map(({ operation }) => operation),
    ),
  }
}

const isFirst = ({ name }: HeaderRow, index: number, rows: HeaderRow[]): boolean =>
  rows.findIndex((row) => row.name === name) === index

function contentOf({ codec }: Contract, specs: MessageSpec[]): JsonSchema {
  const refs = specs.map(({ message }) => ({ $ref: `#/components/schemas/${message}` }))
  const type =
    (specs[0]!.codec ?? codec) === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  return { [type]: { schema: refs.length === 1 ? refs[0] : { oneOf: refs } } }
}

/** OpenAPI knows this header by its security schemes only. */
const authorization = ({ fields }: MessageSpec) =>
  fields.find(({ name }) => name.toLowerCase() === 'header:authorization')

function securityOf(specs: MessageSpec[], profile: Profile): JsonSchema {
  const rows = specs.flatMap((spec) => authorization(spec) ?? [])
  if (rows.length === 0) return {}
  const always = rows.length === specs.length && rows.every((row) => presenceOf(row, profile) === 'M')
  return { security: always ? [{ bearer: [] }] : [{ bearer: [] }, {}] }
}
