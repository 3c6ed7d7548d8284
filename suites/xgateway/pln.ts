/** PLN tokens: the query that opens the way, and what answers tell of customer and money. */
import { kernelOf } from '../../src/dialects/xgateway-serial.ts'
import type { Phrase } from '../../src/dialects/xgateway-phrase.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { oddityOf } from '../common/oddities.ts'
import {
  calls,
  dataOf,
  familyOf,
  isBoughtBefore,
  isFirst,
  isMisfortune,
  isProper,
  isServed,
  supplyOf,
  told,
  type Heard,
} from './heard.ts'
import { asExpected, isLost } from './methods.ts'
import { allQueriesBefore, isOpened, isUnsure, isUntouched, queriesBefore } from './queries.ts'
import { isBroken } from './phrases.ts'
import { partsOf, sold, type Sold } from './serials.ts'
import { whereBought } from './bought.ts'

interface PlnCase extends Case {
  one: Heard
}

const meters = ['pln', 'plna', 'ampersand', 'comma', 'plnpending']

const query = rule<PlnCase>({
  id: 'pln.query',
  says: 'A query of a meter is answered 00 with METER, IDPEL, NAMA and DAYA.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    calls(evidence)
      .filter(
        (one) =>
          one.isQuery &&
          one.said !== 'unclear' &&
          !isMisfortune(one.code) &&
          !isLost(one) &&
          isProper(evidence, one) &&
          oddityOf(evidence, one.exchange) === undefined &&
          isFirst(evidence, one) &&
          meters.includes(dataOf(evidence, one) ?? ''),
      )
      .map((one) => ({ one, exchanges: [one.exchange] })),
  holds: ({ one }, evidence) => {
    if (one.said !== 'success') return [{ expected: '00: the meter exists', received: told(one) }]
    const pairs = one.phrase?.ok ? one.phrase.pairs : undefined
    const missing = ['METER', 'IDPEL', 'NAMA', 'DAYA'].filter((key) => (pairs?.[key] ?? '') === '')
    return pairs && missing.length > 0 && !isBroken(one.phrase as Phrase, evidence)
      ? [{ expected: `${missing.join(', ')} in MESSAGE`, received: 'none' }]
      : []
  },
})

/** PLNPrepaidTopup for what test data vouches for, with what can be said of the queries before it. */
function gated(evidence: Evidence): Heard[] {
  return calls(evidence).filter(
    (one) =>
      one.operation === 'purchase' &&
      one.said !== 'unclear' &&
      isProper(evidence, one) &&
      oddityOf(evidence, one.exchange) === undefined &&
      isFirst(evidence, one) &&
      !isUnsure(evidence, one),
  )
}

type Gate = 'none' | 'failed' | 'elsewhere' | 'open'

function gateOf(evidence: Evidence, one: Heard): Gate {
  const own = queriesBefore(evidence, one)
  if (own.some(isServed)) return 'open'
  if (own.length > 0) return 'failed'
  return allQueriesBefore(evidence, one).some(isServed) ? 'elsewhere' : 'none'
}

function closedGate(id: string, says: string, gate: Gate): Rule {
  return rule<PlnCase>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) =>
      gated(evidence)
        .filter((one) => gateOf(evidence, one) === gate)
        .map((one) => ({
          one,
          exchanges: [...allQueriesBefore(evidence, one).map(exchangeOf), one.exchange].slice(-4),
        })),
    holds: ({ one }, evidence) =>
      isServed(one)
        ? [
            {
              expected: 'a refusal: no query for it has succeeded',
              received: told(one),
              inconclusive: !isUntouched(evidence, one),
            },
          ]
        : [],
  })
}

const exchangeOf = ({ exchange }: Heard) => exchange

