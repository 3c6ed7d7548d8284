/** Codes that stand for a bill without being provisioned, as schemas/indomaret/magic.json lists them. */
import { kept, rowFor, tablesOf } from '../../magic.ts'
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
export const magicOf = (protocol: string): Magic[] => tablesOf<{ codes: Magic[] }>(protocol).codes

/** A ledger that makes the bill of a magic code when the code is first looked for. */
export function withMagic(ledger: Ledger, table: Magic[], where: () => Circumstances): Ledger {
  return {
    ...ledger,
    async bill(code) {
      return (await ledger.bill(code)) ?? kept(magicBill(code, table, where), ledger.keepBill)
    },
  }
}

function magicBill(code: string, table: Magic[], where: () => Circumstances): Bill | undefined {
  const row = rowFor(code, table)
  return row?.bill && billFrom({ ...row.bill, code }, where())
}
