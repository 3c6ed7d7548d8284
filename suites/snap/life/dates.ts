/** The time of a refund, which is one time wherever it is told. */
import { rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { grouped } from '../../common/grouped.ts'
import { calls, instantIn, type Heard } from '../heard.ts'
import { keyOf } from '../naming.ts'

interface Dated {
  /** Partner, payment and both numbers of the refund. */
  key: string
  /** The consumer's number of it. */
  number: string
  place: 'refundTime' | 'refundDate'
  text: string
  instant: number
  exchange: Exchange
}

/** The first time that was told, and one that was told later. */
interface Pair extends Case {
  first: Dated
  then: Dated
}

/** Milliseconds that parts of seconds may make up, and those by which the parts of a provider may differ. */
const [fraction, slack] = [1000, 5000]

function datesIn(evidence: Evidence, one: Heard): Dated[] {
  const { exchange, operation, said, ask, name, tell } = one
  const payment = keyOf(evidence, one)
  if (payment === undefined || said !== 'success') return []
  const dated = (place: Dated['place'], at: string, number: string): Dated[] => {
    const [id, text] = [name(`${at}refundNo`), tell(at + place)]
    // A date alone says too little to be held against anything.
    const instant = text.includes('T') ? instantIn(text) : undefined
    if (number === '' || id === '' || instant === undefined) return []
    return [{ key: JSON.stringify([payment, number, id]), number, place, text, instant, exchange }]
  }
  if (operation === 'refund') return dated('refundTime', '', ask('partnerRefundNo'))
  if (operation !== 'status') return []
  const list = exchange.response?.read.ok ? exchange.response.read.fields['refundHistory'] : undefined
  return (Array.isArray(list) ? list : [])
    .map((_entry, index) => `refundHistory[${index}].`)
    .filter((at) => tell(`${at}refundStatus`) === '00')
    .flatMap((at) => dated('refundDate', at, name(`${at}partnerRefundNo`)))
}

/** Refunds that were answered 202: what is told as their time may be that of the request or of their end. */
const postponed = (evidence: Evidence): Set<string> =>
  new Set(
    calls(evidence)
      .filter(({ operation, said }) => operation === 'refund' && said === 'pending')
      .map((one) => one.ask('partnerRefundNo')),
  )

function pairs(evidence: Evidence): Pair[] {
  const late = postponed(evidence)
  const all = calls(evidence).flatMap((one) => datesIn(evidence, one))
  const byKey = grouped(all, ({ key }) => key)
  return all.flatMap((then) => {
    const own = byKey.get(then.key)!
    const known = own.slice(0, own.indexOf(then))
    const first =
      known.find(({ place }) => place === then.place) ?? (late.has(then.number) ? undefined : known[0])
    return first ? [{ first, then, exchanges: [first.exchange, then.exchange] }] : []
  })
}

const dated = rule<Pair>({
  id: 'refunds.dated',
  says: 'A refund has one time, in whichever answer it is told.',
  level: 'should',
  about: ['server'],
  over: pairs,
  holds: ({ first, then }) =>
    Math.abs(first.instant - then.instant) <= (first.place === then.place ? fraction - 1 : slack)
      ? []
      : [
          {
            expected: `the ${then.place} ${first.text}, as it was told before`,
            received: then.text,
            place: then.place,
          },
        ],
})

export const dateRules: Rule[] = [dated]