const firstProduct = rule<PlnCase>({
  id: 'pln.first-product',
  says: 'A query for one product opens the way for another.',
  level: 'should',
  about: ['server'],
  given: (_contract, profile) => profile['plnSameNom'] !== true,
  over: (evidence) =>
    gated(evidence)
      .filter(
        (one) =>
          meters.includes(supplyOf(evidence, one)?.data ?? '') &&
          isOpened(evidence, one) &&
          (isServed(one) || !isBoughtBefore(evidence, one)) &&
          queriesBefore(evidence, one).every(
            ({ product, said }) => said !== 'success' || product !== one.product,
          ) &&
          (isServed(one) || !(isMisfortune(one.code) || isLost(one) || one.code === '05')),
      )
      .map((one) => ({ one, exchanges: [one.exchange] })),
  holds: ({ one }) =>
    isServed(one) ? [] : [{ expected: 'a purchase: the meter was queried', received: told(one) }],
})

const direct = rule<PlnCase>({
  id: 'pln.direct',
  says: 'A token is sold without a query by PLNPrepaidDirectTopup and TopupRequest.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    asExpected(evidence)
      .filter(
        (one) =>
          (one.method === 'PLNPrepaidDirectTopup' || one.method === 'TopupRequest') &&
          familyOf(one.product) !== 'pulsa' &&
          queriesBefore(evidence, one).length === 0 &&
          (isServed(one) || !(isMisfortune(one.code) || isLost(one) || ['', '04', '34'].includes(one.code))),
      )
      .map((one) => ({ one, place: one.method, exchanges: [one.exchange] })),
  holds: ({ one }) => (isServed(one) ? [] : [{ expected: 'a token without a query', received: told(one) }]),
})

const phraseIn = ({ phrase }: Heard): Phrase | undefined => (phrase?.ok ? phrase : undefined)

/** Answers of success that tell of a meter. */
function aboutMeters(evidence: Evidence): Heard[] {
  return calls(evidence).filter(
    (one) =>
      one.said === 'success' &&
      !one.mixedUp &&
      isFirst(evidence, one) &&
      phraseIn(one)?.pairs['METER'] !== undefined &&
      phraseIn(one)?.pairs['IDPEL'] !== undefined,
  )
}

const isOfNumber = (one: Heard): boolean =>
  ['METER', 'IDPEL'].some((key) => phraseIn(one)!.pairs[key]!.trim() === one.number)

const meter = rule<PlnCase>({
  id: 'pln.meter',
  says: 'METER or IDPEL is the number of the request.',
  level: 'must',
  about: ['server'],
  over: (evidence) => aboutMeters(evidence).map((one) => ({ one, exchanges: [one.exchange] })),
  holds: (subject) => {
    const { METER, IDPEL } = phraseIn(subject.one)!.pairs
    return isOfNumber(subject.one)
      ? []
      : [{ expected: subject.one.number, received: `METER=${METER}, IDPEL=${IDPEL}` }]
  },
})

interface SameCase extends Case {
  one: Heard
  before: Heard
}

const sameCustomer = rule<SameCase>({
  id: 'pln.same-customer',
  says: 'Purchase and query tell the same customer.',
  level: 'should',
  about: ['server'],
  over: (evidence) => {
    const all = aboutMeters(evidence).filter(isOfNumber)
    return all
      .filter((one) => !one.isQuery)
      .flatMap((one) => {
        const before = all.find((other) => other.isQuery && other.number === one.number)
        return before ? [{ one, before, exchanges: [before.exchange, one.exchange] }] : []
      })
  },
  holds: ({ one, before }, evidence) => {
    const [said, asked] = [phraseIn(one)!.pairs, phraseIn(before)!.pairs]
    const other = ['NAMA', 'DAYA', 'METER', 'IDPEL'].find(
      (key) =>
        said[key] !== undefined && asked[key] !== undefined && kernelOf(said[key]) !== kernelOf(asked[key]),
    )
    if (other) return [{ expected: `${other}=${asked[other]}`, received: `${other}=${said[other]}` }]
    return serialOfAnother(one, asked, evidence)
  },
})

