/** Times that a provider tells follow each other. */
import { isoInstant } from '../../../src/contract/iso-time.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { grouped } from '../../common/grouped.ts'
import { offsetAt } from '../../common/premises.ts'

interface Moment {
  at: string
  text: string
  instant: number
  exchange: Exchange
}

interface Pair extends Case {
  earlier: Pick<Moment, 'at' | 'text' | 'instant'>
  later: Pick<Moment, 'at' | 'text' | 'instant'>
}

/** Times of what has happened, in the order in which it happens. */
const stages = [['createdTime'], ['paidTime'], ['finishedTime', 'cancelTime', 'refundTime', 'refundDate']]

const places =
  /^(?:createdTime|paidTime|finishedTime|cancelTime|refundTime|refundHistory\[\d+\]\.refundDate)$/

/** Clocks tick in whole seconds, and those of a provider's parts differ a little. */
const slack = 5000

function momentsOf(exchange: Exchange): Moment[] {
  const { from, request, response } = exchange
  const read = from === 'gateway' ? request.read : response?.read
  if (!read?.ok) return []
  return Object.keys(read.fields).flatMap((at) => {
    const value = places.test(at) ? (text(read, at) ?? '') : ''
    const instant = value.includes('T') ? isoInstant(value) : undefined
    return instant === undefined ? [] : [{ at, text: value, instant, exchange }]
  })
}

/**
 * The payment that an exchange is about, as far as the message says it; one that names none is about its own. So is one
 * whose reference was sent for several payments, by two partners or once more, or for none that is seen here: nobody knows
 * which of them it tells of.
 */
function paymentOf(evidence: Evidence, { id, request: { read } }: Exchange): string {
  const { reference = '', originalReference = '' } = evidence.contract.places
  const name = text(read, originalReference) || text(read, reference)
  return name && payments(evidence).get(name) === 1 ? name : id
}

/** How many payments were asked for under each reference. */
const payments = premise(({ contract, exchanges }: Evidence): Map<string, number> => {
  const named = exchanges
    .filter(({ operation }) => operation === 'payment')
    .map(({ request }) => text(request.read, contract.places['reference'] ?? '') ?? '')
  return new Map([...grouped(named, (name) => name)].map(([name, all]) => [name, all.length]))
})

const nameOf = ({ at }: Moment): string => at.replace(/^.*\./, '')
const stageOf = (moment: Moment): number => stages.findIndex((names) => names.includes(nameOf(moment)))

function pairs(evidence: Evidence): Pair[] {
  const told = evidence.exchanges.flatMap(momentsOf)
  const byPayment = grouped(told, ({ exchange }) => paymentOf(evidence, exchange))
  return [...byPayment.values()].flatMap((moments) =>
    moments.flatMap((later) =>
      moments
        .filter((earlier) => stageOf(earlier) < stageOf(later))
        .map((earlier) => ({ earlier, later, exchanges: [...new Set([earlier.exchange, later.exchange])] })),
    ),
  )
}

/** Nothing that is told has yet to happen: the request had left before the answer was there. */
function ahead(evidence: Evidence): Pair[] {
  return evidence.exchanges.flatMap(momentsOf).map((moment) => {
    const { exchange } = moment
    const instant =
      Date.parse(exchange.sentAt) + exchange.elapsedMs + offsetAt(evidence, exchange.ended ?? exchange.began)
    const told = toldAt(evidence, exchange)
    const now = Math.max(instant, told ?? 0)
    const later = { at: 'the time of the message', text: new Date(now).toISOString(), instant: now }
    return { earlier: moment, later, exchanges: [exchange] }
  })
}

function toldAt({ contract }: Evidence, { from, request, response }: Exchange): number | undefined {
  return isoInstant(
    text(from === 'gateway' ? request.read : response?.read, contract.places['time'] ?? '') ?? '',
  )
}

export const timeRules: Rule[] = [
  rule<Pair>({
    id: 'times.order',
    says: 'Times follow each other, and none is ahead of the answer.',
    level: 'must',
    about: ['server'],
    over: (evidence) => [...pairs(evidence), ...ahead(evidence)],
    holds: ({ earlier, later }) =>
      earlier.instant <= later.instant + slack
        ? []
        : [
            {
              expected: `${earlier.at} not after ${later.at} (${later.text})`,
              received: earlier.text,
            },
          ],
  }),
]
