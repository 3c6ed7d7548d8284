/** Faults about what is booked when: amounts, expiry, inquiries. */
import { pause, type Ask, type Bill, type Row } from './bill.ts'
import { inBooks, type Fault } from './fault.ts'
import { Books, no, type Verdict } from './plain-books.ts'

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
    if (objection?.code === '13')
      this.rows.push({
        code: bill.code,
        reference: 'X',
        store: '',
        amount: Number(text),
        receipt: '',
        state: 'paid',
      })
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

class ExpiryADayLate extends Books {
  override isOver(bill: Bill): boolean {
    return bill.until !== undefined && bill.until + 86_400_000 <= this.now()
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
    return verdict.code === '54'
      ? { code: '00', says: 'Sukses', bill: this.bills.get(ask['PaymentCode']!)! }
      : verdict
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

export const amountFaults: Fault[] = [
  inBooks(
    'single-precision',
    'Books amounts in single precision.',
    ['IDM-PAY-SUCCESS', 'IDM-AMT-BIG'],
    SixDigitFloats,
    {},
  ),
  inBooks(
    'amounts-as-text',
    'Compares amounts as text.',
    ['IDM-PAY-AMT-MIN', 'IDM-PAY-AMT-MAX'],
    AmountsAsText,
  ),
  inBooks('fee-on-top', 'Books the fee with the amount.', ['IDM-PAY-SUCCESS'], FeeOnTop),
  inBooks('fee-raises-limit', 'Takes the amount and the fee.', ['IDM-PAY-AMT-MAX'], FeeRaisesTheLimit),
  inBooks(
    'rest-stays-payable',
    'A part payment leaves the rest payable.',
    ['IDM-PAY-SECOND-REF', 'IDM-INQ-PAID', 'IDM-PAY-PARALLEL-REF'],
    PartPaymentLeavesTheRest,
  ),
  inBooks(
    'refusal-settles',
    'Too small a payment is refused and booked.',
    ['IDM-PAY-AMT-MIN', 'IDM-RC-SUCCESS'],
    RefusalThatSettles,
  ),
  inBooks(
    'refusal-settles-unseen',
    'The same, without a ledger hook.',
    ['IDM-PAY-AMT-MIN', 'IDM-RC-SUCCESS'],
    RefusalThatSettles,
    { without: ['ledger'] },
  ),
  inBooks(
    'late-biller',
    'What the biller failed to confirm in time is booked later.',
    ['IDM-PAY-SUCCESS', 'IDM-RC-SUCCESS', 'IDM-PAY-IDEMPOTENT'],
    LateBiller,
    {},
  ),
  inBooks(
    'success-unbooked',
    'A success is not booked.',
    ['IDM-PAY-SUCCESS', 'IDM-INQ-PAID'],
    SuccessWithoutBooking,
  ),
  inBooks(
    'expiry-in-utc',
    'Codes end seven hours late.',
    ['IDM-PAY-EXPIRED', 'IDM-INQ-EXPIRED'],
    ExpirySevenHoursLate,
  ),
  inBooks(
    'expiry-a-day-late',
    'Codes end a day late.',
    ['IDM-PAY-EXPIRED', 'IDM-INQ-EXPIRED'],
    ExpiryADayLate,
  ),
  inBooks(
    'expiry-at-inquiry',
    'A payment does not mind the expiry.',
    ['IDM-PAY-EXPIRED'],
    ExpiryAtInquiryOnly,
  ),
  inBooks(
    'expiry-at-payment',
    'An inquiry does not mind the expiry.',
    ['IDM-INQ-EXPIRED'],
    ExpiryAtPaymentOnly,
  ),
  inBooks('inquiry-reserves', 'A second inquiry is refused.', ['IDM-INQ-READONLY'], InquiryReserves),
  inBooks(
    'inquiry-spends',
    'An inquiry uses up its reference.',
    ['IDM-INQ-TRACKREF-FREE'],
    InquirySpendsReference,
  ),
  inBooks('inquiry-costs', 'Every inquiry raises the fee.', ['IDM-INQ-READONLY'], InquiryCosts),
]
