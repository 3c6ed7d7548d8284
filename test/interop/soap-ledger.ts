/** The ledger of the npm-soap partner: events in order, and everything else a fold over them. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Invoice {
  id: string
  nominal: number
  floor: number
  charge: number
  label: string
  till?: number
  supplier?: string
}

type Event =
  | { what: 'settled'; invoice: string; ref: string; sum: number; slip: string }
  | { what: 'voided'; invoice: string; ref: string }

export interface Order {
  invoice: string
  ref: string
  sum: number
}

export type Result = { rc: string; text: string; slip?: string; invoice?: Invoice }

const refused = (rc: string, text: string): Result => ({ rc, text })
const ok: Result = { rc: '00', text: 'Success' }

export class SoapLedger {
  invoices = new Map<string, Invoice>()
  events: Event[] = []
  aheadMs = 0
  #busy = new Map<string, Promise<unknown>>()

  now(): number {
    return Date.now() + this.aheadMs
  }

  /** The last event of a transaction tells its state. */
  last(invoice: string, ref: string): Event | undefined {
    return this.events.findLast((event) => event.invoice === invoice && event.ref === ref)
  }

  settlement(invoice: string, ref: string) {
    return this.events.find(
      (event) => event.what === 'settled' && event.invoice === invoice && event.ref === ref,
    ) as Extract<Event, { what: 'settled' }> | undefined
  }

  /** The reference under which an invoice is settled now. */
  settledBy(invoice: string): string | undefined {
    const refs = new Set(this.events.filter((event) => event.invoice === invoice).map(({ ref }) => ref))
    return [...refs].find((ref) => this.last(invoice, ref)?.what === 'settled')
  }

  journal(id: string) {
    return this.events
      .filter((event) => event.what === 'settled' && event.invoice === id)
      .map(({ ref }) => {
        const { sum, slip } = this.settlement(id, ref)!
        return { ref, sum, slip, status: this.last(id, ref)!.what === 'settled' ? 'SETTLED' : 'VOID' }
      })
  }

  inquire(id: string): Result {
    const invoice = this.invoices.get(id)
    if (!invoice) return refused('14', 'No such payment code')
    return this.closed(invoice) ?? { ...ok, invoice }
  }

  closed(invoice: Invoice): Result | undefined {
    if (this.settledBy(invoice.id) !== undefined) return refused('88', 'Already paid')
    if (invoice.till !== undefined && this.now() >= invoice.till) return refused('54', 'Expired')
    return undefined
  }

  async pay(order: Order): Promise<Result> {
    return this.serially(order.invoice, async () => {
      const before = this.last(order.invoice, order.ref)
      if (before?.what === 'voided') return refused('77', 'Was reversed')
      const settled = this.settlement(order.invoice, order.ref)
      if (settled)
        return settled.sum === order.sum
          ? { ...ok, slip: settled.slip }
          : refused('94', 'Paid with another amount')
      const invoice = this.invoices.get(order.invoice)
      const no = invoice
        ? (this.closed(invoice) ?? fits(invoice, order.sum))
        : refused('14', 'No such payment code')
      if (no) return no
      if (invoice!.supplier === 'timeout') return refused('91', 'Supplier does not answer')
      if (invoice!.supplier === 'slow') await sleep(500)
      const slip = randomBytes(8).toString('hex').toUpperCase()
      this.events.push({ what: 'settled', ...order, slip })
      return { ...ok, slip }
    })
  }

  async reverse(order: Order): Promise<Result> {
    return this.serially(order.invoice, async () => {
      const settled = this.settlement(order.invoice, order.ref)
      if (settled && settled.sum !== order.sum) return refused('64', 'Paid with another amount')
      if (this.last(order.invoice, order.ref)?.what !== 'voided')
        this.events.push({ what: 'voided', invoice: order.invoice, ref: order.ref })
      return ok
    })
  }

  private serially<T>(invoice: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#busy.get(invoice) ?? Promise.resolve()).then(work)
    this.#busy.set(
      invoice,
      turn.catch(() => undefined),
    )
    return turn
  }
}

function fits(invoice: Invoice, sum: number): Result | undefined {
  if (sum < invoice.floor) return refused('13', 'Below the minimum')
  return sum > invoice.nominal ? refused('61', 'Above the bill') : undefined
}
