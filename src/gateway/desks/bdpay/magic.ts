/** Merchants, payers and accounts that are there without being provisioned, as schemas/bdpay/magic.json lists them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../../contract/home.ts'
import type { Wish } from '../../desk.ts'
import type { PairOf } from '../../pairs.ts'
import type { Ledger, Merchant } from './ledger.ts'
import { accountFrom, merchantFrom, payerFrom } from './provision.ts'

/** A merchant of the table. */
export interface MagicAccount {
  code: string
  data?: string
  says: string
  wish: Wish
}

/** What payers or accounts that begin alike do; without a wish there is no such account. */
export interface MagicCode {
  prefix: string
  data: string
  says: string
  wish?: Wish
}

export interface Magic {
  accounts: MagicAccount[]
  codes: MagicCode[]
}

/** The table of a protocol. */
export function magicOf(protocol: string): Magic {
  return JSON.parse(readFileSync(join(home, 'schemas', protocol, 'magic.json'), 'utf8')) as Magic
}

/** A ledger that knows what the table has, besides what it was told. */
export function withMagic(ledger: Ledger, { accounts, codes }: Magic, pairOf: PairOf): Ledger {
  const wishFor = (code: string, key: string) =>
    codes.find(({ prefix, wish }) => wish && key in wish && code.startsWith(prefix))?.wish
  return {
    ...ledger,
    async merchant(code) {
      const row = accounts.find((one) => one.code === code)
      return (
        (await ledger.merchant(code)) ?? (row && kept(merchantFrom({ ...row.wish, code }, pairOf), ledger))
      )
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

/** Kept once it is made, so that what happens to its balance stays. */
async function kept(merchant: Merchant, ledger: Ledger): Promise<Merchant> {
  await ledger.keepMerchant(merchant)
  return merchant
}
