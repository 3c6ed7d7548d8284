/** Requests with exactly one place of a field table wrong, and nothing else. */
import type { Complaint } from '../../src/contract/shape.ts'
import { isHeader } from '../../src/contract/tree.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answerIn, isServed } from './odd-rules.ts'
import { requests, sideOnTrial } from './premises.ts'

export interface Spoilt extends Case {
  exchange: Exchange
  complaint: Complaint
  /** Row of the field. */
  place: string
}

/** Answered requests, or broken off ones, whose only breaches are of one place. */
export const spoilt = premise((evidence: Evidence): Spoilt[] =>
  [...requests(evidence).values()].flatMap(({ exchange, complaints, read }) => {
    const broken = complaints.filter(({ level }) => level === 'must')
    const complaint = broken.find(({ constraint }) => constraint === 'type') ?? broken[0]
    const isAlone =
      complaint !== undefined &&
      broken.every(({ place }) => place === complaint.place) &&
      read.flaws.every(({ kind }) => kind === 'padding') &&
      isSignedAsFar(exchange, complaint) &&
      isAnswered(exchange) &&
      sideOnTrial(evidence, exchange) === 'response' &&
      exchange.request.method === 'POST'
    return isAlone ? [{ exchange, complaint, place: complaint.field.name, exchanges: [exchange] }] : []
  }),
)

/** A signature cannot be right without the header that is signed, or without itself. */
const isSignedAsFar = ({ signature }: Exchange, { field }: Complaint): boolean =>
  signature === 'good' || signature === 'unchecked' || isHeader(field.name)

const isAnswered = ({ response, trouble }: Exchange): boolean =>
  response !== undefined || trouble?.kind === 'reset'

/** A rule about requests with one place wrong: they are refused. */
export function refusedRule(
  id: string,
  says: string,
  speaksOf: (subject: Spoilt, evidence: Evidence) => boolean,
  {
    level = 'must',
    about = ['server'],
    crash = true,
  }: Partial<Pick<Rule, 'level' | 'about'>> & { crash?: boolean } = {},
): Rule {
  return rule<Spoilt>({
    id,
    says,
    level,
    about,
    over: (evidence) => spoilt(evidence).filter((subject) => speaksOf(subject, evidence)),
    holds: (subject, evidence) => [
      ...notRefused(subject, evidence),
      ...(crash ? [] : crashed(subject.exchange, evidence)),
    ],
  })
}

/** What is wrong when such a request is honoured. */
export function notRefused({ exchange, complaint }: Spoilt, evidence: Evidence): Problem[] {
  if (!isServed(evidence, exchange)) return []
  const { field, received } = complaint
  const sent = received === undefined ? `no ${field.name}` : `${field.name} ${JSON.stringify(received)}`
  return [
    { expected: 'a refusal', received: `${answerIn(exchange, evidence.contract.outcome.at)} for ${sent}` },
  ]
}

/** What is wrong when a request breaks the server. */
export function crashed(exchange: Exchange, { contract }: Evidence): Problem[] {
  const { response } = exchange
  const isBroken = response === undefined || response.status >= 500
  return isBroken ? [{ expected: 'a refusal', received: answerIn(exchange, contract.outcome.at) }] : []
}
