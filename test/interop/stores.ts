/**
 * A partner that keeps its transactions by code, reference and store, in UTC, and closes a code for good when its
 * payment is reversed. What is being processed is refused at once to whoever asks meanwhile.
 */
import { hooksOf, isSigned, pause, stamp, wsdl, type Ask, type Bill, type Office, type Row } from './bill.ts'
import { readRegex, Unreadable } from './read-regex.ts'
import { serve, type Heard, type Said } from './serve.ts'
import type { Partner } from './trial.ts'

type State = 'working' | 'cancelled' | 'paid' | 'reversed'
type Held = Omit<Row, 'state'> & { state: State }

export interface Ways {
  /** A reversal of what is being processed cancels it, instead of being refused. */
  cancels?: boolean
  /** After a reversal the code is payable again. */
  reopens?: boolean
  /** Hours east of UTC. */
  hours?: number
  /** A TrackingRef that has paid one code pays no other. */
  oneReference?: boolean
  /** HTTP status of a refusal. */
  refusalStatus?: number
  /** A payment is processed this long. */
  processMs?: number
  /** Every answer waits this long. */
  slowMs?: number
}

export class StoreDesk implements Office {
  readonly ways: Ways
  bills = new Map<string, Bill>()
  held = new Map<string, Held>()
  shut = new Set<string>()
  offsetMs = 0
  serial = 0

  constructor(ways: Ways) {
    this.ways = ways
  }

  rowsOf(code: string): Row[] {
    const isBooked = (held: Held): held is Row => held.state === 'paid' || held.state === 'reversed'
    return [...this.held.values()].filter((held) => held.code === code).filter(isBooked)
  }

  objection(bill: Bill | undefined): [string, string] | undefined {
    if (!bill) return ['01', 'unknown']
    const states = [...this.held.values()].filter(({ code }) => code === bill.code).map(({ state }) => state)
    if (states.includes('paid')) return ['02', 'paid']
    if (states.includes('working') || states.includes('cancelled')) return ['03', 'being processed']
    if (this.shut.has(bill.code)) return ['04', 'closed after its reversal']
    return bill.until !== undefined && bill.until <= Date.now() + this.offsetMs
      ? ['06', 'expired']
      : undefined
  }

  async pay(ask: Ask, name: string): Promise<[string, string, string?]> {
    const [code, reference, store] = [ask['PaymentCode']!, ask['TrackingRef']!, ask['StoreID']!]
    const amount = /^\d{1,12}(\.0{1,2})?$/.test(ask['Amount']!) ? Number(ask['Amount']) : NaN
    const known = this.held.get(name)
    if (known?.state === 'paid' && known.amount === amount) return ['00', 'paid before', known.receipt]
    if (known) return ['07', known.state]
    const bill = this.bills.get(code)
    const no = this.objection(bill)
    if (no) return no
    if (this.ways.oneReference && [...this.held.values()].some((held) => held.reference === reference))
      return ['08', 'reference used']
    if (!(amount >= bill!.minimum && amount <= bill!.amount)) return ['09', 'amount']
    const held: Held = {
      code,
      reference,
      store,
      amount,
      receipt: `${++this.serial}`.padStart(12, '0'),
      state: 'working',
    }
    this.held.set(name, held)
    return this.process(name, held, bill!)
  }

  async process(name: string, held: Held, bill: Bill): Promise<[string, string, string?]> {
    const takesMs = bill.lagMs + (this.ways.processMs ?? 0)
    if (takesMs > 0) await pause(takesMs)
    if (held.state === 'cancelled') {
      held.state = 'reversed'
      return ['10', 'cancelled while it was processed']
    }
    if (bill.dead) this.held.delete(name)
    else held.state = 'paid'
    return bill.dead ? ['91', 'no biller'] : ['00', 'paid', held.receipt]
  }

