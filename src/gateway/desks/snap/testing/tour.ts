/** A tour of everything that a gateway can be asked, told so that two gateways can be compared. */
import { loadContract } from '../../../../contract/load.ts'
import type { Draft, Raw, Sealed } from '../../../../dialects/dialect.ts'
import { dialect } from '../../../../dialects/snap.ts'
import { keyring } from '../../../../dialects/snap-keyring.ts'
import type { Headers } from '../../../../wire/exchange.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Gateway } from '../../../gateway.ts'
import { note, type Notes } from '../../../testing/difference.ts'
import { type Answer, called } from '../../../testing/post.ts'
import { houseName } from '../card.ts'
import { pairOf } from '../pairs.ts'
import { type Consumer, consumerOf, type Told } from './consumer.ts'
import type { Inbox } from '../../../testing/inbox.ts'
import { takingInbox } from './house.ts'

/** One tour: what was said so far, and the means to go on. */
export interface Tour extends Notes {
  gateway: Gateway
  inbox: Inbox
  first: Consumer
  second: Consumer
  /** Values that no two runs have in common, in the order in which they were met. */
  met: string[]
  /** The answer that came last, as bytes. */
  last: Answer
}

const contract = loadContract('snap')

/** A tour that has not begun. */
export async function startTour(gateway: Gateway, expected?: readonly string[]): Promise<Tour> {
  const inbox = await takingInbox()
  gateway.desks[0]!.callbacksTo!(inbox.url)
  const profile = gateway.profiles['snap']!
  const call = async (path: string, body: Uint8Array, headers: Headers, method = 'POST') => {
    tour.last = await called(gateway.url, { method, path, headers, body })
    return tour.last
  }
  const meet = (client: string) =>
    consumerOf({
      contract,
      profile,
      now: () => gateway.clock.now(),
      call,
      identity: {
        client,
        secret: `secret-of-${client.toLowerCase()}`,
        privateKey: pairOf(client).privateKey,
      },
    })
  const none: Answer = { status: 0, headers: [], body: Buffer.alloc(0) }
  const tour = { gateway, inbox, met: [], said: [], expected, last: none } as unknown as Tour
  tour.first = await meet('PARTNER-0001')
  tour.second = await meet('PARTNER-0002')
  return tour
}

/** Seals a request, changes what was sealed, sends it and notes the answer. */
export async function ask(
  tour: Tour,
  operation: string,
  fields: Fields = {},
  { from = tour.first, more = {}, change = (sealed) => sealed }: Manner = {},
): Promise<Told> {
  const told = await from.deliver(operation, change(from.seal(operation, fields, more)))
  note(tour, masked(tour, operation, tour.last))
  return told
}

/** Who asks, and what is odd about it. */
export interface Manner {
  from?: Consumer
  more?: Partial<Draft>
  change?: (sealed: Sealed) => Sealed
}

/** Requests at the same time: their codes, and how many references they were given. */
export async function race(tour: Tour, what: string, asked: (() => Promise<Told>)[]): Promise<void> {
  const answers = await Promise.all(asked.map((one) => one()))
  const ids = answers.flatMap(({ fields }) => fields['referenceNo'] ?? fields['refundNo'] ?? [])
  const own = answers.flatMap(({ fields }) => fields['partnerReferenceNo'] ?? [])
  const codes = answers.map(({ code }) => code).sort()
  note(tour, `race ${what}: ${codes.join(' ')}, ${new Set(ids).size} ids, ${new Set(own).size} names`)
}

/** What is booked for a reference. */
export async function books(tour: Tour, reference: string): Promise<void> {
  const { payments, paid, refunded } = (await tour.gateway.control.ledger(reference)) as {
    payments: { state: string }[]
    paid: number
    refunded: number
  }
  note(tour, `books ${payments.map(({ state }) => state).join(' ')} ${paid} ${refunded}`)
}

/** Moves the clock; what is due at once comes before anything is moved far. */
export async function pass({ gateway, first, second }: Tour, seconds: number): Promise<void> {
  const soon = Math.min(1, seconds)
  for (const advance of [soon, seconds - soon]) await gateway.control.clock({ advance })
  if (seconds < 3600) return
  await first.renew()
  await second.renew()
}

/** Waits for one more notification than there were, and not for long. */
export async function awaitNotice({ inbox: { got } }: Tour, count: number): Promise<void> {
  for (let tries = 0; tries < 200 && got.length < count; tries++) await pause(5)
}

/** Notes every notification that came, in an order that does not depend on when they did. */
export async function notices(tour: Tour): Promise<void> {
  const { got } = tour.inbox
  for (let count = -1; count < got.length; await pause(150)) count = got.length
  for (const text of got.map((one) => noticed(tour, one)).sort()) note(tour, text)
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function noticed(tour: Tour, raw: Raw): string {
  const profile = tour.gateway.profiles['snap']!
  const speech = dialect(contract, profile)
  const reading = speech.open(raw, 'request', 'notify')
  const { publicKey } = pairOf(houseName)
  const keys = keyring(profile, { publicKey, secret: 'secret-of-partner-0001', client: 'PARTNER-0001' })
  const verdict = speech.verify(reading, 'notify', keys, raw)
  const { method = '', url = '', headers, body } = raw
  const { createdTime, finishedTime } = reading.ok ? reading.fields : {}
  const hours = Math.round((Date.parse(String(finishedTime)) - Date.parse(String(createdTime))) / 3_600_000)
  const what = `notice ${method} ${url.split('?')[0]} ${verdict} ${hours}h`
  return masked(tour, what, { status: 0, headers, body: Buffer.from(body) })
    .replace(/time-?\d+h/g, 'time')
    .replace(/(number\d+)\.\d+/g, '$1')
}

const dull = /^(?:date|keep-alive|host|content-length|connection)$/i

/** An answer without what differs between any two runs. */
function masked(tour: Tour, what: string, { status, headers, body }: Answer): string {
  const kept = headers
    .filter(([name]) => !dull.test(name))
    .map(([name, value]) => [name, /^x-signature$/i.test(name) ? 'signature' : value])
  const text = body.length > 20_000 ? `${body.length} bytes` : body.toString()
  return withoutNames(tour, `${what}: ${status} ${JSON.stringify(kept)}\n${text}`)
}

/** Numbers and tokens by the order in which they were met, and times by the hours that they are away. */
function withoutNames({ met, gateway }: Tour, text: string): string {
  return text
    .replace(/"(accessToken|refreshToken)":\s*"([^"]{8,})"/g, '"$1":"token"')
    .replace(/(?<=Bearer )[\w-]{20,}/g, 'token')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, (stamp) => {
      const hours = Math.round((Date.parse(stamp) - gateway.clock.now()) / 3_600_000)
      return `time${hours}h${stamp.slice(19)}`
    })
    .replace(/(?<!\d)\d{16,}(?!\d)/g, (number) => {
      if (!met.includes(number)) met.push(number)
      return `number${number.length}.${met.indexOf(number)}`
    })
    .replace(/(?<="approvalCode":\s*")\d{12}/g, 'approval')
}
