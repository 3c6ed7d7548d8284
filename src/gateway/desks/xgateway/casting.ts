/** Which transaction of a client a request belongs to. */
import type { NewcomerOf } from '../../casting.ts'
import type { Call } from './steps.ts'

/** That of the fields that are a thread by the contract; each absent one counts as blank. */
export const newcomerOf: NewcomerOf<Call> = ({ operation, texts, till }) => {
  const { thread = [], places } = till.contract
  const name = thread
    .flat()
    .map((field) => texts[field] ?? '')
    .join(' ')
  return { operation, thread: name, code: texts[places['code'] ?? ''] ?? '' }
}
