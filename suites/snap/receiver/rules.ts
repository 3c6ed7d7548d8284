/** What a receiver makes of what does not fit an order, and how soon. */
import type { Rule } from '../../../src/judge/rule.ts'
import { receiverRule } from '../../common/run-rules.ts'
import { doingNothing, once, receiverBooks, unfulfilled } from './books.ts'
import { messagesOfReceivers } from './messages.ts'
import { answerOf, due } from './posts.ts'
import { receiverSignatures } from './signatures.ts'
import { doubt, oddly, refusedInOrder, refusingRule, takingRule } from './taking.ts'

const incomplete = refusingRule(
  'receiver.incomplete',
  'A notification that lacks a mandatory field does nothing.',
)

const optional = takingRule('receiver.optional', 'A notification without optional fields is taken.', {
  level: 'should',
})

const types = refusingRule(
  'receiver.types',
  'A value of another JSON type is refused, without an HTTP 500.',
  {},
  refusedInOrder,
)

/** Refused or acknowledged, as long as it is no error. */
const states = receiverRule(
  'receiver.states',
  'A state that is none of the list fulfils nothing and breaks nothing.',
  oddly('receiver.states', false),
  (post) => {
    const status = post.exchange.response?.status ?? 0
    if (status >= 200 && status < 500) return []
    return [{ expected: 'a status below 500', received: answerOf(post.exchange), ...doubt(post) }]
  },
)

const unknown = receiverRule(
  'receiver.unknown',
  'A notification about an unknown payment is not acknowledged.',
  (evidence) => (due(evidence).some(({ taken }) => taken) ? oddly('receiver.unknown', false)(evidence) : []),
  ({ exchange, acknowledged, taken }) =>
    acknowledged || taken ? [{ expected: 'no acknowledgement', received: answerOf(exchange) }] : [],
)

const prompt = receiverRule(
  'receiver.prompt',
  'A notification is answered within eight seconds.',
  due,
  ({ exchange: { elapsedMs, trouble } }) => {
    if (trouble?.kind !== 'timeout' && elapsedMs <= 8000) return []
    return [
      { expected: 'an answer within 8 s', received: trouble?.says ?? `${(elapsedMs / 1000).toFixed(1)} s` },
    ]
  },
  'may',
)

/** Rules that say that nothing is done. */
const still = [
  'receiver.tampered',
  'receiver.unsigned',
  'receiver.replay',
  'headers.mandatory',
  'http.methods',
]

function doing(rule: Rule): Rule {
  if (rule.id === 'receiver.replay') return doingNothing(rule, once)
  return still.includes(rule.id) ? doingNothing(rule) : rule
}

export const receiverRules: Rule[] = [
  ...receiverSignatures.map(doing),
  ...messagesOfReceivers.map(doing),
  doingNothing(incomplete),
  optional,
  types,
  doingNothing(states, unfulfilled),
  doingNothing(unknown, unfulfilled),
  prompt,
  ...receiverBooks,
]
