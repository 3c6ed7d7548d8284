/** What a client makes of what it is told: what it does next, and what its books say. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { lastMove, offsetAt, targetTime } from '../common/premises.ts'
import { at, type Asked } from './asked.ts'
import {
  after,
  codeIn,
  faultOf,
  givenTo,
  isOdd,
  isOpen,
  isProof,
  isSmall,
  renewed,
  stateIn,
  storyOf,
  tellsCodes,
  threads,
  type Thread,
} from './client-threads.ts'
import { expiryOf, givenBy } from './given.ts'
import { isTaken } from './paid.ts'
import { switched } from './switched.ts'
import { textOf } from '../../src/wire/exchange.ts'

interface ThreadCase extends Case {
  thread: Thread
}

/** A rule about orders, over the whole run, since books are read when all is over. */
export function threadRule(
  id: string,
  says: string,
  level: Rule['level'],
  speaksOf: (thread: Thread, evidence: Evidence) => boolean,
  holds: (thread: Thread, evidence: Evidence) => Problem[],
): Rule {
  return rule<ThreadCase>({
    id,
    says,
    level,
    about: ['client'],
    span: 'run',
    over: (evidence) =>
      threads(evidence)
        .filter((thread) => speaksOf(thread, evidence))
        .map((thread) => ({ thread, exchanges: storyOf(thread) })),
    holds: ({ thread }, evidence) => holds(thread, evidence),
  })
}

/** Answers with a code that has a fault, in an order that got no other code. */
const faulty = (thread: Thread, fault: 'unsigned' | 'foreign'): Asked | undefined =>
  givenTo(thread) ? undefined : thread.asked.find((one) => one.code !== '' && faultOf(one) === fault)

const takesFaulty = (thread: Thread, fault: 'unsigned' | 'foreign', why: string): Problem[] => {
  const { code } = faulty(thread, fault)!
  return codeIn(thread) === code ? [{ expected: `no code: ${why}`, received: code }] : []
}

const verifies = threadRule(
  'client.verifies',
  'A client takes no code whose answer is wrongly signed.',
  'should',
  (thread, evidence) =>
    thread.books !== undefined && tellsCodes(evidence) && faulty(thread, 'unsigned') !== undefined,
  (thread) => takesFaulty(thread, 'unsigned', 'its answer is not rightly signed'),
)

const foreign = threadRule(
  'client.foreign',
  'A client takes no code of another invoice.',
  'must',
  (thread, evidence) =>
    thread.books !== undefined && tellsCodes(evidence) && faulty(thread, 'foreign') !== undefined,
  (thread) => takesFaulty(thread, 'foreign', 'it belongs to another invoice'),
)

/** The code that was given stands in the books. */
function hasCode(thread: Thread): Problem[] {
  const { code } = givenTo(thread)!
  const own = codeIn(thread)
  return own === code ? [] : [{ expected: `the code ${code} in its books`, received: own || 'no code' }]
}

/** Orders with a code whose books can show it. */
const isCoded = (thread: Thread, evidence: Evidence): boolean =>
  Boolean(thread.books?.length) && tellsCodes(evidence) && givenTo(thread) !== undefined

const code = threadRule(
  'client.code',
  'A client keeps the payment code as it is, zeros included.',
  'must',
  (thread, evidence) => {
    const given = givenTo(thread)
    return isCoded(thread, evidence) && given?.status === 200 && !isOdd(evidence, given) && !isSmall(given)
  },
  hasCode,
)

const headers = threadRule(
  'client.headers',
  'A client knows the headers of an answer in any case of letters.',
  'must',
  (thread, evidence) => {
    const given = givenTo(thread)
    return isCoded(thread, evidence) && given?.status === 200 && !isOdd(evidence, given) && isSmall(given)
  },
  hasCode,
)

const conflict = threadRule(
  'client.conflict',
  'A client takes the code from a 409.',
  'should',
  (thread, evidence) => isCoded(thread, evidence) && givenTo(thread)?.status === 409,
  hasCode,
)

/** States in forms that the document does not have, though its samples do. */
const isOddState = ({ exchange: { response } }: Asked): boolean =>
  response?.read.ok === true && typeof response.read.fields[at.reusable] === 'boolean'

const tolerant = threadRule(
  'client.tolerant',
  'What a client does not know does not break it.',
  'should',
  (thread, evidence) => {
    const given = givenTo(thread)
    const isOddCode = isCoded(thread, evidence) && given?.status === 200 && isOdd(evidence, given)
    return isOddCode || (isPaidByLook(thread) && thread.looks.some(isOddState))
  },
  (thread, evidence) => {
    const given = givenTo(thread)
    const codeProblem = isCoded(thread, evidence) && given && isOdd(evidence, given) ? hasCode(thread) : []
    return codeProblem.length > 0 || !isPaidByLook(thread) ? codeProblem : isBookedPaid(thread)
  },
)

const noCode = threadRule(
  'client.no-code',
  'Without HTTP 200 and a code a client has none.',
  'must',
  ({ asked, books }) =>
    books !== undefined && asked.every(({ reaction, code: given }) => reaction !== 'open' && given === ''),
  (thread) => {
    const own = codeIn(thread)
    if (own !== '') return [{ expected: 'no code: none was given out', received: own }]
    return stateIn(thread) === 'paid' ? [{ expected: 'an order that is not paid', received: 'paid' }] : []
  },
)

