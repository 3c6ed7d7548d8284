/** Callbacks that a receiver was sent: what each is about, how it is written, and what became of it. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Provided } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, provided, requests } from '../common/premises.ts'
import { heeding } from '../common/strangers.ts'
import { isAcknowledged } from '../common/callbacks.ts'
import { mediaTypeOf } from './client-sent.ts'

/** A sale that the receiver was told of, or had in its books before. */
export interface Sale {
  reference: string
  /** Absent while its purchase has not been answered. */
  transaction?: string
  number: string
  product: string
  /** Made up: the receiver was never told of it. */
  isStrange: boolean
}

export interface Callback {
  exchange: Exchange
  code: string
  /** A status of 2xx came back. */
  taken: boolean
  /** How it is written otherwise than plainly: the rule that says it is to be taken so. */
  peculiarity?: string
  /** It is wrapped in a methodCall, which nobody has to take. */
  wrapped: boolean
  media: string
}

/** What was posted to the receiver, in order. */
export const posts = premise(({ exchanges }: Evidence): Exchange[] =>
  exchanges
    .filter(({ from, request }) => from === 'gateway' && request.method === 'POST')
    .sort((a, b) => a.began - b.began),
)

const isHeeded = heeding(isAcknowledged)

/** Sales by trx_id. */
export const sales = premise((evidence: Evidence): Map<string, Sale> => {
  const found = [...provided(evidence).values()].filter(
    (entry) => ['sale', 'sent'].includes(entry.data) && isHeeded(evidence, entry, 'callback'),
  )
  return new Map(found.map((entry) => [entry.item.code, saleOf(entry)]))
})

function saleOf({ origin, item: { code, transaction, number, product } }: Provided): Sale {
  return {
    reference: code,
    isStrange: origin === 'strange',
    number: String(number ?? ''),
    product: String(product ?? ''),
    ...(typeof transaction === 'string' && transaction !== '' ? { transaction } : {}),
  }
}

/** The callbacks that anybody can read and that keep their own contract, those of strangers included. */
export const callbacks = premise((evidence: Evidence): Callback[] =>
  posts(evidence)
    .filter((exchange) => isWhole(evidence, exchange))
    .map((exchange) => {
      const read = exchange.request.read
      const odd = peculiarity(evidence, exchange)
      return {
        exchange,
        code: asked(exchange, 'RESPONSECODE'),
        taken: isAcknowledged(exchange),
        wrapped: read.ok && read.rpc?.kind === 'call',
        media: mediaTypeOf(exchange),
        ...(odd ? { peculiarity: odd } : {}),
      }
    }),
)

function isWhole(evidence: Evidence, exchange: Exchange): boolean {
  const message = requests(evidence).get(exchange)
  return (
    message?.spec.message === 'Callback' &&
    message.read.flaws.every(({ kind }) => kind === 'padding') &&
    message.complaints.every(({ level }) => level !== 'must')
  )
}

function peculiarity({ contract }: Evidence, { request: { read } }: Exchange): string | undefined {
  const known = contract.messages['Callback']!.fields.map(({ name }) => name)
  if (!read.ok) return undefined
  if (read.order.some((name) => !known.includes(name))) return 'receiver.unknown-member'
  if (Object.values(read.rpc?.types ?? {}).includes('untyped')) return 'receiver.untyped'
  if (read.rpc?.spaced) return 'receiver.spaced'
  return read.order.join() === known.filter((name) => read.order.includes(name)).join()
    ? undefined
    : 'receiver.order'
}

/** It tells how a sale ended: 68, 04 and codes that the table does not have do not. */
export function isFinal({ contract }: Pick<Evidence, 'contract'>, { code }: Pick<Callback, 'code'>): boolean {
  const isListed = contract.codes.some((one) => one.code === code)
  return isListed && code !== '04' && !contract.outcome.pending?.includes(code)
}

/** Product and number that a MESSAGE names. */
function subjectOf(exchange: Exchange): { product?: string; number?: string } {
  const found = /\bISI (\S+) KE ([^\s,]+)/.exec(asked(exchange, 'MESSAGE').replace(/\s+/g, ' '))
  return found ? { product: found[1]!, number: found[2]! } : {}
}

/** It is about this sale in every respect. */
export function fits({ exchange }: Callback, sale: Sale): boolean {
  const { product, number } = subjectOf(exchange)
  return (
    asked(exchange, 'REQUESTID') === sale.reference &&
    (sale.transaction === undefined || asked(exchange, 'TRANSACTIONID') === sale.transaction) &&
    (product === undefined || product === sale.product) &&
    (number === undefined || number === sale.number)
  )
}

/** The sale that a callback is about in every respect. */
export function saleFor(evidence: Evidence, callback: Callback): Sale | undefined {
  const sale = sales(evidence).get(asked(callback.exchange, 'REQUESTID'))
  return sale && fits(callback, sale) ? sale : undefined
}

/** It has nothing in common with this sale but the number: whoever buys again has a trx_id and a TRANSACTIONID of its own. */
export function isAnother({ exchange }: Callback, sale: Sale): boolean {
  return (
    subjectOf(exchange).number === sale.number &&
    asked(exchange, 'REQUESTID') !== sale.reference &&
    asked(exchange, 'TRANSACTIONID') !== sale.transaction
  )
}

/** It is about this sale in some respect, and about no other one in every respect. */
export function touches(evidence: Evidence, callback: Callback, sale: Sale): boolean {
  const own = saleFor(evidence, callback)
  if (own) return own.reference === sale.reference
  const { exchange } = callback
  return (
    asked(exchange, 'REQUESTID') === sale.reference ||
    (sale.transaction !== undefined && asked(exchange, 'TRANSACTIONID') === sale.transaction) ||
    subjectOf(exchange).number === sale.number
  )
}

/** Callbacks of which nothing is about any sale that there is. */
export const unknowns = premise((evidence: Evidence): Callback[] => {
  const all = [...sales(evidence).values()]
  return callbacks(evidence).filter(
    (one) => !one.exchange.stranger && !all.some((sale) => touches(evidence, one, sale)),
  )
})

/** Callbacks of ends of sales that wait for them, from where they come from, and each the first about its sale. */
export const due = premise((evidence: Evidence): Callback[] => {
  const seen = new Set<string>()
  return callbacks(evidence).filter((callback) => {
    const sale = isFinal(evidence, callback) ? saleFor(evidence, callback) : undefined
    if (!sale?.transaction || callback.exchange.stranger || seen.has(sale.reference)) return false
    // That something strange failed may be told apart from that it succeeded.
    if (sale.isStrange && callback.code !== '00') return false
    return Boolean(seen.add(sale.reference))
  })
})

const bare = ({ wrapped }: Callback): boolean => !wrapped

/** Some callback in the form of the document was taken, so a refusal has another reason than that form. */
export const takesBare = premise((evidence: Evidence): boolean =>
  callbacks(evidence).some((callback) => bare(callback) && callback.taken),
)

/** Media types of due callbacks in the form of the document, and whether any of them was taken. */
export const takesMedia = premise((evidence: Evidence): Map<string, boolean> => {
  const found = new Map<string, boolean>()
  for (const { media, taken, wrapped } of due(evidence))
    if (!wrapped) found.set(media, taken || found.get(media) === true)
  return found
})

/** Due callbacks in the form of the document, of a media type that is taken. */
export const plainlyDue = premise((evidence: Evidence): Callback[] =>
  takesBare(evidence)
    ? due(evidence).filter((one) => bare(one) && takesMedia(evidence).get(one.media) === true)
    : [],
)
