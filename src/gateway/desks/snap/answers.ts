/** The honest answers: the code and its text from the table, the HTTP status out of the code, and a time. */
import { stampOf } from '../../../contract/datetime.ts'
import { filled } from '../../../contract/codes.ts'
import { send } from '../../reply.ts'
import type { Operation, Steps, Till } from './steps.ts'

/** Longest text of a code. */
const longest = 150

/** From an outcome to bytes on the wire. */
export const answers = {
  say({ form, about = '' }, { contract }) {
    const { text = '' } = contract.codes.find(({ code }) => code === form) ?? {}
    return text
      .replace(/\{field name\}|\[(?:reason|info)\]/i, about)
      .trim()
      .slice(0, longest)
  },
  answer(call, outcome) {
    const { till, steps, operation } = call
    const client = call.fields['header:X-CLIENT-KEY']
    return {
      'header:X-TIMESTAMP': stampOf(till.clock.now(), String(till.profile['timezone'])),
      ...(client !== undefined && { 'header:X-CLIENT-KEY': client }),
      responseCode: codeOf(outcome.form, operation, till),
      responseMessage: steps.say(outcome, till),
      ...outcome.fields,
    }
  },
  write: (call, fields, { form }) => {
    const { headers, body } = call.till.dialect.seal(
      { operation: call.operation, side: 'response', fields },
      {},
    )
    return { status: statusIn(fields['responseCode'] ?? form), headers, body }
  },
  send: (reply, line) => send(reply, line),
} satisfies Partial<Steps>

/** The code of a row for an operation. */
export const codeOf = (form: string, operation: Operation, { contract }: Till): string =>
  filled(form, contract.operations[operation]?.digits)

/** The first three digits of a code, or of its form where an answer has no code. */
const statusIn = (code: unknown): number => Number(String(code).slice(0, 3)) || 500
