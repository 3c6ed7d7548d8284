/** Notifications of a provider: where they go, how they are signed, what they tell, and when they come again. */
import { pathIn } from '../../../src/dialects/snap-paths.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { header, type Exchange } from '../../../src/wire/exchange.ts'
import { text, type Json } from '../../../src/wire/reading.ts'
import { asked, offsetAt, targetTime } from '../../common/premises.ts'
import { referenceOf } from '../naming.ts'

interface Notice extends Case {
  exchange: Exchange
  reference: string
  /** Payments under its reference, in the order in which they were sent. */
  payments: Exchange[]
}

/** The consumer's name of a payment, or of the one whose name the provider tells. */
function referenceIn(evidence: Evidence, exchange: Exchange): string {
  const told = asked(exchange, 'originalPartnerReferenceNo')
  const partner = asked(exchange, evidence.contract.places['partner']!)
  const transaction = asked(exchange, 'originalReferenceNo')
  return told || (transaction && referenceOf(evidence, { partner, transaction })) || ''
}

/** What the provider sent of its own accord. */
const notices = premise((evidence: Evidence): Notice[] =>
  evidence.exchanges
    .filter(({ from }) => from === 'gateway')
    .sort((a, b) => a.began - b.began)
    .map((exchange) => {
      const reference = referenceIn(evidence, exchange)
      const payments = evidence.exchanges.filter(
        (one) =>
          one.operation === 'payment' && reference !== '' && asked(one, 'partnerReferenceNo') === reference,
      )
      return { exchange, reference, payments, exchanges: [exchange] }
    }),
)

const readable = (evidence: Evidence): Notice[] =>
  notices(evidence).filter(({ exchange }) => exchange.request.read.ok)

function noticeRule(
  id: string,
  says: string,
  over: (evidence: Evidence) => Notice[],
  holds: (notice: Notice, evidence: Evidence) => Problem[],
  level: Rule['level'] = 'must',
): Rule {
  return rule<Notice>({ id, says, level, about: ['server'], over, holds })
}

const post = noticeRule('notifications.post', 'A notification is an HTTP POST.', notices, ({ exchange }) =>
  exchange.request.method === 'POST' ? [] : [{ expected: 'POST', received: exchange.request.method }],
)

/** The address for notifications in a payment, if it has one. */
function addressIn({ profile }: Evidence, payment: Exchange): string | undefined {
  const { read } = payment.request
  const list = read.ok && Array.isArray(read.fields['urlParam']) ? read.fields['urlParam'] : []
  const found = list.find(
    (one): one is { [name: string]: Json } =>
      typeof one === 'object' &&
      one !== null &&
      !Array.isArray(one) &&
      one['type'] === profile['notifyUrlType'],
  )
  return typeof found?.['url'] === 'string' ? found['url'] : undefined
}

/** A payment that was made at once, and the notification about it, if any came. */
interface Targeted extends Case {
  address: string
  notice?: Exchange
}

function targeted(evidence: Evidence): Targeted[] {
  const all = readable(evidence)
  const heard = all.flatMap(({ exchange: notice, payments: [first], exchanges }): Targeted[] => {
    const address = first && addressIn(evidence, first)
    return address === undefined ? [] : [{ address, notice, exchanges }]
  })
  const silent = evidence.exchanges.flatMap((payment): Targeted[] => {
    const [address, reference] = [addressIn(evidence, payment), asked(payment, 'partnerReferenceNo')]
    const isHeard = all.some((one) => one.reference === reference)
    if (payment.operation !== 'payment' || address === undefined || isHeard || !isMade(payment)) return []
    const within = Number(evidence.profile['notifySeconds']) * 1000
    return isWaited(evidence, payment, reference, within) ? [{ address, exchanges: [payment] }] : []
  })
  return [...heard, ...silent]
}

const isMade = ({ response }: Exchange): boolean =>
  response?.status === 200 &&
  text(response.read, 'responseCode') === '2005400' &&
  text(response.read, 'webRedirectUrl') === undefined &&
  text(response.read, 'appRedirectUrl') === undefined

const target = rule<Targeted>({
  id: 'notifications.target',
  says: 'A notification goes to the address in the payment.',
  level: 'must',
  about: ['server'],
  given: (_contract, { notifyTarget }) => notifyTarget === 'payNotify',
  over: targeted,
  holds({ address, notice }) {
    const expected = pathIn(address)
    if (!notice)
      return [{ expected: `a notification at ${expected}`, received: 'none in the time that it may take' }]
    const received = pathIn(notice.request.url)
    return received === expected ? [] : [{ expected, received }]
  },
})

const isOfPath = ({ exchange: { signature, signatureFault } }: Notice): boolean =>
  signature === 'bad' && signatureFault?.differs === 'path'

/** A signature was agreed on. */
const areSigned: Rule['given'] = (_contract, { notifySignature }) => notifySignature !== 'none'

const signed = noticeRule(
  'notifications.signed',
  'A notification is rightly signed.',
  (evidence) =>
    notices(evidence).filter(
      (one) =>
        one.exchange.signature !== 'unchecked' && one.exchange.request.method === 'POST' && !isOfPath(one),
    ),
  ({ exchange: { signature, signatureFault } }) =>
    signature === 'good'
      ? []
      : [
          {
            expected: 'a right signature',
            received: signature === 'none' ? 'none' : (signatureFault?.says ?? 'one that does not fit'),
          },
        ],
)

