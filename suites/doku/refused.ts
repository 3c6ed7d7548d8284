/** Requests with one thing wrong in their body: none of them gets a code. */
import { rule, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { answered, asked, isOrderlyBut, requests } from '../common/premises.ts'
import { refusal, type FlawedCase } from '../common/refusals.ts'
import { caseOf, notServed, withPeculiarity, type AskedCase } from './accepted.ts'
import { at, codesAsked, isRight, reactionOf, told, type Asked } from './asked.ts'
import { switched } from './switched.ts'

const isHeader = ({ place }: FlawedCase): boolean => place.startsWith('header:')
const is = (place: string) => (subject: FlawedCase) => subject.place === place

/** What is wrong when such a request gets a code, or what it asks for. */
export function honoured({ exchange, complaint: { received, field } }: FlawedCase): Problem[] {
  const { response } = exchange
  if (reactionOf(exchange) !== 'served') return []
  const flaw = received === undefined ? `no ${field.name}` : `${field.name} ${JSON.stringify(received)}`
  return [{ expected: 'a refusal', received: `HTTP ${response!.status} for a request with ${flaw}` }]
}

/** The same, and an error of the server is no refusal. */
const honouredOrBroken = (subject: FlawedCase): Problem[] =>
  reactionOf(subject.exchange) === 'broken'
    ? [{ expected: 'a refusal', received: `HTTP ${subject.exchange.response!.status}` }]
    : honoured(subject)

const isTextual = ({ exchange, place }: FlawedCase): boolean =>
  exchange.request.read.ok && typeof exchange.request.read.fields[place] === 'string'

/** Numbers of JSON have no form of their own: whoever reads 60.0 or 6e1 as 60 reads it rightly. */
function isWhole({ complaint: { constraint, received } }: FlawedCase, digits: number): boolean {
  const value = Number(received)
  return constraint !== 'type' && Number.isInteger(value) && value > 0 && value < 10 ** digits
}

const isBlank = ({ exchange, place }: FlawedCase): boolean => /^\s+$/.test(asked(exchange, place))

/** The flag, and the object in which nothing else is mandatory. */
const flagPlaces = [at.reusable, 'online_to_offline_info']

const incomplete = refusal(
  'refusals.incomplete',
  'A request that lacks a member, or has it empty, is never honoured.',
  'must',
  (subject) =>
    subject.complaint.constraint === 'required' && !isHeader(subject) && !flagPlaces.includes(subject.place),
  // That a blank is nothing, the document does not say.
  (subject) =>
    honoured(subject).map((problem) =>
      isBlank(subject) ? { ...problem, level: 'should' as const } : problem,
    ),
)

const types = refusal(
  'refusals.types',
  'A value of another JSON type is refused, without an HTTP 500.',
  'must',
  (subject) =>
    subject.complaint.constraint === 'type' &&
    ![at.reusable, at.lifetime].includes(subject.place) &&
    !(is(at.amount)(subject) && isTextual(subject)),
  // What is optional a server may leave unread; what it needs, and an error of its own, are another thing.
  (subject) =>
    honouredOrBroken(subject).map((problem) =>
      subject.complaint.field.presence === 'O' && reactionOf(subject.exchange) === 'served'
        ? { ...problem, level: 'should' as const }
        : problem,
    ),
)

const beyond = refusal(
  'refusals.limits',
  'A value at its length is accepted, one beyond it refused, and none is cut.',
  'must',
  (subject) => subject.complaint.constraint === 'length' && is(at.invoice)(subject),
  honoured,
)

/** Both sides of a limit in one rule: the cases of what lies beyond it, and those of what lies at it. */
function bothSides(refusing: Rule, id: string, place: string): Rule {
  return {
    ...refusing,
    over: (evidence) => [...refusing.over(evidence), ...withPeculiarity(evidence, id)],
    holds: (subject, evidence) =>
      'complaint' in subject
        ? refusing.holds(subject, evidence)
        : [...notServed(subject as AskedCase), ...cut(subject as AskedCase, place)],
  }
}

function cut({ one }: AskedCase, place: string): Problem[] {
  const [sent, echoed] = [asked(one.exchange, place), answered(one.exchange, place)]
  return one.reaction === 'served' && echoed !== '' && echoed !== sent && sent.startsWith(echoed)
    ? [{ expected: `the whole ${sent}`, received: `${echoed}, cut` }]
    : []
}

const requestIds = refusal(
  'headers.length',
  'A Request-Id of 128 characters is accepted, one of 129 refused.',
  'must',
  (subject) => subject.complaint.constraint === 'length' && is(at.id)(subject),
  honoured,
)

const amounts = refusal(
  'amounts.refused',
  'An amount that is no whole number of rupiah above zero is refused.',
  'must',
  (subject) =>
    is(at.amount)(subject) &&
    ['format', 'length'].includes(subject.complaint.constraint) &&
    !isWhole(subject, 12),
  honoured,
)

const textAmounts = refusal(
  'amounts.text',
  'An amount as text is refused.',
  'must',
  (subject) => is(at.amount)(subject) && subject.complaint.constraint === 'type' && isTextual(subject),
  honoured,
)

const lifetimes = refusal(
  'lifetimes.refused',
  'An expired_time that is no whole number of minutes above zero is refused.',
  'must',
  (subject) => is(at.lifetime)(subject) && !isWhole(subject, 8),
  (subject) =>
    honoured(subject).map((problem) => ({
      ...problem,
      ...(isTextual(subject) ? { level: 'should' as const } : {}),
    })),
)

const required = refusal(
  'reusables.required',
  'A request without a reusable_status is refused.',
  'must',
  (subject) => flagPlaces.includes(subject.place) && subject.complaint.constraint === 'required',
  honoured,
)

const email = rule<AskedCase>({
  id: 'refusals.email',
  says: 'A malformed mail address is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => withPeculiarity(evidence, 'refusals.email'),
  holds: ({ one }) => (one.reaction === 'served' ? [{ expected: 'a refusal', received: told(one) }] : []),
})

/** Longest lengths by place that are agreed. */
const limitsOf = ({ profile }: Pick<Evidence, 'profile'>): [place: string, most: number][] =>
  Object.entries((profile['textLimits'] ?? {}) as { [place: string]: number })

/** Places of a message whose text is longer than agreed. */
export const overLong = (evidence: Evidence, { exchange }: Asked): string[] =>
  limitsOf(evidence)
    .filter(([place, most]) => [...asked(exchange, place)].length > most)
    .map(([place]) => place)

const long = rule<AskedCase>({
  id: 'refusals.long',
  says: 'A text beyond its agreed length is refused, not cut.',
  level: 'should',
  about: ['server'],
  given: (_contract, profile) => limitsOf({ profile }).length > 0,
  over: (evidence) =>
    codesAsked(evidence)
      .filter(
        (one) => one.reaction !== 'open' && isRight(evidence, one) && overLong(evidence, one).length > 0,
      )
      .map(caseOf),
  holds: ({ one }, evidence) =>
    one.reaction === 'served'
      ? [{ expected: `a refusal: ${overLong(evidence, one).join(', ')} too long`, received: told(one) }]
      : [],
})

/** Rightly signed requests whose body is no JSON object. */
const unreadable = rule<AskedCase>({
  id: 'requests.unreadable',
  says: 'A body that is no JSON object is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    codesAsked(evidence)
      .filter(({ exchange }) => exchange.signature === 'good' && isNoObject(exchange.request.read))
      .filter(({ reaction }) => reaction !== 'open')
      .map(caseOf),
  holds: ({ one }) => (one.reaction === 'refused' ? [] : [{ expected: 'a refusal', received: told(one) }]),
})

const isNoObject = (read: Asked['exchange']['request']['read']): boolean =>
  !read.ok || (read.json !== undefined && read.json.root !== 'object')

const mandatory = rule<AskedCase & { place: string }>({
  id: 'headers.mandatory',
  says: 'A request without a mandatory header is refused and does nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    [...requests(evidence).values()].flatMap(({ exchange, complaints }) => {
      const missing = complaints.filter(({ level }) => level === 'must')
      const one = [...codesAsked(evidence)].find((other) => other.exchange === exchange)
      const [first] = missing
      return one &&
        first &&
        missing.length === 1 &&
        first.constraint === 'required' &&
        [at.client, at.id, at.time].includes(first.field.name) &&
        one.reaction !== 'open'
        ? [{ ...caseOf(one), place: first.field.name.slice('header:'.length) }]
        : []
    }),
  holds: ({ one, place }) =>
    one.reaction === 'refused' ? [] : [{ expected: `a refusal: ${place} is missing`, received: told(one) }],
})

const timestamp = rule<AskedCase>({
  id: 'headers.timestamp',
  says: 'A malformed Request-Timestamp is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    codesAsked(evidence)
      .filter((one) => one.exchange.signature === 'good' && one.reaction !== 'open')
      .filter((one) => !isRight(evidence, one) && isOrderlyBut(evidence, one.exchange, at.time))
      .filter(({ exchange }) => asked(exchange, at.time) !== '')
      .map(caseOf),
  holds: ({ one }) =>
    one.reaction === 'refused'
      ? []
      : [
          {
            expected: `a refusal of the time ${asked(one.exchange, at.time)}`,
            received: told(one),
          },
        ],
})

export const refusing: Rule[] = [
  incomplete,
  types,
  bothSides(beyond, 'refusals.limits', at.invoice),
  bothSides(requestIds, 'headers.length', at.id),
  amounts,
  switched('amountText', textAmounts),
  lifetimes,
  switched('reusableRequired', required),
  switched('emailRefused', email),
  long,
  switched('unreadableRefused', unreadable),
  mandatory,
  switched('timestampRefused', timestamp),
]
