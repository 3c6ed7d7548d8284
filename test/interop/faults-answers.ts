/** Faults about which answer goes out: caches, mix-ups, and errors now and then. */
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { pause, type Ask, type Row } from './bill.ts'
import { around, atCounter, inBooks, type Fault } from './fault.ts'
import { Counter } from './plain.ts'
import { Books, type Verdict } from './plain-books.ts'
import type { Heard, Said } from './serve.ts'

/** One answer object for all requests, filled before a wait and sent after it. */
class SharedAnswer extends Counter {
  current: Ask = {}
  override async decide(operation: string, ask: Ask, heard: Heard): Promise<Verdict> {
    this.current = ask
    const verdict = await super.decide(operation, ask, heard)
    await pause(1)
    return verdict
  }
  override leaves(operation: string, ask: Ask, verdict: Verdict): [string, string | undefined][] {
    const { TrackingRef, StoreID, MessageID } = this.current
    return super.leaves(operation, { ...ask, TrackingRef, StoreID, MessageID }, verdict)
  }
}

/** The receipt of whoever paid last. */
class LastReceipt extends Books {
  last = ''
  override async settle(ask: Ask): Promise<Verdict> {
    const verdict = await super.settle(ask)
    this.last = verdict.receipt ?? this.last
    await pause(1)
    return verdict.receipt ? { ...verdict, receipt: this.last } : verdict
  }
}

/** Every inquiry of a code is answered from a cache for a minute. */
function cachedInquiries(key: (body: string) => string | undefined) {
  return () => {
    const cache = new Map<string, Said>()
    return (answer: (heard: Heard) => Promise<Said>) =>
      async (heard: Heard): Promise<Said> => {
        const name = key(heard.body.toString())
        if (name === undefined || heard.method !== 'POST') return answer(heard)
        const known = cache.get(name)
        if (known) return known
        const said = await answer(heard)
        if (String(said.body).includes('ResponseCode>00<')) cache.set(name, said)
        return said
      }
  }
}

