/** Faults about what is remembered: keys, receipts, repeats. */
import { type Ask, type Bill, type Row } from './bill.ts'
import { inBooks, type Fault } from './fault.ts'
import { Books, type Verdict } from './plain-books.ts'

class KeyByReference extends Books {
  override rowOf(ask: Ask): Row | undefined {
    return this.rows.find((row) => row.reference === ask['TrackingRef'])
  }
}

class KeyByCode extends Books {
  override rowOf(ask: Ask): Row | undefined {
    return this.rows.find((row) => row.code === ask['PaymentCode'])
  }
}

class KeyByMessage extends Books {
  ids = new Map<Row, string>()
  override rowOf(ask: Ask): Row | undefined {
    return this.rows.find((row) => this.ids.get(row) === ask['MessageID'])
  }
  override rowFor(ask: Ask, receipt: string): Row {
    const row = super.rowFor(ask, receipt)
    this.ids.set(row, ask['MessageID']!)
    return row
  }
}

/** The books know a reversed payment by its amount too, so the same key pays again with another one. */
class ReversedKeyByAmount extends Books {
  override async settle(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    if (row?.state === 'reversed' && row.amount !== Number(ask['Amount']))
      this.rows.splice(this.rows.indexOf(row), 1)
    return super.settle(ask)
  }
}

class FreshReceiptOnRepeat extends Books {
  override again(row: Row, ask: Ask): Verdict {
    const verdict = super.again(row, ask)
    return verdict.receipt ? { ...verdict, receipt: this.nextReceipt(ask) } : verdict
  }
}

/** The repeat is answered as it should be, and booked a second time. */
class SilentSecondBooking extends Books {
  override again(row: Row, ask: Ask): Verdict {
    const verdict = super.again(row, ask)
    if (verdict.code === '00') this.rows.push({ ...row })
    return verdict
  }
}

class RepeatOverwritesAmount extends Books {
  override again(row: Row, ask: Ask): Verdict {
    if (row.state === 'paid') row.amount = Number(ask['Amount'])
    return super.again(row, ask)
  }
}

/** Twenty keys are remembered; an older payment is unknown to its own repeat, and its bill looks open. */
class ForgetfulBooks extends Books {
  override book(ask: Ask): Verdict {
    const verdict = super.book(ask)
    this.rows.splice(0, Math.max(0, this.rows.length - 20))
    return verdict
  }
}

/** A repeat a second later is taken for a new payment. */
class ShortMemory extends Books {
  at = new Map<Row, number>()
  override rowFor(ask: Ask, receipt: string): Row {
    const row = super.rowFor(ask, receipt)
    this.at.set(row, this.now())
    return row
  }
  override isPaid(bill: Bill): boolean {
    return this.rows.some(
      (row) => row.code === bill.code && row.state === 'paid' && this.at.get(row)! > this.now() - 3_600_000,
    )
  }
  override rowOf(ask: Ask): Row | undefined {
    const row = super.rowOf(ask)
    return row && this.at.get(row)! > this.now() - 3_600_000 ? row : undefined
  }
}

class ReceiptOfTheMinute extends Books {
  override nextReceipt(): string {
    return `R${Math.floor(this.now() / 2000)}`
  }
}

class ReceiptOfTheCode extends Books {
  override nextReceipt(ask: Ask): string {
    return `RC${ask['PaymentCode']!.slice(-10)}`
  }
}

class ReceiptsInACircle extends Books {
  override nextReceipt(): string {
    return `R${String(++this.count % 37).padStart(4, '0')}`
  }
}

/** Codes are compared without regard to case. */
class CodesInAnyCase extends Books {
  override settle(ask: Ask): Promise<Verdict> {
    return super.settle({ ...ask, PaymentCode: this.same(ask['PaymentCode']!) })
  }
  override inquire(ask: Ask): Promise<Verdict> {
    return super.inquire({ ...ask, PaymentCode: this.same(ask['PaymentCode']!) })
  }
  same(code: string): string {
    return [...this.bills.keys()].find((known) => known.toLowerCase() === code.toLowerCase()) ?? code
  }
}

class ReferencesAsNumbers extends Books {
  override rowOf(ask: Ask): Row | undefined {
    const plain = (text: string) => text.replace(/^0+/, '').toUpperCase()
    return this.rows.find(
      (row) => row.code === ask['PaymentCode'] && plain(row.reference) === plain(ask['TrackingRef']!),
    )
  }
}

export const keyFaults: Fault[] = [
  inBooks('key-by-reference', 'Finds payments by TrackingRef alone.', ['IDM-KEY'], KeyByReference),
  inBooks(
    'key-by-code',
    'Finds payments by PaymentCode alone.',
    ['IDM-PAY-SECOND-REF', 'IDM-KEY'],
    KeyByCode,
  ),
  inBooks(
    'key-by-message',
    'Finds payments by MessageID.',
    ['IDM-MSGID-NOT-KEY', 'IDM-REV-UNDO'],
    KeyByMessage,
  ),
  inBooks(
    'reversed-key-by-amount',
    'A reversed key pays again with another amount.',
    ['IDM-REV-PAY-AGAIN'],
    ReversedKeyByAmount,
    {},
  ),
  inBooks(
    'fresh-receipt',
    'A repeat gets a receipt of its own.',
    ['IDM-PAY-IDEMPOTENT'],
    FreshReceiptOnRepeat,
  ),
  inBooks(
    'silent-second-booking',
    'A repeat gets the same receipt and is booked twice.',
    ['IDM-PAY-IDEMPOTENT'],
    SilentSecondBooking,
  ),
  inBooks(
    'repeat-overwrites',
    'A repeat with another amount changes the booked one.',
    ['IDM-PAY-SAMEKEY-AMT'],
    RepeatOverwritesAmount,
  ),
  inBooks(
    'forgetful',
    'Remembers twenty payments.',
    ['IDM-REV-UNDO', 'IDM-PAY-IDEMPOTENT', 'IDM-INQ-PAID'],
    ForgetfulBooks,
  ),
  inBooks(
    'short-memory',
    'Forgets a payment after an hour.',
    ['IDM-PAY-IDEMPOTENT', 'IDM-INQ-PAID', 'IDM-REV-UNDO'],
    ShortMemory,
  ),
  inBooks(
    'receipt-of-the-moment',
    'Receipts are two-second stamps.',
    ['IDM-PAY-RECEIPT-UNIQUE'],
    ReceiptOfTheMinute,
  ),
  inBooks(
    'receipt-of-the-code',
    'A code that is paid again after its reversal gets its first receipt.',
    ['IDM-PAY-RECEIPT-UNIQUE'],
    ReceiptOfTheCode,
    {},
  ),
  inBooks(
    'receipts-in-a-circle',
    'Receipts begin anew after 37.',
    ['IDM-PAY-RECEIPT-UNIQUE'],
    ReceiptsInACircle,
  ),
  inBooks(
    'codes-in-any-case',
    'Takes a code in small letters for the same.',
    ['IDM-LEADZERO'],
    CodesInAnyCase,
  ),
  inBooks(
    'references-as-numbers',
    'Takes references for the same without their zeros.',
    ['IDM-REV-WRONG-REF'],
    ReferencesAsNumbers,
  ),
]
