/** The partner's desk of Indomaret Payment Point: inquiry, payment and reversal over SOAP. */
import { dialect, signer } from '../../../dialects/indomaret.ts'
import { type Desk, type DeskOptions, type Wish } from '../../desk.ts'
import { createLocks } from '../../locks.ts'
import { cardOf } from './card.ts'
import { createCast } from './casting.ts'
import { createPlay } from '../../defect.ts'
import { defects } from './defects/index.ts'
import { freedoms } from './freedoms/index.ts'
import { honest } from './honest.ts'
import { type Bill, createMemoryLedger, type Ledger } from './ledger.ts'
import { magicOf, withMagic } from './magic.ts'
import { serve } from './pipeline.ts'
import { billFrom, type Circumstances } from './provision.ts'
import type { Till } from './steps.ts'

export { defects, freedoms }

/** Opens the desk. */
export function createDesk(options: DeskOptions): Desk {
  const till = tillOf(options)
  const cast = createCast(till)
  const play = createPlay(honest, { defects, freedoms }, options)
  return {
    protocol: options.contract.id,
    defects,
    freedoms,
    serve: (raw, line) => serve(cast.steps(raw, play.steps()), raw, line, till),
    page: (query, address) => (/^wsdl$/i.test(query) ? play.steps().describe(address, till) : undefined),
    provision: (wish) => provision(till, wish),
    ledger: (code) => statement(till.ledger, code),
    switchDefect: play.switchDefect,
    cast: (casting) => cast.by(casting),
    card: () => cardOf(options),
    async reset() {
      cast.clear()
      till.inquired.clear()
      await till.ledger.clear()
      play.restart()
    },
  }
}

function tillOf({ contract, profile, clock, key }: DeskOptions): Till {
  const where = (): Circumstances => ({ contract, profile, now: clock.now() })
  return {
    contract,
    profile,
    dialect: dialect(contract),
    keys: key === null ? {} : { sign: signer(contract, key) },
    clock,
    ledger: withMagic(createMemoryLedger(), magicOf(contract.id), where),
    locks: createLocks(),
    inquired: new Set(),
  }
}

async function provision(till: Till, wish: Wish) {
  const { contract, profile, clock, ledger } = till
  const bill = billFrom(wish, { contract, profile, now: clock.now() })
  await ledger.keepBill(bill)
  return described(bill)
}

/** A bill as the control API tells it: only what was said of it, the expiry as an instant in ISO 8601. */
function described({ expires, ...bill }: Bill) {
  const said = Object.entries(bill).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  )
  return {
    ...Object.fromEntries(said),
    ...(expires === undefined ? {} : { expires: new Date(expires).toISOString() }),
  }
}

async function statement(ledger: Ledger, code: string) {
  const transactions = (await ledger.transactions(code)).filter(({ receipt }) => receipt !== undefined)
  const payments = transactions.map(({ reference, store, amount, receipt, state }) => ({
    reference,
    store,
    amount,
    receipt: receipt!,
    state,
  }))
  const paid = payments.filter(({ state }) => state === 'paid').reduce((sum, { amount }) => sum + amount, 0)
  return { code, payments, paid }
}
