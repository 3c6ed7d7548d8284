/** What a receiver answers to notifications, and what it books of them. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import {
  answerOf,
  answerRule,
  casesOf,
  isAnswered,
  isTurnedAway,
  notTaken,
  refusedOnly,
  type CallCase,
} from './receiver-answers.ts'
import { booked, calls, momentsIn, paidLines, paymentsIn, type Booked, type Call } from './receiver-heard.ts'
import { own } from './receiver-own.ts'
import { switched } from './switched.ts'

const plain = (evidence: Evidence): Call[] => calls(evidence).filter(({ kind }) => kind === 'plain')

const acknowledges = answerRule(
  'receiver.acknowledges',
  'A right notification is acknowledged with a 2xx.',
  (call, evidence) => call.kind === 'plain' && isFirst(evidence, call) && !isTurnedAway(call),
  notTaken,
)

/** The first about its order: what comes again has a rule of its own. */
const isFirst = (evidence: Evidence, call: Call): boolean =>
  calls(evidence).find(({ invoice }) => invoice === call.invoice) === call

const open = answerRule(
  'receiver.open',
  'A notification needs no login and is not sent elsewhere.',
  (call) => call.kind === 'plain' && isAnswered(call),
  (call) => (isTurnedAway(call) ? [{ expected: 'a 2xx, without a login', received: answerOf(call) }] : []),
)

/** Seconds in which a notification is answered. */
const few = 5

/** Kinds of notifications that are right, however they are written. */
const rightful = ['plain', 'bytes', 'tolerant', 'case']

const prompt = rule<CallCase>({
  id: 'receiver.prompt',
  says: 'A notification is answered within five seconds.',
  level: 'should',
  about: ['receiver'],
  over: (evidence) =>
    casesOf(calls(evidence).filter((call) => rightful.includes(call.kind) && isAnswered(call))),
  holds: ({ call: { exchange } }) =>
    exchange.elapsedMs <= few * 1000
      ? []
      : [
          {
            expected: `an answer within ${few} seconds`,
            received: `${Math.round(exchange.elapsedMs / 1000)} seconds`,
          },
        ],
})

interface Kind {
  says: string
  level?: Rule['level']
  /** How many payments are to stand in the books, of the orders of this kind. */
  books: (subject: Booked) => number
  /** What is wrong with an answer to a notification of this kind. */
  answer?: (call: Call) => Problem[]
  given?: Rule['given']
  /** Books that are better not as they are, and break nothing. */
  isMild?: (subject: Booked) => boolean
}

const none = (): number => 0
const once = (): number => 1

/** Notifications that are taken, and count as many times as told. */
const kinds: { [kind: string]: Kind } = {
  unsigned: {
    says: 'A notification without a readable signature is refused and does nothing.',
    books: none,
    answer: refusedOnly,
  },
  tampered: {
    says: 'A notification that was changed after it was signed is refused and does nothing.',
    books: none,
    answer: refusedOnly,
  },
  key: {
    says: 'A notification signed with another key is refused and does nothing.',
    books: none,
    answer: refusedOnly,
  },
  exact: { says: 'A signature in other letters is refused.', books: none, answer: refusedOnly },
  path: {
    says: 'A signature for another path is refused, whatever a header says.',
    level: 'should',
    books: none,
    answer: refusedOnly,
  },
  addressee: {
    says: 'A notification for another Client-Id is not taken.',
    level: 'should',
    books: none,
  },
  failure: { says: 'SUCCESS alone fulfils an order.', books: none },
  amount: { says: 'A notification with another amount does not fulfil the order.', books: none },
  bytes: {
    says: 'A notification is accepted in whatever bytes it is written, if these are signed.',
    books: once,
    answer: notTaken,
  },
  tolerant: {
    says: 'Members that a receiver does not know do not break it.',
    books: once,
    answer: notTaken,
  },
  later: {
    says: 'A SUCCESS after PENDING, FAILED or TIMEOUT fulfils the order.',
    books: once,
  },
  afresh: {
    says: 'What was refused for its signature is taken when it comes rightly signed.',
    books: once,
  },
  final: {
    says: 'What comes after SUCCESS does not undo it.',
    books: once,
    // That money goes back is told of other services alone: whoever believes it here has not misread the state.
    isMild: ({ heard }) => heard.some(({ state }) => state === 'REFUNDED'),
  },
  idempotent: {
    says: 'A notification that comes again is acknowledged, and counts once.',
    books: once,
  },
  parallel: { says: 'Equal notifications at the same moment count once.', books: once },
  events: { says: 'The same event under another Request-Id counts once.', books: once },
  reusable: {
    says: 'Every payment of a reusable code is booked once.',
    given: (_contract, profile) => profile['reusableUsed'] !== false,
    books: ({ heard }) => paymentsIn(heard.filter(({ isTaken }) => isTaken)),
    // What tells two payments of one second apart, the document does not say.
    isMild: ({ heard, lines }) => lines.length === momentsIn(heard.filter(({ isTaken }) => isTaken)),
  },
}

