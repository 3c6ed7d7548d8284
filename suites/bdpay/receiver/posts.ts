/** Callbacks that a receiver was sent: what each is about, what is unusual about it, and what came back. */
import { premise, type Case, type Evidence } from '../../../src/judge/rule.ts'
import type { Provided } from '../../../src/judge/trace.ts'
import { textOf, type Exchange } from '../../../src/wire/exchange.ts'
import { memberAt } from '../../../src/wire/json-place.ts'
import { text } from '../../../src/wire/reading.ts'
import { textToSign, pairsOf } from '../../../src/dialects/bdpay-sign.ts'
import { grouped } from '../../common/grouped.ts'
import { asked, offsetAt, requests } from '../../common/premises.ts'
import { heeding } from '../../common/strangers.ts'

/** What can be unusual about a callback: lawful ways to write it, and ways in which it is wrong. */
export type Oddity =
  | 'unsigned'
  | 'unreadable'
  | 'key'
  | 'algorithm'
  | 'padding'
  | 'whole'
  | 'tampered'
  | 'code'
  | 'amount'
  | 'unknown'
  | 'extra'
  | 'sign'
  | 'zero'
  | 'shuffled'
  | 'blanks'
  | 'letters'
  | 'bytes'
  | 'blocks'
  | 'expired'
  | 'late'
  | 'channel'
  | 'worded'
  | 'capital'
  | 'raw'
  | 'edges'
  | 'digits'
  | 'doubled'

export interface Post extends Case {
  exchange: Exchange
  /** The order that it names, if the receiver was told of it. */
  order?: Provided
  number: string
  kind: 'payment' | 'payout'
  /** code of a payment, status of a payout. */
  said: string
  /** The text SUCCESS came back, white space around it or not. */
  acknowledged: boolean
  oddities: Oddity[]
}

const kinds = ['order', 'expiredorder', 'payout']

const orders = premise((evidence: Evidence): Map<string, Provided> => {
  const all = evidence.trace.entries.filter(
    (entry): entry is Provided => entry.kind === 'provided' && kinds.includes(entry.data),
  )
  return new Map(all.map((entry) => [entry.item.code, entry]))
})

const isAcknowledged = (exchange: Exchange): boolean => bodyOf(exchange).trim() === 'SUCCESS'

const isHeeded = heeding(isAcknowledged)

/** What was posted to the receiver, in order. */
export const posts = premise((evidence: Evidence): Post[] =>
  evidence.exchanges
    .filter(({ from, request }) => from === 'gateway' && request.method === 'POST')
    .sort((one, other) => one.began - other.began)
    .map((exchange) => postOf(evidence, exchange)),
)

function postOf(evidence: Evidence, exchange: Exchange): Post {
  const number = numberIn(exchange)
  const named = orders(evidence).get(number)
  const order = named && isHeeded(evidence, named, exchange.operation) ? named : undefined
  const kind = exchange.operation === 'payoutCallback' ? 'payout' : 'payment'
  const said = asked(exchange, kind === 'payout' ? 'status' : 'code').trim()
  return {
    exchange,
    exchanges: [exchange],
    number,
    kind,
    said,
    acknowledged: isAcknowledged(exchange),
    oddities: oddities(evidence, exchange, order),
    ...(order && { order }),
  }
}

/** The order that a callback names; of two numbers the one that is not signed. */
function numberIn(exchange: Exchange): string {
  const { read, body } = exchange.request
  if (!isDoubled(exchange)) return text(read, 'orderNum') ?? ''
  const numbers = new URLSearchParams(textOf(body)).getAll('orderNum')
  return (exchange.signature === 'good' ? numbers.at(-1) : numbers[0]) ?? ''
}

const isDoubled = ({ request: { read } }: Exchange): boolean =>
  read.ok && (read.form?.duplicates ?? []).includes(memberAt('', 'orderNum'))

/** The number that the platform gave the order. */
export const platformNumberIn = ({ exchange }: Post): string => asked(exchange, 'platOrderNum')

/** The text that came back. */
export const bodyOf = ({ response }: Exchange): string => (response ? textOf(response.body) : '')

const bySignature: { [differs: string]: Oddity } = {
  unreadable: 'unreadable',
  key: 'key',
  algorithm: 'algorithm',
  padding: 'padding',
  part: 'whole',
  more: 'whole',
}