const leaf = (body: string, name: string) => new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`).exec(body)?.[1]
const codeOfInquiry = (body: string) => (body.includes('ReqInquiry') ? leaf(body, 'PaymentCode') : undefined)
const digest = (body: string) => createHash('sha256').update(body).digest('hex')

/** The answer is cached by code and the identifiers are put in again, so only the state is stale. */
class StaleInquiry extends Books {
  seen = new Map<string, Verdict>()
  override async inquire(ask: Ask): Promise<Verdict> {
    const known = this.seen.get(ask['PaymentCode']!)
    if (known) return known
    const verdict = await super.inquire(ask)
    if (verdict.code === '00') this.seen.set(ask['PaymentCode']!, verdict)
    return verdict
  }
}

class NegativeCache extends Books {
  refused = new Map<string, Verdict>()
  override async inquire(ask: Ask): Promise<Verdict> {
    const verdict = this.refused.get(ask['PaymentCode']!) ?? (await super.inquire(ask))
    if (verdict.code === '88') this.refused.set(ask['PaymentCode']!, verdict)
    return verdict
  }
}

/** On a kept-alive connection an answer goes out one request late. */
function oneLate() {
  const late = new WeakMap<Socket, Said>()
  return (answer: (heard: Heard) => Promise<Said>) =>
    async (heard: Heard): Promise<Said> => {
      const { headers: { Connection: _, ...headers } = {}, ...said } = await answer(heard)
      const before = late.get(heard.socket)
      late.set(heard.socket, { ...said, headers })
      return before ?? { ...said, headers }
    }
}

/** Every so many requests something else is said. */
function nowAndThen(every: number, other: (said: Said) => Promise<Said> | Said) {
  return () => {
    let count = 0
    return (answer: (heard: Heard) => Promise<Said>) =>
      async (heard: Heard): Promise<Said> => {
        const said = await answer(heard)
        return ++count % every === 0 && heard.method === 'POST' ? other(said) : said
      }
  }
}

/** The same bytes for a second time are an internal error. */
function dislikesRepeats() {
  const seen = new Set<string>()
  return (answer: (heard: Heard) => Promise<Said>) =>
    async (heard: Heard): Promise<Said> => {
      const name = digest(heard.body.toString())
      const isAgain = seen.has(name) && heard.method === 'POST'
      seen.add(name)
      return isAgain
        ? {
            status: 500,
            headers: { 'Content-Type': 'text/html' },
            body: '<html><body>Duplicate entry</body></html>',
          }
        : answer(heard)
    }
}

/** After so many requests nothing is answered any more. */
function fallsSilent() {
  let count = 0
  return (answer: (heard: Heard) => Promise<Said>) =>
    async (heard: Heard): Promise<Said> => {
      if (++count > 300) await pause(10_000)
      return answer(heard)
    }
}

/** A request that cannot be read makes the server start anew, without its memory of reversals. */
class Amnesia extends Counter {
  override fault(says: string): string {
    this.books.buried.clear()
    this.books.rows = this.books.rows.filter((row: Row) => row.state === 'paid')
    return super.fault(says)
  }
}

export const answerFaults: Fault[] = [
  atCounter(
    'shared-answer',
    'Requests at the same time share one answer.',
    ['IDM-ECHO-PARALLEL', 'IDM-ECHO-TRACKINGREF'],
    SharedAnswer,
  ),
  inBooks(
    'last-receipt',
    'Payments at the same time get the receipt of the last.',
    ['IDM-PAY-RECEIPT-UNIQUE', 'IDM-PAY-IDEMPOTENT'],
    LastReceipt,
  ),
  around(
    'cache-by-code',
    'Inquiries are answered from a cache by code.',
    ['IDM-ECHO-MSGID', 'IDM-ECHO-TRACKINGREF'],
    cachedInquiries(codeOfInquiry),
  ),
  around(
    'cache-by-bytes',
    'The same bytes get the same answer for ever.',
    ['IDM-REV-PAY-AGAIN', 'IDM-REV-UNDO'],
    cachedInquiries(digest),
  ),
  inBooks('stale-inquiry', 'An inquiry tells what the first one told.', ['IDM-INQ-PAID'], StaleInquiry),
  inBooks(
    'negative-cache',
    'A code that was seen paid is refused for ever.',
    ['IDM-INQ-REVERSED'],
    NegativeCache,
  ),
  around(
    'one-late',
    'On a kept-alive connection answers come one request late.',
    ['IDM-ECHO-TRACKINGREF', 'IDM-ECHO-MSGID', 'IDM-SOAP-PAYLOAD'],
    oneLate,
  ),
  around(
    'every-ninetieth',
    'Every 90th answer is an error page.',
    ['IDM-HTTP-POST', 'IDM-SOAP-CT', 'IDM-SOAP-PAYLOAD', 'IDM-HTTP-200'],
    nowAndThen(90, () => ({ status: 502, body: '<html><body>Bad Gateway</body></html>' })),
  ),
  around(
    'every-seventieth-cut',
    'Every 70th answer ends early.',
    ['IDM-XML-WELLFORMED'],
    nowAndThen(70, (said) => ({ ...said, body: String(said.body).slice(0, -30) })),
  ),
  around(
    'dislikes-repeats',
    'The same bytes again are an internal error.',
    ['IDM-PAY-IDEMPOTENT', 'IDM-SOAP-FAULT', 'IDM-SOAP-CT', 'IDM-HTTP-POST'],
    dislikesRepeats,
  ),
  around('falls-silent', 'After 300 requests nothing is answered.', ['IDM-HTTP-POST'], fallsSilent, {
    timeoutMs: 400,
  }),
  atCounter(
    'amnesia',
    'A request that cannot be read wipes out all reversals.',
    ['IDM-REV-PAY-AGAIN', 'IDM-REV-TOMBSTONE'],
    Amnesia,
  ),
]