interface KindCase extends Case {
  call?: Call
  reading?: Booked
}

/** Notifications of one kind by their answers, and the books of the orders that they are about. */
function kindRule(kind: string, { says, level = 'must', books, answer, given, isMild }: Kind): Rule {
  return rule<KindCase>({
    id: `receiver.${kind}`,
    says,
    level,
    ...(given && { given }),
    about: ['receiver'],
    over: (evidence) => [
      ...(answer
        ? casesOf(calls(evidence).filter((call) => call.kind === kind)).filter(({ call }) =>
            isKnown(evidence, call),
          )
        : []),
      ...booked(evidence)
        .filter((reading) => reading.kind === kind && isDue(evidence, reading))
        .map((reading) => ({ reading, exchanges: reading.exchanges })),
    ],
    holds: ({ call, reading }) => {
      if (call) return answer!(call)
      const [wanted, got] = [books(reading!), reading!.lines.length]
      const miss = { ...wrong(wanted, got), ...(isMild?.(reading!) ? { level: 'should' as const } : {}) }
      return [...repeatedly(kind, reading!), ...(wanted === got ? [] : [miss])]
    },
  })
}

/** Plain notifications are taken by this receiver, as far as is known: else their refusal says it all. */
const isTaking = (evidence: Evidence): boolean => {
  const known = plain(evidence).filter(isAnswered)
  return known.length === 0 || known.some(({ isTaken }) => isTaken)
}

const isKnown = (evidence: Evidence, call: Call): boolean =>
  call.order !== undefined && !isTurnedAway(call) && isTaking(evidence)

/** What was not taken at all need not be booked; that it is not has a rule of its own. */
const isDue = (evidence: Evidence, { heard, kind }: Booked): boolean =>
  kinds[kind]?.books === none ||
  heard.some(({ isTaken }) => isTaken) ||
  (after.includes(kind) && isTaking(evidence))

const count = (times: number): string =>
  times === 1 ? 'one payment' : times === 0 ? 'no payment' : `${times} payments`

const wrong = (wanted: number, got: number): Problem => ({
  expected: `${count(wanted)} in its books`,
  received: count(got),
})

/** Kinds whose last notification is right, whatever came before. */
const after = ['later', 'afresh']

/** What was taken once is taken again, and what is right after something else is taken. */
function repeatedly(kind: string, { heard: [first, ...rest] }: Booked): Problem[] {
  const last = rest.at(-1)
  if (after.includes(kind) && last && !last.isTaken) return notTaken(last)
  if (!['idempotent', 'parallel'].includes(kind) || !first!.isTaken) return []
  const refused = rest.find((call) => !call.isTaken)
  return refused ? [{ expected: 'a 2xx again', received: answerOf(refused) }] : []
}

const all = Object.fromEntries(Object.entries(kinds).map(([kind, one]) => [kind, kindRule(kind, one)]))

/** Nobody knows the invoice: whatever is answered, nothing breaks, and nothing is booked. */
const unknown = rule<CallCase>({
  id: 'receiver.unknown',
  says: 'A notification about an unknown invoice changes nothing.',
  level: 'should',
  about: ['receiver'],
  over: (evidence) =>
    casesOf(calls(evidence).filter(({ kind, invoice }) => kind === 'unknown' && invoice !== '')),
  holds: ({ call }, evidence) => {
    const status = call.exchange.response?.status ?? 0
    if (status >= 500 || status === 0) return [{ expected: 'a refusal, or a 2xx', received: answerOf(call) }]
    const paid = paidLines(evidence, call.invoice)
    return paid.length === 0 ? [] : [wrong(0, paid.length)]
  },
})

const spelling = rule<CallCase>({
  id: 'headers.case',
  says: 'Names of headers are read in any case of letters.',
  level: 'must',
  about: ['receiver'],
  over: (evidence) =>
    casesOf(calls(evidence).filter((call) => call.kind === 'case' && isKnown(evidence, call))),
  holds: ({ call }) => notTaken(call),
})

export const receiver: Rule[] = [
  acknowledges,
  open,
  prompt,
  unknown,
  own,
  ...Object.entries(all)
    .filter(([kind]) => kind !== 'amount' && kind !== 'events')
    .map(([, one]) => one),
  switched('amountChecked', all['amount']!),
  switched('eventDedupe', all['events']!),
]

/** The rule about names of headers, of servers and of receivers. */
export function joined(server: Rule): Rule {
  return {
    ...server,
    about: ['server', 'receiver'],
    over: (evidence) =>
      evidence.trace.role === 'receiver' ? spelling.over(evidence) : server.over(evidence),
    holds: (subject, evidence) =>
      evidence.trace.role === 'receiver'
        ? spelling.holds(subject, evidence)
        : server.holds(subject, evidence),
  }
}