/** The serial of a PLNA product names its customer once more. */
function serialOfAnother(one: Heard, asked: Phrase['pairs'], evidence: Evidence): Problem[] {
  const serial = partsOf({ one, product: one.product, exchanges: [] }, evidence)
  if (serial?.name === undefined) return []
  const named: Phrase['pairs'] = { NAMA: serial.name, DAYA: `${serial.segment}/${serial.power}` }
  const other = ['NAMA', 'DAYA'].find(
    (key) => asked[key] !== undefined && kernelOf(named[key]!) !== kernelOf(asked[key]),
  )
  return other
    ? [{ expected: `${other}=${asked[other]}`, received: `${named[other]} in the serial ${one.serial}` }]
    : []
}

/** A view of what MESSAGE tells of a sold token. */
function tokenRule(
  id: string,
  says: string,
  speaksOf: (pairs: Phrase['pairs'], subject: Sold, evidence: Evidence) => boolean,
  holds: (pairs: Phrase['pairs'], subject: Sold, evidence: Evidence) => Problem[],
): Rule {
  return rule<Sold>({
    id,
    says,
    level: 'should',
    about: ['server'],
    over: (evidence) =>
      sold(evidence).filter((subject) => {
        const pairs = phraseIn(subject.one)?.pairs
        return (
          pairs !== undefined && familyOf(subject.product) !== 'pulsa' && speaksOf(pairs, subject, evidence)
        )
      }),
    holds: (subject, evidence) => holds(phraseIn(subject.one)!.pairs, subject, evidence),
  })
}

const parts = ['ADMIN', 'METERAI', 'PPN', 'PPJ', 'ANGSURAN', 'RPTOKEN']
const isNumber = (value: string | undefined) => value !== undefined && /^\d+(\.\d+)?$/.test(value)

const sum = tokenRule(
  'pln.sum',
  'RPBAYAR is the sum of its parts.',
  (pairs) => ['RPBAYAR', ...parts].every((key) => isNumber(pairs[key])),
  (pairs) => {
    const whole = parts.reduce((total, key) => total + Number(pairs[key]), 0)
    return Math.abs(whole - Number(pairs['RPBAYAR'])) < 0.01
      ? []
      : [{ expected: `RPBAYAR=${whole}`, received: `RPBAYAR=${pairs['RPBAYAR']}` }]
  },
)

const kwh = tokenRule(
  'pln.kwh',
  'KWH in MESSAGE is the quantity of the serial.',
  (pairs, subject, evidence) => pairs['KWH'] !== undefined && partsOf(subject, evidence)?.kwh !== undefined,
  (pairs, subject, evidence) => {
    const right = partsOf(subject, evidence)!.kwh!
    return kernelOf(right) === kernelOf(pairs['KWH']!)
      ? []
      : [{ expected: `KWH=kWh${right}`, received: `KWH=${pairs['KWH']}` }]
  },
)

const reference = tokenRule(
  'pln.reference',
  'MESSAGE of a sold token holds a REF.',
  (pairs) => pairs['TOKEN'] !== undefined || pairs['METER'] !== undefined,
  (pairs) => ((pairs['REF'] ?? '') === '' ? [{ expected: 'REF=', received: 'none' }] : []),
)

const afterQueries: Rule[] = [
  closedGate('pln.first', 'PLNPrepaidTopup without a query is refused.', 'none'),
  closedGate('pln.first-match', 'A query for another number or by another user opens nothing.', 'elsewhere'),
  closedGate('pln.first-failed', 'A query that failed opens nothing.', 'failed'),
  firstProduct,
  sameCustomer,
]

export const pln: Rule[] = [
  ...whereBought([query], ['PLNPrepaidQuery']),
  ...whereBought(afterQueries, ['PLNPrepaidTopup']),
  ...whereBought([direct], ['PLNPrepaidDirectTopup']),
  ...whereBought([meter, sum, kwh, reference]),
]
