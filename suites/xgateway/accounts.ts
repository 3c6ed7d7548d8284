/** Who may ask, and what others may not learn. */
import type { Level } from '../../src/contract/contract.ts'
import { isWithheld } from '../../src/judge/withheld.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { header, textOf, type Exchange } from '../../src/wire/exchange.ts'
import { oddityOf } from '../common/oddities.ts'
import { isOrderly, provided } from '../common/premises.ts'
import {
  areOne,
  callbacks,
  calls,
  earlier,
  intruderOf,
  isFirst,
  isServed,
  isUsual,
  pins,
  told,
  type Heard,
  type Intruder,
} from './heard.ts'

interface Intrusion extends Case {
  one: Heard
  who: Intruder
}

const isForwarded = ({ exchange }: Heard): boolean =>
  header(exchange.request.headers, 'x-forwarded-for') !== undefined

/** Requests in order but for who sent them, that were answered. */
const intrusions = premise((evidence: Evidence): Intrusion[] =>
  calls(evidence).flatMap((one) => {
    const who = intruderOf(evidence, one)
    return who !== undefined && one.said !== 'unclear' && isOrderly(evidence, one.exchange)
      ? [{ one, who, exchanges: [one.exchange] }]
      : []
  }),
)

/** First top-ups show whether a check is made at all; everything else, whether it is made everywhere. */
const isPlain = (evidence: Evidence, { one }: Intrusion): boolean =>
  isUsual(evidence, one) && isFirst(evidence, one) && !isForwarded(one)

/** Codes that may come before it is asked who sends: a locked account, maintenance, the cut-off. */
const before = ['33', '09', '35']

function unmasked({ one }: Intrusion, misnamed: Level = 'must'): Problem[] {
  if (isServed(one)) return [{ expected: 'a refusal with 02', received: told(one) }]
  // A PIN that is withheld may be none by its form, and refused for that.
  if (['02', ''].includes(one.code) || isWithheld(one.pin)) return []
  const level = before.includes(one.code) ? 'should' : misnamed
  return [{ expected: 'a refusal with 02', received: told(one), level }]
}

function guard(id: string, says: string, who: Intruder): Rule {
  return rule<Intrusion>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) => intrusions(evidence).filter((one) => one.who === who && isPlain(evidence, one)),
    holds: (subject, evidence) =>
      unmasked(subject).map((problem) =>
        isOtherCase(evidence, subject) || isNamesake(evidence, subject)
          ? { ...problem, level: 'should' }
          : problem,
      ),
  })
}

/** The PIN is right but for capital and small letters, which no sentence of the document tells apart. */
const isOtherCase = (evidence: Evidence, { one: { account, pin } }: Intrusion): boolean =>
  pins(evidence).get(account)?.toLowerCase() === pin.toLowerCase() && pins(evidence).get(account) !== pin

/** The name is that of a partner but for capital and small letters. */
const isNamesake = (evidence: Evidence, { one: { account } }: Intrusion): boolean =>
  calls(evidence).some(
    (other) => other.account !== account && other.account.toLowerCase() === account.toLowerCase(),
  )

/** The check is made for first top-ups, as far as this trace shows. */
function isMadeAtAll(evidence: Evidence, who: Intruder): boolean {
  return intrusions(evidence).every(
    (one) => one.who !== who || !isPlain(evidence, one) || unmasked(one).length === 0,
  )
}

const all = rule<Intrusion>({
  id: 'accounts.all',
  says: 'User id and PIN are checked for every method and every status check.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    intrusions(evidence)
      .filter((one) => !isPlain(evidence, one) && !isForwarded(one.one) && isMadeAtAll(evidence, one.who))
      .map((one) => ({ ...one, place: one.one.method })),
  holds: (subject, evidence) => {
    const known = earlier(evidence)
      .get(subject.one)
      ?.find(({ transaction }) => transaction !== '')
    const shown = known && known.transaction === subject.one.transaction && subject.one.code !== '02'
    if (shown) return [{ expected: 'a refusal with 02', received: told(subject.one) }]
    // A method whose name is not known is refused before anything else is looked at.
    return subject.one.code === '01' ? [] : unmasked(subject, 'should')
  },
})

interface Forwarded extends Case {
  one: Heard
}

const forwarded = rule<Forwarded>({
  id: 'accounts.forwarded',
  says: 'A header about another address changes nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    calls(evidence)
      .filter(
        (one) =>
          isForwarded(one) &&
          one.said !== 'unclear' &&
          isOrderly(evidence, one.exchange) &&
          (one.exchange.stranger !== true || isMadeAtAll(evidence, 'address')),
      )
      .map((one) => ({ one, exchanges: [one.exchange] })),
  holds: ({ one }) => {
    if (one.exchange.stranger)
      return isServed(one)
        ? [{ expected: 'a refusal with 02, whatever the header says', received: told(one) }]
        : []
    return one.code === '02'
      ? [{ expected: 'the answer that there is without the header', received: told(one) }]
      : []
  },
})

const blocked = rule<Forwarded>({
  id: 'accounts.blocked',
  says: 'A blocked account is refused with 33.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    calls(evidence)
      .filter((one) => provided(evidence).get(one.account)?.data === 'blocked' && one.said !== 'unclear')
      .map((one) => ({ one, exchanges: [one.exchange] })),
  holds: ({ one }) => {
    if (isServed(one)) return [{ expected: 'a refusal with 33', received: told(one), level: 'must' }]
    if (one.code === '01' && one.method !== 'topUpRequest') return []
    return ['33', '02', ''].includes(one.code) ? [] : [{ expected: 'a refusal with 33', received: told(one) }]
  },
})

