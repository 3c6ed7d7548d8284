/** Faults that show when requests meet, when answers are lost, or after a while. */
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { pause, type Ask, type Bill, type Row } from './bill.ts'
import { around, atCounter, inBooks, type Fault } from './fault.ts'
import { Counter } from './plain.ts'
import { Books, type Verdict } from './plain-books.ts'
import type { Heard, Said } from './serve.ts'

/** Checks, waits for a database, writes. */
class NoLock extends Books {
  override alone<T>(_ask: Ask, work: () => Promise<T>): Promise<T> {
    return work()
  }
  override async reachBiller(bill: Bill): Promise<boolean> {
    await pause(2)
    return super.reachBiller(bill)
  }
}

/** The queue is by code and reference, so two references of one code pass each other. */
class LockByKey extends NoLock {
  override alone<T>(ask: Ask, work: () => Promise<T>): Promise<T> {
    return Books.prototype.alone.call(this, { PaymentCode: this.keyOf(ask) }, work) as Promise<T>
  }
}

/** The queue is by reference, so the same code under two references is not guarded. */
class LockForPaymentsOnly extends NoLock {
  override pay(ask: Ask): Promise<Verdict> {
    return Books.prototype.alone.call(this, ask, () => this.settle(ask)) as Promise<Verdict>
  }
}

/** Parallel repeats all get the first one's receipt, and are all booked. */
class SharedReceiptManyRows extends NoLock {
  receipts = new Map<string, string>()
  override nextReceipt(ask: Ask): string {
    const receipt = this.receipts.get(this.keyOf(ask)) ?? super.nextReceipt(ask)
    this.receipts.set(this.keyOf(ask), receipt)
    return receipt
  }
}

/** When the answer cannot be delivered, the key is forgotten and the money is kept. */
class LossyBooks extends Books {
  lost = new Set<Row>()
  askers = new WeakMap<Ask, Socket>()
  override rowOf(ask: Ask): Row | undefined {
    return this.rows.findLast(
      (row) => row.code === ask['PaymentCode'] && row.reference === ask['TrackingRef'] && !this.lost.has(row),
    )
  }
  override isPaid(bill: Bill): boolean {
    return this.rows.some((row) => row.code === bill.code && row.state === 'paid' && !this.lost.has(row))
  }
  override rowFor(ask: Ask, receipt: string): Row {
    const row = super.rowFor(ask, receipt)
    if (this.askers.get(ask)?.destroyed) this.lost.add(row)
    return row
  }
}

class LostReplySettlesAgain extends Counter {
  override books = new LossyBooks()
  override async decide(operation: string, ask: Ask, heard: Heard): Promise<Verdict> {
    this.books.askers.set(ask, heard.socket)
    if (operation === 'ReqPayment') await pause(20)
    return super.decide(operation, ask, heard)
  }
}

/** A payment whose answer could not be delivered stands, and is closed for its reversal. */
class LostReplyBarsReversal extends Counter {
  lost = new Set<string>()
  override async decide(operation: string, ask: Ask, heard: Heard): Promise<Verdict> {
    await pause(operation === 'ReqPayment' ? 20 : 30)
    const name = this.books.keyOf(ask)
    if (operation === 'ReqReversal' && this.lost.has(name))
      return { code: '25', says: 'Transaksi tidak selesai' }
    const verdict = await super.decide(operation, ask, heard)
    if (operation === 'ReqPayment' && heard.socket.destroyed) this.lost.add(name)
    return verdict
  }
}

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

export const raceFaults: Fault[] = [
  inBooks(
    'no-lock',
    'Checks, waits and writes without a lock.',
    ['IDM-PAY-PARALLEL', 'IDM-PAY-PARALLEL-REF'],
    NoLock,
  ),
  inBooks(
    'no-lock-unseen',
    'The same, without a ledger hook.',
    ['IDM-PAY-PARALLEL', 'IDM-PAY-PARALLEL-REF'],
    NoLock,
    { without: ['ledger'] },
  ),
  inBooks(
    'lock-by-key',
    'Two references of one code are not kept apart.',
    ['IDM-PAY-PARALLEL-REF'],
    LockByKey,
  ),
  inBooks(
    'reversal-unlocked',
    'A reversal does not wait for the payment that it undoes.',
    ['IDM-REV-INFLIGHT', 'IDM-REV-TOMBSTONE', 'IDM-REV-UNDO'],
    LockForPaymentsOnly,
  ),
  inBooks(
    'one-receipt-many-rows',
    'Parallel repeats get one receipt and are all booked.',
    ['IDM-PAY-PARALLEL'],
    SharedReceiptManyRows,
  ),
  atCounter(
    'lost-reply-settles-again',
    'A payment whose answer is lost is paid again by its repeat.',
    ['IDM-PAY-IDEMPOTENT', 'IDM-PAY-PARALLEL'],
    LostReplySettlesAgain,
  ),
  atCounter(
    'lost-reply-bars-reversal',
    'A payment whose answer is lost cannot be reversed.',
    ['IDM-REV-UNDO', 'IDM-REV-LATE-OK', 'IDM-REV-INFLIGHT'],
    LostReplyBarsReversal,
    { unseen: 'a refused reversal of a lost payment is not repeated' },
  ),
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
  around('falls-silent', 'After 300 requests nothing is answered.', ['IDM-HTTP-POST'], fallsSilent),
  atCounter(
    'amnesia',
    'A request that cannot be read wipes out all reversals.',
    ['IDM-REV-PAY-AGAIN', 'IDM-REV-TOMBSTONE'],
    Amnesia,
    { unseen: 'no state is looked at again after requests that cannot be read' },
  ),
]
