/** Accounts, products and numbers that are there without being provisioned, as schemas/xgateway/magic.json lists them. */
import { kept, type MagicCode, type MagicItem, rowFor, tablesOf } from '../../magic.ts'
import type { Account, Customer, Ledger, Product } from './ledger.ts'
import { accountFrom, customerFrom, productFrom } from './provision.ts'

export interface Magic {
  accounts: MagicItem[]
  products: MagicItem[]
  codes: MagicCode[]
}

/** The table of a protocol. */
export const magicOf = (protocol: string): Magic => tablesOf(protocol)

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

function magicAccount(user: string, { accounts }: Magic): Account | undefined {
  const row = accounts.find(({ code }) => code === user)
  return row && accountFrom({ ...row.wish, code: user })
}

function magicProduct(wanted: string, { products }: Magic): Product | undefined {
  const row = products.find(({ code }) => code === wanted)
  return row && productFrom({ ...row.wish, code: wanted })
}

function magicCustomer(number: string, { codes }: Magic): Customer | undefined {
  const wish = rowFor(number, codes)?.wish
  return wish && customerFrom({ ...wish, code: number }, 'customer' in wish)
}
