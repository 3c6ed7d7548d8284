/** Merchants and invoice numbers that are there without being provisioned, as schemas/doku/magic.json lists them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../../contract/home.ts'
import type { Wish } from '../../desk.ts'
import type { Fate, Ledger } from './ledger.ts'
import { fateFrom, merchantFrom } from './provision.ts'

/** A merchant of the table. */
export interface MagicAccount {
  code: string
  data?: string
  says: string
  wish: Wish
}

/** What invoice numbers that begin alike do; without a wish there is never anything. */
export interface MagicInvoice {
  prefix: string
  data: string
  says: string
  wish?: Wish
}

export interface Magic {
  accounts: MagicAccount[]
  codes: MagicInvoice[]
}

/** The table of a protocol. */
export function magicOf(protocol: string): Magic {
  return JSON.parse(readFileSync(join(home, 'schemas', protocol, 'magic.json'), 'utf8')) as Magic
}

/** A ledger that knows what the table has, besides what it was told. */
export function withMagic(ledger: Ledger, { accounts, codes }: Magic): Ledger {
  return {
    ...ledger,
    async merchant(id) {
      const row = accounts.find(({ code }) => code === id)
      return (await ledger.merchant(id)) ?? (row && merchantFrom({ ...row.wish, code: id }))
    },
    fate: async (invoice) => (await ledger.fate(invoice)) ?? fateOf(invoice, codes),
  }
}

function fateOf(invoice: string, codes: MagicInvoice[]): Fate | undefined {
  const rows = codes.filter(({ prefix }) => invoice.startsWith(prefix))
  const row = rows.sort((a, b) => b.prefix.length - a.prefix.length)[0]
  return row && (row.wish ? fateFrom(row.wish) : { never: true })
}
