/** The books of the kiosk: accounts, products, customers, and what was bought. */
import { Agenda } from './agenda.ts'
import {
  pause,
  type Account,
  type Ask,
  type Customer,
  type Deal,
  type Product,
  type Telling,
} from './deal.ts'
import { usual, type Manner } from './manner.ts'

export const day = 86_400_000

/** What the biller says of the outcomes that a customer can have. */
const billerSays: { [outcome: string]: string } = {
  missing: '07',
  biller: '23',
  pending: '68',
  pendingfail: '68',
  refunded: '68',
}
const ends: { [outcome: string]: string } = { pending: '00', pendingfail: '23', refunded: '21' }

export class Books {
  manner: Manner
  agenda = new Agenda()
  accounts = new Map<string, Account>()
  products = new Map<string, Product>()
  customers = new Map<string, Customer>()
  deals = new Map<string, Deal>()
  queried = new Set<string>()
  count = 0
  /** For accounts that told none of their own. */
  callbackUrl?: string
  /** Reports a deal to whoever bought it. */
  report: (deal: Deal) => void = () => undefined

  constructor(manner: Partial<Manner> = {}) {
    this.manner = { ...usual, ...manner }
  }

  now(): number {
    return this.agenda.now()
  }

  keyOf(ask: Ask, kind: Deal['kind']): string {
    return `${this.manner.oneSpace ? '' : kind} ${ask.MSISDN} ${ask.REQUESTID}`
  }

  /** The deal under this trx_id, within a day of its first sending. */
  known(ask: Ask, kind: Deal['kind']): Deal | undefined {
    const deal = this.deals.get(this.keyOf(ask, kind))
    return deal && this.now() - deal.at < day ? deal : undefined
  }

  open(ask: Ask, kind: Deal['kind']): Deal {
    const { MSISDN: user, REQUESTID: trx, NOHP: nohp, NOM: nom } = ask
    const customer = this.customers.get(nohp)
    const blank = { why: '', serial: '', token: '', price: 0, held: 0, work: Promise.resolve() }
    const id = this.manner.transactionId(++this.count)
    return { kind, user, trx, nohp, nom, at: this.now(), id, ...blank, ...(customer ? { customer } : {}) }
  }

  keep(ask: Ask, deal: Deal): void {
    this.deals.set(this.keyOf(ask, deal.kind), deal)
  }

  async query(ask: Ask): Promise<Telling> {
    const known = this.manner.oneSpace ? this.known(ask, 'QUERY') : undefined
    if (known) return this.again(known, ask, 'QUERY')
    const deal = this.open(ask, 'QUERY')
    this.keep(ask, deal)
    this.decide(deal, this.queryObjection(deal) ?? '00')
    if (deal.code === '00') this.queried.add(this.passOf(ask))
    return deal
  }

  queryObjection({ nom, customer }: Deal): string | undefined {
    if (!/^PLNA?\d+$/.test(nom) || !this.products.has(nom)) return '05'
    if (!customer || customer.outcome === 'missing') return '07'
    return customer.outcome === 'noquery' ? '06' : undefined
  }

  /** What a query opens the way for. */
  passOf(ask: Ask): string {
    return `${ask.MSISDN} ${ask.NOHP}`
  }

  async buy(ask: Ask, needsQuery: boolean): Promise<Telling> {
    const known = this.known(ask, 'ISI')
    if (known) return this.again(known, ask, 'ISI')
    const deal = this.open(ask, 'ISI')
    this.keep(ask, deal)
    deal.work = this.carryOut(deal, needsQuery && !this.queried.has(this.passOf(ask)))
    await deal.work
    return deal
  }

  async again(deal: Deal, ask: Ask, kind: Deal['kind']): Promise<Telling> {
    const told: Telling = { ...deal, nohp: ask.NOHP, nom: ask.NOM, kind, repeated: true, serial: '', why: '' }
    if (deal.code === undefined && this.manner.inFlight !== 'wait')
      return { ...told, code: this.manner.inFlight }
    await deal.work
    if (kind !== deal.kind || this.manner.refusesRepeats) return { ...told, code: '04' }
    const isSame = deal.nohp === ask.NOHP && deal.nom === ask.NOM
    if (!isSame && this.manner.otherPayload !== 'status') return { ...told, code: this.manner.otherPayload }
    return { ...deal, repeated: true }
  }

  async carryOut(deal: Deal, lacksQuery: boolean): Promise<void> {
    const no = (lacksQuery ? this.manner.noQuery : undefined) ?? this.objection(deal)
    if (no) return this.decide(deal, no)
    deal.price = this.products.get(deal.nom)!.price!
    if (this.manner.holds) this.take(deal)
    const code = await this.askBiller(deal)
    if (code === '68') return this.suspend(deal)
    this.close(deal, code)
  }

  objection({ user, nom, customer }: Deal): string | undefined {
    const product = this.products.get(nom)
    if (!product) return '05'
    if (product.closed) return '22'
    if (product.price === undefined) return '19'
    if (!customer) return '07'
    const { balance, credit } = this.accounts.get(user)!
    return balance + credit < product.price ? '18' : undefined
  }

  async askBiller({ customer }: Deal): Promise<string> {
    const { outcome } = customer!
    if (outcome === 'slow') await pause(300)
    return billerSays[outcome] ?? '00'
  }

  suspend(deal: Deal): void {
    const { outcome, settlesIn } = deal.customer!
    this.decide(deal, '68')
    this.agenda.later(this.now() + settlesIn * 1000 * this.manner.pendingFactor, () => {
      this.close(deal, ends[outcome]!)
      this.report(deal)
    })
  }

  /** The end of a deal: its price is taken or given back, and its serial number written. */
  close(deal: Deal, code: string): void {
    if (code !== '00') this.giveBack(deal)
    else if (deal.held === 0) this.take(deal)
    if (code === '00') this.deliver(deal)
    this.decide(deal, code)
  }

  decide(deal: Deal, code: string): void {
    deal.code = code
    deal.why = code === '00' || code === '68' ? '' : this.manner.reason(code)
    deal.left = this.accounts.get(deal.user)!.balance
  }

  take(deal: Deal): void {
    this.accounts.get(deal.user)!.balance -= deal.price
    deal.held += deal.price
  }

  giveBack(deal: Deal): void {
    this.accounts.get(deal.user)!.balance += deal.held
    deal.held = 0
  }

  deliver(deal: Deal): void {
    if (!deal.nom.startsWith('PLN')) deal.serial = this.voucher()
    else {
      deal.token = this.token()
      deal.serial = deal.nom.startsWith('PLNA') ? this.longSerial(deal) : deal.token
    }
  }

  voucher(): string {
    return `0329${String(135_143_014_892 + this.count++)}`
  }

  /** Twenty digits in groups of four. */
  token(): string {
    return String(70_000_000 + this.count++)
      .padEnd(20, '5203')
      .replace(/\d{4}(?=\d)/g, '$&-')
  }

  longSerial(deal: Deal): string {
    const { power } = deal.customer!
    return `${deal.token}/${this.nameOf(deal)}/kWh${this.manner.kwh(this.quantityOf(deal))}/${power}`
  }

  nameOf({ customer }: Deal): string {
    return this.manner.hyphens ? customer!.name.replaceAll(' ', '-') : customer!.name
  }

  quantityOf({ nom }: Deal): number {
    return (Number(nom.replace(/\D/g, '')) * 1000) / 1_500
  }
}
