/** Requests with exactly one thing wrong: none of them is honoured. */
import type { Complaint } from '../../src/contract/shape.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { header, type Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { answered, asked, provided, requests, sayingOf } from './premises.ts'

export interface FlawedCase extends Case {
  exchange: Exchange
  complaint: Complaint
  place: string
}

/** Answered requests whose only breach is one complaint about one field. */
const flawed = premise((evidence: Evidence): FlawedCase[] =>
  [...requests(evidence).values()].flatMap(({ exchange, complaints, read }) => {
    const broken = complaints.filter(({ level }) => level === 'must')
    const [complaint] = broken
    const alone =
      exchange.from === 'client' &&
      broken.length === 1 &&
      read.flaws.every(({ kind }) => kind === 'padding') &&
      exchange.signature !== 'bad'
    return alone && exchange.response !== undefined && sayingOf(evidence, exchange) !== 'unclear'
      ? [{ exchange, complaint: complaint!, place: complaint!.field.name, exchanges: [exchange] }]
      : []
  }),
)

/** A rule about requests with exactly one thing wrong. */
export function refusal(
  id: string,
  says: string,
  level: Rule['level'],
  speaksOf: (subject: FlawedCase, evidence: Evidence) => boolean,
  holds: (subject: FlawedCase, evidence: Evidence) => Problem[],
): Rule {
  return rule<FlawedCase>({
    id,
    says,
    level,
    about: ['server'],
    over: (evidence) => flawed(evidence).filter((subject) => speaksOf(subject, evidence)),
    holds,
  })
}

/** What is wrong when such a request is not refused. */
export const notHonoured = ({ exchange, complaint }: FlawedCase, evidence: Evidence): Problem[] =>
  sayingOf(evidence, exchange) === 'refusal'
    ? []
    : [
        {
          expected: 'a refusal',
          received: `${heard(evidence, exchange)} for a request with ${found(complaint)}`,
        },
      ]

const heard = (evidence: Evidence, exchange: Exchange): string =>
  sayingOf(evidence, exchange) === 'pending' ? 'a promise' : 'a success'

const found = ({ received, field }: Complaint) =>
  received === undefined ? `no ${field.name}` : `${field.name} ${JSON.stringify(received)}`

/** The parts without which nobody can tell what is to be done, or who asks. */
const keyParts = ['code', 'reference', 'amount', 'signature']

function isKey({ place }: FlawedCase, { contract }: Evidence): boolean {
  return keyParts.some((part) => contract.places[part] === place)
}

const missingKey = refusal(
  'refusals.missing-key',
  'A request without its key, amount or signature is never honoured.',
  'must',
  (subject, evidence) => subject.complaint.constraint === 'required' && isKey(subject, evidence),
  (subject, evidence) => {
    const unsigned =
      subject.place === evidence.contract.places['signature'] && !evidence.trace.declared?.signature
    return notHonoured(subject, evidence).map((problem) => ({
      ...problem,
      ...(unsigned ? { level: 'should' as const } : {}),
    }))
  },
)

const missingOther = refusal(
  'refusals.missing-other',
  'A request without another mandatory field is refused.',
  'should',
  (subject, evidence) =>
    subject.complaint.constraint === 'required' && !isKey(subject, evidence) && !isBlank(subject),
  notHonoured,
)

const isBlank = ({ exchange, place }: FlawedCase) => /^\s+$/.test(asked(exchange, place))

const blank = refusal(
  'refusals.blank',
  'A value of white space only counts as no value.',
  'should',
  (subject, evidence) =>
    subject.complaint.constraint === 'required' && !isKey(subject, evidence) && isBlank(subject),
  notHonoured,
)

/** The code of somebody else that too long a code begins with: where any number may be paid, with no bill, it proves nothing. */
function beginning({ exchange, place }: FlawedCase, evidence: Evidence): string | undefined {
  const { contract, profile } = evidence
  if (place !== contract.places['code'] || [undefined, 'open'].includes(profile['billKind'] as string))
    return undefined
  const sent = asked(exchange, place)
  return [...provided(evidence).keys()].find(
    (code) => code.length > 8 && code !== sent && sent.startsWith(code),
  )
}