  reverse(ask: Ask, name: string): [string, string] {
    const held = this.held.get(name)
    if (!held) return ['11', 'nothing to reverse']
    if (held.state === 'reversed') return ['00', 'reversed before']
    if (held.amount !== Number(ask['Amount'])) return ['09', 'amount']
    if (held.state !== 'paid' && !this.ways.cancels) return ['03', 'being processed']
    held.state = held.state === 'paid' ? 'reversed' : 'cancelled'
    if (!this.ways.reopens) this.shut.add(held.code)
    return ['00', 'reversed']
  }

  async decide(operation: string, ask: Ask): Promise<[string, string, string?]> {
    const amounts = operation === 'ReqInquiry' ? [] : ['Amount']
    for (const leaf of ['TimeStamp', 'MessageID', 'PaymentCode', 'TrackingRef', 'StoreID', ...amounts])
      if (!/^\S.{0,254}$/.test(ask[leaf] ?? '')) return ['12', `no ${leaf}`]
    if (
      !/^\w{1,20} \w{1,20} \w{8} \w{0,10}$/.test(
        `${ask['PaymentCode']} ${ask['TrackingRef']} ${ask['StoreID']} ${ask['ProductCode'] ?? ''}`,
      )
    )
      return ['12', 'odd identifiers']
    if (!isSigned(ask)) return ['63', 'signature']
    const name = [ask['PaymentCode'], ask['TrackingRef'], ask['StoreID']].join('/')
    if (operation === 'ReqPayment') return this.pay(ask, name)
    return operation === 'ReqReversal'
      ? this.reverse(ask, name)
      : (this.objection(this.bills.get(ask['PaymentCode']!)) ?? ['00', 'payable'])
  }

  offer(bill: Bill | undefined, hours: number): string {
    const ends = bill?.until === undefined ? '' : stamp(bill.until, hours)
    return `<Desc>${escaped(bill?.text ?? 'n/a')}</Desc><MinAmount>${bill?.minimum ?? 0}</MinAmount><Amount>${bill?.amount ?? 0}</Amount><Fee>${bill?.fee ?? 0}</Fee>|<ExpiredDateTime>${ends}</ExpiredDateTime><Message></Message>`
  }

  async answer({ method, body }: Heard): Promise<Said> {
    const headers = { 'Content-Type': 'text/xml; charset=UTF-8', Server: 'partner/2.1' }
    if (method !== 'POST') return { headers, body: wsdl }
    await pause(this.ways.slowMs ?? 0)
    try {
      const { operation, fields: ask } = readRegex(body)
      const [code, says, receipt] = await this.decide(operation, ask)
      const status = code === '00' ? 200 : (this.ways.refusalStatus ?? 200)
      return { status, headers, body: this.write(operation, ask, [code, says, receipt]) }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return { status: 400, headers: { 'Content-Type': 'text/html' }, body: '<h1>400 Bad Request</h1>' }
    }
  }

  write(operation: string, ask: Ask, [code, says, receipt]: [string, string, string?]): string {
    const { hours = 0 } = this.ways
    const bill = code === '00' ? this.bills.get(ask['PaymentCode']!) : undefined
    const [before, after] = operation === 'ReqInquiry' ? this.offer(bill, hours).split('|') : ['', '']
    const root = operation.replace('Req', 'Res')
    const echo = (leaf: string) => `<${leaf}>${escaped(ask[leaf] ?? '')}</${leaf}>`
    const leaves = `<TimeStamp>${stamp(Date.now() + this.offsetMs, hours)}</TimeStamp>${echo('MessageID')}${before}<ResponseCode>${code}</ResponseCode><ResponseDesc>${says}</ResponseDesc>${after}${echo('TrackingRef')}${echo('StoreID')}${receipt ? `<ReceiptCode>${receipt}</ReceiptCode>` : ''}`
    return `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><!-- partner --><Body><${root} xmlns="">${leaves}</${root}></Body></Envelope>`
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!)

export async function startStoreDesk(desk: StoreDesk): Promise<Partner> {
  const { origin, close } = await serve((heard) => desk.answer(heard))
  return { url: `${origin}/svc?x=1`, hooks: hooksOf(desk), close }
}

export const startStores = (ways: Ways = {}): Promise<Partner> => startStoreDesk(new StoreDesk(ways))
