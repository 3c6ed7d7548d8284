/** Notifications of a provider: where they go, how they are signed, and what they tell. */
import { pathIn } from '../../../src/dialects/snap-paths.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { header, type Exchange } from '../../../src/wire/exchange.ts'
import { text, wordIn, type Json } from '../../../src/wire/reading.ts'
import { grouped } from '../../common/grouped.ts'
import { asked, isMisshapen, provided } from '../../common/premises.ts'
import { isWaited, notices, readable, type Notice } from './heard.ts'
import { repetitions } from './repetitions.ts'

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

/** The names of the payments that have an address of their own, by that address. */
const addressees = premise((evidence: Evidence): Map<string, Set<string>> => {
  const own = evidence.exchanges.flatMap((one) => {
    const address = one.operation === 'payment' ? addressIn(evidence, one) : undefined
    return address === undefined
      ? []
      : [{ at: pathIn(address), name: asked(one, 'partnerReferenceNo').trim() }]
  })
  const byAddress = [...grouped(own, ({ at }) => at)]
  return new Map(byAddress.map(([at, all]) => [at, new Set(all.map(({ name }) => name))]))
})

const allAddressees = premise(
  (evidence: Evidence) => new Set([...addressees(evidence).values()].flatMap((names) => [...names])),
)

interface Named extends Case {
  told: string
  names: ReadonlySet<string>
}

const named = rule<Named>({
  id: 'notifications.named',
  says: 'A notification names the payment whose address it goes to.',
  level: 'must',
  about: ['server'],
  span: 'run',
  given: (_contract, { notifyTarget }) => notifyTarget === 'payNotify',
  over: (evidence) =>
    notices(evidence).flatMap(({ exchange }) => {
      const told = wordIn(exchange.request.read, 'originalPartnerReferenceNo').trim()
      const { names, isKnown } = meant(evidence, exchange, told)
      // Of what no name can be the rules about fields speak.
      const isNone = told === '' || isMisshapen(evidence, exchange, 'originalPartnerReferenceNo')
      return isNone || isKnown || names.size === 0 ? [] : [{ told, names, exchanges: [exchange] }]
    }),
  holds: ({ told, names }) =>
    names.has(told) ? [] : [{ expected: [...names].join(' or '), received: told }],
})

/** The names of the payments of an address; that of a payment elsewhere is the business of the rule about addresses. */
function meant(evidence: Evidence, { request }: Exchange, told: string) {
  const names = addressees(evidence).get(pathIn(request.url)) ?? new Set<string>()
  const isKnown = !names.has(told) && allAddressees(evidence).has(told)
  return { names, isKnown }
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

/** The notification of one partner is no business of another one. */
const own = noticeRule(
  'notifications.own',
  'A notification names the partner and the merchant of its payment.',
  (evidence) => readable(evidence).filter(({ payments }) => payments.length > 0),
  ({ exchange, payments }, evidence) => {
    const { partner = '' } = evidence.contract.places
    const [said, merchant] = [asked(exchange, partner), asked(exchange, 'merchantId')]
    // Two partners may call payments by one reference.
    const payment = payments.find((one) => asked(one, partner) === said) ?? payments[0]!
    const [wanted, owner] = [asked(payment, 'merchantId'), asked(payment, partner)]
    const isOther = provided(evidence).get(said)?.data === 'otherpartner' && said !== owner
    if (isOther) return [{ expected: `the partner ${owner}`, received: `another one: ${said}` }]
    const isUnsaid = merchant === '' || wanted === '' || isMisshapen(evidence, exchange, 'merchantId')
    return isUnsaid || merchant === wanted ? [] : [{ expected: `the merchant ${wanted}`, received: merchant }]
  },
  'should',
)

export const noticesRules: Rule[] = [
  post,
  target,
  { ...signed, given: areSigned },
  { ...path, given: areSigned },
  noCustomer,
  state,
  named,
  own,
  ...repetitions,
]
