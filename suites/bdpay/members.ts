/**
 * What messages have to hold, but for what nobody could know: a static VA is ordered without an e-mail address. And what
 * is not for them: an account check has no time.
 */
import { shapeOf } from '../../src/contract/shape.ts'
import { premise, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { fieldRule } from '../common/fields.ts'
import { nestedMembers } from '../common/nested-fields.ts'
import { asked } from '../common/premises.ts'
import { stories } from './seen.ts'

/** Callbacks about what was ordered without an e-mail address; one about nothing known counts as such. */
const addressless = premise((evidence: Evidence): Set<Exchange> => {
  const known = stories(evidence).filter(({ creates }) =>
    creates.some(({ exchange }) => asked(exchange, 'email').trim() !== ''),
  )
  const addressed = new Set(known.flatMap(({ callbacks }) => callbacks))
  return new Set(evidence.exchanges.filter((one) => !addressed.has(one)))
})

const unwanted = fieldRule(
  'fields.unwanted',
  'A message carries no member that its table says it has none of.',
  ({ message: { spec }, field }, { contract, profile }) =>
    shapeOf(contract, spec, profile).presence(field.name) === 'X',
  ({ constraint }) => constraint === 'unexpected',
  { level: 'should', about: ['client'] },
)

/** The rules about members, of which that about presence asks for no address that was never given. */
const givenAlone: Rule[] = nestedMembers.map((one) =>
  one.id === 'fields.present'
    ? {
        ...one,
        over: (evidence) =>
          [...one.over(evidence)].filter(
            ({ place, exchanges: [callback] }) =>
              place !== 'PaymentCallback/email' || !addressless(evidence).has(callback!),
          ),
      }
    : one,
)

export const members: Rule[] = [...givenAlone, unwanted]
