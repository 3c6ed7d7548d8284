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
    open: (raw, side, operation) =>
      side === 'response' && isFree(contract, operation) ? acknowledgement : readXmlRpcStrict(raw),
    receive: (raw) => readXmlRpc(raw),
    operationOf: (reading) => operationOf(methods, reading),
    verify: () => 'unchecked',
  }
}

/** What a receiver answers is its own affair: the document says nothing about it, so nothing in it is read. */
const acknowledgement: Reading = { ok: true, name: 'acknowledgement', fields: {}, order: [], flaws: [] }

function isFree({ operations }: Contract, operation = ''): boolean {
  const asked = operations[operation]
  return asked !== undefined && asked.response === undefined
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

interface Methods {
  /** Operation of each method, in lower case. */
  named: ReadonlyMap<string, string>
  /** Operation of a response that nobody asked for. */
  unasked: string | undefined
}

function methodsOf({ operations }: Contract): Methods {
  const unasked = Object.keys(operations).find((id) => operations[id]?.from === 'gateway')
  const named = new Map(unasked === undefined ? [] : [[REPORT.toLowerCase(), unasked]])
  for (const [operation, { names = [] }] of Object.entries(operations))
    for (const name of names) named.set(name.toLowerCase(), operation)
  return { named, unasked }
}

/** Stacks spell a method as they like. A response that comes as a request is the callback. */
function operationOf({ named, unasked }: Methods, reading: Reading): string | undefined {
  const rpc = reading.ok ? reading.rpc : undefined
  if (rpc?.kind === 'response') return unasked
  return rpc?.method === undefined ? undefined : named.get(rpc.method.toLowerCase())
}
