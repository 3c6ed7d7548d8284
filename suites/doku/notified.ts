/** Notifications: that they come, where they go, and what they say. */
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { asked } from '../common/premises.ts'
import { at, isWellWritten, neighbours } from './asked.ts'
import { codesGiven, type Given } from './given.ts'
import { configured, eventsIn, notices, noticesOf, payments, waitsFor, type Notice } from './paid.ts'
import { switched } from './switched.ts'

interface NoticeCase extends Case {
  notice: Notice
}

const caseOf = (notice: Notice): NoticeCase => ({ notice, exchanges: [notice.exchange] })
const aboutCodes = (evidence: Evidence): (Notice & { given: Given })[] =>
  notices(evidence).filter((notice): notice is Notice & { given: Given } => notice.given !== undefined)

interface Waited extends Case {
  given: Given
  heard: Notice[]
}

/** Codes that were paid and waited for, and what came of it before the last wait was over. */
function waited(evidence: Evidence): Waited[] {
  return codesGiven(evidence).flatMap((given) => {
    const first = payments(evidence, given).find(({ result }) => result === 'paid')
    const wait = waitsFor(evidence, given).findLast(({ ended }) => first && ended > first.tick)
    if (!first || !wait) return []
    const heard = noticesOf(evidence, given).filter(({ exchange }) => exchange.began > first.tick)
    return [
      { given, heard, exchanges: [given.one.exchange, ...heard.slice(0, 3).map(({ exchange }) => exchange)] },
    ]
  })
}

// Where some notification tells no invoice number, nobody knows which one is missing.
const sent = rule<Waited>({
  id: 'notifications.sent',
  says: 'A payment is notified.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    notices(evidence).some(({ invoice }) => invoice === '')
      ? []
      : waited(evidence).filter(({ given }) => given.override === ''),
  holds: ({ given, heard }) =>
    heard.length > 0
      ? []
      : [{ expected: `a notification of the payment of ${given.invoice}`, received: 'none' }],
})

const post = rule<NoticeCase>({
  id: 'notifications.post',
  says: 'A notification is an HTTP POST.',
  level: 'must',
  about: ['server'],
  over: (evidence) => notices(evidence).map(caseOf),
  holds: ({ notice: { exchange } }) =>
    exchange.request.method === 'POST' ? [] : [{ expected: 'POST', received: exchange.request.method }],
})

interface Silent extends Case {
  given: Given
  notice: Notice | undefined
}

const early = rule<Silent>({
  id: 'notifications.early',
  says: 'Nothing is notified before a payment.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    codesGiven(evidence).flatMap((given) => {
      const first = payments(evidence, given)[0]
      const isBefore = ({ exchange }: Notice) => first === undefined || exchange.began < first.tick
      const notice = noticesOf(evidence, given).find(isBefore)
      const isWaited = waitsFor(evidence, given).some(({ began }) => !first || began < first.tick)
      return notice || isWaited || (first && given.override === '')
        ? [{ given, notice, exchanges: [given.one.exchange, ...(notice ? [notice.exchange] : [])] }]
        : []
    }),
  holds: ({ given, notice }) =>
    notice
      ? [
          {
            expected: `no notification: nobody has paid ${given.code}`,
            received: notice.state || 'a notification',
            ...(notice.state === 'SUCCESS' ? {} : { level: 'should' as const }),
          },
        ]
      : [],
})

const signed = rule<NoticeCase>({
  id: 'notifications.signed',
  says: 'A notification is rightly signed.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    notices(evidence)
      .filter(({ exchange: { signature } }) => signature === 'good' || signature === 'bad')
      .filter(({ exchange }) => !neighbours(evidence).includes(asked(exchange, at.client)))
      .map(caseOf),
  holds: ({ notice: { exchange } }) =>
    exchange.signature === 'good'
      ? []
      : [
          {
            expected: 'a signature of its Client-Id, Request-Id, time, path and body',
            received: exchange.signatureFault?.says ?? 'another signature',
          },
        ],
})

const success = rule<NoticeCase>({
  id: 'notifications.success',
  says: 'The notification of a payment says SUCCESS.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    aboutCodes(evidence)
      .filter(
        ({ given, exchange }) =>
          isWellWritten(evidence, exchange, at.state) &&
          payments(evidence, given).some(({ result, tick }) => result === 'paid' && tick < exchange.began),
      )
      .map(caseOf),
  holds: ({ notice: { state } }) =>
    state === 'SUCCESS' ? [] : [{ expected: 'SUCCESS', received: state || 'no status' }],
})

interface Matched extends NoticeCase {
  given: Given
  place: string
}

/** Fields of a notification, and what the order has there; the amount is that of the last payment before it. */
function wantedIn(evidence: Evidence, { given, exchange }: Notice & { given: Given }): [string, string][] {
  const last = payments(evidence, given).findLast(({ tick }) => tick < exchange.began)
  const amount = last?.amount || given.amount
  return [
    [at.invoice, given.invoice],
    [at.amount, amount],
    [at.code, given.code],
    [at.original, given.id],
    [at.client, given.merchant],
  ]
}

