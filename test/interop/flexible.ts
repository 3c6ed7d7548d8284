/**
 * A partner whose profile switches are all off their defaults: codes that are paid again and again, any amount,
 * decimals, MessageIDs of its own, a namespace in requests, its own SOAPAction, an inquiry before the payment.
 */
import { randomUUID } from 'node:crypto'
import { hooksOf, isSigned, pause, stamp, wsdl, type Ask, type Bill, type Office, type Row } from './bill.ts'
import { readSaxes } from './read-saxes.ts'
import { serve, type Heard, type Said } from './serve.ts'
import type { Partner } from './trial.ts'

export interface Terms {
  reusable?: boolean
  /** Any amount is taken, up to the bill or beyond it. */
  open?: boolean
  overpay?: boolean
  closed?: boolean
  decimals?: boolean
  freshIds?: boolean
  inquireFirst?: boolean
  namespace?: string
  action?: string
  reversalRoot?: string
  productCode?: string
  hours?: number
}

/** Payments by reference within each code; the code's own turn keeps them in order. */
interface Account {
  turn: Promise<unknown>
  rows: Map<string, Row>
  dead: Set<string>
  inquired: boolean
}

export class FlexibleDesk implements Office {
  readonly terms: Terms
  bills = new Map<string, Bill>()
  accounts = new Map<string, Account>()
  offsetMs = 0

  constructor(terms: Terms) {
    this.terms = terms
  }

  rowsOf(code: string): Row[] {
    return [...(this.accounts.get(code)?.rows.values() ?? [])]
  }

  account(code: string): Account {
    const account = this.accounts.get(code) ?? {
      turn: Promise.resolve(),
      rows: new Map(),
      dead: new Set(),
      inquired: false,
    }
    this.accounts.set(code, account)
    return account
  }

  objection(bill: Bill | undefined): string | undefined {
    if (!bill) return '44'
    const isPaid = this.rowsOf(bill.code).some(({ state }) => state === 'paid')
    if (isPaid && !this.terms.reusable) return '45'
    return bill.until !== undefined && bill.until < Date.now() + this.offsetMs ? '46' : undefined
  }

  amountObjection({ minimum, amount }: Bill, paid: number): boolean {
    const { open, overpay, closed } = this.terms
    if (!(paid > 0)) return true
    if (closed) return paid !== amount
    return (!open && paid < minimum) || (!overpay && !open && paid > amount)
  }

  async pay(ask: Ask, amount: number): Promise<{ code: string; receipt?: string }> {
    const account = this.account(ask['PaymentCode']!)
    const reference = ask['TrackingRef']!
    const row = account.rows.get(reference)
    if (row)
      return row.state === 'paid' && row.amount === amount
        ? { code: '00', receipt: row.receipt }
        : { code: '47' }
    if (account.dead.has(reference)) return { code: '47' }
    const bill = this.bills.get(ask['PaymentCode']!)
    const no = this.objection(bill)
    if (no) return { code: no }
    if (this.terms.inquireFirst && !account.inquired) return { code: '48' }
    if (this.amountObjection(bill!, amount)) return { code: '49' }
    await pause(bill!.lagMs)
    if (bill!.dead) return { code: '50' }
    const receipt = randomUUID().replaceAll('-', '').slice(0, 20)
    account.rows.set(reference, {
      code: bill!.code,
      reference,
      store: ask['StoreID']!,
      amount,
      receipt,
      state: 'paid',
    })
    return { code: '00', receipt }
  }

  reverse(ask: Ask, amount: number): { code: string } {
    const { rows, dead } = this.account(ask['PaymentCode']!)
    const row = rows.get(ask['TrackingRef']!)
    if (row && row.amount !== amount) return { code: '49' }
    if (row) row.state = 'reversed'
    dead.add(ask['TrackingRef']!)
    return { code: '00' }
  }

