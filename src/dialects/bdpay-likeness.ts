/** Which message it is that does not say so: the one whose table has most of its members. */
import type { Contract } from '../contract/contract.ts'
import type { Side } from './dialect.ts'
import type { Read } from '../wire/reading.ts'

/** The operation whose message knows most of what was read, and lacks least of it; undefined where none is like it. */
export function likeliest(contract: Contract, side: Side, { order, form }: Read): string | undefined {
  const names = new Set(order)
  // A message in JSON that is no request of a merchant is a callback in the wrong form.
  const candidates = Object.entries(contract.operations).flatMap(
    ([operation, { from, request, response }]) => {
      const message = contract.messages[side === 'request' ? request : (response ?? '')]
      const fits = message !== undefined && (form === undefined || from === 'gateway')
      return fits ? [{ operation, score: scoreOf(message.fields, names) }] : []
    },
  )
  const [best] = candidates.sort((one, other) => other.score - one.score)
  return best && best.score > 0 ? best.operation : undefined
}

/** Members that are known count for a message, mandatory ones that are missing against it. */
function scoreOf(fields: Contract['messages'][string]['fields'], names: Set<string>): number {
  const known = fields.filter(({ name }) => names.has(name)).length
  const foreign = [...names].filter((name) => !fields.some((field) => field.name === name)).length
  const missing = fields.filter(({ name, presence }) => presence === 'M' && !names.has(name)).length
  return 2 * known - foreign - missing
}
