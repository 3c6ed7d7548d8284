/** Notifications: that they come, where they go, and what they say. */
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { textOf, type Exchange } from '../../src/wire/exchange.ts'
import { isoInstant } from '../../src/contract/iso-time.ts'
import { asked, clockMoves } from '../common/premises.ts'
import { at, isWellWritten, neighbours } from './asked.ts'
import { eventsIn } from './events.ts'
import { codesGiven, type Given } from './given.ts'
import { isTaken, notices, noticesOf, payments, waitsFor, type Notice } from './paid.ts'

export interface NoticeCase extends Case {
  notice: Notice
}

export const caseOf = (notice: Notice): NoticeCase => ({ notice, exchanges: [notice.exchange] })
export const aboutCodes = (evidence: Evidence): (Notice & { given: Given })[] =>
  notices(evidence).filter((notice): notice is Notice & { given: Given } => notice.given !== undefined)

export interface Waited extends Case {
  given: Given
  heard: Notice[]
}

/** Milliseconds below which a wait is a glance. */
const glance = 1000

/** Codes that were paid and waited for, and what came of it before the last wait was over. */
export function waited(evidence: Evidence): Waited[] {
  return codesGiven(evidence).flatMap((given) => {
    const first = payments(evidence, given).find(({ result }) => result === 'paid')
    const waits = waitsFor(evidence, given).filter(({ ended }) => first && ended > first.tick)
    if (!first || waits.length === 0) return []
    const heard = noticesOf(evidence, given).filter(({ exchange }) => exchange.began > first.tick)
    // A glance that finds nothing proves nothing.
    if (heard.length === 0 && waits.every(({ withinMs }) => withinMs < glance)) return []
    return [
      { given, heard, exchanges: [given.one.exchange, ...heard.slice(0, 3).map(({ exchange }) => exchange)] },
    ]
  })
}

// Where some notification tells no invoice number that is one, nobody knows which one is missing.
const sent = rule<Waited>({
  id: 'notifications.sent',
  says: 'A payment is notified.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) =>
    notices(evidence).some(
      ({ invoice, exchange }) => invoice === '' || !isWellWritten(evidence, exchange, at.invoice),
    )
      ? []
      : waited(evidence).filter(({ given }) => given.override === ''),
  // One that tells its code under another number has come all the same.
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
  // Which merchants there are beside the own one, the whole run tells.
  span: 'run',
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

/** Notifications of a run in which codes were paid: strangers among them are nobody's whom the suite has asked for. */
const known = rule<NoticeCase>({
  id: 'notifications.known',
  says: 'A notification is about an order of the merchant.',
  level: 'should',
  about: ['server'],
  span: 'run',
  over: (evidence) =>
    evidence.trace.entries.some((entry) => entry.kind === 'provided' && entry.data === 'payment')
      ? notices(evidence)
          .filter(({ exchange }) => [at.invoice, at.code].every((place) => isTold(evidence, exchange, place)))
          .map(caseOf)
      : [],
  holds: ({ notice: { given, invoice } }) =>
    given ? [] : [{ expected: 'an invoice number that was asked with', received: invoice }],
})

const isTold = (evidence: Evidence, exchange: Exchange, place: string): boolean =>
  asked(exchange, place) !== '' && isWellWritten(evidence, exchange, place)

/** Notifications of another order, or of another payment than one that was taken, under one Request-Id. */
const numbered = rule<NoticeCase & { twin: Notice | undefined }>({
  id: 'notifications.numbered',
  says: 'Notifications of two payments have two Request-Ids.',
  level: 'should',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const first = new Map<string, Notice>()
    return aboutCodes(evidence).flatMap((notice) => {
      const id = asked(notice.exchange, at.id)
      if (id === '' || !isWellWritten(evidence, notice.exchange, at.id)) return []
      const before = first.get(id)
      if (!before) first.set(id, notice)
      const twin = before && isOther(before, notice) ? before : undefined
      const exchanges = [...(twin ? [twin.exchange] : []), notice.exchange]
      return [{ notice, twin, exchanges }]
    })
  },
  holds: ({ notice, twin }) =>
    twin
      ? [
          {
            expected: 'a Request-Id of its own',
            received: `${asked(notice.exchange, at.id)}, that of the notification of ${twin.invoice}`,
          },
        ]
      : [],
})

const isOther = (before: Notice, notice: Notice): boolean =>
  before.given !== notice.given ||
  (isTaken(before) && textOf(before.exchange.request.body) !== textOf(notice.exchange.request.body))

/** Milliseconds by which clocks differ, and no zone does. */
export const apart = 25 * 60_000

const stamped = rule<NoticeCase & { by: number }>({
  id: 'notifications.stamped',
  says: 'A notification is stamped with the time in UTC at which it is sent.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    notices(evidence).flatMap((notice) => {
      const { exchange, given } = notice
      const time = isoInstant(asked(exchange, at.time))
      if (time === undefined || !isWellWritten(evidence, exchange, at.time)) return []
      const offsets = [0, ...clockMoves(evidence).map(({ offsetMs }) => offsetMs)]
      const by = offsets.map((offset) => time - Date.parse(exchange.sentAt) - offset)
      // What is sent again may have the time of the first attempt.
      const isFirst = given !== undefined && noticesOf(evidence, given)[0] === notice
      const [ahead, behind] = [Math.min(...by), isFirst ? Math.max(...by) : 0]
      return [{ ...caseOf(notice), by: ahead > apart ? ahead : behind < -apart ? behind : 0 }]
    }),
  holds: ({ notice: { exchange }, by }) =>
    by === 0
      ? []
      : [
          {
            expected: 'the time in UTC at which it was sent',
            received: `${asked(exchange, at.time)}, ${Math.round(Math.abs(by) / 60_000)} minutes ${by > 0 ? 'later' : 'before'}`,
            ...(by < 0 ? { level: 'should' as const } : {}),
          },
        ],
})

/** When it was listened for the last time: what was paid later was not waited for. */
const lastWait = (evidence: Evidence, given: Given): number =>
  Math.max(...waitsFor(evidence, given).map(({ ended }) => ended))

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
        count: payments(evidence, one.given).filter(
          ({ result, tick }) => result === 'paid' && tick < lastWait(evidence, one.given),
        ).length,
      }))
      .filter(({ count, heard }) => count > 1 && heard.length > 0),
  holds: ({ count, heard }) => {
    const events = eventsIn(heard).length
    return events === count
      ? []
      : [{ expected: `${count} notifications, one for each payment`, received: String(events) }]
  },
})

export const notified: Rule[] = [sent, post, early, signed, success, match, known, numbered, stamped, each]
