/** What messages have to hold, but for what nobody could know: a static VA is ordered without an e-mail address. */
import { premise, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
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

/** The rules about members, of which that about presence asks for no address that was never given. */
export const members: Rule[] = nestedMembers.map((one) =>
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
