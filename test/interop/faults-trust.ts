/** Faults about what is trusted: signatures, and fields that are missing. */
import { isSigned, type Ask } from './bill.ts'
import { atCounter, type Fault } from './fault.ts'
import { Counter } from './plain.ts'
import { no, type Verdict } from './plain-books.ts'
import type { Heard } from './serve.ts'

/** Refuses nothing for its form. */
class Careless extends Counter {
  override lacks(ask: Ask): Verdict | undefined {
    return ask['PaymentCode'] === undefined ? no('30', 'PaymentCode tidak ada') : undefined
  }
}

class AmountByDefault extends Counter {
  override decide(operation: string, ask: Ask, heard: Heard): Promise<Verdict> {
    const bill = this.books.bills.get(ask['PaymentCode']!)
    const isOpen = operation === 'ReqPayment' && !ask['Amount']?.trim() && isSigned(ask)
    return isOpen && bill
      ? this.books.pay({ ...ask, Amount: String(bill.amount) })
      : super.decide(operation, ask, heard)
  }
}

class NoSignatureNoCheck extends Counter {
  override lacks(ask: Ask, operation: string): Verdict | undefined {
    return super.lacks({ Signature: '00', ...ask }, operation)
  }
  override isGenuine(ask: Ask, operation: string): boolean {
    return ask['Signature'] === undefined || super.isGenuine(ask, operation)
  }
}

class HalfASignature extends Counter {
  override isGenuine(ask: Ask, operation: string): boolean {
    return super.isGenuine(ask, operation) || /^[0-9A-Fa-f]{96}$/.test(ask['Signature'] ?? '')
  }
}

class SignedWithoutAmount extends Counter {
  override isGenuine(ask: Ask, operation: string): boolean {
    return super.isGenuine(ask, operation) || isSigned({ ...ask, Amount: '' })
  }
}

class ReversalUnsigned extends Counter {
  override isGenuine(ask: Ask, operation: string): boolean {
    return operation === 'ReqReversal' || super.isGenuine(ask, operation)
  }
}

/** A wrong signature is refused after the deed is done. */
class RefusesTooLate extends Counter {
  override async decide(operation: string, ask: Ask, heard: Heard): Promise<Verdict> {
    if (this.lacks(ask, operation) || this.isGenuine(ask, operation) || operation !== 'ReqPayment')
      return super.decide(operation, ask, heard)
    await this.books.pay(ask)
    return no('63', 'Tanda tangan salah')
  }
}

export const trustFaults: Fault[] = [
  atCounter('careless', 'Refuses nothing for its form.', ['IDM-M-MISSING-KEY'], Careless),
  atCounter(
    'amount-by-default',
    'A payment without an amount pays the bill.',
    ['IDM-M-MISSING-KEY'],
    AmountByDefault,
  ),
  atCounter(
    'no-signature-no-check',
    'A request without a signature is trusted.',
    ['IDM-M-MISSING-KEY'],
    NoSignatureNoCheck,
  ),
  atCounter('any-signature', 'Any 96 digits are a signature.', ['IDM-SIG-VERIFY'], HalfASignature),
  atCounter(
    'signed-without-amount',
    'A signature without the amount will do.',
    ['IDM-SIG-BINDING'],
    SignedWithoutAmount,
  ),
  atCounter(
    'reversal-unsigned',
    'Reversals are trusted without their signature.',
    ['IDM-SIG-VERIFY'],
    ReversalUnsigned,
  ),
  atCounter(
    'refuses-too-late',
    'A wrong signature is refused after the payment.',
    ['IDM-SIG-VERIFY', 'IDM-RC-SUCCESS'],
    RefusesTooLate,
  ),
  atCounter(
    'refuses-too-late-unseen',
    'The same, without a ledger hook.',
    ['IDM-SIG-VERIFY', 'IDM-RC-SUCCESS'],
    RefusesTooLate,
    { without: ['ledger'] },
  ),
]
