/** The time that an answer bears, and whether a time is now. */
import { isoInstant } from '../../src/contract/iso-time.ts'
import { rule, type Case, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { oddOf } from './odd-rules.ts'
import { asked, clockMoves, isMisshapen, requests, targetTime } from './premises.ts'

interface Sent extends Case {
  exchange: Exchange
}

/** Within a minute of the target's clock, before or after one of its moves: nobody knows what was in flight then. */
export const isNow = (evidence: Evidence, { sentAt }: Exchange, instant: number): boolean =>
  [0, ...clockMoves(evidence).map(({ offsetMs }) => offsetMs)].some(
    (offset) => Math.abs(instant - Date.parse(sentAt) - offset) <= 60_000,
  )

/** Other answers have another offset than this request: one of that offset has it from the request. */
const hasOtherZone = ({ exchanges }: Evidence, exchange: Exchange, time: string): boolean =>
  exchanges.some((other) => {
    const stamp = text(other.response?.read, time)
    return other !== exchange && stamp !== undefined && stamp.slice(19) !== asked(exchange, time).slice(19)
  })

/** Seconds by which the clocks of two parties differ, and no zone does. */
const apart = 25 * 60

/** So far from the time of the request, by the clock of the target, that no clock is the reason. */
function isElsewhen(evidence: Evidence, exchange: Exchange, said: string): boolean {
  const instant = isoInstant(said)
  const offsets = [0, ...clockMoves(evidence).map(({ offsetMs }) => offsetMs)]
  return (
    instant !== undefined &&
    offsets.every((offset) => Math.abs(instant - Date.parse(exchange.sentAt) - offset) > apart * 1000)
  )
}

const sentAt = (evidence: Evidence, exchange: Exchange): string =>
  new Date(targetTime(evidence, exchange)).toISOString().replace(/\.\d+Z$/, '+00:00')

/** Every answer whose request bears another time than that of the answer. */
export const fresh = rule<Sent>({
  id: 'answers.fresh',
  says: 'X-TIMESTAMP of an answer is the time of the answer.',
  level: 'may',
  about: ['server'],
  over: (evidence) => {
    const { time = '' } = evidence.contract.places
    return [...requests(evidence).keys()]
      .filter((exchange) => {
        const instant = isoInstant(asked(exchange, time))
        const isOlder = instant !== undefined && !isNow(evidence, exchange, instant)
        const isOdd = oddOf(evidence, 'headers.offsets').some((odd) => odd.exchange === exchange)
        const said = text(exchange.response?.read, time)
        return (
          said !== undefined &&
          !isMisshapen(evidence, exchange, time) &&
          (isOlder ||
            (isOdd && hasOtherZone(evidence, exchange, time)) ||
            isElsewhen(evidence, exchange, said))
        )
      })
      .map((exchange) => ({ exchange, exchanges: [exchange] }))
  },
  holds: ({ exchange }, evidence) => {
    const { time = '' } = evidence.contract.places
    const said = text(exchange.response!.read, time)!
    if (said === asked(exchange, time))
      return [{ expected: 'the time of the answer', received: `${said}, that of the request` }]
    return isElsewhen(evidence, exchange, said)
      ? [{ expected: `the time of the answer, about ${sentAt(evidence, exchange)}`, received: said }]
      : []
  },
})
