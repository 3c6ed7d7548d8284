/** What was made is there for whoever asks. */
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import { secondsOpen, typeOf } from './asking.ts'
import { caseOf, serverRule, unless, type CallCase } from './cases.ts'
import { isAnswered, secondsTo, stories, told, type Call, type Story } from './seen.ts'

/** Seconds for which a payout is kept, whatever became of it. */
const DAY = 86_400

const found = serverRule<CallCase>(
  'query.found',
  'An order that was made is found.',
  (evidence) =>
    stories(evidence)
      .filter(({ made, kind }) => made !== undefined && kind !== 'static')
      .flatMap((story) => story.queries.filter((call) => isDue(evidence, story, call)))
      .map((call) => caseOf(call)),
  ({ call }) => unless(call.said !== 'refusal', 'the order', told(call)),
)

/** Seconds that a payer, and the clocks of either side, may be late. */
const LATE = 5

/** A query of the right type for what was made before, and is not yet over. */
function isDue(evidence: Evidence, story: Story, call: Call): boolean {
  const [type, seconds] =
    story.kind === 'payout' ? ['CASH_QUERY', DAY] : ['ORDER_QUERY', Math.min(DAY, secondsOpen(story))]
  const isAfter = call.exchange.began > (story.made!.exchange.ended ?? Infinity)
  const isRight = typeOf(call) === type && call.orderly && isAnswered(call)
  return isAfter && isRight && secondsTo(evidence, story, call.exchange) < seconds - LATE
}

export const finding: Rule[] = [found]
