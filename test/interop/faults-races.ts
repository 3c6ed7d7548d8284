/** Faults that show when requests meet, when answers are lost, or after a while. */
import type { Socket } from 'node:net'
import { pause, type Ask, type Bill, type Row } from './bill.ts'
import { atCounter, inBooks, type Fault } from './fault.ts'
import { Counter } from './plain.ts'
import { Books, type Verdict } from './plain-books.ts'
import type { Heard } from './serve.ts'

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
    {},
  ),
]
