/** The books of the plain partner: one list of rows, one queue for each payment code. */
import { pause, stamp, type Ask, type Bill, type Office, type Row } from './bill.ts'

export interface Verdict {
  code: string
  says: string
  bill?: Bill
  receipt?: string
}

export const no = (code: string, says: string): Verdict => ({ code, says })

export class Books implements Office {
  bills = new Map<string, Bill>()
  offsetMs = 0
  rows: Row[] = []
  buried = new Set<string>()
  queues = new Map<string, Promise<unknown>>()
  count = 0

  now(): number {
    return Date.now() + this.offsetMs
  }

  rowsOf(code: string): Row[] {
    return this.rows.filter((row) => row.code === code)
  }

  /** One at a time for each payment code: what is checked still holds when it is written. */
  alone<T>(ask: Ask, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(ask['PaymentCode']!) ?? Promise.resolve()
    const after = before.then(work, work)
    this.queues.set(ask['PaymentCode']!, after)
    return after
  }

  keyOf(ask: Ask): string {
    return `${ask['PaymentCode']} ${ask['TrackingRef']}`
  }

  rowOf(ask: Ask): Row | undefined {
    return this.rows.find((row) => row.code === ask['PaymentCode'] && row.reference === ask['TrackingRef'])
  }

  isPaid(bill: Bill): boolean {
    return this.rows.some((row) => row.code === bill.code && row.state === 'paid')
  }

  isOver(bill: Bill): boolean {
    return bill.until !== undefined && bill.until <= this.now()
  }

  async inquire(ask: Ask): Promise<Verdict> {
    const bill = this.bills.get(ask['PaymentCode']!)
    if (!bill) return no('14', 'Kode bayar tidak dikenal')
    if (this.isPaid(bill)) return no('88', 'Sudah dibayar')
    if (this.isOver(bill)) return no('54', 'Sudah kedaluwarsa')
    return { code: '00', says: 'Sukses', bill }
  }

  pay(ask: Ask): Promise<Verdict> {
    return this.alone(ask, () => this.settle(ask))
  }

  async settle(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    if (row) return this.again(row, ask)
    if (this.buried.has(this.keyOf(ask))) return no('77', 'Transaksi sudah dibatalkan')
    const bill = this.bills.get(ask['PaymentCode']!)
    const objection = this.objection(bill, ask)
    if (objection) return objection
    if (!(await this.reachBiller(bill!))) return no('91', 'Biller tidak menjawab')
    return this.book(ask)
  }

  again(row: Row, ask: Ask): Verdict {
    if (row.state === 'reversed') return no('77', 'Transaksi sudah dibatalkan')
    if (Number(ask['Amount']) !== row.amount) return no('94', 'Nilai lain dari pembayaran pertama')
    return { code: '00', says: 'Sukses', receipt: row.receipt }
  }

  objection(bill: Bill | undefined, ask: Ask): Verdict | undefined {
    if (!bill) return no('14', 'Kode bayar tidak dikenal')
    if (this.isPaid(bill)) return no('88', 'Sudah dibayar')
    if (this.isOver(bill)) return no('54', 'Sudah kedaluwarsa')
    return this.amountObjection(bill, ask['Amount']!)
  }

  amountObjection(bill: Bill, text: string): Verdict | undefined {
    if (Number(text) < bill.minimum) return no('13', 'Kurang dari minimum')
    if (Number(text) > bill.amount) return no('61', 'Lebih dari tagihan')
    return undefined
  }

  /** False when the biller behind the bill does not answer in time. */
  async reachBiller(bill: Bill): Promise<boolean> {
    await pause(bill.lagMs)
    return !bill.dead
  }

  book(ask: Ask): Verdict {
    const receipt = this.nextReceipt(ask)
    this.rows.push(this.rowFor(ask, receipt))
    return { code: '00', says: 'Sukses', receipt }
  }

  rowFor(ask: Ask, receipt: string): Row {
    const [code, reference, store] = [ask['PaymentCode']!, ask['TrackingRef']!, ask['StoreID']!]
    return { code, reference, store, amount: Number(ask['Amount']), receipt, state: 'paid' }
  }

  nextReceipt(_ask: Ask): string {
    return `R${stamp(this.now()).replace(/\D/g, '').slice(2, 8)}${String(++this.count).padStart(8, '0')}`
  }

  reverse(ask: Ask): Promise<Verdict> {
    return this.alone(ask, async () => this.undo(ask))
  }

  async undo(ask: Ask): Promise<Verdict> {
    const row = this.rowOf(ask)
    if (!row) return this.bury(ask)
    if (Number(ask['Amount']) !== row.amount) return no('64', 'Nilai lain dari pembayaran')
    row.state = 'reversed'
    return { code: '00', says: 'Sukses' }
  }

  /** The payment may still be on its way. */
  bury(ask: Ask): Verdict {
    this.buried.add(this.keyOf(ask))
    return { code: '00', says: 'Sukses' }
  }
}
