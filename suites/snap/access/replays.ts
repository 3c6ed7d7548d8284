/** Requests that come again byte by byte. */
import { rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import { textOf } from '../../../src/wire/exchange.ts'
import { answered } from '../../common/premises.ts'
import { isBefore, isRight, isService, requestsMade, told, type Asked } from './asked.ts'
import { isServedAgain } from './external.ts'

interface Again extends Case {
  original: Asked
  one: Asked
}

/** Bodies differ in most, and are looked at first. */
const isSame = ({ exchange: { request: one } }: Asked, { exchange: { request: other } }: Asked): boolean =>
  textOf(one.body) === textOf(other.body) &&
  one.method === other.method &&
  one.url === other.url &&
  JSON.stringify(one.headers) === JSON.stringify(other.headers)

/** Right requests that were carried out and came again byte by byte. */
function replays(evidence: Evidence): Again[] {
  const right = requestsMade(evidence).filter((one) => isService(one) && isRight(evidence, one))
  return right.flatMap((one) => {
    if (one.reaction === 'open') return []
    const original = right.find(
      (other) => isBefore(other, one) && other.reaction === 'served' && isSame(other, one),
    )
    return original
      ? [{ original, one, place: one.operation, exchanges: [original.exchange, one.exchange] }]
      : []
  })
}

const replay = rule<Again>({
  id: 'signatures.replay',
  says: 'A request that comes again byte by byte is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => (isServedAgain(evidence) ? [] : replays(evidence)),
  holds: ({ original, one }, { profile }) => {
    if (one.reaction === 'refused') return []
    const hasSameName = answered(original.exchange, 'referenceNo') === answered(one.exchange, 'referenceNo')
    if (profile['extId'] === 'replay' && original.code === one.code && hasSameName) return []
    const isHarmless =
      one.operation === 'status' || (hasSameName && profile['duplicatePayment'] === 'replay200')
    return [
      {
        expected: 'a refusal: it was carried out before',
        received: told(one),
        ...(isHarmless ? { level: 'should' as const } : {}),
      },
    ]
  },
})

export const replayed: Rule[] = [replay]
