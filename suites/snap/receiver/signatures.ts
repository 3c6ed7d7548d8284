/** What a receiver makes of signatures: right ones are taken, and whatever differs in one part is refused. */
import type { Contract, Profile } from '../../../src/contract/contract.ts'
import type { Evidence, Rule } from '../../../src/judge/rule.ts'
import { receiverRule } from '../../common/run-rules.ts'
import { answerOf, due, posts, righted, takesPlain } from './posts.ts'
import { oddly, refused, refusedInOrder, refusingRule, taken, takingRule } from './taking.ts'

const isSigned = (_contract: Contract, profile: Profile): boolean => profile['notifySignature'] !== 'none'
const signed = { given: isSigned }

/** Client id and time alone are signed under one scheme, so that nothing else can be found wrong. */
const whole = {
  given: (_contract: Contract, { notifySignature }: Profile) =>
    notifySignature === 'asym' || notifySignature === 'sym',
}

const accepts = receiverRule(
  'receiver.accepts',
  'A right notification is acknowledged.',
  // Where only those with a customer's token are taken, another rule says so.
  (evidence) => (wantsCustomers(evidence) ? [] : [...due(evidence), ...righted(evidence)]),
  (post, evidence) => (takesPlain(evidence) && post.first ? [] : taken(post)),
)

/** Nothing plain is taken, and what carries the token of a customer is. */
const wantsCustomers = (evidence: Evidence): boolean =>
  !takesPlain(evidence) && oddly('receiver.no-customer')(evidence).some((post) => post.taken)

const acknowledges = receiverRule(
  'receiver.acknowledges',
  'A notification is acknowledged by HTTP 200 and 2005600.',
  (evidence) => due(evidence).filter((post) => post.taken),
  ({ exchange, acknowledged }) =>
    acknowledged ? [] : [{ expected: 'HTTP 200 with 2005600', received: answerOf(exchange) }],
)

const noCustomer = receiverRule(
  'receiver.no-customer',
  'A notification is taken without the token of a customer.',
  (evidence) => (oddly('receiver.no-customer')(evidence).some((post) => post.taken) ? due(evidence) : []),
  (post, evidence) => (wantsCustomers(evidence) ? taken(post) : []),
  'should',
)

/** Signatures are not looked at at all: then no part of them is to blame. */
const isBlind = (evidence: Evidence): boolean =>
  oddly('receiver.tampered', false)(evidence).some((post) => post.taken)

function partRule(id: string, says: string, terms = whole): Rule {
  const over = (evidence: Evidence) => (isBlind(evidence) ? [] : oddly(id, false)(evidence))
  return receiverRule(id, says, over, refused, 'must', terms.given)
}

const exactly = partRule('receiver.exact', 'A signature in other letters is refused.', signed)

const exact: Rule = {
  ...exactly,
  // Digits of hexadecimal are the same in either case to whoever reads them as digits.
  holds: (post, evidence) =>
    [...exactly.holds(post, evidence)].map((problem) =>
      evidence.profile['signatureEncoding'] === 'base64' ? problem : { ...problem, level: 'should' as const },
    ),
}

const minified = receiverRule(
  'receiver.minified',
  'A notification is accepted however its body is laid out, and its strings count as they are.',
  (evidence) => {
    const id = 'receiver.minified'
    const wrong = isBlind(evidence) ? [] : oddly(id, false)(evidence)
    const right = takesPlain(evidence) ? oddly(id, true)(evidence) : []
    return [...wrong, ...right]
  },
  (post) => (post.oddities[0]?.welcome ? taken(post) : refused(post)),
  'must',
  whole.given,
)

const replay = receiverRule(
  'receiver.replay',
  'A notification that comes again byte by byte does nothing more.',
  (evidence) =>
    posts(evidence).filter((post) => post.oddities.length === 0 && isReplayed(evidence, post.exchange.id)),
  ({ exchange, taken: isTaken }) =>
    isTaken || !exchange.response || exchange.response.status === 409
      ? []
      : [{ expected: 'an acknowledgement or HTTP 409', received: answerOf(exchange) }],
)

/** The same bytes came before, and were taken. */
function isReplayed(evidence: Evidence, id: string): boolean {
  const all = posts(evidence)
  const post = all.find(({ exchange }) => exchange.id === id)!
  const bytes = bytesOf(post.exchange.request)
  return all.some(
    (earlier) =>
      earlier.taken &&
      earlier.exchange.began < post.exchange.began &&
      bytesOf(earlier.exchange.request) === bytes,
  )
}

const bytesOf = ({ headers, body }: { headers: unknown; body: unknown }): string =>
  JSON.stringify([headers, body])

export const receiverSignatures: Rule[] = [
  accepts,
  acknowledges,
  noCustomer,
  refusingRule('receiver.unsigned', 'A notification without a signature is refused.', signed, refusedInOrder),
  refusingRule(
    'receiver.tampered',
    'A notification that was changed after it was signed is refused and does nothing.',
    signed,
  ),
  partRule('receiver.path', 'A signature for another path is refused.'),
  partRule('receiver.body', 'A signature over another hash of the body is refused.'),
  minified,
  partRule('receiver.time', 'A signature for another time is refused.', signed),
  exact,
  partRule('receiver.algorithm', 'A signature of another algorithm is refused.', signed),
  replay,
  takingRule('receiver.times', 'Times are taken in any offset.', { level: 'should' }),
]
