/** The answers of an operation as OpenAPI wants them: one for each HTTP status, with codes as examples. */
import { codesOf, isUsual } from './codes.ts'
import type { Code, Contract, MessageSpec, Operation, Profile } from './contract.ts'
import { demandsOf, headersOf } from './openapi-message.ts'
import type { JsonSchema } from './schema.ts'
import { isHeader, pathOf } from './tree.ts'

/** Answers by status; what has none of its own is under `default`. */
export function answersOf(contract: Contract, profile: Profile, operations: Operation[]): JsonSchema {
  const specs = operations.flatMap(({ response }) => contract.messages[response ?? ''] ?? [])
  if (specs.length === 0) return { 200: acknowledged(operations) }
  const answers = new Map<string, Code[]>()
  for (const code of codesIn(contract, operations)) {
    const status = statusOf(code)
    answers.set(status, [...(answers.get(status) ?? []), code])
  }
  if (answers.size === 0) answers.set('200', [])
  return Object.fromEntries(
    [...answers].map(([status, codes]) => [status, answerOf(contract, profile, specs, codes)]),
  )
}

/** Codes that these operations have a use for, each once. */
function codesIn(contract: Contract, operations: Operation[]): Code[] {
  const names = Object.keys(contract.operations).filter((name) =>
    operations.includes(contract.operations[name]!),
  )
  const rows = names.flatMap((name) => codesOf(contract, name).filter((code) => isUsual(code, name)))
  return [...new Map(rows.filter(isSent).map((row) => [row.code, row])).values()]
}

const isSent = ({ class: kind }: Code): boolean => kind !== 'reserved'

const statusOf = ({ status, class: kind }: Code): string =>
  String(status ?? (kind === 'success' ? 200 : 'default'))

/** Where only the status counts, or a literal text. */
function acknowledged([operation]: Operation[]): JsonSchema {
  const { acknowledgement } = operation!
  if (!acknowledgement || acknowledgement.body === '') return { description: 'Taken.' }
  const { contentType, body } = acknowledgement
  return { description: 'Taken.', content: { [contentType]: { schema: { type: 'string', const: body } } } }
}

function answerOf(contract: Contract, profile: Profile, specs: MessageSpec[], codes: Code[]): JsonSchema {
  const refs = specs.map((spec) => schemaOf(contract, profile, spec, codes))
  const rows = headersOf(contract, specs[0]!, profile)
  const headers = rows.map(({ name, ...rest }) => [name, rest])
  const examples = codes
    .map((code) => ({ code, value: exampleOf(contract, code) }))
    .filter(({ value }) => Object.keys(value).length > 0)
    .map(({ code, value }) => [code.code, { summary: code.says, value }])
  return {
    description: [...new Set(codes.map(({ says }) => says))].join(' · ') || specs[0]!.title,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) as JsonSchema }),
    content: {
      'application/json': {
        schema: refs.length === 1 ? refs[0] : { oneOf: refs },
        ...(examples.length === 0 ? {} : { examples: Object.fromEntries(examples) as JsonSchema }),
      },
    },
  }
}

/** The body of a message; what an outcome demands of it is told here where the body itself does not tell the outcome. */
function schemaOf(contract: Contract, profile: Profile, spec: MessageSpec, codes: Code[]): JsonSchema {
  const ref = { $ref: `#/components/schemas/${spec.message}` }
  const kind = codes[0]?.class === 'success' ? 'success' : 'refusal'
  const demands = isHeader(contract.outcome.at) ? demandsOf(contract, spec, profile, kind) : undefined
  return demands ? { allOf: [ref, demands] } : ref
}

/** The outcome alone: code and text at their places; nothing for a success that is told by its status. */
function exampleOf({ outcome }: Contract, { code, class: kind, says, text = says }: Code): JsonSchema {
  if (!isHeader(outcome.at)) return set(set({}, pathOf(outcome.at), code), pathOf(outcome.text), text)
  return kind === 'success' ? {} : set({}, pathOf(outcome.text), text)
}

function set(whole: JsonSchema, [step = '', ...rest]: string[], value: string): JsonSchema {
  const inner = rest.length === 0 ? value : set((whole[step] ?? {}) as JsonSchema, rest, value)
  return { ...whole, [step]: inner }
}
