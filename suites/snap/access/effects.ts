/** What a refused request must not leave behind, and what a refusal must not tell. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { asked, isOrderlyBut } from '../../common/premises.ts'
import { spoilt } from '../../common/spoilt.ts'
import {
  isBefore,
  isRight,
  isService,
  isThere,
  requestsMade,
  requestsOtherwise,
  stateIn,
  told,
  type Asked,
} from './asked.ts'
import { forged } from './forged.ts'
import { standingOf } from './tokens-known.ts'

interface TurnedAway extends Case {
  one: Asked
  /** What came after it and tells what it has done. */
  witnesses: Asked[]
}

const badStandings = ['never given out', 'foreign', 'expired', 'missing']

/** Requests that were refused for their signature or their token. */
const turnedAway = premise((evidence: Evidence): Asked[] => {
  const wrong = new Set(forged(evidence).map(({ one }) => one))
  const isTokenBad = (one: Asked) =>
    badStandings.includes(standingOf(evidence, one)) &&
    one.exchange.signature === 'good' &&
    isOrderlyBut(evidence, one.exchange, 'header:Authorization')
  return requestsMade(evidence).filter(
    (one) => isService(one) && one.reaction === 'refused' && (wrong.has(one) || isTokenBad(one)),
  )
})

/** What a request is about: requests of one kind about the same thing. */
function subjectOf({ operation, partner, reference, exchange }: Asked): string {
  return [operation, partner, reference, asked(exchange, 'partnerRefundNo')].join(' ')
}

/** Right requests about the same payment, up to the first that could have the same effect, and that one too. */
function witnessesOf(evidence: Evidence, one: Asked): Asked[] {
  const witnesses: Asked[] = []
  for (const other of requestsMade(evidence)) {
    const isAbout = other.partner === one.partner && other.reference === one.reference && isService(other)
    if (!isAbout || !isBefore(one, other)) continue
    const isSame = subjectOf(other) === subjectOf(one)
    if (isRight(evidence, other) && (isSame || other.operation === 'status')) witnesses.push(other)
    if (isSame && (isRight(evidence, other) || other.reaction !== 'refused')) break
  }
  return witnesses
}

/** Nothing about the same thing came before that could have had the effect. */
const isFirst = (evidence: Evidence, one: Asked): boolean =>
  !requestsMade(evidence).some(
    (other) =>
      subjectOf(other) === subjectOf(one) &&
      other.exchange.began < one.exchange.began &&
      other.reaction !== 'refused',
  )

/** Refused requests that would have done something, with what came after them. */
const witnessed = (evidence: Evidence, refused: Asked[]): TurnedAway[] =>
  refused
    .filter((one) => one.operation !== 'status' && one.reference !== '' && isFirst(evidence, one))
    .map((one) => {
      const witnesses = witnessesOf(evidence, one)
      const exchanges = [one, ...witnesses].map(({ exchange }) => exchange)
      return { one, witnesses, place: one.operation, exchanges }
    })

const noEffect = rule<TurnedAway>({
  id: 'signatures.no-effect',
  says: 'A request refused for its signature or token does nothing and uses up nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    witnessed(evidence, turnedAway(evidence)).filter(
      ({ one, witnesses }) => witnesses.length > 0 || booksAfter(evidence, one) !== undefined,
    ),
  holds: (subject, evidence) =>
    [
      ...subject.witnesses.flatMap((witness) => traceOf(subject.one, witness, evidence)).slice(0, 1),
      ...booked(evidence, subject.one),
    ].slice(0, 1),
})

/** Requests that were refused for one place that breaks the tables: not for who asks, nor for what they are known by. */
const malformed = (evidence: Evidence): Asked[] => {
  const broken = new Set(
    spoilt(evidence)
      .filter(({ place }) => !others.includes(place))
      .map(({ exchange }) => exchange),
  )
  return requestsMade(evidence).filter(
    (one) => isService(one) && one.reaction === 'refused' && broken.has(one.exchange),
  )
}

const others = [
  'header:X-SIGNATURE',
  'header:Authorization',
  'header:Authorization-Customer',
  'header:X-PARTNER-ID',
  'partnerReferenceNo',
  'originalPartnerReferenceNo',
  'partnerRefundNo',
]

const nothingDone = rule<TurnedAway>({
  id: 'refusals.no-effect',
  says: 'A request that was refused for one of its fields does nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    looked(evidence, malformed(evidence)).filter(({ one }) => !isDoneByNobody(evidence, one)),
  holds: untouched,
})

const otherwise = rule<TurnedAway>({
  id: 'http.no-effect',
  says: 'A request by another method than POST that was refused does nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    looked(
      evidence,
      requestsOtherwise(evidence).filter((one) => isService(one) && one.reaction === 'refused'),
    ),
  holds: untouched,
})

/** Refused requests after which somebody asked what they had done. */
const looked = (evidence: Evidence, refused: Asked[]): TurnedAway[] =>
  witnessed(evidence, refused).filter(({ witnesses }) =>
    witnesses.some(({ operation }) => operation === 'status'),
  )

