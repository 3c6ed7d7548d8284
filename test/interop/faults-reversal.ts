/** Faults about reversals. */
import { type Ask, type Bill, type Row } from './bill.ts'
import { inBooks, type Fault } from './fault.ts'
import { Books, no, type Verdict } from './plain-books.ts'

const fine: Verdict = { code: '00', says: 'Sukses' }

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

class ReversedKeyPaysAgain extends Books {
  override async settle(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    if (row?.state === 'reversed') this.rows.splice(this.rows.indexOf(row), 1)
    return super.settle(ask)
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
  inBooks('reversed-key-pays', 'A reversed key pays again.', ['IDM-REV-PAY-AGAIN'], ReversedKeyPaysAgain),
  inBooks(
    'reversal-by-message',
    'A reversal needs the MessageID of its payment.',
    ['IDM-REV-UNDO', 'IDM-MSGID-NOT-KEY'],
    ReversalByMessage,
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
