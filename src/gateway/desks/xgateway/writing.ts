/** The honest last steps: a methodResponse with HTTP 200. */
import type { RpcStyle } from '../../../dialects/dialect.ts'
import type { Fields } from '../../../wire/reading.ts'
import { type Reply, send } from '../../reply.ts'
import type { Call, Steps } from './steps.ts'

/** From members to bytes on the wire. */
export const writing = {
  write: async (call, fields) => sealed(call, fields),
  send: (reply, line) => send(reply, line),
} satisfies Partial<Steps>

/** An answer in a style; what names no operation is answered like a purchase. */
export function sealed({ operation = 'topup', till }: Call, fields: Fields, style: RpcStyle = {}): Reply {
  const { headers, body } = till.dialect.seal(
    { operation, side: 'response', fields, style: { ...utf8, ...style } },
    {},
  )
  return { status: 200, headers, body }
}

const utf8: RpcStyle = { contentType: 'text/xml; charset=utf-8' }
