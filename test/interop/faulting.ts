/**
 * A partner on fast-xml-parser that answers Faults for what it cannot read or trust, echoes whatever it gets in
 * refusals, leaves out what it may, never tells an expiry, and keeps to a refusal once it has given one.
 */
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import { hooksOf, isSigned, pause, stamp, type Ask, type Bill, type Office, type Row } from './bill.ts'
import { serve, type Heard, type Said } from './serve.ts'
import type { Partner } from './trial.ts'

class Fault extends Error {
  readonly who: 'Client' | 'Server'
  constructor(who: 'Client' | 'Server', says: string) {
    super(says)
    this.who = who
  }
}

interface Deal {
  row?: Row
  refusal?: string
  work: Promise<unknown>
}

export class Ledger implements Office {
  bills = new Map<string, Bill>()
  offsetMs = 0
  deals = new Map<string, Deal>()
  receipts = 0
  /** Bills with a payment in their hands. */
  taken = new Map<string, string>()

  rowsOf(code: string): Row[] {
    return [...this.deals.values()].flatMap(({ row }) => (row?.code === code ? [row] : []))
  }

  deal(ask: Ask): Deal {
    const name = `${ask['PaymentCode']}\n${ask['TrackingRef']}`
    const deal = this.deals.get(name) ?? { work: Promise.resolve() }
    this.deals.set(name, deal)
    return deal
  }

  objection(bill: Bill | undefined): string | undefined {
    if (!bill) return '15'
    if (this.rowsOf(bill.code).some(({ state }) => state === 'paid')) return '16'
    return bill.until !== undefined && Date.now() + this.offsetMs > bill.until ? '17' : undefined
  }

  /** Everything of one transaction in its order of arrival. */
  turn<T>(deal: Deal, work: () => Promise<T>): Promise<T> {
    const turn = deal.work.then(work)
    deal.work = turn
    return turn
  }

  pay(ask: Ask): Promise<{ code: string; receipt?: string }> {
    const deal = this.deal(ask)
    return this.turn(deal, async () => {
      const amount = Number(ask['Amount'])
      if (deal.row?.state === 'paid' && deal.row.amount === amount)
        return { code: '00', receipt: deal.row.receipt }
      if (deal.row) return { code: '18' }
      deal.refusal ??= await this.settle(deal, ask, amount)
      return deal.refusal ? { code: deal.refusal } : { code: '00', receipt: deal.row!.receipt }
    })
  }

  /** Takes the bill before it waits for the biller, so no other payment comes between. */
  async settle(deal: Deal, ask: Ask, amount: number): Promise<string | undefined> {
    const [code, reference, store] = [ask['PaymentCode']!, ask['TrackingRef']!, ask['StoreID']!]
    const bill = this.bills.get(code)
    const no = this.objection(bill)
    if (no) return no
    if (this.taken.has(code)) return '19'
    if (!(amount >= bill!.minimum && amount <= bill!.amount)) return '12'
    this.taken.set(code, reference)
    await pause(bill!.lagMs)
    this.taken.delete(code)
    if (bill!.dead) return '98'
    const receipt = `T${String(++this.receipts).padStart(11, '0')}`
    deal.row = { code, reference, store, amount, receipt, state: 'paid' }
    return undefined
  }

  reverse(ask: Ask): Promise<{ code: string }> {
    const deal = this.deal(ask)
    return this.turn(deal, async () => {
      if (deal.row && deal.row.amount !== Number(ask['Amount'])) return { code: '12' }
      if (deal.row) deal.row.state = 'reversed'
      else deal.refusal ??= '18'
      return { code: '00' }
    })
  }
}

const reader = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
})
const writer = new XMLBuilder({ format: true, ignoreAttributes: false, suppressEmptyNode: true })
const limits: { [leaf: string]: number } = {
  PaymentCode: 20,
  TrackingRef: 20,
  ProductCode: 10,
  StoreID: 8,
  MessageID: 255,
}
const says: { [code: string]: string } = {
  '00': 'OK',
  '12': 'Nilai salah',
  '15': 'Tidak ada',
  '16': 'Lunas',
  '17': 'Lewat',
  '18': 'Batal',
  '19': 'Sedang diproses',
  '30': 'Salah',
  '98': 'Biller',
}

export class FaultingDesk {
  ledger = new Ledger()

