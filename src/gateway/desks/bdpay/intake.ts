/** The honest first steps: the path, what the body is, and who is asking. */
import { keys } from '../../../dialects/bdpay-parties.ts'
import { operationAt } from '../../../dialects/bdpay-paths.ts'
import { json } from '../../reply.ts'
import { unpacked } from '../../unpack.ts'
import type { Decision, Operation, Steps } from './steps.ts'

/** The owner of the keys that answers and callbacks are signed with. */
export const houseName = 'platform'

export const fail = (message: string): Decision => ({ code: 'FAIL', message })

/** From bytes to a request that is worth deciding. */
export const intake = {
  locate: (raw, { contract, profile }) =>
    operationAt(contract, profile, raw.url ?? '/').operation as Operation | undefined,
  lost: () => json(404, { platRespCode: 'FAIL', platRespMessage: 'Nothing is here' }),
  unpack: (raw) => unpacked(raw),
  receive: (raw, till) => till.dialect.receive(raw, 'request'),
  valueAt({ fields }, name) {
    const value = fields[name]
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' && value.trim() !== '' ? value : undefined
  },
  checkMethod: ({ raw: { method = 'POST' } }) => (method === 'POST' ? undefined : fail('Use POST')),
  checkBody({ reading }) {
    if (!reading.ok) return fail(`The body cannot be read: ${reading.fault.says}`)
    return reading.json?.root === 'object' ? undefined : fail('The body is no object')
  },
  merchantOf: (call) => call.till.ledger.merchant(call.steps.valueAt(call, 'merchantCode') ?? ''),
  keysFor: (merchant, { contract, profile, pairOf }) =>
    keys({
      contract,
      profile,
      side: 'gateway',
      credentials: {
        privateKey: pairOf(houseName).privateKey,
        ...(merchant && { publicKey: merchant.publicKey }),
      },
    }),
  signatureOf({ reading, operation, raw, till, steps }, merchant) {
    return till.dialect.verify(reading, operation, steps.keysFor(merchant, till), raw)
  },
  async authenticate(call) {
    const { steps, till } = call
    const merchant = await steps.merchantOf(call)
    if (!merchant) return fail('Nobody has this merchantCode')
    call.merchant = merchant
    if (till.checksSignatures && steps.signatureOf(call, merchant) !== 'good') return fail('sign is wrong')
    return undefined
  },
  checkFields({ complaints }) {
    const [wrong] = complaints
    if (!wrong) return undefined
    const name = wrong.place.slice(wrong.place.indexOf('/') + 1)
    return fail(`${name} is ${wrong.constraint === 'required' ? 'missing' : 'malformed'}`)
  },
} satisfies Partial<Steps>
