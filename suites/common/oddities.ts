/** Legal peculiarities of a request: each is protected by a rule, and a refusal of it is that rule's business. */
import { isNested, type Contract } from '../../src/contract/contract.ts'
import { soapActionOf } from '../../src/contract/profile.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { header, textOf } from '../../src/wire/exchange.ts'
import { text, type Fields, type SoapFacts } from '../../src/wire/reading.ts'
import { requests } from './premises.ts'

/** The rule that protects the one peculiarity of a request, `several` for more than one, undefined for none. */
export function oddityOf(evidence: Evidence, exchange: Exchange): string | undefined {
  const known = oddities(evidence)
  if (!known.has(exchange)) known.set(exchange, foundIn(evidence, exchange))
  return known.get(exchange)
}

/** Those that were asked for: many rules ask for the same. */
const oddities = premise(() => new Map<Exchange, string | undefined>())

function foundIn(evidence: Evidence, exchange: Exchange): string | undefined {
  const found = [
    ...envelopeOddities(evidence, exchange),
    ...callOddities(evidence, exchange),
    ...fieldOddities(evidence, exchange),
  ]
  return found.length > 1 ? 'several' : found[0]
}

function envelopeOddities({ profile }: Evidence, exchange: Exchange): string[] {
  const read = exchange.request.read
  if (!read.ok || !read.soap) return []
  const { soap } = read
  const action = header(exchange.request.headers, 'soapaction') ?? null
  const usual = soapActionOf(profile, exchange.operation)
  return [
    ...(soap.prefix !== 'soap' ? ['soap.prefix'] : []),
    ...(soap.header ? ['soap.header'] : []),
    ...((soap.payloadNs ?? null) !== (profile['payloadNs'] ?? null) ? ['soap.qualified'] : []),
    ...(soap.version !== '1.1' || soap.wrapper !== undefined || soap.encoded || soap.nil.length > 0
      ? ['several', 'several']
      : []),
    ...(action !== usual ? ['soap.action'] : []),
    ...(isUnusuallyWritten(soap) ? ['xml.understood'] : []),
  ]
}

function isUnusuallyWritten({ cdata, comments, bom, encoding }: SoapFacts): boolean {
  return cdata || comments || bom || encoding !== 'utf-8'
}

/** What is unusual in the way an XML-RPC call is written. */
function callOddities(evidence: Evidence, exchange: Exchange): string[] {
  const read = exchange.request.read
  if (!read.ok || !read.rpc) return []
  const { rpc } = read
  const types = Object.values(rpc.types)
  return [
    ...(types.some((type) => type !== 'string' && type !== 'untyped') ? ['several', 'several'] : []),
    ...(types.includes('untyped') ? ['rpc.untyped'] : []),
    ...(isShuffled(evidence, exchange, read.order) || isValueFirst(exchange) ? ['rpc.order'] : []),
    ...(rpc.spaced || read.flaws.some(({ kind }) => kind === 'padding') ? ['rpc.spaced'] : []),
    ...(rpc.cdata || rpc.comments || rpc.bom ? ['xml.understood'] : []),
    ...(rpc.encoding !== 'utf-8' || header(exchange.request.headers, 'content-encoding') !== undefined
      ? ['rpc.encodings']
      : []),
  ]
}

/** Inside a member the value stands before the name: lawful, though no usual stack writes it so. */
export function isValueFirst({ request }: Exchange): boolean {
  return /<member>\s*<value\b/.test(textOf(request.body))
}

function isShuffled({ contract }: Evidence, { operation }: Exchange, order: string[]): boolean {
  const spec = contract.messages[contract.operations[operation ?? '']?.request ?? '']
  const known = (spec?.fields ?? []).map(({ name }) => name).filter((name) => order.includes(name))
  return known.join() !== order.filter((name) => known.includes(name)).join()
}

function fieldOddities(evidence: Evidence, exchange: Exchange): string[] {
  const message = requests(evidence).get(exchange)
  // What is odd in JSON has rules of its own.
  if (!message || message.read.json) return []
  const known = new Set(message.spec.fields.map(({ name }) => name))
  return [
    ...(message.read.order.some((name) => !known.has(name))
      ? [message.read.rpc ? 'rpc.unknown-member' : 'tolerance.unknown-element']
      : []),
    ...(isRecased(evidence, exchange) ? ['signatures.case'] : []),
    ...(absences(evidence, exchange, message.read.fields).length > 0 ? ['tolerance.optional-absent'] : []),
  ]
}

/** A right signature in other letters than the first one of the trace: which are usual is up to the agreed scheme. */
function isRecased(evidence: Evidence, exchange: Exchange): boolean {
  const isCapital = lettersOf(evidence.contract, exchange)
  return isCapital !== undefined && isCapital !== usualLetters(evidence)
}

const usualLetters = premise(({ contract, exchanges }: Evidence) =>
  exchanges.map((one) => lettersOf(contract, one)).find((isCapital) => isCapital !== undefined),
)

/** Whether a right signature is in capital letters; undefined for one that has no letters, is wrong or was not checked. */
function lettersOf({ signature: scheme }: Contract, { request, signature }: Exchange): boolean | undefined {
  const said = text(request.read, scheme?.at ?? '')
  return signature === 'good' && said !== undefined && /[a-f]/i.test(said)
    ? said === said.toUpperCase()
    : undefined
}

/** Optional fields that this request leaves out, although requests to this target usually carry them. */
export function absences({ profile, contract }: Evidence, exchange: Exchange, fields: Fields): string[] {
  // In JSON most of what is optional is absent, and nothing is unusual in that.
  if (isNested(contract)) return []
  const spec = contract.messages[contract.operations[exchange.operation ?? '']?.request ?? '']
  const usual = (spec?.fields ?? []).filter(({ presence }) => presence === 'C' || presence === 'O')
  return usual
    .map(({ name }) => name)
    .filter(
      (name) =>
        !(name in fields) && !(profile['productCode'] === 'none' && name === contract.places['product']),
    )
}