  read(body: Buffer): { root: string; ask: Ask } {
    const xml = body.toString('utf8').replace(/^\ufeff/, '')
    if (/<!DOCTYPE/i.test(xml) || XMLValidator.validate(xml) !== true)
      throw new Fault('Client', 'Unreadable XML')
    const [envelope, ...others] = Object.entries(reader.parse(xml) as object)
    const payloads = Object.entries((envelope?.[1] as { Body?: object } | undefined)?.Body ?? {}).filter(
      ([name]) => name !== '#text',
    )
    if (
      envelope?.[0] !== 'Envelope' ||
      others.length > 0 ||
      payloads.length !== 1 ||
      !xml.includes('http://schemas.xmlsoap.org/soap/envelope/')
    )
      throw new Fault('Client', 'No SOAP 1.1 message')
    const [root, leaves] = payloads[0]!
    if (Array.isArray(leaves) || typeof leaves !== 'object') throw new Fault('Client', 'No leaves')
    return {
      root,
      ask: Object.fromEntries(Object.entries(leaves as object).map(([name, value]) => [name, textOf(value)])),
    }
  }

  async decide(root: string, ask: Ask): Promise<{ code: string; receipt?: string; bill?: Bill }> {
    if (!/^Req(Inquiry|Payment|Reversal)$/.test(root)) throw new Fault('Client', `No operation ${root}`)
    if (!isSigned(ask)) throw new Fault('Client', 'Not authenticated')
    const amounts = root === 'ReqInquiry' ? [] : ['Amount']
    const isBlank = ['TimeStamp', 'MessageID', 'PaymentCode', 'TrackingRef', 'StoreID', ...amounts].some(
      (leaf) => !ask[leaf]?.trim(),
    )
    if (isBlank || Object.entries(limits).some(([leaf, limit]) => (ask[leaf] ?? '').length > limit))
      return { code: '30' }
    if (!/^\d+(\.0+)?$/.test(ask['Amount'] ?? '0')) return { code: '30' }
    if (root === 'ReqPayment') return this.ledger.pay(ask)
    if (root === 'ReqReversal') return this.ledger.reverse(ask)
    const bill = this.ledger.bills.get(ask['PaymentCode']!)
    return { code: this.ledger.objection(bill) ?? '00', bill }
  }

  leaves(
    root: string,
    ask: Ask,
    { code, receipt, bill }: { code: string; receipt?: string; bill?: Bill },
  ): object {
    const offer =
      code === '00'
        ? { Desc: bill?.text, MinAmount: bill?.minimum, Amount: bill?.amount, Fee: bill?.fee }
        : { Desc: 'X', MinAmount: 0, Amount: 0, Fee: 0 }
    const { MessageID, TrackingRef, StoreID } = ask
    return {
      TimeStamp: stamp(Date.now() + this.ledger.offsetMs),
      MessageID,
      ...(root === 'ReqInquiry' && offer),
      ResponseCode: code,
      ResponseDesc: says[code] ?? 'Gagal',
      TrackingRef,
      StoreID,
      ...(receipt && { ReceiptCode: receipt }),
    }
  }

  async answer({ method, body }: Heard): Promise<Said> {
    if (method !== 'POST') return { status: 405, body: 'POST only' }
    const headers = { 'content-type': 'text/xml' }
    try {
      const { root, ask } = this.read(body)
      const leaves = this.leaves(root, ask, await this.decide(root, ask))
      return { headers, body: envelope({ [root.replace('Req', 'Res')]: leaves }) }
    } catch (error) {
      const { who, message } = error instanceof Fault ? error : new Fault('Server', 'Internal error')
      return {
        status: 500,
        headers,
        body: envelope({ 'soapenv:Fault': { faultcode: `soapenv:${who}`, faultstring: message } }),
      }
    }
  }
}

function envelope(body: object): string {
  return writer.build({
    'soapenv:Envelope': {
      '@_xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
      'soapenv:Body': body,
    },
  }) as string
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) throw new Fault('Client', 'An element comes twice')
  const {
    '#text': text = '',
    '#cdata': cdata = '',
    ...rest
  } = value as { '#text'?: string; '#cdata'?: string }
  return Object.keys(rest).length > 0 ? '' : text + String(cdata)
}

export async function startFaulting(desk = new FaultingDesk()): Promise<Partner> {
  const { origin, close } = await serve((heard) => desk.answer(heard))
  return { url: `${origin}/`, hooks: hooksOf(desk.ledger), close }
}
