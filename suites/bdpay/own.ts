/** What a callback tells of its order, and of no other. */
import { premise, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { answered, asked } from '../common/premises.ts'
import { serverRule, unless } from './cases.ts'
import { platformNumber } from './creating.ts'
import { stories, type Call } from './seen.ts'
import { toldCases, type ToldCase } from './telling.ts'

/** Numbers to pay to that answers told, each with the number of its order. */
const instruments = premise(
  (evidence: Evidence): Map<string, string> =>
    new Map(
      stories(evidence).flatMap(({ made, number }): [string, string][] => {
        const va = made ? answered(made.exchange, 'vaNumber').trim() : ''
        return va === '' ? [] : [[va, number]]
      }),
    ),
)

/** Of what is malformed other rules speak. */
const forms: { [place: string]: RegExp } = { vaNumber: /^\d{6,}$/, email: /^[^\s@]+@[^\s@]+$/ }

/** The order that a callback is about, where several were made under one number; none where its number is of none of them. */
function toldOf({ story, callback }: ToldCase): Call | undefined {
  const number = asked(callback, 'platOrderNum').trim()
  const made = story.creates.filter(({ said }) => said === 'success')
  const isNumbered = number !== '' && made.some((call) => platformNumber(call) !== '')
  return isNumbered ? made.find((call) => platformNumber(call) === number) : story.made
}

const own = serverRule<ToldCase & { place: string; wanted: string }>(
  'callbacks.own',
  'A payment callback tells the VA number and the e-mail address of its order.',
  (evidence) =>
    toldCases(evidence)
      .filter(({ story }) => story.kind === 'payment')
      .flatMap((one) => {
        const exchange = toldOf(one)?.exchange
        if (!exchange) return []
        const wanted = { vaNumber: answered(exchange, 'vaNumber'), email: asked(exchange, 'email') }
        return Object.entries(wanted)
          .filter(([place, value]) =>
            [value, asked(one.callback, place)].every((told) => forms[place]!.test(told.trim())),
          )
          .map(([place, value]) => ({ ...one, place, wanted: value.trim() }))
      }),
  ({ story, callback, place, wanted }, evidence) => {
    const got = asked(callback, place).trim()
    const owner = place === 'vaNumber' ? instruments(evidence).get(got) : undefined
    const isOfAnother = owner !== undefined && owner !== story.number
    const received = isOfAnother ? `${got}, of the order ${owner}` : got
    return unless(
      got.toLowerCase() === wanted.toLowerCase(),
      wanted,
      received,
      isOfAnother ? 'must' : 'should',
    )
  },
  { span: 'run' },
)

export const owning: Rule[] = [own]
