/** Callbacks: which transactions are reported, in what form, and under which names. */
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Listened } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { grouped } from '../common/grouped.ts'
import { offsetAt, provided, targetTime } from '../common/premises.ts'
import { misshapen } from '../common/rpc.ts'
import { callbacks, calls, dataOf, isFirst, told, type Heard } from './heard.ts'

interface FormatCase extends Case {
  exchange: Exchange
}

const format = rule<FormatCase>({
  id: 'callbacks.format',
  says: 'A callback is a methodResponse as that of the answer.',
  level: 'must',
  about: ['server'],
  over: ({ exchanges }) =>
    exchanges
      .filter(({ from, request }) => from === 'gateway' && request.method === 'POST')
      .map((exchange) => ({ exchange, exchanges: [exchange] })),
  holds: ({ exchange: { request } }, { profile }) => {
    const { read } = request
    const expected = 'a methodResponse with one struct'
    if (!read.ok && ['empty', 'not-xml'].includes(read.fault.what))
      return [{ expected, received: read.fault.says }]
    const free = profile['callbackShape'] === 'any' && read.ok && read.rpc?.kind === 'call'
    return misshapen(read, 'response')
      .slice(0, 1)
      .map((received) => ({ expected, received, ...(free ? { level: 'should' as const } : {}) }))
  },
})

interface ReportCase extends Case {
  call: Heard
  callback?: Heard
}

/** It is about the same transaction, by the name that the gateway has for it. */
const areOne = ({ transaction }: Heard, call: Heard): boolean =>
  transaction !== '' && transaction === call.transaction

/** They are about two transactions, by the names that the gateway has for them. */
const areTwo = (a: Heard, b: Heard): boolean =>
  a.transaction !== '' && b.transaction !== '' && a.transaction !== b.transaction

const isAbout =
  ({ reference }: Heard) =>
  (callback: Heard) =>
    callback.reference === reference

/** Purchases that were answered 68 when they were first sent. */
const pendings = (evidence: Evidence): Heard[] =>
  calls(evidence).filter((one) => !one.isQuery && one.said === 'pending' && isFirst(evidence, one))

/** Pending purchases with the callback that came, or with none where one had to have come. */
function reported(evidence: Evidence): ReportCase[] {
  const all = callbacks(evidence)
  const anonymous = evidence.exchanges.some(
    ({ from, request }) => from === 'gateway' && (request.method !== 'POST' || !request.read.ok),
  )
  return pendings(evidence).flatMap((call): ReportCase[] => {
    // What is wrong with its name is another rule's business.
    const callback = all.find(isAbout(call)) ?? all.find((one) => areOne(one, call))
    if (callback) return [{ call, callback, exchanges: [call.exchange, callback.exchange] }]
    return !anonymous && isOverdue(evidence, call) ? [{ call, exchanges: [call.exchange] }] : []
  })
}

/** It was waited for longer than a callback may take by the target's clock, and really waited for. */
function isOverdue(evidence: Evidence, { reference, exchange }: Heard): boolean {
  const most = Number(evidence.profile['callbackSeconds']) * 1000
  return evidence.trace.entries.some(
    (entry) =>
      entry.kind === 'listened' &&
      entry.reference === reference &&
      isWhole(evidence, entry) &&
      Date.parse(entry.until) + offsetAt(evidence, entry.ended) - targetTime(evidence, exchange) >= most,
  )
}

/** Nobody waits for long any more for a target that has never called back. */
const isWhole = (evidence: Evidence, { waitedMs, withinMs }: Listened): boolean =>
  waitedMs >= withinMs - 20 || callbacks(evidence).length === 0

const failing = ['pendingfail', 'refunded']

const fails = (evidence: Evidence, call: Heard): boolean => failing.includes(dataOf(evidence, call) ?? '')

const silence = (expected: string) => [{ expected, received: 'none in the time that one may take' }]

const sent = rule<ReportCase>({
  id: 'callbacks.sent',
  says: 'A pending transaction is reported to the callback URL.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) => reported(evidence).filter(({ call }) => !fails(evidence, call)),
  holds: ({ call, callback }) => (callback ? [] : silence(`a callback about ${call.reference}`)),
})

const failure = rule<ReportCase>({
  id: 'callbacks.failure',
  says: 'A pending transaction that fails is reported too.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) =>
    callbacks(evidence).length === 0 ? [] : reported(evidence).filter(({ call }) => fails(evidence, call)),
  holds: ({ call, callback }) =>
    callback ? [] : silence(`a callback about ${call.reference}, which failed`),
})

