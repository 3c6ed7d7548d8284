/** The honest first steps: the path, the headers, who is asking, and what the body is. */
import { isOffered } from '../../../contract/offered.ts'
import { isoInstant } from '../../../contract/iso-time.ts'
import { isHeader } from '../../../contract/tree.ts'
import { bareToken, keyring } from '../../../dialects/snap-keyring.ts'
import { pathIn, pathOf } from '../../../dialects/snap-paths.ts'
import type { Complaint } from '../../../contract/shape.ts'
import { json } from '../../reply.ts'
import { unpacked } from '../../unpack.ts'
import type { Call, Operation, Outcome, Steps, Till } from './steps.ts'
import { dayOf } from './time.ts'

/** From bytes to a request that is worth deciding. */
export const intake = {
  locate: (raw, till) => operationAt(raw.url ?? '/', till),
  lost: () => json(404, { responseMessage: 'Nothing Is Here' }),
  unpack: (raw) => unpacked(raw),
  receive: (raw, till) => till.dialect.receive(raw, 'request'),
  valueAt({ fields }, place) {
    const value = fields[place]
    return typeof value === 'string' && value.trim() !== '' ? value : undefined
  },
  checkMethod: ({ raw: { method = 'POST' } }) => (method === 'POST' ? undefined : { form: '405##00' }),
  checkHeaders(call) {
    const wrong = call.complaints.find(({ field }) => isHeader(field.name))
    return wrong ? headerRefusal(wrong) : checkChannel(call)
  },
  partnerOf: (call) =>
    call.till.ledger.partner(call.steps.valueAt(call, isTokenCall(call) ? clientKey : partnerId) ?? ''),
  signatureOf({ reading, operation, raw, till }, { secret, publicKey }) {
    const keys = keyring(till.profile, { secret, publicKey })
    return till.dialect.verify(reading, operation, keys, raw)
  },
  isTokenGood(call, { id }) {
    const token = call.till.tokens.known(bareToken(call.steps.valueAt(call, 'header:Authorization')))
    return token?.partner === id && token.customer === undefined && call.at < token.expires
  },
  isCustomerGood(call, { id }) {
    const token = call.till.tokens.known(bareToken(call.steps.valueAt(call, customerToken)))
    if (token?.partner !== id || token.customer === undefined || call.at >= token.expires) return false
    call.customer = token.customer
    return true
  },
  authenticate,
  isTimely(call) {
    const window = call.till.profile['skewSeconds']
    if (typeof window !== 'number') return true
    const instant = isoInstant(call.steps.valueAt(call, 'header:X-TIMESTAMP') ?? '')
    return instant !== undefined && Math.abs(instant - call.at) <= window * 1000
  },
  dayOf: ({ at, till }) => dayOf(at, String(till.profile['dayZone'])),
  claimOf: (call) =>
    JSON.stringify([
      call.partner?.id,
      call.steps.dayOf(call),
      call.steps.valueAt(call, 'header:X-EXTERNAL-ID'),
    ]),
  once,
  checkBody({ reading }) {
    if (!reading.ok) return { form: '400##00', about: reading.fault.says }
    return reading.json?.root === 'object' ? undefined : { form: '400##00' }
  },
  checkFields({ complaints, operation }) {
    const wrong = complaints.find(({ field }) => !isHeader(field.name))
    if (!wrong) return undefined
    const isMissing =
      wrong.constraint === 'required' || (operation.endsWith('oken') && wrong.field.name === 'grantType')
    return { form: isMissing ? '400##02' : '400##01', about: placeIn(wrong) }
  },
  merchantOf: (call) => call.till.ledger.merchant(call.steps.valueAt(call, 'merchantId') ?? ''),
  async checkMerchant(call) {
    if (call.steps.valueAt(call, 'merchantId') === undefined || isTokenCall(call)) return undefined
    const merchant = await call.steps.merchantOf(call)
    const isItsOwn = call.partner?.anyMerchant || merchant?.partner === call.partner?.id
    if (!isItsOwn) return { form: '404##08' }
    return merchant?.state === 'blacklisted' ? { form: '403##19' } : undefined
  },
} satisfies Partial<Steps>

