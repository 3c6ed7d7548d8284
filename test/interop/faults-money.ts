/** Faults about what is booked: keys, receipts, amounts, expiry, memory. */
import { pause, type Ask, type Bill, type Row } from './bill.ts'
import { inBooks, type Fault } from './fault.ts'
import { Books, no, type Verdict } from './plain-books.ts'

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
    if (row?.state === 'reversed' && row.amount !== Number(ask['Amount'])) this.rows.splice(this.rows.indexOf(row), 1)
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
    return this.rows.some((row) => row.code === bill.code && row.state === 'paid' && this.at.get(row)! > this.now() - 3_600_000)
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

class SixDigitFloats extends Books {
  override rowFor(ask: Ask, receipt: string): Row {
    const row = super.rowFor(ask, receipt)
    return { ...row, amount: Math.fround(row.amount) }
  }
}

class AmountsAsText extends Books {
  override amountObjection(bill: Bill, text: string): Verdict | undefined {
    if (text < String(bill.minimum)) return no('13', 'Kurang')
    return text > String(bill.amount) ? no('61', 'Lebih') : undefined
  }
}

class FeeOnTop extends Books {
  override rowFor(ask: Ask, receipt: string): Row {
    const row = super.rowFor(ask, receipt)
    return { ...row, amount: row.amount + this.bills.get(row.code)!.fee }
  }
  override again(row: Row, ask: Ask): Verdict {
    return super.again({ ...row, amount: Number(ask['Amount']) }, ask)
  }
}

class FeeRaisesTheLimit extends Books {
  override amountObjection(bill: Bill, text: string): Verdict | undefined {
    return super.amountObjection({ ...bill, amount: bill.amount + bill.fee }, text)
  }
}

class PartPaymentLeavesTheRest extends Books {
  override isPaid(bill: Bill): boolean {
    const paid = this.rowsOf(bill.code).filter(({ state }) => state === 'paid')
    return paid.reduce((sum, { amount }) => sum + amount, 0) >= bill.amount
  }
}

class RefusalThatSettles extends Books {
  override amountObjection(bill: Bill, text: string): Verdict | undefined {
    const objection = super.amountObjection(bill, text)
    if (objection?.code === '13') this.rows.push({ code: bill.code, reference: 'X', store: '', amount: Number(text), receipt: '', state: 'paid' })
    return objection
  }
}

/** The biller does not answer in time, which is refused, and settles a moment later all the same. */
class LateBiller extends Books {
  override async settle(ask: Ask): Promise<Verdict> {
    const verdict = await super.settle(ask)
    if (verdict.code === '91') void pause(60).then(() => this.book(ask))
    return verdict
  }
}

class SuccessWithoutBooking extends Books {
  override book(ask: Ask): Verdict {
    return { code: '00', says: 'Sukses', receipt: this.nextReceipt(ask) }
  }
}

class ExpirySevenHoursLate extends Books {
  override isOver(bill: Bill): boolean {
    return bill.until !== undefined && bill.until + 7 * 3_600_000 <= this.now()
  }
}

class ExpiryByTheDay extends Books {
  override isOver(bill: Bill): boolean {
    const day = (ms: number) => Math.floor((ms + 7 * 3_600_000) / 86_400_000)
    return bill.until !== undefined && day(bill.until) < day(this.now())
  }
}

class ExpiryAtInquiryOnly extends Books {
  override objection(bill: Bill | undefined, ask: Ask): Verdict | undefined {
    return super.objection(bill && { ...bill, until: undefined }, ask)
  }
}

class ExpiryAtPaymentOnly extends Books {
  override async inquire(ask: Ask): Promise<Verdict> {
    const verdict = await super.inquire(ask)
    return verdict.code === '54' ? { code: '00', says: 'Sukses', bill: this.bills.get(ask['PaymentCode']!)! } : verdict
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
    return this.rows.find((row) => row.code === ask['PaymentCode'] && plain(row.reference) === plain(ask['TrackingRef']!))
  }
}

class InquiryReserves extends Books {
  reserved = new Set<string>()
  override async inquire(ask: Ask): Promise<Verdict> {
    if (this.reserved.has(ask['PaymentCode']!)) return no('92', 'Sedang diproses kasir lain')
    const verdict = await super.inquire(ask)
    if (verdict.code === '00') this.reserved.add(ask['PaymentCode']!)
    return verdict
  }
}

class InquirySpendsReference extends Books {
  spent = new Set<string>()
  override async inquire(ask: Ask): Promise<Verdict> {
    this.spent.add(ask['TrackingRef']!)
    return super.inquire(ask)
  }
  override async settle(ask: Ask): Promise<Verdict> {
    return this.spent.has(ask['TrackingRef']!) ? no('94', 'Referensi sudah dipakai') : super.settle(ask)
  }
}

/** Every inquiry raises the fee a little. */
class InquiryCosts extends Books {
  override async inquire(ask: Ask): Promise<Verdict> {
    const verdict = await super.inquire(ask)
    if (verdict.bill) verdict.bill.fee += 1
    return { ...verdict, ...(verdict.bill && { bill: { ...verdict.bill } }) }
  }
}

