/** A tour of everything that a partner can be asked, told so that two partners can be compared. */
import { setTimeout as sleep } from 'node:timers/promises'
import { instantOf } from '../../../../contract/datetime.ts'
import type { Fields, Json } from '../../../../wire/reading.ts'
import type { SoapStyle } from '../../../../dialects/dialect.ts'
import type { Gateway } from '../../../gateway.ts'
import { note, type Notes } from '../../../testing/difference.ts'
import { exchanged, overSocket, type Post } from '../../../testing/post.ts'
import { type Store, storeAt, told, type Told } from './store.ts'

/** One tour: what was said so far, and the means to go on. */
export interface Tour extends Notes {
  gateway: Gateway
  store: Store
  post: Post
  receipts: string[]
  sent: number
}

export const startTour = (gateway: Gateway, expected?: readonly string[]): Tour => {
  const post = overSocket(gateway)
  return { gateway, store: storeAt(gateway, post), post, said: [], receipts: [], expected, sent: 0 }
}

type More = { [field: string]: Json }

/** Fields that make every run of the tour send the same bytes. */
const stable = (tour: Tour, more: More): Fields => ({
  MessageID: `TOUR${String(++tour.sent).padStart(6, '0')}`,
  ...more,
})

export async function inquire(tour: Tour, code: string, more: More = {}, style?: SoapStyle): Promise<Told> {
  const answer = await tour.store.inquiry(code, { TrackingRef: 'INQUIRY1', ...stable(tour, more) }, style)
  note(tour, masked(tour, `inquiry ${code}`, answer))
  return answer
}

export async function pay(
  tour: Tour,
  code: string,
  reference: string,
  amount: number | string = 50000,
  more: More = {},
): Promise<Told> {
  const answer = await tour.store.payment(code, reference, amount, stable(tour, more))
  note(tour, masked(tour, `payment ${code} ${reference}`, answer))
  return answer
}

export async function undo(
  tour: Tour,
  code: string,
  reference: string,
  amount: number | string = 50000,
  more: More = {},
): Promise<Told> {
  const answer = await tour.store.reversal(code, reference, amount, stable(tour, more))
  note(tour, masked(tour, `reversal ${code} ${reference}`, answer))
  return answer
}

export async function books(tour: Tour, ...codes: string[]): Promise<void> {
  for (const code of codes)
    note(tour, withoutReceipts(tour, JSON.stringify(await tour.gateway.control.ledger(code))))
}

/** Payments at the same time: how many different receipts there were, and how many of each code. */
export async function race(tour: Tour, code: string, references: string[]): Promise<void> {
  const answers = await Promise.all(references.map((reference) => tour.store.payment(code, reference, 50000)))
  const receipts = new Set(answers.map(({ fields }) => fields['ReceiptCode']).filter(Boolean))
  note(
    tour,
    `race ${code}: ${receipts.size} receipts, ${answers
      .map((answer) => answer.code)
      .sort()
      .join(' ')}`,
  )
}

/** Inquiries at the same time: which of them got the reference of another. */
export async function crowd(tour: Tour, code: string): Promise<void> {
  const references = Array.from({ length: 6 }, (_none, i) => `CROWD${i}`)
  const answers = await Promise.all(
    references.map((TrackingRef) => tour.store.inquiry(code, { TrackingRef })),
  )
  const strangers = answers.filter(({ fields }, i) => fields['TrackingRef'] !== references[i]?.toUpperCase())
  note(tour, `crowd: ${strangers.length} strangers`)
}

/** A reversal while its payment is being worked on, and another one after. */
export async function overtake(tour: Tour, code: string): Promise<void> {
  const paying = tour.store.payment(code, 'SLOW1', 50000)
  await sleep(120)
  const [paid, undone] = await Promise.all([paying, tour.store.reversal(code, 'SLOW1', 50000)])
  const again = await tour.store.reversal(code, 'SLOW1', 50000)
  note(tour, `overtaken: ${[paid.code, undone.code, again.code].join(' ')}`)
}

export async function postText(
  tour: Tour,
  text: string,
  headers: [string, string][] = [
    ['Content-Type', 'text/xml'],
    ['SOAPAction', '""'],
  ],
): Promise<void> {
  note(tour, masked(tour, 'text', told(await tour.post(Buffer.from(text), headers))))
}

export async function wsdl(tour: Tour): Promise<void> {
  const bytes = await exchanged(
    tour.gateway.url,
    Buffer.from('GET /?wsdl HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n'),
  )
  note(tour, `wsdl: ${bytes.toString().slice(0, 15)}`)
}

/** Two requests on one connection: how many were answered. */
export async function connection(tour: Tour): Promise<void> {
  const request = (more: string) => `POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1\r\n${more}\r\nx`
  const bytes = await exchanged(tour.gateway.url, Buffer.from(request('') + request('Connection: close\r\n')))
  note(tour, `connection: ${bytes.toString().match(/HTTP\/1\.[01] /g)?.length} answers`)
}

/** Whether the fastest of five inquiries takes less than 80 milliseconds. */
export async function speed(tour: Tour, code: string): Promise<void> {
  let fastest = Infinity
  for (let tries = 0; tries < 5; tries += 1) {
    const start = performance.now()
    await tour.store.inquiry(code)
    fastest = Math.min(fastest, performance.now() - start)
  }
  note(tour, fastest < 80 ? 'fast' : 'slow')
}

/** An answer without what differs between any two runs. */
function masked(tour: Tour, what: string, { status, headers, body }: Told): string {
  const kept = headers.filter(([name]) => !/^(date|keep-alive)$/i.test(name))
  const text = body.length > 10_000 ? `${body.length} bytes` : body.toString('latin1')
  return `${what}: ${status} ${JSON.stringify(kept)}\n${withoutReceipts(tour, withoutTimes(tour, text))}`
}

/** Times as minutes from now, by the gateway's clock. */
function withoutTimes({ gateway }: Tour, text: string): string {
  return text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, (time) => {
    const instant = instantOf(time, 'Asia/Jakarta')
    return instant === undefined ? time : `now${Math.round((instant - gateway.clock.now()) / 60_000)}`
  })
}

function withoutReceipts({ receipts }: Tour, text: string): string {
  return text.replace(/\bR[0-9A-Z]{13}\b/g, (receipt) => {
    if (!receipts.includes(receipt)) receipts.push(receipt)
    return `receipt${receipts.indexOf(receipt)}`.padEnd(14)
  })
}
