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
const forms: { [place: string]: RegExp } = { vaNumber: /^\d+$/, email: /^[^\s@]+@[^\s@]+$/ }

/** The order that a callback is about, where several were made under one number. */
const toldOf = ({ story, callback }: ToldCase): Call =>
  story.creates.find(
    (call) => call.said === 'success' && platformNumber(call) === asked(callback, 'platOrderNum').trim(),
  ) ?? story.made!

const own = serverRule<ToldCase & { place: string; wanted: string }>(
  'callbacks.own',
  'A payment callback tells the VA number and the e-mail address of its order.',
  (evidence) =>
    toldCases(evidence)
      .filter(({ story }) => story.kind === 'payment' && story.made !== undefined)
      .flatMap((one) => {
        const { exchange } = toldOf(one)
        const wanted = { vaNumber: answered(exchange, 'vaNumber'), email: asked(exchange, 'email') }
        return Object.entries(wanted)
          .filter(
            ([place, value]) => value.trim() !== '' && forms[place]!.test(asked(one.callback, place).trim()),
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
