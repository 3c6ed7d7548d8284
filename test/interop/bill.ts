/** What every partner here needs before it has a business of its own: bills, local time, signatures, hooks. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Hooks } from '../../src/stimulate/target.ts'

export interface Bill {
  code: string
  amount: number
  minimum: number
  fee: number
  text: string
  holder: string
  /** Milliseconds since 1970. */
  until?: number
  lagMs: number
  /** The biller behind it never answers. */
  dead: boolean
}

export interface Ask {
  [field: string]: string | undefined
}

/** A row of a partner's books, as the ledger hook tells it. */
export interface Row {
  code: string
  reference: string
  store: string
  amount: number
  receipt: string
  state: 'paid' | 'reversed'
}

export const key = 'rahasia-antar-mitra'
export const wsdl = readFileSync(new URL('../../schemas/indomaret/indomaret.wsdl', import.meta.url), 'utf8')
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

const two = (value: number): string => String(value).padStart(2, '0')

/** Local time of a zone that never changes its offset, as the protocol writes it. */
export function stamp(ms: number, offsetHours = 7): string {
  const at = new Date(ms + offsetHours * 3_600_000)
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
}

const signed = [
  'TimeStamp',
  'MessageID',
  'PaymentCode',
  'Amount',
  'TrackingRef',
  'ProductCode',
  'StoreID',
] as const

export function isSigned(ask: Ask, fields: readonly string[] = signed): boolean {
  const text = fields.map((name) => ask[name] ?? '').join('|')
  const due = createHmac('sha384', key).update(text, 'utf8').digest()
  const given = Buffer.from(ask['Signature'] ?? '', 'hex')
  return given.length === due.length && timingSafeEqual(given, due)
}

export function billOf(wish: { [name: string]: unknown }): Bill {
  const until = wish['expiresIso'] === undefined ? undefined : Date.parse(String(wish['expiresIso']))
  const whole = (name: string, otherwise: number) => Number(wish[name] ?? otherwise)
  return {
    code: String(wish['code']),
    amount: whole('amount', 50_000),
    minimum: whole('minAmount', 50_000),
    fee: whole('fee', 0),
    text: String(wish['desc'] ?? 'Tagihan listrik'),
    holder: String(wish['customer'] ?? 'Dewi Lestari'),
    lagMs: wish['biller'] === 'slow' ? 400 : 0,
    dead: wish['biller'] === 'timeout',
    ...(until === undefined ? {} : { until }),
  }
}

/** What the hooks need of a partner's business. */
export interface Office {
  bills: Map<string, Bill>
  offsetMs: number
  rowsOf(code: string): Row[]
}

/** Hooks that reach into the partner's memory. */
export function hooksOf(office: Office): Hooks {
  return {
    async provision(_data, wish) {
      const bill = billOf(wish)
      office.bills.set(bill.code, bill)
      const { code, amount, minimum: minAmount, fee, until } = bill
      return {
        code,
        amount,
        minAmount,
        fee,
        ...(until === undefined ? {} : { expires: new Date(until).toISOString() }),
      }
    },
    async clock(seconds) {
      office.offsetMs += seconds * 1000
      return Date.now() + office.offsetMs
    },
    tellsTime: true,
    ledger: async (code) =>
      office
        .rowsOf(code)
        .map(({ reference, amount, state, receipt }) => ({ reference, amount, state, receipt })),
  }
}
