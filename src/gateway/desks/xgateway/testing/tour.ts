/** A tour of everything that a gateway can be asked, told so that two gateways can be compared. */
import type { RpcStyle } from '../../../../dialects/dialect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Gateway } from '../../../gateway.ts'
import { note, type Notes } from '../../../testing/difference.ts'
import { exchanged, overSocket, type Post } from '../../../testing/post.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { type Mitra, mitraAt, told, type Told } from './mitra.ts'

export const user = 'TOUR'
export const pin = '246810'

/** One tour: what was said so far, and the means to go on. */
export interface Tour extends Notes {
  gateway: Gateway
  post: Post
  mitra: Mitra
  inbox: Inbox
  /** Callbacks that were noted. */
  taken: number
  /** Values that no two runs have in common, in the order in which they were met. */
  met: string[]
  sent: number
}

/** A tour that has not begun. */
export async function startTour(gateway: Gateway, expected?: readonly string[]): Promise<Tour> {
  const post = overSocket(gateway, '/st24')
  const inbox = await openInbox()
  const mitra = mitraAt(post, user, pin)
  return { gateway, post, mitra, inbox, taken: 0, said: [], expected, met: [], sent: 0 }
}

/** Asks for something; the trx_id is the same in every run unless `more` has one. */
export async function ask(
  tour: Tour,
  operation: keyof Mitra,
  number: string,
  product: string,
  more: Fields = {},
  style?: RpcStyle,
): Promise<Told> {
  const REQUESTID = `TOUR${String(++tour.sent).padStart(6, '0')}`
  const answer = await tour.mitra[operation](number, product, { REQUESTID, ...more }, style)
  note(tour, masked(tour, `${operation} ${number} ${product}`, answer))
  return answer
}

/** Sends bytes that are nothing, or something else. */
export async function postText(
  tour: Tour,
  text: string,
  headers: [string, string][] = [['Content-Type', 'text/xml']],
): Promise<void> {
  note(tour, masked(tour, 'text', told(await tour.post(Buffer.from(text), headers))))
}

/** What is left on the account. */
export async function weigh(tour: Tour): Promise<void> {
  note(tour, `balance ${await tour.gateway.control.balance(user)}`)
}

/** Requests at the same time: their codes, and how many transactions they made. */
export async function race(tour: Tour, what: string, asked: (() => Promise<Told>)[]): Promise<void> {
  const answers = await Promise.all(asked.map((one) => one()))
  const count = (name: string) => new Set(answers.map(({ fields }) => fields[name])).size
  const codes = answers.map(({ code }) => code).sort()
  note(
    tour,
    `race ${what}: ${codes.join(' ')}, ${count('TRANSACTIONID')} transactions, ${count('REQUESTID')} ids`,
  )
}

/** Moves the clock, and notes the callbacks that come. */
export async function pass(tour: Tour, seconds: number, callbacks = 0): Promise<void> {
  await tour.gateway.control.clock({ advance: seconds })
  const { got } = tour.inbox
  for (let tries = 0; tries < 30 && got.length < tour.taken + callbacks; tries++) await pause(5)
  if (callbacks > 0) await pause(15)
  for (const one of got.slice(tour.taken))
    note(tour, masked(tour, `callback ${one.method} ${one.path.split('?')[0]}`, one))
  note(tour, `${got.length - tour.taken} callbacks`)
  tour.taken = got.length
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Two requests on one connection: how many were answered. */
export async function connection(tour: Tour): Promise<void> {
  const request = (more: string) =>
    `POST /st24 HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1\r\n${more}\r\nx`
  const bytes = await exchanged(tour.gateway.url, Buffer.from(request('') + request('Connection: close\r\n')))
  note(tour, `connection: ${bytes.toString('latin1').match(/HTTP\/1\.[01] /g)?.length} answers`)
}

/** Whether the fastest of five top-ups takes less than 80 milliseconds. */
export async function speed(tour: Tour, number: string): Promise<void> {
  let fastest = Infinity
  for (let tries = 0; tries < 5; tries += 1) {
    const start = performance.now()
    await tour.mitra.topup(number, 'I20')
    fastest = Math.min(fastest, performance.now() - start)
  }
  note(tour, fastest < 80 ? 'fast' : 'slow')
}

/** An answer without what differs between any two runs. */
function masked(tour: Tour, what: string, { status, headers, body }: Told): string {
  const kept = headers.filter(([name]) => !/^(date|keep-alive|host|content-length)$/i.test(name))
  const text = body.length > 10_000 ? `${body.length} bytes` : body.toString('latin1')
  return `${what}: ${status} ${JSON.stringify(kept)}\n${withoutNumbers(tour, text)}`
}

/** Numbers of transactions, serials and tokens, by the order in which they were met. */
function withoutNumbers({ met }: Tour, text: string): string {
  return text.replace(/(?<![\d-])(?:\d{4}(?:-\d{4}){4}|\d{13}|\d{16})(?!\d)/g, (number) => {
    if (!met.includes(number)) met.push(number)
    return `number${number.length}.${met.indexOf(number)}`
  })
}
