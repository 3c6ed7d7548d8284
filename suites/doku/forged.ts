/** Requests whose signature is wrong and nothing else, and what refuses each kind of them. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, isOrderlyBut } from '../common/premises.ts'
import { withPeculiarity, type AskedCase } from './accepted.ts'
import { at, isBefore, isRight, requestsMade, statesAsked, told, type Asked } from './asked.ts'
import { firstRequests, peculiaritiesOf } from './peculiar.ts'

export interface Forged extends Case {
  one: Asked
  /** What of its signature differs; `unknown` where that cannot be told. */
  differs: string
}

/** Wrongly signed requests that are in order otherwise, and were answered. */
export const forged = premise((evidence: Evidence): Forged[] =>
  requestsMade(evidence)
    .filter(({ exchange: { signature } }) => signature === 'bad' || signature === 'none')
    .filter((one) => one.reaction !== 'open' && isOrderlyBut(evidence, one.exchange, at.signature))
    .map((one) => ({ one, differs: differenceIn(one.exchange), exchanges: [one.exchange] })),
)

function differenceIn(exchange: Exchange): string {
  if (exchange.signature === 'none') return 'absent'
  const text = asked(exchange, at.signature)
  // A text that is no signature of any kind differs in nothing.
  if (!/^[\w-]*=?[A-Za-z0-9+/_-]{20,100}={0,2}$/.test(text)) return 'unreadable'
  return exchange.signatureFault?.differs ?? 'unknown'
}

/** Signatures are not looked at at all, as far as this trace shows: then no part of them is to blame. */
const isBlind = premise((evidence: Evidence): boolean =>
  forged(evidence).some(({ differs, one }) => differs === 'unknown' && one.reaction === 'served'),
)

/** The work is done, or its first answer is told to whoever has no signature. */
const carriedOut = ({ one }: Forged): Problem[] =>
  one.reaction === 'served' || one.code !== ''
    ? [{ expected: 'a refusal: the signature is wrong', received: told(one) }]
    : []

const notRefused = ({ one }: Forged): Problem[] =>
  one.reaction === 'refused' && one.code === '' ? [] : [{ expected: 'a refusal', received: told(one) }]

interface Part {
  says: string
  differs: string[]
  holds?: (subject: Forged) => Problem[]
}

const parts: { [id: string]: Part } = {
  'signatures.text': {
    says: 'A signature over lines put together otherwise is refused.',
    differs: ['text'],
  },
  'signatures.body': {
    says: 'A signature over another digest is refused.',
    differs: ['body'],
  },
  'signatures.path': { says: 'A signature for another path is refused.', differs: ['path'] },
  'signatures.algorithm': { says: 'A signature of another algorithm is refused.', differs: ['algorithm'] },
  'signatures.encoding': {
    says: 'A signature that is not written in Base64 is refused.',
    differs: ['encoding'],
  },
  'signatures.prefix': {
    says: 'A signature without HMACSHA256= before it is refused.',
    differs: ['prefix'],
  },
  'signatures.key': {
    says: 'A signature under the secret key of somebody else is refused.',
    differs: ['key'],
  },
  'signatures.exact': { says: 'A signature in other letters is refused.', differs: ['letters'] },
  'signatures.unreadable': {
    says: 'A signature that cannot be read is refused, without an HTTP 500.',
    differs: ['unreadable'],
    holds: notRefused,
  },
  'signatures.missing': {
    says: 'A request without a signature is refused.',
    differs: ['absent'],
    holds: notRefused,
  },
}

const ofParts = Object.entries(parts).map(([id, { says, differs, holds = carriedOut }]) =>
  rule<Forged>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) =>
      isBlind(evidence) ? [] : forged(evidence).filter((subject) => differs.includes(subject.differs)),
    holds,
  }),
)

const tampered = rule<Forged>({
  id: 'signatures.tampered',
  says: 'A request that was changed after it was signed is refused and does nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) => forged(evidence).filter(({ differs }) => ['unknown', 'timestamp'].includes(differs)),
  holds: carriedOut,
})

