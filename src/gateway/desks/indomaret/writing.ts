/** The honest last steps: an answer in the SOAP version, namespace and qualification of its request. */
import { messageOf } from '../../../contract/contract.ts'
import { wsdlOf } from '../../../contract/wsdl.ts'
import type { SoapStyle } from '../../../dialects/dialect.ts'
import type { Fields, Reading } from '../../../wire/reading.ts'
import { writeFault, writeSoap } from '../../../wire/soap-write.ts'
import { type Reply, send } from '../../reply.ts'
import type { Call, Steps, Till } from './steps.ts'

/** From fields to bytes on the wire. */
export const writing = {
  write: async (call, fields) => sealed(call, fields),
  fault: async ({ code, says }, reading) => ({ status: 500, ...writeFault(code, says, versionOf(reading)) }),
  describe: (address, till) => wsdlPage(wsdlAt(address, till)),
  send: (reply, line) => send(reply, line),
} satisfies Partial<Steps>

let described = { address: '', contract: '', wsdl: '' }

/** The WSDL of an address; it is asked for again and again, and never changes. */
function wsdlAt(address: string, { contract }: Till): string {
  if (described.address !== address || described.contract !== contract.hash)
    described = { address, contract: contract.hash, wsdl: wsdlOf(contract, address) }
  return described.wsdl
}

const wsdlPage = (wsdl: string): Reply => ({
  status: 200,
  headers: [['Content-Type', 'text/xml; charset=utf-8']],
  body: Buffer.from(wsdl),
})

/** A response with HTTP 200. `style` overrides the style of the request. */
export function sealed(call: Call, fields: Fields, style: SoapStyle = {}): Reply {
  return {
    status: 200,
    ...writeSoap(rootOf(call), fields, { soapAction: null, ...styleOf(call.reading), ...style }),
  }
}

/** Name of the response's root element. */
export function rootOf({ operation, till }: Call): string {
  if (operation === 'reversal') return String(till.profile['reversalRoot'])
  return messageOf(till.contract, operation, 'response').message
}

/**
 * Clients made from a namespaced WSDL read an answer without a namespace as empty, and others the other way round: the
 * style of the request is the one that its sender can read.
 */
export function styleOf(reading: Reading): SoapStyle {
  const soap = reading.ok ? reading.soap : undefined
  if (!soap) return {}
  const { payloadNs, leafNs, wrapper } = soap
  const qualifiedLeaves = payloadNs !== null && leafNs.includes(payloadNs)
  const prefix = payloadNs !== null && !qualifiedLeaves ? { payloadPrefix: 'ns1' } : {}
  const wrapped = wrapper === undefined ? {} : { wrapper: `${wrapper}Response` }
  return { version: versionOf(reading), payloadNs, qualifiedLeaves, ...prefix, ...wrapped }
}

const versionOf = (reading: Reading | undefined): '1.1' | '1.2' =>
  reading?.ok && reading.soap?.version === '1.2' ? '1.2' : '1.1'