function untouched({ one, witnesses }: TurnedAway): Problem[] {
  return witnesses
    .filter(({ operation }) => operation === 'status')
    .flatMap((status) => seen(one, status) ?? [])
    .slice(0, 1)
    .map((received) => ({ expected: `nothing of a ${one.operation} that was refused`, received }))
}

/** The same was asked for and carried out without a partner's name, which another rule says. */
const isDoneByNobody = (evidence: Evidence, { operation, reference }: Asked): boolean =>
  requestsMade(evidence).some(
    (other) =>
      other.partner === '' &&
      other.reaction === 'served' &&
      other.operation === operation &&
      other.reference === reference,
  )

/** What shows in a later answer that a refused request was carried out, or has used something up. */
function traceOf(one: Asked, witness: Asked, evidence: Evidence): Problem[] {
  const effect = witness.operation === 'status' ? seen(one, witness) : usedUp(evidence, one, witness)
  return effect === undefined
    ? []
    : [{ expected: `nothing of a ${one.operation} that was refused`, received: effect }]
}

function seen(one: Asked, status: Asked): string | undefined {
  if (!isThere(status)) return undefined
  const state = stateIn(status)
  if (one.operation === 'payment') return `a payment in the state ${state}`
  if (one.operation === 'cancel') return state === '05' ? 'a cancelled payment' : undefined
  const number = asked(one.exchange, 'partnerRefundNo')
  return historyOf(status).includes(number) ? `the refund ${number}` : undefined
}

function historyOf({ exchange: { response } }: Asked): string[] {
  const list = response?.read.ok ? response.read.fields['refundHistory'] : undefined
  if (!Array.isArray(list)) return []
  return list.flatMap((entry) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? [String(entry['partnerRefundNo'])]
      : [],
  )
}

/** The right request with the same reference is told that there is one already. */
function usedUp(evidence: Evidence, one: Asked, again: Asked): string | undefined {
  const isAnew = !requestsMade(evidence).some(
    (other) =>
      other.external === again.external &&
      other.partner === again.partner &&
      other.exchange.began < again.exchange.began,
  )
  const isKnown = again.reaction === 'refused' && /^409..01$|^404..18$/.test(again.code)
  return isAnew && isKnown && one.operation !== 'cancel' ? told(again) : undefined
}

/** The books about a payment after its forged request, and before any that could have had the effect. */
function booksAfter(evidence: Evidence, one: Asked) {
  const { ended } = one.exchange
  if (one.operation !== 'payment' || ended === undefined) return undefined
  const next = requestsMade(evidence).find(
    (other) =>
      subjectOf(other) === subjectOf(one) &&
      other.exchange.began > ended &&
      (other.reaction !== 'refused' || isRight(evidence, other)),
  )
  return evidence.trace.entries.find(
    (entry) =>
      entry.kind === 'ledger' &&
      entry.code === one.reference &&
      entry.began > ended &&
      entry.ended < (next?.exchange.began ?? Infinity),
  )
}

function booked(evidence: Evidence, one: Asked): Problem[] {
  const books = booksAfter(evidence, one)
  const moved = books?.kind === 'ledger' ? books.payments.filter(({ state }) => state !== 'failed') : []
  return moved.length === 0
    ? []
    : [
        {
          expected: 'nothing in the books of a payment that was refused',
          received: moved.map(({ amount, state }) => `${amount} ${state}`).join(', '),
        },
      ]
}

interface Pair extends Case {
  known: Asked
  unknown: Asked
}

/** Forged requests about payments that there are, and about none, that are wrong in the same way. */
function pairs(evidence: Evidence): Pair[] {
  const references = new Set(
    requestsMade(evidence)
      .filter((one) => one.operation === 'payment' && one.reaction === 'served')
      .map(({ partner, reference }) => `${partner} ${reference}`),
  )
  if (forged(evidence).some(({ one, isWild }) => isWild && one.reaction === 'served')) return []
  const about = forged(evidence).filter(
    ({ one }) => ['status', 'cancel', 'refund'].includes(one.operation) && one.reaction !== 'open',
  )
  const isKnown = ({ partner, reference }: Asked) => references.has(`${partner} ${reference}`)
  const known = about.filter(({ one }) => isKnown(one) && one.reaction === 'refused')
  return about
    .filter(({ one }) => one.reference !== '' && !isKnown(one))
    .flatMap(({ one, differs }) => {
      const twin = known.find((other) => other.differs === differs && other.one.operation === one.operation)
      if (!twin) return []
      return [
        { known: twin.one, unknown: one, place: one.operation, exchanges: [twin.one.exchange, one.exchange] },
      ]
    })
}

const first = rule<Pair>({
  id: 'signatures.first',
  says: 'A wrong signature is refused alike for known and unknown transactions.',
  level: 'must',
  about: ['server'],
  over: pairs,
  holds: ({ known, unknown }) =>
    known.code === unknown.code && known.exchange.response!.status === unknown.exchange.response!.status
      ? []
      : [{ expected: `${told(known)}, as for a payment that there is`, received: told(unknown) }],
})

export const effects: Rule[] = [noEffect, nothingDone, otherwise, first]