/** A question for a state that is signed without a digest, or with one. */
const get = rule<Forged>({
  id: 'signatures.get',
  says: 'A GET is signed without a digest.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [
    ...(isBlind(evidence) ? [] : forged(evidence).filter(({ differs }) => differs === 'digest')),
    ...statesAsked(evidence)
      .filter((one) => one.reaction !== 'open' && isRight(evidence, one) && isKnown(evidence, one))
      .filter((one) => peculiaritiesOf(evidence, one).length === 0)
      .map((one) => ({ one, differs: 'nothing', exchanges: [one.exchange] })),
  ],
  holds: (subject) => {
    if (subject.differs === 'digest') return carriedOut(subject)
    const { reaction, status } = subject.one
    return reaction === 'refused' && status !== 404
      ? [{ expected: 'the state: its signature is right, without a digest', received: told(subject.one) }]
      : []
  },
})

const isKnown = (evidence: Evidence, { exchange, merchant, invoice }: Asked): boolean =>
  requestsMade(evidence).some(
    (other) =>
      other.operation === 'generate' &&
      other.reaction === 'served' &&
      other.merchant === merchant &&
      (other.invoice === invoice || other.id === invoice) &&
      isBefore(other.exchange, exchange),
  )

/** States that were asked for after a request was refused for its signature, and before a right one for the same. */
function seenAfter(evidence: Evidence, { one }: Forged): Asked[] {
  const isSame = (other: Asked) => other.merchant === one.merchant && other.invoice === one.invoice
  const right = requestsMade(evidence).filter(
    (other) => other.operation === 'generate' && isSame(other) && other.exchange.signature === 'good',
  )
  return statesAsked(evidence).filter(
    (state) =>
      isSame(state) &&
      isBefore(one.exchange, state.exchange) &&
      right.every(({ exchange }) => exchange.began > state.exchange.began),
  )
}

const noEffect = rule<AskedCase>({
  id: 'signatures.no-effect',
  says: 'A request refused for its signature does nothing and uses up nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [
    ...withPeculiarity(evidence, 'signatures.no-effect'),
    ...forged(evidence)
      .filter(({ one }) => one.operation === 'generate' && one.reaction === 'refused')
      .flatMap((subject) =>
        seenAfter(evidence, subject).map((one) => ({
          one,
          exchanges: [subject.one.exchange, one.exchange],
        })),
      ),
  ],
  holds: ({ one }) => {
    if (one.operation === 'status')
      return one.reaction === 'served'
        ? [{ expected: 'no transaction: its request was refused', received: told(one) }]
        : []
    return one.reaction === 'served'
      ? []
      : [{ expected: 'a code: the request before was refused', received: told(one) }]
  },
})

const client = rule<AskedCase>({
  id: 'headers.client',
  says: 'The Client-Id of nobody is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const nobody = evidence.trace.entries.flatMap((entry) =>
      entry.kind === 'provided' && entry.data === 'unknownclient' ? [entry.item.code] : [],
    )
    return requestsMade(evidence)
      .filter(({ merchant, reaction }) => nobody.includes(merchant) && reaction !== 'open')
      .map((one) => ({ one, exchanges: [one.exchange] }))
  },
  holds: ({ one }) =>
    one.reaction === 'refused'
      ? []
      : [{ expected: 'a refusal: nobody has this Client-Id', received: told(one) }],
})

const window = rule<AskedCase>({
  id: 'headers.window',
  says: 'A request from another day is refused.',
  level: 'should',
  about: ['server'],
  given: (_contract, profile) => typeof profile['skewSeconds'] === 'number',
  over: (evidence) =>
    firstRequests(evidence)
      .filter((one) => one.reaction !== 'open')
      .filter((one) => peculiaritiesOf(evidence, one).join() === 'headers.window')
      .map((one) => ({ one, exchanges: [one.exchange] })),
  holds: ({ one }) => (one.reaction === 'served' ? [{ expected: 'a refusal', received: told(one) }] : []),
})

/** Names of headers in other letters. */
export const spelling = rule<AskedCase>({
  id: 'headers.case',
  says: 'Names of headers are read in any case of letters.',
  level: 'must',
  about: ['server'],
  over: (evidence) => withPeculiarity(evidence, 'headers.case'),
  holds: ({ one }) =>
    one.reaction === 'served'
      ? []
      : [{ expected: 'a code, as under the usual spelling', received: told(one) }],
})

export const signing: Rule[] = [...ofParts, tampered, get, noEffect, client, window]
