/** What a state tells besides itself: the amount and the time, as they were asked for and notified. */
import { rule, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered } from '../common/premises.ts'
import { at, isBefore, isWellWritten } from './asked.ts'
import { notices } from './paid.ts'
import { isPaidAt, isShown, lag, looks, plainLooks, type Look } from './states.ts'

/** What comes late is not wrong. */
const isLastOf = (evidence: Evidence, look: Look): boolean =>
  !looks(evidence).some(
    (later) => later.given === look.given && isBefore(look.one.exchange, later.one.exchange),
  )

/** What is compared is written as it is to be. */
const isComparable = (evidence: Evidence, exchange: Exchange): boolean =>
  [at.state, at.amount, at.date].every((place) => isWellWritten(evidence, exchange, place))

const agrees = rule<Look & { notice: ReturnType<typeof notices>[number] }>({
  id: 'status.agrees',
  says: 'State and notification agree.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence)
      .filter((look) => look.one.reaction === 'served' && isLastOf(evidence, look))
      // What was SUCCESS before and is no more, another rule tells.
      .filter((look) => look.state === 'SUCCESS' || !isShown(evidence, look, 'SUCCESS'))
      .filter(({ one }) => isComparable(evidence, one.exchange))
      .flatMap((look) => {
        const notice = notices(evidence).findLast(
          ({ given, exchange }) =>
            given === look.given && isBefore(exchange, look.one.exchange) && isComparable(evidence, exchange),
        )
        return notice ? [{ ...look, notice, exchanges: [notice.exchange, look.one.exchange] }] : []
      }),
  holds: ({ one, notice }) => {
    const value = (place: string) => answered(one.exchange, place)
    const toldThere = (place: string) =>
      answered({ ...notice.exchange, response: notice.exchange.request as never }, place)
    const state = value(at.state)
    if (state !== notice.state) return [{ expected: `${notice.state}, as notified`, received: state }]
    const [amount, other] = [value(at.amount), toldThere(at.amount)]
    if (Number(amount) !== Number(other))
      return [{ expected: `the amount ${other}, as notified`, received: amount || 'no amount' }]
    const [date, when] = [Date.parse(value(at.date)), Date.parse(toldThere(at.date))]
    return Math.abs(date - when) > lag
      ? [
          {
            expected: `the time ${toldThere(at.date)}, as notified`,
            received: value(at.date),
            level: 'should',
          },
        ]
      : []
  },
})

const amount = rule<Look>({
  id: 'status.amount',
  says: 'The state of an unpaid code tells the amount of its order.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence).filter(
      (look) =>
        look.one.reaction === 'served' &&
        isPaidAt(evidence, look) === false &&
        answered(look.one.exchange, at.amount) !== '' &&
        isWellWritten(evidence, look.one.exchange, at.amount),
    ),
  holds: ({ one, given }) => {
    const received = answered(one.exchange, at.amount)
    return Number(received) === Number(given.amount) ? [] : [{ expected: given.amount, received }]
  },
})

const code = rule<Look>({
  id: 'status.code',
  says: 'A state that tells a payment code tells that of its transaction.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence).filter(
      ({ one, given }) =>
        one.reaction === 'served' &&
        answered(one.exchange, at.code) !== '' &&
        [one, given.one].every(({ exchange }) => isWellWritten(evidence, exchange, at.code)),
    ),
  holds: ({ one, given }) => {
    const received = answered(one.exchange, at.code)
    return received === given.code ? [] : [{ expected: given.code, received }]
  },
})

export const stateFields: Rule[] = [agrees, amount, code]
