/** The honest answers: HTTP 200, a code with its words, signed where the merchant is known. */
import { send } from '../../reply.ts'
import type { Steps } from './steps.ts'

/** From a decision to bytes on the wire. */
export const answers = {
  answer: (_call, { code, message, fields }) => ({
    platRespCode: code,
    platRespMessage: message,
    ...fields,
  }),
  statusOf: () => 200,
  write(call, fields, decision) {
    const { operation, till, steps, merchant } = call
    const keys = merchant ? steps.keysFor(merchant, till) : {}
    const { headers, body } = till.dialect.seal({ operation, side: 'response', fields }, keys)
    return { status: steps.statusOf(call, decision), headers, body }
  },
  send: (reply, line) => send(reply, line),
} satisfies Partial<Steps>
