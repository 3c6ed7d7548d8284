/** The honest first steps: read the bytes, recognise the operation, check the signature and the field table. */
import { messageOf } from '../../../contract/contract.ts'
import type { Complaint } from '../../../contract/shape.ts'
import { verdictOf } from './signing.ts'
import type { Fault, Operation, Steps } from './steps.ts'

const operations: readonly string[] = ['inquiry', 'payment', 'reversal'] satisfies Operation[]

/** From bytes to a request that is worth deciding. */
export const intake = {
  receive: async (raw, till) => till.dialect.receive(raw, 'request'),
  async recognise(reading, _raw, till): Promise<Operation | Fault> {
    if (!reading.ok) return { code: 'Client', says: reading.fault.says }
    const operation = till.dialect.operationOf(reading)
    const isRequest = operation !== undefined && till.contract.operations[operation]?.request === reading.name
    if (isRequest && operations.includes(operation)) return operation as Operation
    const known = Object.values(till.contract.operations).map(({ request }) => request)
    return {
      code: 'Client',
      says: `The Body holds no request of this service. Send one of: ${known.join(', ')}.`,
    }
  },
  authenticate: async (call) => (verdictOf(call) === 'bad' ? { cause: 'invalid-signature' } : undefined),
  async check({ complaints, reading, operation, till }) {
    const names = new Set(messageOf(till.contract, operation, 'request').fields.map(({ name }) => name))
    const garbled = reading.flaws.some(({ kind, at }) => garbles.has(kind) && names.has(at))
    return garbled || complaints.some(matters) ? { cause: 'invalid-request' } : undefined
  },
} satisfies Partial<Steps>

/** Stacks that encode twice put control characters into the free text of ExtraParams, which nobody here reads. */
const matters = ({ field, constraint }: Complaint): boolean =>
  !(constraint === 'format' && field.name.startsWith('ExtraParam'))

/** Structure that leaves open which value was meant. */
const garbles = new Set(['duplicate', 'nested'])
