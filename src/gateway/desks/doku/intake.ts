/** The honest first steps: the path, the headers, who is asking, and what the body is. */
import { isHeader } from '../../../contract/tree.ts'
import { keyring } from '../../../dialects/doku-keyring.ts'
import { calledAt } from '../../../dialects/doku-paths.ts'
import type { Complaint } from '../../../contract/shape.ts'
import { json, type Reply, sentence } from '../../reply.ts'
import { unpacked } from '../../unpack.ts'
import type { Call, Operation, Outcome, Steps } from './steps.ts'

/** An answer that refuses. */
export const refused = (status: number, code: string, message: string): Outcome => ({
  status,
  error: { code, message },
})

/** From bytes to a request that is worth deciding. */
export const intake = {
  locate: (raw, { contract }) => calledAt(contract, raw.url ?? '/')?.operation as Operation | undefined,
  lost: ({ url = '/', method }) =>
    method === 'GET' && instructions.test(url) ? howToPay(url) : json(404, nothing),
  unpack: (raw) => unpacked(raw),
  receive: (raw, till) => till.dialect.receive(raw, 'request'),
  valueAt({ fields }, place) {
    const value = fields[place]
    return typeof value === 'string' && value.trim() !== '' ? value : undefined
  },
  checkMethod({ raw: { method = 'POST' }, operation, till: { contract } }) {
    const wanted = contract.operations[operation]?.method ?? 'POST'
    return method === wanted ? undefined : refused(405, 'method_not_allowed', `Use ${wanted}`)
  },
  checkHeaders(call) {
    const wrong = call.complaints.find(({ field }) => isHeader(field.name))
    return wrong && headerRefusal(wrong)
  },
  merchantOf: (call) => call.till.ledger.merchant(call.steps.valueAt(call, 'header:Client-Id') ?? ''),
  signatureOf({ reading, operation, raw, till }, { secret }) {
    const keys = keyring({ secret, profile: till.profile })
    return till.dialect.verify(reading, operation, keys, raw)
  },
  async authenticate(call) {
    const { steps, till } = call
    const merchant = await steps.merchantOf(call)
    if (!merchant) return refused(400, 'invalid_client_id', 'Nobody has this Client-Id')
    if (till.checksSignatures && steps.signatureOf(call, merchant) !== 'good')
      return refused(400, 'invalid_signature', 'Header Signature is wrong')
    call.merchant = merchant
    return undefined
  },
  isTimely(call) {
    const window = call.till.profile['skewSeconds']
    if (typeof window !== 'number') return true
    const instant = Date.parse(call.steps.valueAt(call, 'header:Request-Timestamp') ?? '')
    return Math.abs(instant - call.at) <= window * 1000
  },
  claimOf: (call) => JSON.stringify([call.merchant?.id, call.steps.valueAt(call, 'header:Request-Id')]),
  contentOf: ({ raw }) => Buffer.from(raw.body).toString('latin1'),
  once,
  async repeat(_call, first, isSame) {
    if (!isSame) return refused(409, 'idempotency_conflict', 'The Request-Id was used with another body')
    const outcome = await first
    return outcome.status === 200 ? { ...outcome, status: 409 } : outcome
  },
  checkBody({ reading }) {
    if (!reading.ok)
      return refused(400, 'invalid_parameter', `The body cannot be read: ${reading.fault.says}`)
    return reading.json?.root === 'object'
      ? undefined
      : refused(400, 'invalid_parameter', 'The body is no object')
  },
  checkFields(call) {
    const wrong = call.complaints.find(({ field }) => !isHeader(field.name))
    if (wrong) return refused(400, 'invalid_parameter', `${placeIn(wrong)} is ${saysOf(wrong)}`)
    return call.steps.checkLengths(call)
  },
  checkLengths({ fields, till }) {
    const limits = Object.entries((till.profile['textLimits'] ?? {}) as { [place: string]: number })
    const long = limits.find(([place, most]) => [...String(fields[place] ?? '')].length > most)
    return long && refused(400, 'invalid_parameter', `${long[0]} is too long`)
  },
} satisfies Partial<Steps>

const nothing = { error: { code: 'not_found', message: 'Nothing is here', type: 'path_error' } }

/** Addresses that tell a payer how to pay, as a page and as data. */
const instructions = /\/how-to-pay(?:-api)?\/\d+$/

function howToPay(url: string): Reply {
  const code = /\d+$/.exec(url)![0]
  const step = [`Tell the cashier the payment code ${code}`, 'Pay, and keep the receipt']
  if (url.includes('-api/')) return json(200, { payment_instruction: [{ channel: 'Indomaret', step }] })
  return sentence(200, step.join('. '))
}

const placeIn = ({ place }: Complaint): string => place.slice(place.indexOf('/') + 1).replace('header:', '')

const saysOf = ({ constraint }: Complaint): string => (constraint === 'required' ? 'missing' : 'malformed')

function headerRefusal(wrong: Complaint): Outcome {
  const header = placeIn(wrong)
  if (header === 'Content-Type') return refused(415, 'invalid_media_type', 'Send application/json')
  return refused(400, 'invalid_parameter', `Header ${header} is ${saysOf(wrong)}`)
}

/** A request that was refused leaves its Request-Id free. */
async function once(call: Call, work: () => Promise<Outcome>): Promise<Outcome> {
  const { till, steps } = call
  const [name, content] = [steps.claimOf(call), steps.contentOf(call)]
  const earlier = till.claims.get(name)
  if (earlier) return steps.repeat(call, earlier.answer, earlier.content === content)
  const answer = work()
  till.claims.set(name, { content, answer })
  const outcome = await answer
  if (outcome.status !== 200) till.claims.delete(name)
  return outcome
}
