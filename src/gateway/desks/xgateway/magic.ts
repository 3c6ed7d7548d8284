/** Accounts, products and numbers that are there without being provisioned, as schemas/xgateway/magic.json lists them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../../contract/home.ts'
import type { Wish } from '../../desk.ts'
import type { Account, Customer, Ledger, Product } from './ledger.ts'
import { accountFrom, customerFrom, productFrom } from './provision.ts'

/** An account or a product of the table. */
export interface MagicItem {
  code: string
  data?: string
  says: string
  wish: Wish
}

/** What numbers that begin alike are; without a wish they never exist. */
export interface MagicNumber {
  prefix: string
  data: string
  says: string
  wish?: Wish
}

export interface Magic {
  accounts: MagicItem[]
  products: MagicItem[]
  codes: MagicNumber[]
}

/** The table of a protocol. */
export function magicOf(protocol: string): Magic {
  return JSON.parse(readFileSync(join(home, 'schemas', protocol, 'magic.json'), 'utf8')) as Magic
}

/** A ledger that makes what the table has when it is first looked for. */
export function withMagic(ledger: Ledger, magic: Magic): Ledger {
  return {
    ...ledger,
    account: async (user) =>
      (await ledger.account(user)) ?? kept(magicAccount(user, magic), ledger.keepAccount),
    product: async (code) =>
      (await ledger.product(code)) ?? kept(magicProduct(code, magic), ledger.keepProduct),
    customer: async (number) =>
      (await ledger.customer(number)) ?? kept(magicCustomer(number, magic), ledger.keepCustomer),
  }
}

/** Kept once it is made, so that what happens to it stays. */
async function kept<T>(made: T | undefined, keep: (made: T) => Promise<void>): Promise<T | undefined> {
  if (made !== undefined) await keep(made)
  return made
}

function magicAccount(user: string, { accounts }: Magic): Account | undefined {
  const row = accounts.find(({ code }) => code === user)
  return row && accountFrom({ ...row.wish, code: user })
}

function magicProduct(wanted: string, { products }: Magic): Product | undefined {
  const row = products.find(({ code }) => code === wanted)
  return row && productFrom({ ...row.wish, code: wanted })
}

function magicCustomer(number: string, { codes }: Magic): Customer | undefined {
  const rows = codes.filter(({ prefix }) => number.startsWith(prefix))
  const wish = rows.sort((a, b) => b.prefix.length - a.prefix.length)[0]?.wish
  return wish && customerFrom({ ...wish, code: number }, 'customer' in wish)
}
