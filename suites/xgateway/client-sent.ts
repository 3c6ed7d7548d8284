/** What a client sent, by transaction, and what it was told about each. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import { header, type Exchange } from '../../src/wire/exchange.ts'
import { faultOf, text } from '../../src/wire/reading.ts'
import { isAcknowledged } from '../common/callbacks.ts'
import { answered, asked } from '../common/premises.ts'
import { threadsIn, type Thread, withCallbacks } from '../common/threads.ts'

/** The requests of clients that can be read, in the order in which they were sent. */
export const calls = premise(({ exchanges }: Evidence): Exchange[] =>
  exchanges
    .filter(({ from, request }) => from === 'client' && request.read.ok && request.read.rpc?.kind === 'call')
    .sort((a, b) => a.began - b.began),
)

/** What was begun, by user id and trx_id. */
export const threads = premise((evidence: Evidence): Thread[] => {
  const begun = threadsIn(
    calls(evidence).filter(({ operation }) => operation !== undefined),
    { owner: (one) => asked(one, 'MSISDN'), reference: (one) => asked(one, 'REQUESTID') },
  )
  const taken = evidence.exchanges.filter((one) => one.from === 'gateway' && isAcknowledged(one))
  return withCallbacks(begun, taken, (one) => asked(one, 'REQUESTID'))
})

export const isQuery = ({ operation }: Exchange): boolean => operation === 'query'

/** The same user wants the same product for the same number. */
export function isSamePurchase(a: Exchange, b: Exchange): boolean {
  return (
    isQuery(a) === isQuery(b) && ['MSISDN', 'NOHP', 'NOM'].every((name) => asked(a, name) === asked(b, name))
  )
}

/** All its requests are for one and the same thing. */
export const isPlain = ({ asked: [first, ...rest] }: Thread): boolean =>
  rest.every((one) => isSamePurchase(first, one))

/** What an answer tells: a code of the table, or why it tells nothing. */
export type Word =
  | { kind: 'code'; code: string; by: Exchange }
  | { kind: 'no-code'; by: Exchange }
  | { kind: 'foreign'; by: Exchange }
  | { kind: 'unclear'; by: Exchange }

/** What one exchange told its client. */
export function wordOf({ contract }: Evidence, exchange: Exchange): Word {
  const read = exchange.from === 'gateway' ? exchange.request.read : exchange.response?.read
  if (!read?.ok || faultOf(read) || read.rpc?.kind === 'call') return { kind: 'unclear', by: exchange }
  if (isForeign(exchange)) return { kind: 'foreign', by: exchange }
  const code = text(read, 'RESPONSECODE')?.trim() ?? ''
  if (contract.codes.some((one) => one.code === code)) return { kind: 'code', code, by: exchange }
  return { kind: /^0*$/.test(code) ? 'no-code' : 'unclear', by: exchange }
}

/** An answer under the trx_id of something else: not one that was only cut, padded or respelt on its way. */
function isForeign(exchange: Exchange): boolean {
  if (exchange.from === 'gateway') return false
  const [own, told] = [asked(exchange, 'REQUESTID'), answered(exchange, 'REQUESTID')].map(bare)
  return own !== '' && told !== '' && !own!.includes(told!) && !told!.includes(own!)
}

const bare = (reference: string): string => reference.trim().toUpperCase().replace(/^0+/, '')

/** Codes that the table calls failures although nobody knows what the biller did. */
const doubtful = ['03', '06', '08', '14']

/** A failure that is final: not 04, which is about the trx_id, and not 01 and 02, which begin no transaction. */
export function isFailure({ contract }: Evidence, word: Word): boolean {
  return (
    word.kind === 'code' &&
    !['01', '02', '04', ...doubtful].includes(word.code) &&
    !contract.outcome.success.includes(word.code) &&
    !contract.outcome.pending?.includes(word.code)
  )
}

export const isDoubtful = (word: Word): boolean => word.kind === 'code' && doubtful.includes(word.code)

/** Milliseconds since 1970, by the suite's clock, at which an exchange was over. */
export const endOf = ({ sentAt, elapsedMs }: Exchange): number => Date.parse(sentAt) + elapsedMs

/**
 * Tick from which a client may act on what an exchange tells: an answer when it has been sent, a callback as it comes,
 * since whoever acts on it may do so before acknowledging it. Times are no help here: they are told in milliseconds, and
 * the next request may come within one.
 */
export const toldAt = ({ from, began, ended = Infinity }: Exchange): number =>
  from === 'gateway' ? began : ended

/** Where an answer is written otherwise than plainly, and the rule that says it is to be understood. */
export function peculiarity({ contract }: Evidence, { response }: Exchange): string | undefined {
  const read = response?.read
  if (!read?.ok || !read.rpc) return undefined
  const known = contract.messages['Response']!.fields.map(({ name }) => name)
  if (response!.status < 200 || response!.status > 299) return 'client.non-ok'
  if (read.order.some((name) => !known.includes(name))) return 'client.unknown-member'
  if (Object.values(read.rpc.types).includes('untyped')) return 'client.untyped'
  if (read.rpc.spaced) return 'client.spaced'
  return read.order.join() === known.filter((name) => read.order.includes(name)).join()
    ? undefined
    : 'client.order'
}

/** The code that a request was answered with, '' for none. */
export const codeOf = (exchange: Exchange): string => answered(exchange, 'RESPONSECODE').trim()

export const mediaTypeOf = (exchange: Exchange): string =>
  (header(exchange.request.headers, 'content-type') ?? '').split(';')[0]!.trim().toLowerCase()
