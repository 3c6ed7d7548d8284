/** Codes that stand for a bill without being provisioned, as schemas/indomaret/magic.json lists them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../../contract/home.ts'
import type { Wish } from '../../desk.ts'
import type { Bill, Ledger } from './ledger.ts'
import { billFrom, type Circumstances } from './provision.ts'

/** One row of the table of magic codes. */
export interface Magic {
  prefix: string
  /** Kind of test data in the words of the contract. */
  data: string
  says: string
  bill?: Wish
}

/** The table of a protocol. */
export function magicOf(protocol: string): Magic[] {
  const text = readFileSync(join(home, 'schemas', protocol, 'magic.json'), 'utf8')
  return (JSON.parse(text) as { codes: Magic[] }).codes
}

/** A ledger that makes the bill of a magic code when the code is first looked for. */
export function withMagic(ledger: Ledger, table: Magic[], where: () => Circumstances): Ledger {
  return {
    ...ledger,
    async bill(code) {
      const known = await ledger.bill(code)
      if (known) return known
      const bill = magicBill(code, table, where)
      if (bill) await ledger.keepBill(bill)
      return bill
    },
  }
}

function magicBill(code: string, table: Magic[], where: () => Circumstances): Bill | undefined {
  const rows = table.filter(({ prefix }) => code.startsWith(prefix))
  const row = rows.sort((a, b) => b.prefix.length - a.prefix.length)[0]
  return row?.bill && billFrom({ ...row.bill, code }, where())
}
