/** Merchants, payers and accounts that are there without being provisioned, as schemas/bdpay/magic.json lists them. */
import { kept, type MagicCode, type MagicItem, tablesOf } from '../../magic.ts'
import type { PairOf } from '../../pairs.ts'
import type { Ledger } from './ledger.ts'
import { accountFrom, merchantFrom, payerFrom } from './provision.ts'

export interface Magic {
  accounts: MagicItem[]
  codes: MagicCode[]
}

/** The table of a protocol. */
export const magicOf = (protocol: string): Magic => tablesOf(protocol)

/** A ledger that knows what the table has, besides what it was told. */
export function withMagic(ledger: Ledger, { accounts, codes }: Magic, pairOf: PairOf): Ledger {
  const wishFor = (code: string, key: string) =>
    codes.find(({ prefix, wish }) => wish && key in wish && code.startsWith(prefix))?.wish
  return {
    ...ledger,
    async merchant(code) {
      const known = await ledger.merchant(code)
      const row = accounts.find((one) => one.code === code)
      if (known || !row) return known
      // Kept once it is made, so that what happens to its balance stays.
      return kept(merchantFrom({ ...row.wish, code }, pairOf), ledger.keepMerchant)
    },
    async payer(name) {
      const wish = wishFor(name, 'pays')
      return (await ledger.payer(name)) ?? (wish && payerFrom(wish))
    },
    async account(number) {
      const wish = wishFor(number, 'outcome')
      return (await ledger.account(number)) ?? (wish && accountFrom({ ...wish, code: number }))
    },
  }
}
