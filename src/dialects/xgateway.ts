/** XGateway seals a message as XML-RPC; its callback is a response that nobody asked for, and nothing is signed. */
import { type Contract, type Operation, messageOf } from '../contract/contract.ts'
import type { Fields, Reading } from '../wire/reading.ts'
import { readXmlRpc } from '../wire/xmlrpc-read.ts'
import { readXmlRpcStrict } from '../wire/xmlrpc-strict.ts'
import { writeXmlRpc } from '../wire/xmlrpc-write.ts'
import type { Dialect, Draft, Sealed } from './dialect.ts'

/** Method under which relatives of this gateway send their callbacks. */
const REPORT = 'topUpReport'

/** The dialect of an XML-RPC contract. */
export function dialect(contract: Contract): Dialect {
  const methods = methodsOf(contract)
  return {
    seal: (draft) => seal(contract, draft),
    open: (raw) => readXmlRpcStrict(raw),
    receive: (raw) => readXmlRpc(raw),
    operationOf: (reading) => operationOf(methods, reading),
    verify: () => 'unchecked',
  }
}

function seal(contract: Contract, draft: Draft): Sealed {
  const { operation, side, style = {} } = draft
  const spec = contract.operations[operation]
  if (side === 'response' && spec?.response === undefined && spec?.acknowledgement)
    return acknowledged(spec.acknowledgement)
  const calls = side === 'request' && spec?.from === 'client'
  const fields = inOrder(draft, contract)
  const document =
    (style.kind ?? (calls ? 'call' : 'response')) === 'call'
      ? { method: (calls ? spec?.names?.[0] : undefined) ?? REPORT, fields }
      : { fields }
  return { method: 'POST', path: '', ...writeXmlRpc(document, style) }
}

function acknowledged({ contentType, body }: NonNullable<Operation['acknowledgement']>): Sealed {
  return { method: 'POST', path: '', headers: [['Content-Type', contentType]], body: Buffer.from(body) }
}

/** Fields in the order of the table; what the table does not know comes last. */
function inOrder({ operation, side, fields }: Draft, contract: Contract): Fields {
  const names = messageOf(contract, operation, side).fields.map(({ name }) => name)
  const known = names.filter((name) => Object.hasOwn(fields, name))
  return Object.fromEntries(
    [...new Set([...known, ...Object.keys(fields)])].map((name) => [name, fields[name]!]),
  )
}

/** Operation of each method in lower case, and that of a message without a method under ''. */
function methodsOf({ operations }: Contract): ReadonlyMap<string, string> {
  const methods = new Map<string, string>()
  for (const [operation, { from, names = [] }] of Object.entries(operations)) {
    for (const name of names) methods.set(name.toLowerCase(), operation)
    if (from === 'gateway') methods.set('', operation).set(REPORT.toLowerCase(), operation)
  }
  return methods
}

/** Stacks spell a method as they like. A response that comes as a request is the callback. */
function operationOf(methods: ReadonlyMap<string, string>, reading: Reading): string | undefined {
  if (!reading.ok || !reading.rpc || reading.rpc.fault) return undefined
  return methods.get(reading.rpc.method?.toLowerCase() ?? (reading.rpc.kind === 'response' ? '' : '?'))
}
