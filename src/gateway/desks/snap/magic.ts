/** Partners, merchants and cards that are there without being provisioned, as schemas/snap/magic.json lists them. */
import { kept, type MagicCode, type MagicItem, rowFor, tablesOf } from '../../magic.ts'
import type { Card, Customer, Ledger, Merchant, Partner } from './ledger.ts'
import { cardFrom, merchantFrom, partnerFrom } from './provision.ts'

export interface Magic {
  accounts: MagicItem[]
  merchants: MagicItem[]
  codes: MagicCode[]
}

/** The table of a protocol. */
export const magicOf = (protocol: string): Magic => tablesOf(protocol)

/** A ledger that makes what the table has when it is first looked for. */
export function withMagic(ledger: Ledger, magic: Magic): Ledger {
  const spent = new Set<string>()
  return {
    ...ledger,
    partner: async (id) => (await ledger.partner(id)) ?? kept(magicPartner(id, magic), ledger.keepPartner),
    merchant: async (id) =>
      (await ledger.merchant(id)) ?? kept(magicMerchant(id, magic), ledger.keepMerchant),
    card: async (token) => (await ledger.card(token)) ?? kept(magicCard(token, magic), ledger.keepCard),
    async consent(authCode) {
      const known = await ledger.consent(authCode)
      if (known || spent.has(authCode)) return known
      spent.add(authCode)
      return magicCustomer(authCode, magic)
    },
  }
}

function magicPartner(id: string, { accounts }: Magic): Partner | undefined {
  const row = accounts.find(({ code }) => code === id)
  return row && partnerFrom({ ...row.wish, code: id })
}

function magicMerchant(id: string, { merchants, accounts }: Magic): Merchant | undefined {
  const row = merchants.find(({ code }) => code === id)
  const owner = accounts.find(
    ({ wish }) => Array.isArray(wish['merchants']) && wish['merchants'].includes(id),
  )
  return row && merchantFrom({ ...row.wish, code: id }, owner?.code ?? '')
}

function magicCard(token: string, { codes }: Magic): Card | undefined {
  const wish = rowFor(token, codes)?.wish
  return wish && !('consent' in wish) ? cardFrom({ ...wish, code: token }) : undefined
}

/** A customer of the first partner, whoever the code says that he is. */
function magicCustomer(authCode: string, { codes, accounts }: Magic): Customer | undefined {
  const wish = rowFor(authCode, codes)?.wish
  return wish && 'consent' in wish ? { id: authCode, partner: accounts[0]?.code ?? '', authCode } : undefined
}