export const overLength = refusal(
  'refusals.over-length',
  'A value beyond its length is refused or kept whole, never cut.',
  'must',
  ({ complaint, exchange, place }) => complaint.constraint === 'length' && asked(exchange, place).length > 8,
  (subject, evidence) => {
    if (sayingOf(evidence, subject.exchange) === 'refusal') return []
    const [sent, echoed] = [asked(subject.exchange, subject.place), answered(subject.exchange, subject.place)]
    const isCut = echoed !== '' && echoed !== sent && sent.startsWith(echoed)
    const cut = isCut ? echoed : beginning(subject, evidence)
    return [
      {
        expected: cut ? `a refusal, or the whole ${sent}` : 'a refusal',
        received: cut ? `${cut}, cut` : 'a success',
        level: cut ? 'must' : 'should',
      },
    ]
  },
)

const badTime = refusal(
  'refusals.bad-time',
  'A request with a malformed time is refused.',
  'should',
  ({ complaint, place }, { contract }) =>
    complaint.constraint === 'format' && place === contract.places['time'],
  notHonoured,
)

const badAmount = refusal(
  'refusals.bad-amount',
  'A request whose amount is no amount is refused.',
  'should',
  ({ complaint, place }, { contract }) =>
    complaint.constraint === 'format' && place === contract.places['amount'],
  notHonoured,
)

interface SignedCase extends Case {
  exchange: Exchange
  place: string
}

/** Requests in order but for their signature. */
function forged(evidence: Evidence): Exchange[] {
  return [...requests(evidence).values()]
    .filter(
      ({ exchange, complaints, read }) =>
        exchange.signature === 'bad' &&
        complaints.every((one) => one.level !== 'must' || isNoSignature(evidence, one)) &&
        read.flaws.length === 0,
    )
    .map(({ exchange }) => exchange)
    .filter((exchange) => exchange.response !== undefined && sayingOf(evidence, exchange) !== 'unclear')
}

/** What stands where the signature belongs has not even the form of one. */
const isNoSignature = ({ contract }: Evidence, { field, constraint }: Complaint): boolean =>
  field.name === contract.signature?.at && constraint !== 'required'

/** The signature was made for another request of the trace. */
function isBorrowed(evidence: Evidence, exchange: Exchange): boolean {
  const at = evidence.contract.signature!.at
  const signature = asked(exchange, at)
  return evidence.exchanges.some(
    (other) => other !== exchange && other.signature === 'good' && text(other.request.read, at) === signature,
  )
}

function signatureRule(
  id: string,
  says: string,
  level: Rule['level'],
  speaksOf: (evidence: Evidence, exchange: Exchange) => boolean,
): Rule {
  return rule<SignedCase>({
    id,
    says,
    level,
    about: ['server'],
    given: ({ signature }) => signature !== undefined,
    over: (evidence) =>
      forged(evidence)
        .filter((exchange) => speaksOf(evidence, exchange))
        .map((exchange) => ({ exchange, place: exchange.operation!, exchanges: [exchange] })),
    holds: ({ exchange }, evidence) =>
      sayingOf(evidence, exchange) === 'success'
        ? [{ expected: 'a refusal: the signature does not belong to this request', received: 'a success' }]
        : [],
  })
}

const verified = signatureRule(
  'signatures.verified',
  'A request with a wrong signature is never honoured.',
  'must',
  (evidence, exchange) => !isBorrowed(evidence, exchange),
)
const bound = signatureRule(
  'signatures.bound',
  'A signature made for one request is not good for another.',
  'may',
  isBorrowed,
)

const absent = rule<SignedCase>({
  id: 'signatures.absent',
  says: 'Answers carry no signature.',
  level: 'should',
  about: ['server'],
  given: ({ signature }) => signature !== undefined,
  over: ({ exchanges }) =>
    exchanges
      .filter(({ response, operation }) => operation && response?.read.ok)
      .map((exchange) => ({ exchange, place: exchange.operation!, exchanges: [exchange] })),
  holds: ({ exchange }, { contract }) => {
    const signature =
      text(exchange.response!.read, contract.signature!.at) ??
      (header(exchange.response!.headers, 'x-signature') ? 'in a header' : undefined)
    return signature === undefined
      ? []
      : [{ expected: `no ${contract.signature!.at}`, received: signature.slice(0, 24) }]
  },
})

export const refusals: Rule[] = [
  missingKey,
  missingOther,
  blank,
  overLength,
  badTime,
  badAmount,
  verified,
  bound,
  absent,
]