export const moneyFaults: Fault[] = [
  inBooks('key-by-reference', 'Finds payments by TrackingRef alone.', ['IDM-KEY'], KeyByReference),
  inBooks('key-by-code', 'Finds payments by PaymentCode alone.', ['IDM-PAY-SECOND-REF', 'IDM-KEY'], KeyByCode),
  inBooks('key-by-message', 'Finds payments by MessageID.', ['IDM-MSGID-NOT-KEY', 'IDM-REV-UNDO'], KeyByMessage),
  inBooks('reversed-key-by-amount', 'A reversed key pays again with another amount.', ['IDM-REV-PAY-AGAIN'], ReversedKeyByAmount),
  inBooks('fresh-receipt', 'A repeat gets a receipt of its own.', ['IDM-PAY-IDEMPOTENT'], FreshReceiptOnRepeat),
  inBooks('silent-second-booking', 'A repeat gets the same receipt and is booked twice.', ['IDM-PAY-IDEMPOTENT'], SilentSecondBooking),
  inBooks('repeat-overwrites', 'A repeat with another amount changes the booked one.', ['IDM-PAY-SAMEKEY-AMT'], RepeatOverwritesAmount),
  inBooks('forgetful', 'Remembers twenty payments.', ['IDM-REV-UNDO', 'IDM-PAY-IDEMPOTENT', 'IDM-INQ-PAID'], ForgetfulBooks),
  inBooks('short-memory', 'Forgets a payment after an hour.', ['IDM-PAY-IDEMPOTENT', 'IDM-INQ-PAID', 'IDM-REV-UNDO'], ShortMemory),
  inBooks('receipt-of-the-moment', 'Receipts are two-second stamps.', ['IDM-PAY-RECEIPT-UNIQUE'], ReceiptOfTheMinute),
  inBooks('receipt-of-the-code', 'A code that is paid again after its reversal gets its first receipt.', ['IDM-PAY-RECEIPT-UNIQUE'], ReceiptOfTheCode),
  inBooks('receipts-in-a-circle', 'Receipts begin anew after 37.', ['IDM-PAY-RECEIPT-UNIQUE'], ReceiptsInACircle),
  inBooks('single-precision', 'Books amounts in single precision.', ['IDM-PAY-SUCCESS', 'IDM-AMT-BIG'], SixDigitFloats),
  inBooks('amounts-as-text', 'Compares amounts as text.', ['IDM-PAY-AMT-MIN', 'IDM-PAY-AMT-MAX'], AmountsAsText),
  inBooks('fee-on-top', 'Books the fee with the amount.', ['IDM-PAY-SUCCESS'], FeeOnTop),
  inBooks('fee-raises-limit', 'Takes the amount and the fee.', ['IDM-PAY-AMT-MAX'], FeeRaisesTheLimit),
  inBooks('rest-stays-payable', 'A part payment leaves the rest payable.', ['IDM-PAY-SECOND-REF', 'IDM-INQ-PAID', 'IDM-PAY-PARALLEL-REF'], PartPaymentLeavesTheRest),
  inBooks('refusal-settles', 'Too small a payment is refused and booked.', ['IDM-PAY-AMT-MIN', 'IDM-RC-SUCCESS'], RefusalThatSettles),
  inBooks('refusal-settles-unseen', 'The same, without a ledger hook.', ['IDM-PAY-AMT-MIN', 'IDM-RC-SUCCESS'], RefusalThatSettles, { without: ['ledger'] }),
  inBooks('late-biller', 'What the biller failed to confirm in time is booked later.', ['IDM-PAY-SUCCESS', 'IDM-RC-SUCCESS', 'IDM-PAY-IDEMPOTENT'], LateBiller),
  inBooks('success-unbooked', 'A success is not booked.', ['IDM-PAY-SUCCESS', 'IDM-INQ-PAID'], SuccessWithoutBooking),
  inBooks('expiry-in-utc', 'Codes end seven hours late.', ['IDM-PAY-EXPIRED', 'IDM-INQ-EXPIRED'], ExpirySevenHoursLate),
  inBooks('expiry-by-day', 'Codes end at midnight.', ['IDM-PAY-EXPIRED', 'IDM-INQ-EXPIRED'], ExpiryByTheDay),
  inBooks('expiry-at-inquiry', 'A payment does not mind the expiry.', ['IDM-PAY-EXPIRED'], ExpiryAtInquiryOnly),
  inBooks('expiry-at-payment', 'An inquiry does not mind the expiry.', ['IDM-INQ-EXPIRED'], ExpiryAtPaymentOnly),
  inBooks('codes-in-any-case', 'Takes a code in small letters for the same.', ['IDM-LEADZERO'], CodesInAnyCase),
  inBooks('references-as-numbers', 'Takes references for the same without their zeros.', ['IDM-LEADZERO', 'IDM-KEY'], ReferencesAsNumbers),
  inBooks('inquiry-reserves', 'A second inquiry is refused.', ['IDM-INQ-READONLY'], InquiryReserves),
  inBooks('inquiry-spends', 'An inquiry uses up its reference.', ['IDM-INQ-TRACKREF-FREE'], InquirySpendsReference),
  inBooks('inquiry-costs', 'Every inquiry raises the fee.', ['IDM-INQ-READONLY'], InquiryCosts),
]
