/** What every server is to make of messages, said of receivers: rules that speak of servers too. */
import type { Evidence, Rule } from '../../../src/judge/rule.ts'
import { text } from '../../../src/wire/reading.ts'
import { receiverRule } from '../../common/run-rules.ts'
import { answerOf, takesPlain, type Post } from './posts.ts'
import { oddly, refused, refusedInOrder, refusingRule, taken, takingRule } from './taking.ts'

const methods = receiverRule(
  'http.methods',
  'Other methods than POST are refused and do nothing.',
  oddly('http.methods', false),
  refusedInOrder,
)

const contentType = receiverRule(
  'headers.content-type',
  'A body of another media type is refused.',
  (evidence) => [
    ...oddly('headers.content-type', false)(evidence),
    ...plainly('headers.content-type', evidence),
  ],
  (post) => (post.oddities[0]?.welcome ? taken(post) : refused(post)),
)

/** Right ones, if what is plain is taken at all. */
const plainly = (id: string, evidence: Evidence): Post[] => takingRule(id, '').over(evidence) as Post[]

const letters = receiverRule(
  'json.text',
  'Text beyond ASCII is taken and comes back as it was.',
  (evidence) => [...oddly('json.text', false)(evidence), ...plainly('json.text', evidence)],
  (post) => (post.oddities[0]?.welcome ? taken(post) : refusedInOrder(post)),
)

const additional = receiverRule(
  'json.additional',
  'The object additionalInfo is taken whatever it holds, and null too.',
  (evidence) => [...oddly('json.additional', false)(evidence), ...plainly('json.additional', evidence)],
  (post) =>
    post.oddities[0]?.welcome
      ? taken(post)
      : refused(post).map((problem) => ({ ...problem, level: 'must' as const })),
  'should',
)

const malformed = refusingRule(
  'json.malformed-refused',
  'A body that cannot be read is refused in JSON.',
  {},
  (post) => {
    const { response } = post.exchange
    if (post.taken || !response) return refusedInOrder(post)
    const isJson = response.read.ok && response.read.json?.root === 'object'
    return isJson
      ? []
      : [{ expected: 'a JSON object', received: `${answerOf(post.exchange)}, no JSON object` }]
  },
)

const explained = refusingRule(
  'json.explained',
  'What cannot be read is refused with 400 and case 00.',
  { level: 'should' },
  ({ exchange, taken: isTaken }) => {
    const code = text(exchange.response?.read, 'responseCode')
    if (isTaken || code === undefined || code === '4005600') return []
    return [{ expected: 'HTTP 400 with 4005600', received: answerOf(exchange) }]
  },
)

export const messagesOfReceivers: Rule[] = [
  methods,
  contentType,
  letters,
  additional,
  malformed,
  {
    ...explained,
    over: (evidence: Evidence) => (takesPlain(evidence) ? malformed.over(evidence) : []),
  },
  takingRule('json.unknown-member', 'Fields beyond the table are passed over.'),
  takingRule('json.spellings', 'Names are understood as the document spells them, in either way.', {
    level: 'should',
  }),
  refusingRule('headers.mandatory', 'A request without a mandatory header is refused and does nothing.'),
  takingRule('receiver.external-id', 'X-EXTERNAL-ID is taken in its whole length.'),
  takingRule('headers.case', 'Names of headers are read in any case of letters.'),
  refusingRule('headers.timestamp', 'A malformed X-TIMESTAMP is refused.'),
  takingRule('headers.offsets', 'The same instant is accepted in any offset.'),
  refusingRule('headers.window', 'A request from another day is refused.', {
    given: (_contract, { skewSeconds }) => typeof skewSeconds === 'number',
  }),
]
