/** The honest answers: a status, the headers of the request, a time, and a signature over the body. */
import { partsOf } from '../../../dialects/doku-keyring.ts'
import { targetOf } from '../../../dialects/doku-paths.ts'
import { signParts, type TimeName } from '../../../dialects/doku-sign.ts'
import type { Fields } from '../../../wire/reading.ts'
import { send } from '../../reply.ts'
import type { Call, Steps } from './steps.ts'
import { utcOf } from './time.ts'

/** From an outcome to bytes on the wire. */
export const answers = {
  answer(call, { status, error, fields }) {
    return {
      'header::status': String(status),
      ...repeated(call),
      ...timesOf(call),
      ...(error && { error: { ...error, type: typeOf(status) } }),
      ...fields,
    }
  },
  sign({ merchant, operation, raw }, fields, body) {
    if (!merchant) return undefined
    const name: TimeName = 'header:Response-Timestamp' in fields ? 'Response-Timestamp' : 'Request-Timestamp'
    const { method = 'POST', url = '/' } = raw
    const parts = partsOf({ operation, method, path: targetOf(url), side: 'response', fields, body }, name)
    return signParts(parts, merchant.secret)
  },
  write(call, fields) {
    const { steps, operation, till } = call
    const { headers, body, status = 500 } = till.dialect.seal({ operation, side: 'response', fields }, {})
    const signature = steps.sign(call, fields, body)
    const signed: typeof headers = signature === undefined ? [] : [['Signature', signature]]
    return { status, headers: [...headers, ...signed], body }
  },
  send: (reply, line) => send(reply, line),
} satisfies Partial<Steps>

function repeated({ fields }: Call): Fields {
  const names = ['header:Client-Id', 'header:Request-Id'].filter((name) => typeof fields[name] === 'string')
  return Object.fromEntries(names.map((name) => [name, fields[name]!]))
}

/** Both names of the time, unless one is agreed. */
function timesOf({ till }: Call): Fields {
  const agreed = till.profile['responseTimestamp']
  const names = agreed === 'either' ? ['Response-Timestamp', 'Request-Timestamp'] : [String(agreed)]
  return Object.fromEntries(names.map((name) => [`header:${name}`, utcOf(till.clock.now())]))
}

const typeOf = (status: number): string => (status < 500 ? 'request_error' : 'server_error')