function oddities(evidence: Evidence, exchange: Exchange, order: Provided | undefined): Oddity[] {
  const { signature, signatureFault, request, began } = exchange
  const wrong =
    signature === 'none'
      ? ['unsigned' as const]
      : signature === 'bad'
        ? [bySignature[signatureFault?.differs ?? ''] ?? ('tampered' as const)]
        : []
  const message = requests(evidence).get(exchange)
  const known = message?.spec.fields.map(({ name }) => name) ?? []
  const order0 = request.read.ok ? request.read.order : []
  const usual = known.filter((name) => order0.includes(name)).join()
  const strange = order0.filter((name) => !known.includes(name))
  const values = order0.filter((name) => name !== 'platSign').map((name) => asked(exchange, name))
  const isPayment = exchange.operation === 'paymentCallback'
  const body = textOf(request.body)
  const money = asked(exchange, exchange.operation === 'payoutCallback' ? 'money' : 'payMoney')
  const amount = order?.item.amount
  const all: [Oddity, boolean][] = [
    ['code', isPayment && asked(exchange, 'code') !== '00'],
    ['amount', amount !== undefined && /^\d+$/.test(money) && Number(money) !== amount],
    ['unknown', order === undefined],
    ['sign', strange.includes('sign')],
    ['extra', strange.some((name) => name !== 'sign' && !isCapital(name))],
    ['capital', strange.some(isCapital)],
    ['channel', isPayment && asked(exchange, 'vaNumber') === ''],
    ['worded', isPayment && asked(exchange, 'code') === '00' && asked(exchange, 'msg') !== 'SUCCESS'],
    ['raw', values.some((value) => /[+%]/.test(value))],
    ['edges', values.some((value) => value !== value.trim())],
    ['digits', /^\d{17,}$/.test(asked(exchange, 'platOrderNum'))],
    ['zero', asked(exchange, 'payFee') === '0' || asked(exchange, 'feeType') === '0'],
    ['shuffled', strange.length === 0 && order0.filter((name) => known.includes(name)).join() !== usual],
    ['blanks', /=[^&]*%20/.test(body)],
    ['letters', !isSplit(exchange) && values.some((value) => /\P{ASCII}/u.test(value))],
    ['bytes', isSplit(exchange)],
    ['blocks', signature === 'good' && isInMoreBlocks(evidence, exchange)],
    ['expired', order?.data === 'expiredorder'],
    ['late', offsetAt(evidence, began) > 0],
  ]
  if (isDoubled(exchange)) return ['doubled']
  // Whatever else it says, nobody may believe it.
  return wrong.length > 0 ? wrong : all.flatMap(([name, is]) => (is ? [name] : []))
}

const isCapital = (name: string): boolean => /^[A-Z]/.test(name)

const signedText = ({ request }: Exchange): Buffer =>
  Buffer.from(request.read.ok ? textToSign(pairsOf(request.read, 'platSign')) : '')

/** A character of several bytes lies across two blocks of the usual sizes. */
function isSplit(exchange: Exchange): boolean {
  const whole = signedText(exchange)
  return [117, 245].some((size) =>
    whole.some((byte, at) => at > 0 && at % size === 0 && (byte & 0xc0) === 0x80),
  )
}

const signatureBytes = (exchange: Exchange): number =>
  Buffer.from(asked(exchange, 'platSign'), 'base64').length

function isInMoreBlocks({ exchanges }: Evidence, exchange: Exchange): boolean {
  const sizes = exchanges
    .filter(({ from, signature }) => from === 'gateway' && signature === 'good')
    .map(signatureBytes)
  const key =
    [128, 256, 512].find((size) => sizes.every((one) => one % size === 0) && sizes.includes(size)) ?? 128
  return signatureBytes(exchange) / key > Math.max(1, Math.ceil(signedText(exchange).length / (key - 11)))
}

/** Posts about orders that are known, with nothing unusual about them. */
export const isPlain = ({ oddities: all }: Post): boolean => all.length === 0

/** The one thing that is unusual. */
export const oddityOf = ({ oddities: all }: Post): Oddity | undefined =>
  all.length === 1 ? all[0] : undefined

/** Right callbacks, each the first about its order, and over before the next one began. */
export const due = premise((evidence: Evidence): Post[] => {
  const byNumber = grouped(posts(evidence), ({ number }) => number)
  return [...byNumber.values()].flatMap(([first, second]) =>
    first && isDue(first) && (second === undefined || second.exchange.began > endOf(first)) ? [first] : [],
  )
})

const endOf = ({ exchange }: Post): number => exchange.ended ?? Infinity

const isDue = (post: Post): boolean =>
  isPlain(post) && (post.kind === 'payment' ? post.said === '00' : ['2', '4'].includes(post.said))

/** Some right callback of that kind was acknowledged, so a refusal has another reason. */
export const takesPlain = (evidence: Evidence, { kind }: Pick<Post, 'kind'> = { kind: 'payment' }): boolean =>
  due(evidence).some((post) => post.acknowledged && post.kind === kind)

/** What came back, in short. */
export function answerOf(exchange: Exchange): string {
  const { response, trouble } = exchange
  return response
    ? `HTTP ${response.status} ${JSON.stringify(bodyOf(exchange).slice(0, 40))}`
    : (trouble?.says ?? 'no answer')
}
