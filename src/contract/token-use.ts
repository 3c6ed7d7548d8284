/** Which of the credentials that are fetched some request has to carry. */
import { messageOf, type Contract, type Profile } from './contract.ts'
import { shapeOf } from './shape.ts'

/** Whether requests of some operation have to carry a credential under the profile. */
export const isCarried = (contract: Contract, profile: Profile, field: string): boolean =>
  Object.keys(contract.operations).some(
    (operation) =>
      contract.operations[operation]!.from === 'client' && mustHave(contract, profile, operation, field),
  )

/** True when a request of an operation has to have a field under the profile. */
export function mustHave(contract: Contract, profile: Profile, operation: string, field: string): boolean {
  const spec = messageOf(contract, operation, 'request')
  return (
    spec.fields.some(({ name }) => name === field) && shapeOf(contract, spec, profile).presence(field) === 'M'
  )
}

/** True for an operation that only gives credentials which nothing has to carry: a server need not have it. */
export function isNeedless(contract: Contract, profile: Profile, operation: string): boolean {
  const given = (contract.tokens ?? []).filter((token) => token.operation === operation)
  return given.length > 0 && !given.some(({ field }) => isCarried(contract, profile, field))
}