const [clientKey, partnerId] = ['header:X-CLIENT-KEY', 'header:X-PARTNER-ID']
const customerToken = 'header:Authorization-Customer'
const served: Operation[] = ['payment', 'status', 'cancel', 'refund', 'token', 'customerToken']

const isTokenCall = ({ operation }: Call): boolean => operation === 'token' || operation === 'customerToken'

/** At its own path, and below the name of the protocol. */
function operationAt(url: string, { contract, profile }: Till): Operation | undefined {
  const path = pathIn(url).replace(/\?.*$/, '')
  return served.find((operation) => {
    const own = pathOf(contract, profile, operation)
    const isCalled = path === own || path === `/${contract.id}${own}`
    return isCalled && isOffered(contract, profile, operation)
  })
}

/** `PaymentRequest/amount.value` as `amount.value`. */
const placeIn = ({ place }: Complaint): string => place.slice(place.indexOf('/') + 1).replace('header:', '')

function headerRefusal(wrong: Complaint): Outcome {
  const about = placeIn(wrong)
  if (about === 'Content-Type') return { form: '400##00' }
  if (about === 'X-SIGNATURE') return { form: '401##00', about: 'Signature' }
  if (about === 'Authorization')
    return wrong.constraint === 'required' ? { form: '401##00', about: 'Token' } : { form: '401##01' }
  if (about === 'Authorization-Customer') return { form: '401##02' }
  return { form: wrong.constraint === 'required' ? '400##02' : '400##01', about }
}

function checkChannel(call: Call): Outcome | undefined {
  const channel = call.steps.valueAt(call, 'header:CHANNEL-ID')
  const agreed = call.till.profile['channelIdLength']
  if (channel === undefined || agreed === 'any') return undefined
  const fits = agreed === 'exact5' ? channel.length === 5 : channel.length <= 5
  return fits ? undefined : { form: '400##01', about: 'CHANNEL-ID' }
}

/** The signature before the token, so that a stranger learns nothing of either. */
async function authenticate(call: Call): Promise<Outcome | undefined> {
  const { steps, till } = call
  const partner = await steps.partnerOf(call)
  if (!partner) return { form: '401##00', about: 'Unknown Client' }
  if (till.checksSignatures && steps.signatureOf(call, partner) !== 'good')
    return { form: '401##00', about: 'Signature' }
  if (takesToken(call) && !steps.isTokenGood(call, partner)) return { form: '401##01' }
  if (takesCustomer(call) && !steps.isCustomerGood(call, partner)) return { form: '401##02' }
  call.partner = partner
  return undefined
}

function takesToken(call: Call): boolean {
  const { requestSignature, authorization } = call.till.profile
  if (isTokenCall(call) || authorization === 'none') return false
  return requestSignature === 'sym' || call.steps.valueAt(call, 'header:Authorization') !== undefined
}

/** Where the context is a customer's, and wherever somebody says that he is one. */
function takesCustomer(call: Call): boolean {
  const isWanted =
    call.till.profile['authorization'] === 'both' || call.till.profile['authorization'] === 'b2b2c'
  return !isTokenCall(call) && (isWanted || call.steps.valueAt(call, customerToken) !== undefined)
}

async function once(call: Call, work: () => Promise<Outcome>): Promise<Outcome> {
  const { till, raw, steps } = call
  const name = steps.claimOf(call)
  const content = `${pathIn(raw.url ?? '/')} ${Buffer.from(raw.body).toString('latin1')}`
  const earlier = till.claims.get(name)
  if (!earlier) {
    const answer = work()
    till.claims.set(name, { content, answer })
    return answer
  }
  const isReplayed = till.profile['extId'] === 'replay' && earlier.content === content
  return isReplayed ? earlier.answer : { form: '409##00' }
}