const match = rule<Matched>({
  id: 'notifications.match',
  says: 'A notification tells invoice, amount, code and Request-Id of its order.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    aboutCodes(evidence).flatMap((notice) =>
      wantedIn(evidence, notice)
        .filter(
          ([place]) =>
            asked(notice.exchange, place) !== '' && isWellWritten(evidence, notice.exchange, place),
        )
        .map(([place]) => ({ ...caseOf(notice), given: notice.given, place })),
    ),
  holds: ({ notice, given, place }, evidence) => {
    const [, wanted] = wantedIn(evidence, { ...notice, given }).find(([one]) => one === place)!
    const got = asked(notice.exchange, place)
    const isSame = place === at.amount ? Number(got) === Number(wanted) : got === wanted
    return isSame ? [] : [{ expected: `${place} ${wanted}`, received: got }]
  },
})

const each = rule<Waited & { count: number }>({
  id: 'notifications.each',
  says: 'Every payment of a reusable code is notified once.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    waited(evidence)
      .filter(({ given }) => given.isReusable)
      .map((one) => ({
        ...one,
        count: payments(evidence, one.given).filter(({ result }) => result === 'paid').length,
      }))
      .filter(({ count, heard }) => count > 1 && heard.length > 0),
  holds: ({ count, heard }) => {
    const events = eventsIn(heard).length
    return events === count
      ? []
      : [{ expected: `${count} notifications, one for each payment`, received: String(events) }]
  },
})

/** Scheme, host and path of an address. */
const placeOf = (url: string): string => {
  const { host, pathname } = new URL(url)
  return host + pathname
}

/** Overrides that a merchant gave in orders before one. */
const overridesBefore = (evidence: Evidence, given: Given): string[] =>
  codesGiven(evidence)
    .filter(({ one, override }) => override !== '' && one.exchange.began < given.one.exchange.began)
    .map(({ override }) => override)
    .filter((url) => URL.canParse(url))

const target = rule<NoticeCase>({
  id: 'notifications.target',
  says: 'Without an override the configured address is notified.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    aboutCodes(evidence)
      .filter(({ given }) => given.override === '' && overridesBefore(evidence, given).length === 0)
      .map(caseOf),
  holds: ({ notice: { exchange } }, evidence) => {
    const wanted = configured(evidence)
    if (wanted === undefined || new URL(wanted).pathname === new URL(exchange.request.url).pathname) return []
    return [{ expected: wanted, received: exchange.request.url }]
  },
})

const used = rule<Waited>({
  id: 'overrides.used',
  says: 'An override takes the notification in place of the configured address.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    waited(evidence).filter(
      ({ given, heard }) =>
        heard.length > 0 && URL.canParse(given.override) && hasConfiguredPath(evidence, given.override),
    ),
  holds: ({ given, heard }) => {
    const elsewhere = heard.find(({ exchange }) => placeOf(exchange.request.url) !== placeOf(given.override))
    return elsewhere ? [{ expected: given.override, received: elsewhere.exchange.request.url }] : []
  },
})

function hasConfiguredPath(evidence: Evidence, override: string): boolean {
  const known = configured(evidence)
  return known === undefined || new URL(known).pathname === new URL(override).pathname
}

const onlyOnce = rule<NoticeCase>({
  id: 'overrides.once',
  says: 'An override is for its own order alone.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    aboutCodes(evidence)
      .filter(({ given }) => given.override === '' && overridesBefore(evidence, given).length > 0)
      .map(caseOf),
  holds: ({ notice }, evidence) => {
    const places = overridesBefore(evidence, notice.given!).map(placeOf)
    const own = configured(evidence)
    const { url } = notice.exchange.request
    const isOwn = own !== undefined && placeOf(own) === placeOf(url)
    return places.includes(placeOf(url)) && !isOwn
      ? [{ expected: own ?? 'the configured address', received: `${url}, the override of another order` }]
      : []
  },
})

const otherPath = rule<Waited>({
  id: 'overrides.path',
  says: 'An override with another path is refused or passed over.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    waited(evidence).filter(
      ({ given }) => URL.canParse(given.override) && !hasConfiguredPath(evidence, given.override),
    ),
  holds: ({ given, heard }) => {
    const there = heard.find(({ exchange }) => placeOf(exchange.request.url) === placeOf(given.override))
    return there
      ? [{ expected: 'a notification at the configured path', received: there.exchange.request.url }]
      : []
  },
})

export const notified: Rule[] = [
  sent,
  post,
  early,
  signed,
  success,
  match,
  each,
  target,
  used,
  onlyOnce,
  switched('overridePath', otherPath),
]