interface Neighbours extends Case {
  owner: Heard
  other: Heard
}

/** User id and trx_id are read as one where they are joined with no sign between them. */
const isJoined = (a: Heard, b: Heard): boolean =>
  a.account.length !== b.account.length &&
  (a.account + a.reference === b.account + b.reference || a.reference + a.account === b.reference + b.account)

/** Requests of two partners under one trx_id or one joined name, the first of which became a transaction. */
const neighbours = premise((evidence: Evidence): Neighbours[] =>
  calls(evidence).flatMap((other) => {
    const owner = calls(evidence).find(
      (one) =>
        one.account !== other.account &&
        (one.reference === other.reference || isJoined(one, other)) &&
        one.exchange.began < other.exchange.began &&
        one.isQuery === other.isQuery &&
        isKnown(one),
    )
    return owner && other.said !== 'unclear' && isFirst(evidence, other)
      ? [{ owner, other, exchanges: [owner.exchange, other.exchange] }]
      : []
  }),
)

/** It became a transaction, though it may have failed. */
const isKnown = (one: Heard): boolean =>
  isServed(one) ||
  (one.said === 'refusal' && one.transaction !== '' && !['01', '02', '33'].includes(one.code))

/** A transaction that is told about the number of another request than its owner's is not that of its owner. */
const isLeak = ({ owner, other }: Neighbours): boolean =>
  areOne(owner, other) &&
  other.code !== '02' &&
  (owner.number === other.number || !other.phrase?.ok || other.phrase.number !== other.number)

const isolated = rule<Neighbours>({
  id: 'accounts.isolated',
  says: 'Another user learns nothing of a transaction by its trx_id.',
  level: 'must',
  about: ['server'],
  over: neighbours,
  holds: (subject) =>
    isLeak(subject)
      ? [
          {
            expected: `nothing of the transaction of ${subject.owner.account}`,
            received: told(subject.other),
          },
        ]
      : [],
})

const scope = rule<Neighbours>({
  id: 'purchase.scope',
  says: 'Every user id has trx_ids of its own.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    neighbours(evidence).filter(
      (subject) =>
        !isLeak(subject) &&
        intruderOf(evidence, subject.other) === undefined &&
        isServed(subject.owner) &&
        subject.owner.number === subject.other.number &&
        subject.owner.product === subject.other.product,
    ),
  holds: ({ other }) =>
    isServed(other) ? [] : [{ expected: 'a purchase of its own', received: told(other) }],
})

interface Secret extends Case {
  pin: string
  text: string
}

/** Everything that the gateway wrote, with the PIN that it knew of. */
function writings(evidence: Evidence): Secret[] {
  const own = calls(evidence)
    .filter((one) => one.pin.length >= 4 && one.exchange.response !== undefined && isNoEcho(evidence, one))
    .map(({ pin, exchange }) => ({ pin, text: answerOf(exchange), exchanges: [exchange] }))
  const reported = callbacks(evidence).flatMap(({ reference, exchange }) =>
    calls(evidence)
      .filter((one) => one.reference === reference && one.pin.length >= 4)
      .slice(0, 1)
      .map(({ pin }) => ({ pin, text: textOf(exchange.request.body), exchanges: [exchange] })),
  )
  return [...own, ...reported, ...ofUnread(evidence)]
}

/** All of an answer, its headers too. */
const answerOf = ({ response }: Exchange): string =>
  [...response!.headers.map(([, value]) => value), textOf(response!.body)].join('\n')

/** What is spoilt in a request may be repeated in its answer, but never the right PIN. */
const isNoEcho = (evidence: Evidence, { account, pin, exchange }: Heard): boolean =>
  oddityOf(evidence, exchange) === undefined || pins(evidence).get(account) === pin

/** Answers to what could not be read, though somebody's PIN stood in it. */
function ofUnread(evidence: Evidence): Secret[] {
  const known = [...new Set(pins(evidence).values())].filter((pin) => pin.length >= 4)
  return evidence.exchanges
    .filter(({ from, operation, response }) => from === 'client' && operation === undefined && response)
    .flatMap((exchange) =>
      known
        .filter((pin) => shows(textOf(exchange.request.body), pin))
        .map((pin) => ({ pin, text: answerOf(exchange), exchanges: [exchange] })),
    )
}

const secret = rule<Secret>({
  id: 'accounts.secret',
  says: 'The PIN stands in no answer and in no callback.',
  level: 'must',
  about: ['server'],
  over: writings,
  holds: ({ pin, text }) =>
    shows(text, pin) ? [{ expected: 'no PIN', received: 'the PIN of the request' }] : [],
})

/** Stands there by itself; as a balance, a price or a part of a longer number it is chance. */
function shows(text: string, pin: string): boolean {
  if (!text.includes(pin)) return false
  const quoted = pin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const chance = /(?:SAL|HRG|RP[A-Z]+|ADMIN|METERAI|PPN|PPJ|ANGSURAN|METER|IDPEL)=[^,<]*/g
  return new RegExp(`(?<![A-Za-z0-9.-])${quoted}(?![A-Za-z0-9-]|\\.\\d)`).test(text.replace(chance, ''))
}

export const accounts: Rule[] = [
  guard('accounts.user', 'An unknown user id is refused and nothing is done.', 'user'),
  guard('accounts.pin', 'A wrong PIN is refused and nothing is done.', 'pin'),
  guard(
    'accounts.address',
    'A registered user is refused from an address that is not registered.',
    'address',
  ),
  all,
  forwarded,
  blocked,
  isolated,
  scope,
  secret,
]
