/** Partners, merchants and cards that are there without being provisioned, as schemas/snap/magic.json lists them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../../contract/home.ts'
import type { Wish } from '../../desk.ts'
import type { Card, Ledger, Merchant, Partner } from './ledger.ts'
import { cardFrom, merchantFrom, partnerFrom } from './provision.ts'

/** A partner or a merchant of the table. */
export interface MagicItem {
  code: string
  data?: string
  says: string
  wish: Wish
}

/** What cards that begin alike are; without a wish nobody issued them. */
export interface MagicCard {
  prefix: string
  data: string
  says: string
  wish?: Wish
}

export interface Magic {
  accounts: MagicItem[]
  merchants: MagicItem[]
  codes: MagicCard[]
}

/** The table of a protocol. */
export function magicOf(protocol: string): Magic {
  return JSON.parse(readFileSync(join(home, 'schemas', protocol, 'magic.json'), 'utf8')) as Magic
}

/** A ledger that makes what the table has when it is first looked for. */
export function withMagic(ledger: Ledger, magic: Magic): Ledger {
  return {
    ...ledger,
    partner: async (id) => (await ledger.partner(id)) ?? kept(magicPartner(id, magic), ledger.keepPartner),
    merchant: async (id) =>
      (await ledger.merchant(id)) ?? kept(magicMerchant(id, magic), ledger.keepMerchant),
    card: async (token) => (await ledger.card(token)) ?? kept(magicCard(token, magic), ledger.keepCard),
  }
}

/** Kept once it is made, so that what happens to it stays. */
async function kept<T>(made: T | undefined, keep: (made: T) => Promise<void>): Promise<T | undefined> {
  if (made !== undefined) await keep(made)
  return made
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
  const rows = codes.filter(({ prefix }) => token.startsWith(prefix))
  const wish = rows.sort((a, b) => b.prefix.length - a.prefix.length)[0]?.wish
  return wish && cardFrom({ ...wish, code: token })
}
