/** What a receiver answers: the text SUCCESS to right callbacks, however they are written, and only to those. */
import type { Evidence, Rule } from '../../../src/judge/rule.ts'
import { receiverRule } from '../../common/run-rules.ts'
import { answerOf, bodyOf, due, oddityOf, posts, takesPlain, type Oddity, type Post } from './posts.ts'

const acknowledges = receiverRule(
  'receiver.acknowledges',
  'A right callback is answered with the letters SUCCESS.',
  due,
  ({ exchange, acknowledged }, { profile }) => {
    if (!acknowledged) return [{ expected: 'SUCCESS', received: answerOf(exchange) }]
    const { status } = exchange.response!
    if (status < 200 || status > 299)
      return [{ expected: 'HTTP 200 and SUCCESS', received: answerOf(exchange), level: 'should' }]
    const isExact = bodyOf(exchange) === 'SUCCESS' || profile['acknowledgement'] === 'trimmed'
    return isExact
      ? []
      : [{ expected: 'the seven letters alone', received: answerOf(exchange), level: 'should' }]
  },
)

/** Signatures that are wrong. */
export const wrongSignatures: Oddity[] = [
  'unsigned',
  'unreadable',
  'key',
  'algorithm',
  'padding',
  'whole',
  'tampered',
]

const isWrong = (post: Post): boolean => post.oddities.some((one) => wrongSignatures.includes(one))

const unacknowledged = receiverRule(
  'receiver.unacknowledged',
  'A callback with a wrong signature is not acknowledged.',
  (evidence) =>
    takesPlain(evidence) ? posts(evidence).filter((post) => isWrong(post) && post.order !== undefined) : [],
  ({ exchange, acknowledged }) =>
    acknowledged ? [{ expected: 'anything but SUCCESS', received: answerOf(exchange) }] : [],
  'should',
)

/** Lawful ways to write a callback, the rule that protects each, and its weight. */
const lawful: { [oddity in Oddity]?: { id: string; says: string; level?: Rule['level'] } } = {
  extra: {
    id: 'receiver.extra',
    says: 'Fields beyond the table are passed over, and verified with the rest.',
  },
  sign: { id: 'receiver.sign', says: 'A field called sign is verified like any other.', level: 'may' },
  zero: { id: 'receiver.zero', says: 'A value 0 is verified like any other.' },
  shuffled: { id: 'receiver.shuffled', says: 'Fields are taken in any order.' },
  blanks: { id: 'receiver.blanks', says: 'A blank is read as + and as %20.' },
  letters: { id: 'receiver.letters', says: 'Letters beyond ASCII are verified as UTF-8.' },
  bytes: { id: 'receiver.bytes', says: 'Blocks are joined as bytes before they are read.' },
  blocks: {
    id: 'receiver.blocks',
    says: 'Blocks of any size up to the limit are accepted.',
    level: 'should',
  },
  expired: {
    id: 'receiver.expired',
    says: 'A payment counts although the receiver holds its order for expired.',
  },
  late: { id: 'receiver.late', says: 'A callback long after the order is taken.', level: 'should' },
  channel: { id: 'receiver.channel', says: 'A payment that has no VA number is taken like any other.' },
  worded: { id: 'receiver.words', says: 'The code says that it is paid, whatever msg says.' },
  capital: {
    id: 'receiver.capitals',
    says: 'Values are joined in the order of bytes: capital letters first.',
  },
  raw: { id: 'receiver.decoded', says: 'Values are decoded once: a plus and a percent sign stay.' },
  digits: {
    id: 'receiver.digits',
    says: 'A number of the platform of nineteen digits is verified to its last one.',
  },
  edges: {
    id: 'receiver.edges',
    says: 'Blanks at the ends of a value are verified like any other letter.',
    level: 'should',
  },
}

/** The state of an order in the books that were last read after a callback, before anything else was told of it. */
export function bookedAfter(evidence: Evidence, post: Post): string[] | undefined {
  const next = posts(evidence).find(
    (one) => one.number === post.number && one.exchange.began > post.exchange.began,
  )
  const entry = evidence.trace.entries.findLast(
    (one) =>
      one.kind === 'ledger' &&
      one.code === post.number &&
      one.began > (post.exchange.ended ?? post.exchange.began) &&
      one.began < (next?.exchange.began ?? Infinity),
  )
  return entry?.kind === 'ledger' ? entry.payments.map(({ state }) => state) : undefined
}

/** Some right callback is in the books, so what is not there is missing for another reason. */
export const booksPlain = (evidence: Evidence): boolean =>
  due(evidence).some((post) => post.kind === 'payment' && bookedAfter(evidence, post)?.includes('paid'))

/** What has to be taken before an oddity can be what is refused: capital letters stand in fields beyond the table. */
const before: { [oddity in Oddity]?: Oddity } = { capital: 'extra', bytes: 'letters' }

const takesBefore = (evidence: Evidence, oddity: Oddity): boolean =>
  before[oddity] === undefined ||
  posts(evidence).some((post) => oddityOf(post) === before[oddity] && post.acknowledged)

const takes = Object.entries(lawful).map(([oddity, { id, says, level }]) =>
  receiverRule(
    id,
    says,
    (evidence) =>
      takesPlain(evidence) && takesBefore(evidence, oddity as Oddity)
        ? posts(evidence).filter(
            (post) => oddityOf(post) === oddity && post.order !== undefined && isGood(post),
          )
        : [],
    (post, evidence) => {
      if (!post.acknowledged) return [{ expected: 'SUCCESS', received: answerOf(post.exchange) }]
      const states = post.kind === 'payment' ? bookedAfter(evidence, post) : undefined
      const isBooked = states === undefined || states.includes('paid') || !booksPlain(evidence)
      return isBooked ? [] : [{ expected: 'paid in its books', received: states.join(', ') || 'nothing' }]
    },
    level,
  ),
)

const isGood = ({ kind, said }: Post): boolean =>
  kind === 'payment' ? said === '00' : ['2', '4'].includes(said)

const unreadable = receiverRule(
  'receiver.unreadable',
  'A signature that cannot be read is refused, and the receiver lives on.',
  (evidence) => posts(evidence).filter((post) => oddityOf(post) === 'unreadable'),
  (post, evidence) => {
    const { response, trouble } = post.exchange
    if (!response) return [{ expected: 'an answer', received: trouble?.says ?? 'none' }]
    const states = bookedAfter(evidence, post)
    if (states?.includes('paid')) return [{ expected: 'no change in its books', received: 'paid' }]
    return response.status >= 500 ? [{ expected: 'a refusal', received: `HTTP ${response.status}` }] : []
  },
)

export const answering: Rule[] = [acknowledges, unacknowledged, ...takes, unreadable]
