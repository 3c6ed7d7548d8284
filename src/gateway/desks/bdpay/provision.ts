/** Makes merchants, payers and accounts from wishes: those of the control API and those of the magic table. */
import { randomInt } from 'node:crypto'
import type { Json } from '../../../wire/reading.ts'
import { ControlError, type Wish } from '../../desk.ts'
import { ownKeyIn, type PairOf } from '../../pairs.ts'
import { given, rupiah, seconds, textOf, truth, words } from '../../wish.ts'
import { houseName } from './intake.ts'
import type { Account, Ledger, Merchant, Outcome, Payer } from './ledger.ts'

const common = ['data', 'code', 'expires', 'expiresIn', 'reusable', 'callbackUrl', 'amount']
const keys = {
  merchant: ['merchant', 'balance', 'publicKey', 'privateKey'],
  payer: ['pays', 'paysIn', 'cancelsIn', 'errsIn', 'times', 'refundsIn'],
  account: ['outcome', 'settlesIn', 'name', 'bankCode'],
  method: ['open'],
}
type Kind = keyof typeof keys

const outcomes: readonly Outcome[] = [
  'paid',
  'fails',
  'revoked',
  'slow',
  'undecided',
  'undecidedfail',
  'refused',
]

/** Makes what was wished for and describes it. Throws ControlError. */
export async function provision(ledger: Ledger, pairOf: PairOf, whole: Wish): Promise<Json> {
  const wish = given(whole)
  const kind = (Object.keys(keys) as Kind[]).find((one) => keys[one].some((key) => key in wish))
  if (!kind)
    throw new ControlError(
      `Wish for one of: ${Object.values(keys).flat().join(', ')}. Nothing of these is there.`,
    )
  const known = [...common, ...keys[kind]]
  const strange = Object.keys(wish).find((key) => !known.includes(key))
  if (strange !== undefined)
    throw new ControlError(`There is no «${strange}» to wish for. Known: ${known.join(', ')}.`)
  return makers[kind](ledger, wish, pairOf)
}

const makers: { [kind in Kind]: (ledger: Ledger, wish: Wish, pairOf: PairOf) => Promise<Json> } = {
  async merchant(ledger, wish, pairOf) {
    const code = textOf(wish, 'code') ?? `M${randomInt(10_000_000, 100_000_000)}`
    const isOurs = ownKeyIn(wish) === undefined
    if (isOurs) await pairOf.ready(code)
    const merchant = merchantFrom({ ...wish, code }, pairOf)
    await ledger.keepMerchant(merchant)
    return {
      code,
      balance: merchant.balance,
      publicKey: pairOf(houseName).publicKey,
      ...(isOurs && { privateKey: pairOf(code).privateKey }),
    }
  },
  async payer(ledger, wish) {
    const code = textOf(wish, 'code') ?? `0819${randomInt(10_000_000, 100_000_000)}`
    const payer = payerFrom(wish)
    await ledger.keepPayer(code, payer)
    return { code, pays: payer.pays, paysIn: payer.paysIn }
  },
  async account(ledger, wish) {
    const code = textOf(wish, 'code') ?? `0110${randomInt(10_000_000, 100_000_000)}`
    const account = accountFrom({ ...wish, code })
    await ledger.keepAccount(account)
    const { name, bankCode, outcome } = account
    return { code, name, bankCode, outcome }
  },
  async method(ledger, wish) {
    const code = textOf(wish, 'code') ?? 'VA_SAMPOERNA'
    await ledger.close(code)
    return { code, open: false }
  },
}

/** The merchant of a wish; its keys are made unless it brings one. */
export function merchantFrom(wish: Wish, pairOf: PairOf): Merchant {
  const code = textOf(wish, 'code') ?? ''
  const own = ownKeyIn(wish)
  return {
    code,
    get publicKey() {
      return own ?? pairOf(code).publicKey
    },
    balance: rupiah(wish, 'balance') ?? 0,
  }
}

/** What a payer does. */
export function payerFrom(wish: Wish): Payer {
  const [cancelsIn, errsIn, refundsIn] = ['cancelsIn', 'errsIn', 'refundsIn'].map((key) => seconds(wish, key))
  return {
    pays: truth(wish, 'pays'),
    paysIn: seconds(wish, 'paysIn') ?? 1,
    times: Math.min(seconds(wish, 'times') ?? 1, 100),
    ...(cancelsIn !== undefined && { cancelsIn }),
    ...(errsIn !== undefined && { errsIn }),
    ...(refundsIn !== undefined && { refundsIn }),
  }
}

/** The account of a wish. */
export function accountFrom(wish: Wish): Account {
  return {
    number: textOf(wish, 'code') ?? '',
    bankCode: textOf(wish, 'bankCode') ?? '014',
    name: textOf(wish, 'name') ?? 'Budi Santoso',
    outcome: words(wish, 'outcome', outcomes) ?? 'paid',
    settlesIn: seconds(wish, 'settlesIn') ?? 1,
  }
}
