/** Merchants and invoice numbers that are there without being provisioned, as schemas/doku/magic.json lists them. */
import { type MagicCode, type MagicItem, rowFor, tablesOf } from '../../magic.ts'
import type { Fate, Ledger } from './ledger.ts'
import { fateFrom, merchantFrom } from './provision.ts'

export interface Magic {
  accounts: MagicItem[]
  codes: MagicCode[]
}

/** The table of a protocol. */
export const magicOf = (protocol: string): Magic => tablesOf(protocol)

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

function fateOf(invoice: string, codes: MagicCode[]): Fate | undefined {
  const row = rowFor(invoice, codes)
  return row && (row.wish ? fateFrom(row.wish) : { never: true })
}