const onlyPending = rule<ReportCase>({
  id: 'callbacks.only-pending',
  says: 'What was answered finally is not reported.',
  level: 'should',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const all = callbacks(evidence)
    if (all.length === 0) return []
    return calls(evidence)
      .filter((one) => isFirst(evidence, one) && isFinal(evidence, one))
      .map((call) => {
        const callback = all.find(isAbout(call))
        return { call, exchanges: [call.exchange], ...(callback ? { callback } : {}) }
      })
  },
  holds: ({ callback }) =>
    callback && callback.code !== '21'
      ? [
          {
            expected: 'no callback, or one of a refund (21)',
            received: `a callback with ${callback.code}`,
            exchanges: [callback.exchange],
          },
        ]
      : [],
})

/** All requests under its trx_id were answered, and none with 68. */
function isFinal(evidence: Evidence, one: Heard): boolean {
  if (one.isQuery || one.code === '01' || one.code === '02') return false
  return calls(evidence)
    .filter(({ reference }) => reference === one.reference)
    .every((other) => other.said !== 'unclear' && other.said !== 'pending')
}

/** Both of its names, in whatever member each stands. */
const namesOf = ({ transaction, reference }: Heard): string[] => [transaction, reference]

const key = rule<ReportCase>({
  id: 'callbacks.key',
  says: 'A callback carries the trx_id and the TRANSACTIONID of the pending answer.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) =>
    callbacks(evidence).flatMap((callback) => {
      const call =
        pendings(evidence).find(isAbout(callback)) ??
        pendings(evidence).find(
          ({ transaction }) => transaction !== '' && namesOf(callback).includes(transaction),
        )
      return call && call.transaction !== ''
        ? [{ call, callback, exchanges: [call.exchange, callback.exchange] }]
        : []
    }),
  holds: ({ call, callback }, evidence) => {
    // That a trx_id has two transactions is another rule's business.
    const known = new Set(
      calls(evidence)
        .filter(({ reference }) => reference === call.reference)
        .map(({ transaction }) => transaction),
    )
    if (callback!.reference !== call.reference)
      return [{ expected: `REQUESTID ${call.reference}`, received: callback!.reference || 'none' }]
    return callback!.transaction === '' || known.has(callback!.transaction)
      ? []
      : [
          {
            expected: `TRANSACTIONID ${call.transaction}`,
            received: callback!.transaction || 'none',
          },
        ]
  },
})

interface AgainCase extends Case {
  before: Heard
  callback: Heard
}

const again = rule<AgainCase>({
  id: 'callbacks.again',
  says: 'A callback that comes again tells the same end.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) =>
    [...grouped(ends(evidence), ({ reference }) => reference).values()].flatMap(([before, ...more]) =>
      more
        // That a trx_id has two transactions is another rule's business.
        .filter((callback) => !areTwo(before!, callback) && !isShared(evidence, callback))
        .map((callback) => ({
          before: before!,
          callback,
          exchanges: [before!.exchange, callback.exchange],
        })),
    ),
  holds: ({ before, callback }) => {
    // A refund may follow a success.
    if (before.code === '00' && callback.code === '21') return []
    const isSame = before.code === callback.code && before.serial === callback.serial
    return isSame ? [] : [{ expected: `${told(before)} again`, received: told(callback) }]
  },
})

/** Two partners have bought under its trx_id. */
const isShared = (evidence: Evidence, callback: Heard): boolean =>
  new Set(pendings(evidence).flatMap((one) => (isAbout(one)(callback) ? [one.account] : []))).size > 1

/** The callbacks that tell how a transaction of this run ended, in order. */
const ends = (evidence: Evidence): Heard[] =>
  callbacks(evidence)
    .filter((one) => one.said === 'success' || (one.said === 'refusal' && one.code !== '04'))
    .filter((one) => pendings(evidence).some(isAbout(one)))
    .sort((a, b) => a.exchange.began - b.exchange.began)

/** Where callbacks to each partner go, of those that have an address of their own. */
const addresses = premise((evidence: Evidence): Map<string, string> => {
  const found = new Map<string, string>()
  for (const [code, { data, origin, item }] of provided(evidence)) {
    const told = origin === 'hook' && data === 'account' ? addresseeIn(String(item['callbackUrl'] ?? '')) : ''
    if (told !== '') found.set(told, code)
  }
  return found
})

const addresseeIn = (url: string): string =>
  (URL.canParse(url) && new URL(url).searchParams.get('partner')) || ''

const addressed = rule<ReportCase & { owner: string }>({
  id: 'callbacks.addressed',
  says: 'A callback goes to the address of the partner who bought.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const all = pendings(evidence)
    return callbacks(evidence).flatMap((callback) => {
      const call = all.find((one) => isAbout(one)(callback)) ?? all.find((one) => areOne(callback, one))
      const owner = addresses(evidence).get(addresseeIn(callback.exchange.request.url))
      return call && owner !== undefined
        ? [{ call, callback, owner, exchanges: [call.exchange, callback.exchange] }]
        : []
    })
  },
  holds: ({ call, owner }) =>
    owner === call.account
      ? []
      : [{ expected: `the address of ${call.account}`, received: `that of ${owner}` }],
})

export const reports: Rule[] = [format, sent, failure, onlyPending, key, again, addressed]