/** The first request of an order that was lost, and after which something more was sent about it. */
const lostIn = (thread: Thread): Asked | undefined =>
  thread.asked.find((one) => isOpen(one) && after(thread, one).length > 0)

const repeat = threadRule(
  'client.repeat',
  'After a lost answer a client sends the same request again, or asks for the state.',
  'should',
  (thread, evidence) => lostIn(thread) !== undefined || renewed(evidence, thread) !== undefined,
  (thread, evidence) => {
    const other = renewed(evidence, thread)
    if (other)
      return [
        {
          expected: `nothing but ${thread.invoice} after its answer was lost`,
          received: `a request for ${other.invoice}, which nobody has ordered`,
          exchanges: [...storyOf(thread), other.first.exchange],
        },
      ]
    const lost = lostIn(thread)!
    const next = after(thread, lost)[0]!
    const isSame =
      next.id === lost.id && textOf(next.exchange.request.body) === textOf(lost.exchange.request.body)
    return next.operation === 'status' || isSame
      ? []
      : [
          {
            expected: `the same request, with the Request-Id ${lost.id}`,
            received: `the Request-Id ${next.id}`,
          },
        ]
  },
)

const unknown = threadRule(
  'client.unknown',
  'After silence or a 5xx a client repeats or asks.',
  'should',
  ({ asked: all }) => all.some(isOpen),
  (thread) => {
    const lost = thread.asked.find(isOpen)!
    if (after(thread, lost).length > 0) return []
    return [{ expected: `something more about ${thread.invoice}`, received: 'nothing' }]
  },
)

const early = threadRule(
  'client.early',
  'A client takes a notification that comes before its answer, or has it come again.',
  'should',
  ({ first, told, books }) =>
    Boolean(books?.length) &&
    told.some(
      ({ exchange, state }) => state === 'SUCCESS' && exchange.began < (first.exchange.ended ?? Infinity),
    ),
  (thread) => {
    const before = thread.told.filter(({ state }) => state === 'SUCCESS')
    return before.some(isTaken) ? isBookedPaid(thread) : []
  },
)

export const isBookedPaid = (thread: Thread): Problem[] =>
  stateIn(thread) === 'paid'
    ? []
    : [{ expected: 'paid in its books', received: stateIn(thread) || 'nothing' }]

/** Seconds before which nobody asks. */
const patience = 60

const patient = threadRule(
  'client.patient',
  'A client asks for the state 60 seconds after it got the code at the earliest.',
  'should',
  (thread) => givenTo(thread) !== undefined && thread.looks.length > 0 && !thread.asked.some(isOpen),
  (thread, evidence) => {
    const [look] = thread.looks
    const given = givenTo(thread)!
    const isTold = thread.told.some(({ exchange }) => exchange.began < look!.exchange.began)
    const waited = (targetTime(evidence, look!.exchange) - targetTime(evidence, given.exchange)) / 1000
    return isTold || waited >= patience - 2
      ? []
      : [{ expected: `no question before ${patience} seconds`, received: `one after ${Math.round(waited)}` }]
  },
)

/** The state told of a payment, and no notification did. */
const isPaidByLook = (thread: Thread): boolean =>
  Boolean(thread.books?.length) &&
  !thread.told.some(isTaken) &&
  thread.looks.some((look) => look.reaction === 'served' && isProof(look, thread))

/** Hours of the client's clock without a notification in which somebody asks. */
const quiet = 3600

const recovers = threadRule(
  'client.recovers',
  'A client whose notification was lost learns the end from the state.',
  'should',
  (thread, evidence) => (isPaidByLook(thread) && !thread.looks.some(isOddState)) || isLeft(thread, evidence),
  (thread, evidence) =>
    isLeft(thread, evidence)
      ? [
          {
            expected: 'a question for the state: nothing was notified',
            received: 'none in more than an hour',
          },
        ]
      : isBookedPaid(thread),
)

/** Nothing was notified and nothing was asked, for long. */
function isLeft(thread: Thread, evidence: Evidence): boolean {
  const given = givenTo(thread)
  const moved = lastMove(evidence)
  return (
    given !== undefined &&
    stateIn(thread) !== 'paid' &&
    thread.told.length === 0 &&
    thread.looks.length === 0 &&
    !isShort(thread, evidence) &&
    moved !== undefined &&
    moved.tick > given.exchange.began &&
    moved.offsetMs - offsetAt(evidence, given.exchange.began) > quiet * 1000
  )
}

/** Its code expires before anybody may ask: whoever goes by that time knows the end. */
function isShort(thread: Thread, evidence: Evidence): boolean {
  const given = givenTo(thread)!
  const lives = expiryOf(evidence, givenBy(given)) - targetTime(evidence, given.exchange)
  return lives < patience * 1000
}

export const clientBeliefs: Rule[] = [
  verifies,
  switched('foreignInvoice', foreign),
  code,
  headers,
  conflict,
  tolerant,
  noCode,
  repeat,
  unknown,
  early,
  patient,
  recovers,
]
