/** When notifications say that a code was paid. */
import { isoInstant } from '../../src/contract/iso-time.ts'
import { rule, type Case, type Evidence } from '../../src/judge/rule.ts'
import { asked, clockMoves } from '../common/premises.ts'
import { at, isWellWritten } from './asked.ts'
import type { Given } from './given.ts'
import { aboutCodes, apart } from './notified.ts'
import { payments, type Notice } from './paid.ts'

interface Dated extends Case {
  notice: Notice
  /** Milliseconds that it is from the nearest payment. */
  by: number
}

const nearest = (all: number[]): number => all.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]!

/** How far the time is from a payment by the clock that the target ought to have; ahead, by any that it has had. */
function off(evidence: Evidence, notice: Notice & { given: Given }, time: number): number | undefined {
  const paid = payments(evidence, notice.given).flatMap((one) =>
    one.time !== undefined && one.tick < notice.exchange.began ? [one.time] : [],
  )
  if (paid.length === 0) return undefined
  const by = nearest(paid.map((one) => time - one))
  const moves = [0, ...clockMoves(evidence).map(({ offsetMs }) => offsetMs)]
  return by > apart
    ? Math.min(...moves.flatMap((move) => paid.map((one) => Math.abs(time - one - move))))
    : by
}

export const dated = rule<Dated>({
  id: 'notifications.dated',
  says: 'A notification tells in UTC when the code was paid.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    aboutCodes(evidence).flatMap((notice) => {
      const time = isoInstant(asked(notice.exchange, at.date))
      if (time === undefined || !isWellWritten(evidence, notice.exchange, at.date)) return []
      const by = notice.state === 'SUCCESS' ? off(evidence, notice, time) : undefined
      return by === undefined ? [] : [{ notice, by, exchanges: [notice.exchange] }]
    }),
  holds: ({ notice: { exchange }, by }) =>
    Math.abs(by) <= apart
      ? []
      : [
          {
            expected: 'the time in UTC at which the code was paid',
            received: `${asked(exchange, at.date)}, ${Math.round(Math.abs(by) / 60_000)} minutes ${by > 0 ? 'later' : 'before'}`,
            ...(by < 0 ? { level: 'should' as const } : {}),
          },
        ],
})
