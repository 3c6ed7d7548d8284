/** Serial numbers, and the tokens in them. */
import { serialFormOf, serialOf } from '../../src/dialects/xgateway-serial.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { callbacks, calls, earlier, familyOf, isFirst, isSole, type Heard } from './heard.ts'
import { whereBought } from './bought.ts'

export interface Sold extends Case {
  one: Heard
  /** The product that was bought: that of the first request under the trx_id. */
  product: string
}

/** Every answer and callback about a purchase or a query, with the product that it is about. */
const told = premise((evidence: Evidence): Sold[] => [
  ...calls(evidence)
    .filter(({ said, mixedUp }) => said !== 'unclear' && !mixedUp)
    .map((one) => ({
      one,
      product: (earlier(evidence).get(one)?.[0] ?? one).product,
      exchanges: [one.exchange],
      place: 'Response/SN',
    })),
  ...callbacks(evidence).flatMap((one) => {
    const request = calls(evidence).find(({ isQuery, reference }) => !isQuery && reference === one.reference)
    return request && one.said !== 'unclear'
      ? [{ one, product: request.product, exchanges: [one.exchange], place: 'Callback/SN' }]
      : []
  }),
])

/** Purchases that succeeded. */
export const sold = premise((evidence: Evidence): Sold[] =>
  told(evidence).filter(
    ({ one }) => one.said === 'success' && !one.isQuery && !(one.phrase?.ok && one.phrase.verb === 'QUERY'),
  ),
)

function serialRule(
  id: string,
  says: string,
  over: (evidence: Evidence) => Sold[],
  holds: (subject: Sold, evidence: Evidence) => Problem[],
): Rule {
  return rule<Sold>({ id, says, level: 'must', about: ['server'], over, holds })
}

const success = serialRule(
  'serials.success',
  'A purchase that succeeded has a serial number.',
  // An empty serial in a repetition is no answer with the status of the transaction, which the model judges.
  (evidence) =>
    sold(evidence).filter(({ one }) => !one.mute && (one.account === '' || isSole(evidence, one))),
  ({ one, product }) =>
    one.serial !== ''
      ? []
      : [
          {
            expected: 'a serial number',
            received: 'an empty SN',
            ...(familyOf(product) === 'pulsa' ? { level: 'should' as const } : {}),
          },
        ],
)

const empty = serialRule(
  'serials.empty',
  'Failures, pending purchases and queries have an empty serial number.',
  (evidence) =>
    told(evidence).filter(
      ({ one }) => (one.said !== 'success' || isQueryAlone(evidence, one)) && one.code !== '04',
    ),
  ({ one, product }) => {
    if (one.serial === '') return []
    const strict = one.said === 'pending' || (one.said === 'refusal' && familyOf(product) !== 'pulsa')
    return [
      {
        expected: 'an empty SN',
        received: one.serial,
        ...(strict ? {} : { level: 'should' as const }),
      },
    ]
  },
)

/** A query under the trx_id of a purchase may be taken for a status check. */
const isQueryAlone = (evidence: Evidence, one: Heard): boolean => one.isQuery && isFirst(evidence, one)

/** A serial number has the form that its product wants. */
function formRule(id: string, says: string, family: 'pln' | 'plna'): Rule {
  return serialRule(
    id,
    says,
    (evidence) =>
      sold(evidence).filter(({ one, product }) => familyOf(product) === family && one.serial !== ''),
    ({ one, product }, { contract }) => {
      const read = serialOf(one.serial, product, contract.phrases!)
      if (!read || read.ok) return []
      const expected = serialFormOf(product, contract.phrases!)?.says ?? 'a serial number of its form'
      return [{ expected, received: one.serial }]
    },
  )
}

/** The parts of a serial number that has its form. */
export function partsOf({ one, product }: Sold, { contract }: Evidence) {
  const read = serialOf(one.serial, product, contract.phrases!)
  return read?.ok ? read : undefined
}

const token = serialRule(
  'serials.token',
  'TOKEN in MESSAGE is the token of the serial.',
  (evidence) =>
    sold(evidence).filter(
      (subject) =>
        subject.one.phrase?.ok &&
        subject.one.phrase.pairs['TOKEN'] !== undefined &&
        partsOf(subject, evidence) !== undefined,
    ),
  (subject, evidence) => {
    const said = subject.one.phrase?.ok ? subject.one.phrase.pairs['TOKEN']!.replace(/\s+/g, '') : ''
    const right = partsOf(subject, evidence)!.token
    // Whatever else stands behind it is a matter of the grammar.
    return said === right || (said.startsWith(right) && /[.,;]/.test(said[right.length]!))
      ? []
      : [{ expected: `TOKEN=${right}`, received: `TOKEN=${said}` }]
  },
)

interface TokenCase extends Case {
  one: Heard
  owner?: Heard
}

const tokenUnique = rule<TokenCase>({
  id: 'serials.token-unique',
  says: 'No two purchases get one token.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const owners = new Map<string, Heard>()
    return sold(evidence).flatMap((subject) => {
      const { one } = subject
      const parts = one.account === '' ? undefined : partsOf(subject, evidence)
      if (!parts) return []
      const owner = owners.get(parts.token)
      if (!owner) owners.set(parts.token, one)
      const other = owner && areUnlike(owner.reference, one.reference) ? { owner } : {}
      return [{ one, exchanges: owner ? [owner.exchange, one.exchange] : [one.exchange], ...other }]
    })
  },
  holds: ({ one, owner }) =>
    owner ? [{ expected: 'a token of its own', received: `${one.serial}, that of ${owner.reference}` }] : [],
})

interface Stock extends Case {
  serials: string[]
}

/** Serials of top-ups that are answered differently: a biller that says one thing to all has sold nothing. */
const own = rule<Stock>({
  id: 'serials.own',
  says: 'Top-ups do not all get one serial number.',
  level: 'should',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const all = sold(evidence).filter(
      ({ one, product }) => one.account !== '' && one.serial !== '' && familyOf(product) === 'pulsa',
    )
    const apart = unlikeAll(all)
    return apart.length < few
      ? []
      : [
          {
            serials: apart.map(({ one }) => one.serial),
            exchanges: apart.slice(0, few).map(({ one }) => one.exchange),
          },
        ]
  },
  holds: ({ serials: [first, ...rest] }) =>
    rest.every((serial) => serial === first)
      ? [{ expected: 'serial numbers of their own', received: `${first} for ${rest.length + 1} top-ups` }]
      : [],
})

/** As many as a partner may buy of the same: the document's own example. */
const few = 3

/** An id as a reader of numbers or of other letters takes it, and what is left of it where it is cut. */
const readingsOf = (id: string): string[] => [id.toLowerCase().replace(/^0+/, ''), `cut ${id.slice(0, 16)}`]

/** Ids that nobody takes for one another. */
export function areUnlike(a: string, b: string): boolean {
  const others = readingsOf(b)
  return !readingsOf(a).some((reading) => others.includes(reading))
}

/** Those whose ids are unlike the ids of all before them. */
function unlikeAll(all: Sold[]): Sold[] {
  const known = new Set<string>()
  return all.filter(({ one }) => {
    const readings = readingsOf(one.reference)
    const isUnlike = !readings.some((reading) => known.has(reading))
    for (const reading of readings) known.add(reading)
    return isUnlike
  })
}

export const serials: Rule[] = [
  success,
  empty,
  own,
  ...whereBought([
    formRule('serials.plna', 'The serial of a PLNA product has its five parts.', 'plna'),
    formRule('serials.pln', 'The serial of a PLN product is the token alone.', 'pln'),
    token,
    tokenUnique,
  ]),
]