  async decide(root: string, ask: Ask): Promise<{ code: string; receipt?: string; bill?: Bill }> {
    const amounts = root === 'ReqInquiry' ? [] : ['Amount']
    const needed = [
      'TimeStamp',
      'MessageID',
      'PaymentCode',
      'TrackingRef',
      'StoreID',
      ...amounts,
      ...(this.terms.productCode ? ['ProductCode'] : []),
    ]
    if (needed.some((leaf) => !ask[leaf]?.trim())) return { code: '41' }
    if (ask['PaymentCode']!.length > 20 || ask['TrackingRef']!.length > 20 || ask['StoreID']!.length !== 8)
      return { code: '41' }
    if (ask['MessageID']!.length > 255 || (ask['ProductCode'] ?? '').length > 10) return { code: '41' }
    if (!isSigned(ask)) return { code: '42' }
    const shape = this.terms.decimals ? /^\d{1,12}(\.\d{1,2})?$/ : /^\d{1,12}(\.0{1,2})?$/
    if (amounts.length > 0 && !shape.test(ask['Amount']!)) return { code: '43' }
    const account = this.account(ask['PaymentCode']!)
    const turn = account.turn.then(() => this.operate(root, ask, account))
    account.turn = turn.catch(() => undefined)
    return turn
  }

  async operate(
    root: string,
    ask: Ask,
    account: Account,
  ): Promise<{ code: string; receipt?: string; bill?: Bill }> {
    if (root === 'ReqPayment') return this.pay(ask, Number(ask['Amount']))
    if (root === 'ReqReversal') return this.reverse(ask, Number(ask['Amount']))
    const bill = this.bills.get(ask['PaymentCode']!)
    const no = this.objection(bill)
    account.inquired ||= no === undefined
    return no === undefined ? { code: '00', bill } : { code: no }
  }

  leaves(
    root: string,
    ask: Ask,
    { code, receipt, bill }: { code: string; receipt?: string; bill?: Bill },
  ): [string, string][] {
    const { hours = 7, freshIds } = this.terms
    const money = (value = 0) => (this.terms.decimals ? value.toFixed(2) : String(value))
    const offer: [string, string][] = [
      ['Desc', bill?.text ?? '-'],
      ['ProductCode', ask['ProductCode'] ?? ''],
      ['MinAmount', money(this.terms.closed ? bill?.amount : bill?.minimum)],
      ['Amount', money(bill?.amount)],
      ['Fee', money(bill?.fee)],
    ]
    return [
      ['TimeStamp', stamp(Date.now() + this.offsetMs, hours)],
      ['MessageID', freshIds ? randomUUID() : (ask['MessageID'] ?? '')],
      ...(root === 'ReqInquiry' ? offer : []),
      ['ResponseCode', code],
      ['ResponseDesc', code === '00' ? 'Approved' : `Declined ${code}`],
      ...(bill?.until === undefined
        ? []
        : [['ExpiredDateTime', stamp(bill.until, hours)] as [string, string]]),
      ['TrackingRef', ask['TrackingRef'] ?? ''],
      ['StoreID', ask['StoreID'] ?? ''],
      ...(receipt ? [['ReceiptCode', receipt] as [string, string]] : []),
    ]
  }

  async answer({ method, body, headers }: Heard): Promise<Said> {
    const type = { 'Content-Type': 'text/xml; charset="utf-8"' }
    if (method !== 'POST') return { headers: type, body: wsdl }
    const call = readSaxes(body)
    const { action } = this.terms
    if (
      typeof call === 'string' ||
      (action !== undefined && headers['soapaction'] !== action && headers['soapaction'] !== '""')
    )
      return {
        status: 500,
        headers: type,
        body: enveloped('<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring></e:Fault>'),
      }
    const ask = Object.fromEntries(call.given)
    const leaves = this.leaves(call.root, ask, await this.decide(call.root, ask))
    const inner = leaves
      .map(([name, value]) => `<${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`)
      .join('')
    const root =
      call.root === 'ReqReversal'
        ? (this.terms.reversalRoot ?? 'ResReversal')
        : call.root.replace('Req', 'Res')
    const xmlns = this.terms.namespace === undefined ? '' : ` xmlns="${this.terms.namespace}"`
    return { headers: type, body: enveloped(`<${root}${xmlns}>${inner}</${root}>`) }
  }
}

const enveloped = (inner: string): string =>
  `\ufeff<?xml version='1.0'?><e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>${inner}</e:Body></e:Envelope>`

export async function startFlexible(terms: Terms): Promise<Partner> {
  const desk = new FlexibleDesk(terms)
  const { origin, close } = await serve((heard) => desk.answer(heard))
  return { url: `${origin}/api`, hooks: hooksOf(desk), close }
}
