/** Posts one letter, and gives up after a while. */
import { sender } from '../../posting.ts'
import type { Steps } from './steps.ts'

/** A step that waits so long for an answer; undefined when nothing whole came in time. */
export function posting(timeoutMs: number): Steps['post'] {
  const send = sender({ timeoutMs })
  return async (letter, { url }) => {
    const { status, ...rest } = await send({ ...letter, url })
    return status === undefined ? undefined : { status, ...rest }
  }
}
