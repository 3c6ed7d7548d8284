/** Headers that are fields of messages. */
import type { Contract } from '../contract/contract.ts'
import { isHeader } from '../contract/tree.ts'
import { headerIn } from '../wire/json-place.ts'

const known = new WeakMap<Contract, string[]>()

/** Every header that some message of a contract lists. */
export function headersOf(contract: Contract): string[] {
  const found = known.get(contract) ?? headersIn(contract)
  known.set(contract, found)
  return found
}

function headersIn({ messages }: Contract): string[] {
  const places = Object.values(messages).flatMap(({ fields }) => fields.map(({ name }) => name))
  return [...new Set(places.filter(isHeader))].map((place) => headerIn(place)!)
}
