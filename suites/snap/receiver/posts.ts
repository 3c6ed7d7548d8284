/** Notifications that a receiver was sent: what each is about, what is not as usual about it, and what became of it. */
import { premise, type Case, type Evidence } from '../../../src/judge/rule.ts'
import { textOf, type Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { isAcknowledged } from '../../common/callbacks.ts'
import { answered, asked, provided } from '../../common/premises.ts'
import { redirected } from '../../common/redirects.ts'
import { heeding } from '../../common/strangers.ts'
import { odditiesOf, type Oddity } from './oddities.ts'

/** An order that the receiver was told of, or had in its books before. */
export interface Order {
  reference: string
  /** With two decimals. */
  amount: string
  /** The provider's name of its payment, where the receiver was told of that before. */
  transaction?: string
}

export interface Post extends Case {
  exchange: Exchange
  /** The order that it names, if it is one that waits. */
  order?: Order
  status: string
  /** HTTP 200 and 2005600. */
  acknowledged: boolean
  /** A status of 2xx came back, and no code that refuses. */
  taken: boolean
  oddities: Oddity[]
  /** It is the first about its order. */
  first: boolean
}

/** A status of 2xx came back, and no code that refuses. */
const isTaken = (exchange: Exchange): boolean =>
  isAcknowledged(exchange) && !/^[345]\d{6}$/.test(answered(exchange, 'responseCode'))

const isHeeded = heeding(isTaken, 'originalPartnerReferenceNo')

/** Orders by partnerReferenceNo. */
export const orders = premise((evidence: Evidence): Map<string, Order> => {
  const items = [...provided(evidence).values()].filter(
    (entry) => entry.data === 'order' && isHeeded(evidence, entry, 'notify'),
  )
  return new Map(
    items.map(({ item }) => [
      item.code,
      {
        reference: item.code,
        amount: Number(item.amount ?? 0).toFixed(2),
        ...(typeof item['transaction'] === 'string' && { transaction: item['transaction'] }),
      },
    ]),
  )
})

/** What was posted or otherwise sent to the receiver, in order. */
export const posts = premise((evidence: Evidence): Post[] => {
  const seen = new Set<string>()
  return evidence.exchanges
    .filter(({ from, request }) => from === 'gateway' && isSent(request.method))
    .sort((a, b) => a.began - b.began)
    .map((exchange) => {
      const order = orderOf(evidence, exchange)
      const first = order !== undefined && !seen.has(order.reference)
      if (order) seen.add(order.reference)
      const status = exchange.response?.status ?? 0
      const code = answered(exchange, 'responseCode')
      return {
        exchange,
        exchanges: [exchange],
        status: asked(exchange, 'latestTransactionStatus'),
        acknowledged: status === 200 && code === '2005600',
        taken: isTaken(exchange),
        oddities: odditiesOf(evidence, exchange, order),
        first,
        ...(order && { order }),
      }
    })
})

const isSent = (method: string): boolean => method !== 'HEAD' && method !== 'OPTIONS'

/** By the number in it or, where it cannot be read, by a number that stands somewhere in its bytes. */
function orderOf(evidence: Evidence, { request }: Exchange): Order | undefined {
  const named = text(request.read, 'originalPartnerReferenceNo')
  if (named !== undefined) return orders(evidence).get(named)
  const bytes = textOf(request.body)
  return [...orders(evidence).values()].find(({ reference }) => bytes.includes(reference))
}

export const isPlain = ({ oddities }: Post): boolean => oddities.length === 0

/** The one thing that is not as usual about a notification; undefined where there is none, or more than one. */
export const oddityOf = ({ oddities }: Post): Oddity | undefined =>
  oddities.length === 1 ? oddities[0] : undefined

/** Right notifications about orders that wait for them, of what is due first: that a payment was made. */
export const due = premise((evidence: Evidence): Post[] =>
  posts(evidence).filter((post) => post.first && isPlain(post) && post.status === '00'),
)

/** Right ones that a payment was made, after nothing but what was wrong about their orders and was refused. */
export const righted = premise((evidence: Evidence): Post[] =>
  posts(evidence).flatMap((post, index, all) => {
    const earlier = all.slice(0, index).filter(({ order }) => order !== undefined && order === post.order)
    const isRefused = earlier.every(
      ({ taken, oddities, exchange }) => !taken && exchange.response && oddities.some((one) => !one.welcome),
    )
    if (earlier.length === 0 || !isRefused || !isPlain(post) || post.status !== '00') return []
    return [{ ...post, exchanges: [...earlier, post].map(({ exchange }) => exchange) }]
  }),
)

/** Some right notification was taken, so a refusal has another reason. */
export const takesPlain = premise((evidence: Evidence): boolean => due(evidence).some(({ taken }) => taken))

/** What came back, in short. */
export function answerOf(exchange: Exchange): string {
  const { response, trouble } = exchange
  if (!response) return trouble?.says ?? 'no answer'
  const elsewhere = redirected(exchange)
  if (elsewhere !== undefined) return elsewhere
  const code = text(response.read, 'responseCode')
  return `HTTP ${response.status}${code === undefined ? '' : ` with ${code}`}`
}