const path = noticeRule(
  'notifications.path',
  'A notification signs the path of its receiver.',
  (evidence) => notices(evidence).filter((one) => one.exchange.signature === 'good' || isOfPath(one)),
  (one) =>
    isOfPath(one)
      ? [
          {
            expected: pathIn(one.exchange.request.url),
            received: one.exchange.signatureFault?.says ?? 'another',
          },
        ]
      : [],
)

const noCustomer = noticeRule(
  'notifications.no-customer',
  'A notification carries no token of a customer.',
  notices,
  ({ exchange }) =>
    header(exchange.request.headers, 'authorization-customer') === undefined
      ? []
      : [{ expected: 'no Authorization-Customer', received: 'one' }],
  'should',
)

const state = noticeRule(
  'notifications.state',
  'A notification brings a state other than 07, and the time of a success.',
  readable,
  ({ exchange }) => {
    const status = asked(exchange, 'latestTransactionStatus')
    if (status === '07') return [{ expected: 'a state of the payment', received: '07' }]
    return status === '00' && asked(exchange, 'finishedTime') === ''
      ? [{ expected: 'finishedTime with 00', received: 'none' }]
      : []
  },
  'should',
)

const isAcknowledged = ({ response }: Exchange): boolean =>
  response?.status === 200 && text(response.read, 'responseCode') === '2005600'

/** A notification, and the next one that tells the same. */
interface Pair extends Case {
  first: Exchange
  then?: Exchange
}

/** Notifications with what came next, where it was waited for that long enough: a day of the target's clock. */
function pairs(evidence: Evidence): Pair[] {
  const all = readable(evidence)
  return all.flatMap(({ exchange: first, reference }) => {
    const then = all.find(({ exchange }) => exchange.began > first.began && isSame(first, exchange))?.exchange
    if (!then && !isWaited(evidence, first, reference, day)) return []
    return [{ first, exchanges: [first, ...(then ? [then] : [])], ...(then && { then }) }]
  })
}

/** What two attempts to tell one thing have in common: another partner may have a payment of that reference too. */
const telling = [
  'header:X-PARTNER-ID',
  'originalPartnerReferenceNo',
  'originalReferenceNo',
  'latestTransactionStatus',
]

const isSame = (one: Exchange, other: Exchange): boolean =>
  telling.every((place) => asked(one, place) === asked(other, place))

/** Milliseconds within which whoever tries again has tried again. */
const day = 86_400_000

const isWaited = (evidence: Evidence, first: Exchange, reference: string, forMs: number): boolean =>
  evidence.trace.entries.some(
    (entry) =>
      entry.kind === 'listened' &&
      entry.reference === reference &&
      entry.began > first.began &&
      offsetAt(evidence, entry.ended) - offsetAt(evidence, first.began) >= forMs,
  )

function pairRule(
  id: string,
  says: string,
  over: (evidence: Evidence) => Pair[],
  holds: (pair: Pair, evidence: Evidence) => Problem[],
  level: Rule['level'] = 'must',
): Rule {
  return rule<Pair>({ id, says, level, about: ['server'], over, holds })
}

/** HTTP 200, and not the code that acknowledges. */
const isHalf = ({ response }: Exchange): boolean => response?.status === 200

const acknowledged = pairRule(
  'notifications.acknowledged',
  'A notification ends with its acknowledgement, and not before.',
  (evidence) => pairs(evidence).filter(({ first }) => isAcknowledged(first) || isHalf(first)),
  ({ first, then }) => {
    if (isAcknowledged(first))
      return then ? [{ expected: 'nothing more after 2005600', received: 'the same again' }] : []
    return then ? [] : [{ expected: 'the notification again until 2005600', received: 'nothing more' }]
  },
)

const repeated = pairRule(
  'notifications.repeated',
  'A notification without an acknowledgement comes again.',
  (evidence) => pairs(evidence).filter(({ first }) => !isAcknowledged(first) && !isHalf(first)),
  ({ then }) => (then ? [] : [{ expected: 'the notification again', received: 'nothing more' }]),
  'may',
)

const fresh = pairRule(
  'notifications.fresh',
  'A repeated notification has another X-EXTERNAL-ID and a new time.',
  (evidence) => pairs(evidence).filter(({ then }) => then !== undefined),
  ({ first, then }, evidence) =>
    ['header:X-EXTERNAL-ID', ...(isLater(evidence, first, then!) ? ['header:X-TIMESTAMP'] : [])]
      .filter((place) => asked(first, place) !== '' && asked(first, place) === asked(then!, place))
      .map((place) => ({
        expected: `another ${place.replace('header:', '')}`,
        received: asked(then!, place),
      })),
  'should',
)

/** Two attempts within one second of the target's clock have the same time. */
const isLater = (evidence: Evidence, first: Exchange, then: Exchange): boolean =>
  targetTime(evidence, then) - targetTime(evidence, first) > 1000

export const noticesRules: Rule[] = [
  post,
  target,
  { ...signed, given: areSigned },
  { ...path, given: areSigned },
  noCustomer,
  state,
  acknowledged,
  repeated,
  fresh,
]
