/** Faults about when a reversal comes: before its payment, during it, late, or twice. */
import { pause, type Ask, type Bill, type Row } from './bill.ts'
import { inBooks, type Fault } from './fault.ts'
import { Books, no, type Verdict } from './plain-books.ts'

const fine: Verdict = { code: '00', says: 'Sukses' }

class NoTombstone extends Books {
  override bury(): Verdict {
    return fine
  }
}

/** The early reversal is remembered for a tenth of a second. */
class ShortTombstone extends Books {
  override bury(ask: Ask): Verdict {
    void pause(100).then(() => this.buried.delete(this.keyOf(ask)))
    return super.bury(ask)
  }
}

/** An early reversal buries its reference for every code. */
class WideTombstone extends Books {
  override keyOf(ask: Ask): string {
    return ask['TrackingRef']!
  }
}

/** An early reversal buries its code for every reference. */
class CodeTombstone extends Books {
  override keyOf(ask: Ask): string {
    return ask['PaymentCode']!
  }
}

class SecondReversalReopens extends Books {
  override async undo(ask: Ask): Promise<Verdict> {
    const mine = this.rowOf(ask)
    const other = this.rows.find((row) => row.code === ask['PaymentCode'] && row.state === 'paid')
    if (mine?.state === 'reversed' && other) other.state = 'reversed'
    return super.undo(ask)
  }
}

class ReversalOnlySoon extends Books {
  at = new Map<Row, number>()
  override rowFor(ask: Ask, receipt: string): Row {
    const row = super.rowFor(ask, receipt)
    this.at.set(row, this.now())
    return row
  }
  override async undo(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    return row && this.at.get(row)! < this.now() - 300_000 ? no('65', 'Terlambat') : super.undo(ask)
  }
}

class NoReversalAfterExpiry extends Books {
  override async undo(ask: Ask): Promise<Verdict> {
    const bill = this.bills.get(ask['PaymentCode']!)
    return bill && this.isOver(bill) ? no('54', 'Kedaluwarsa') : super.undo(ask)
  }
}

class ReopenedAfterExpiry extends Books {
  override isOver(bill: Bill): boolean {
    return super.isOver(bill) && !this.rows.some((row) => row.code === bill.code && row.state === 'reversed')
  }
}

/** A reversal while the biller works is refused, and the next one comes too late. */
class TooEarlyTooLate extends Books {
  working = new Set<string>()
  missed = new Set<string>()
  override async reachBiller(bill: Bill): Promise<boolean> {
    this.working.add(bill.code)
    const reached = await super.reachBiller(bill)
    this.working.delete(bill.code)
    return reached
  }
  override reverse(ask: Ask): Promise<Verdict> {
    if (this.working.has(ask['PaymentCode']!)) this.missed.add(this.keyOf(ask))
    if (this.missed.has(this.keyOf(ask))) return Promise.resolve(no('25', 'Tidak ada pembayaran'))
    return super.reverse(ask)
  }
}

/** A reversal while the biller works is honoured, and the payment is booked after it. */
class HonouredThenBooked extends Books {
  override reverse(ask: Ask): Promise<Verdict> {
    return this.undo(ask)
  }
  override bury(): Verdict {
    return fine
  }
}

export const reversalTimeFaults: Fault[] = [
  inBooks(
    'no-tombstone',
    'An early reversal succeeds and the late payment too.',
    ['IDM-REV-TOMBSTONE'],
    NoTombstone,
  ),
  inBooks(
    'short-tombstone',
    'The late payment succeeds after a tenth of a second.',
    ['IDM-REV-TOMBSTONE'],
    ShortTombstone,
  ),
  inBooks(
    'wide-tombstone',
    'An early reversal bars its reference from other codes.',
    ['IDM-KEY'],
    WideTombstone,
  ),
  inBooks(
    'code-tombstone',
    'An early reversal bars its code from other references.',
    ['IDM-REV-NEW-PAY'],
    CodeTombstone,
  ),
  inBooks(
    'second-reversal-reopens',
    'A second reversal undoes another payment of the code.',
    ['IDM-REV-TWICE', 'IDM-REV-WRONG-REF'],
    SecondReversalReopens,
  ),
  inBooks(
    'reversal-only-soon',
    'A reversal after five minutes is refused.',
    ['IDM-REV-UNDO'],
    ReversalOnlySoon,
  ),
  inBooks(
    'no-reversal-after-expiry',
    'A reversal after the expiry is refused.',
    ['IDM-REV-UNDO'],
    NoReversalAfterExpiry,
  ),
  inBooks(
    'reopened-after-expiry',
    'A reversal after the expiry makes the code payable.',
    ['IDM-PAY-EXPIRED', 'IDM-INQ-EXPIRED'],
    ReopenedAfterExpiry,
    {},
  ),
  inBooks(
    'too-early-too-late',
    'A reversal in flight is refused, and those that follow.',
    ['IDM-REV-INFLIGHT', 'IDM-REV-LATE-OK', 'IDM-REV-UNDO'],
    TooEarlyTooLate,
  ),
  inBooks(
    'honoured-then-booked',
    'A reversal in flight succeeds, and the payment after it.',
    ['IDM-REV-INFLIGHT', 'IDM-REV-TOMBSTONE'],
    HonouredThenBooked,
  ),
]
