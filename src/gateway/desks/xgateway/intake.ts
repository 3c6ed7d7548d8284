/** The honest first steps: the path, the coding of the body, the method, the five members, and who is asking. */
import { sentence } from '../../reply.ts'
import { unpacked } from '../../unpack.ts'
import type { Call, Operation, Steps, Till } from './steps.ts'

const operations: readonly string[] = ['topup', 'query', 'purchase', 'direct'] satisfies Operation[]

/** From bytes to a request that is worth deciding. */
export const intake = {
  locate({ request }, till) {
    const path = (request.url ?? '/').replace(/\?.*$/, '').replace(/(.)\/$/, '$1')
    const known = pathsOf(till)
    return known.includes(path) ? undefined : sentence(404, `Nothing is here. Post to ${known[0]}.`)
  },
  unpack: (raw) => unpacked(raw),
  receive: async (raw, till) => till.dialect.receive(raw, 'request'),
  recognise(reading, till) {
    const operation = reading.ok ? till.dialect.operationOf(reading) : undefined
    return reading.ok && operations.includes(operation ?? '') && isSold(reading.name, till)
      ? (operation as Operation)
      : undefined
  },
  memberOf: ({ texts }, member) => texts[member] ?? '',
  check: async (call) => (isComplete(call) ? undefined : '01'),
  accountOf: (call) => call.till.ledger.account(call.steps.memberOf(call, 'MSISDN')),
  isPin: (call, { pin }) => call.steps.memberOf(call, 'PIN') === pin,
  isFrom: ({ address }, { addresses }) => addresses?.includes(address) ?? !isStranger(address),
  async authenticate(call) {
    const { steps } = call
    const account = await steps.accountOf(call)
    if (!account || !steps.isPin(call, account) || !steps.isFrom(call, account)) return '02'
    call.account = account
    return account.blocked ? '33' : undefined
  },
} satisfies Partial<Steps>

/** Where the endpoint is: at its own path, and below the name of the protocol. */
function pathsOf({ contract, profile }: Till): string[] {
  const path = String(profile['path'])
  return [path, `/${contract.id}${path}`]
}

function isSold(name: string, { profile }: Till): boolean {
  const sold = profile['methods']
  return !Array.isArray(sold) || sold.some((one) => String(one).toLowerCase() === name.toLowerCase())
}

/** All five members, each once, each a plain value that keeps its row of the table. */
function isComplete({ reading, operation, complaints }: Call): boolean {
  if (!reading.ok || operation === undefined || complaints.length > 0) return false
  const { rpc, flaws } = reading
  const isOne = rpc === undefined || (rpc.kind === 'call' && rpc.params === 1)
  return isOne && !flaws.some(({ kind }) => kind === 'duplicate' || kind === 'nested')
}

/** This machine's own address is 127.0.0.1; the others that begin so, such as 127.0.0.9, play strangers. */
const isStranger = (address: string): boolean => /^127\.(?!0\.0\.1$)/.test(address)
