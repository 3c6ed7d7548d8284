/** Faults about reversals. */
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

class EmptyReversal extends Books {
  override async undo(ask: Ask): Promise<Verdict> {
    return this.rowOf(ask) ? fine : super.undo(ask)
  }
}

/** The code looks open again, and the books still have it as paid. */
class ShownNotBooked extends Books {
  shown = new Set<Row>()
  override async undo(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    const verdict = await super.undo(ask)
    if (row && verdict.code === '00') this.shown.add(row)
    return verdict
  }
  override rowsOf(code: string): Row[] {
    return super.rowsOf(code).map((row) => (this.shown.has(row) ? { ...row, state: 'paid' } : row))
  }
}

class BookedNotShown extends Books {
  override isPaid(bill: Bill): boolean {
    return this.rows.some((row) => row.code === bill.code)
  }
}

class ReverseByCode extends Books {
  override async undo(ask: Ask): Promise<Verdict> {
    const row =
      this.rows.find(({ code, state }) => code === ask['PaymentCode'] && state === 'paid') ?? this.rowOf(ask)
    return super.undo({ ...ask, TrackingRef: row?.reference ?? ask['TrackingRef'] })
  }
}

class ReverseByReference extends Books {
  override async undo(ask: Ask): Promise<Verdict> {
    const row =
      this.rows.find(({ reference, state }) => reference === ask['TrackingRef'] && state === 'paid') ??
      this.rowOf(ask)
    return super.undo({ ...ask, PaymentCode: row?.code ?? ask['PaymentCode'] })
  }
}

class ReverseAnyAmount extends Books {
  override async undo(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    return super.undo({ ...ask, ...(row && { Amount: String(row.amount) }) })
  }
}

/** Gives back what it is asked for and keeps the rest. */
class ReversePart extends Books {
  override async undo(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    const part = Number(ask['Amount'])
    if (!row || row.amount <= part) return super.undo(ask)
    row.amount -= part
    return fine
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

class ReversedKeyPaysAgain extends Books {
  override async settle(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    if (row?.state === 'reversed') this.rows.splice(this.rows.indexOf(row), 1)
    return super.settle(ask)
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

/** The reversal must come with the MessageID of its payment. */
class ReversalByMessage extends Books {
  ids = new Map<Row, string>()
  override rowFor(ask: Ask, receipt: string): Row {
    const row = super.rowFor(ask, receipt)
    this.ids.set(row, ask['MessageID']!)
    return row
  }
  override async undo(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    return row && this.ids.get(row) !== ask['MessageID'] ? no('25', 'Tidak ada pembayaran') : super.undo(ask)
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

/** A refused reversal of a wrong amount spoils the payment for the right one. */
class WrongAmountSpoils extends Books {
  spoilt = new Set<Row>()
  override async undo(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    if (row && this.spoilt.has(row)) return no('65', 'Diblokir')
    const verdict = await super.undo(ask)
    if (verdict.code === '64') this.spoilt.add(row!)
    return verdict
  }
}

/** A payment after a reversal of the same code gets the reversed payment's state. */
class NewPaymentBornReversed extends Books {
  override rowFor(ask: Ask, receipt: string): Row {
    const isStained = this.rows.some((row) => row.code === ask['PaymentCode'] && row.state === 'reversed')
    return { ...super.rowFor(ask, receipt), state: isStained ? 'reversed' : 'paid' }
  }
}

export const reversalFaults: Fault[] = [
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
    { unseen: 'the late payment comes at once' },
  ),
  inBooks(
    'wide-tombstone',
    'An early reversal bars its reference from other codes.',
    ['IDM-REV-UNKNOWN', 'IDM-KEY', 'IDM-REV-WRONG-CODE'],
    WideTombstone,
    { unseen: 'no payment of another code follows an early reversal under its reference' },
  ),
  inBooks(
    'code-tombstone',
    'An early reversal bars its code from other references.',
    ['IDM-REV-UNKNOWN', 'IDM-KEY', 'IDM-REV-WRONG-REF', 'IDM-PAY-SUCCESS'],
    CodeTombstone,
    { unseen: 'a payment under another reference after an early reversal is a wish, not a duty' },
  ),
  inBooks('empty-reversal', 'A reversal succeeds and does nothing.', ['IDM-REV-UNDO'], EmptyReversal),
  inBooks(
    'empty-reversal-unseen',
    'The same, without a ledger hook.',
    ['IDM-REV-UNDO', 'IDM-INQ-REVERSED'],
    EmptyReversal,
    { without: ['ledger'] },
  ),
  inBooks(
    'reversal-not-booked',
    'A reversal opens the code and stays paid in the books.',
    ['IDM-REV-UNDO'],
    ShownNotBooked,
  ),
  inBooks(
    'reversal-not-shown',
    'A reversal is booked and the code stays closed.',
    ['IDM-INQ-REVERSED', 'IDM-REV-NEW-PAY'],
    BookedNotShown,
  ),
  inBooks(
    'reverse-by-code',
    'A reversal undoes whatever paid the code.',
    ['IDM-REV-WRONG-REF'],
    ReverseByCode,
  ),
  inBooks(
    'reverse-by-reference',
    'A reversal undoes whatever has the reference.',
    ['IDM-REV-WRONG-CODE', 'IDM-KEY'],
    ReverseByReference,
  ),
  inBooks(
    'reverse-any-amount',
    'A reversal of any amount undoes the payment.',
    ['IDM-REV-WRONG-AMT'],
    ReverseAnyAmount,
  ),
  inBooks('reverse-part', 'A reversal of less gives back less.', ['IDM-REV-WRONG-AMT'], ReversePart),
  inBooks(
    'second-reversal-reopens',
    'A second reversal undoes another payment of the code.',
    ['IDM-REV-TWICE', 'IDM-REV-WRONG-REF'],
    SecondReversalReopens,
  ),
  inBooks('reversed-key-pays', 'A reversed key pays again.', ['IDM-REV-PAY-AGAIN'], ReversedKeyPaysAgain),
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
    { unseen: 'nothing follows a reversal after the expiry' },
  ),
  inBooks(
    'reversal-by-message',
    'A reversal needs the MessageID of its payment.',
    ['IDM-REV-UNDO', 'IDM-MSGID-NOT-KEY'],
    ReversalByMessage,
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
  inBooks(
    'wrong-amount-spoils',
    'A refused reversal of another amount bars the right one.',
    ['IDM-REV-UNDO', 'IDM-REV-WRONG-AMT'],
    WrongAmountSpoils,
  ),
  inBooks(
    'born-reversed',
    'The next payment of a reversed code is booked as reversed.',
    ['IDM-REV-NEW-PAY', 'IDM-PAY-SUCCESS', 'IDM-INQ-PAID'],
    NewPaymentBornReversed,
  ),
]
