/** Makes partners, merchants, customers and cards from wishes: those of the control API and those of the magic table. */
import { randomInt } from 'node:crypto'
import type { Json } from '../../../wire/reading.ts'
import { ControlError, type Wish } from '../../desk.ts'
import { randomToken } from '../../token.ts'
import { given, seconds, textOf, words } from '../../wish.ts'
import type { Card, Fate, Ledger, Merchant, Partner } from './ledger.ts'
import { amountOf, unitsOf } from './money.ts'
import { ownKeyIn } from '../../pairs.ts'
import { pairOf } from './pairs.ts'

/** What every wish may carry, whatever it is for; the second line is for whoever drives a client in a situation. */
const common = [
  'data',
  'code',
  'partner',
  'expires',
  'expiresIn',
  'reusable',
  'callbackUrl',
  'times',
  'parallel',
  'apart',
  'tokenSeconds',
  'merchant',
]
const keys = {
  partner: ['secret', 'publicKey', 'privateKey', 'notifyUrl', 'merchants'],
  merchant: ['state', 'balance'],
  customer: ['consent', 'authCode'],
  card: ['outcome', 'settlesIn', 'paysIn', 'refusesIn', 'balance', 'limit', 'otp', 'customer'],
}
type Kind = keyof typeof keys

const fates: readonly Fate[] = [
  'paid',
  'redirect',
  'refuses',
  'idle',
  'pending',
  'pendingfail',
  'timeout',
  'timeoutfail',
  'slow',
  'declined',
  'blocked',
  'expired',
  'poor',
  'limited',
  'fraud',
  'backend',
  'otp',
  'refundpending',
  'refundfail',
  'unknown',
]

/** Makes what was wished for and describes it; `owner` owns what names no partner. Throws ControlError. */
export async function provision(ledger: Ledger, whole: Wish, owner: string): Promise<Json> {
  const wish = given(whole)
  const kind = kindOf(wish)
  const known = [...common, ...keys[kind]]
  const strange = Object.keys(wish).find((key) => !known.includes(key))
  if (strange !== undefined)
    throw new ControlError(`There is no «${strange}» to wish for. Known: ${known.join(', ')}.`)
  await register(ledger, wish, owner)
  return makers[kind](ledger, wish, owner)
}

/** Keeps where the owner of test data listens, the first time that it is told. */
async function register(ledger: Ledger, wish: Wish, owner: string): Promise<void> {
  const [partner, callbackUrl] = [await ledger.partner(owner), textOf(wish, 'callbackUrl')]
  if (partner && callbackUrl !== undefined) partner.callbackUrl ??= callbackUrl
}

function kindOf(wish: Wish): Kind {
  if ('consent' in wish) return 'customer'
  if ('state' in wish) return 'merchant'
  const isPartner = 'secret' in wish || ('partner' in wish && !('outcome' in wish))
  return isPartner ? 'partner' : 'card'
}

const makers: { [kind in Kind]: (ledger: Ledger, wish: Wish, owner: string) => Promise<Json> } = {
  partner: provisionPartner,
  merchant: async (ledger, wish, owner) => {
    const code = textOf(wish, 'code') ?? `M${randomInt(10_000_000, 100_000_000)}`
    const merchant = merchantFrom({ ...wish, code }, textOf(wish, 'partner') ?? owner)
    await ledger.keepMerchant(merchant)
    const { id, partner, state, balance } = merchant
    return { code: id, partner, state, ...(balance !== undefined && { balance: amountOf(balance) }) }
  },
  customer: async (ledger, wish, owner) => {
    const id = textOf(wish, 'code') ?? `CUST${randomInt(10_000_000, 100_000_000)}`
    const authCode = textOf(wish, 'authCode') ?? randomToken()
    await ledger.keepCustomer({ id, partner: textOf(wish, 'partner') ?? owner, authCode })
    return { code: id, authCode }
  },
  card: async (ledger, wish) => {
    const card = cardFrom({ code: `CARD${randomInt(10_000_000, 100_000_000)}`, ...wish })
    await ledger.keepCard(card)
    const { token, fate, settlesIn, otp } = card
    return { code: token, outcome: fate, settlesIn, ...(otp !== undefined && { otp }) }
  },
}

/** A partner of its own with a merchant, and all that it signs with. */
async function provisionPartner(ledger: Ledger, wish: Wish): Promise<Json> {
  const code = textOf(wish, 'code') ?? `PARTNER${randomInt(10_000_000, 100_000_000)}`
  const partner = partnerFrom({ secret: randomToken(), ...wish, code })
  const merchant = `M${randomInt(10_000_000, 100_000_000)}`
  await ledger.keepPartner(partner)
  await ledger.keepMerchant({ id: merchant, partner: code, state: 'active' })
  const { secret } = partner
  const isOurs = ownKeyIn(wish) === undefined
  return { code, secret, merchant, ...(isOurs && { privateKey: pairOf(code).privateKey }) }
}

/** The partner of a wish; its keys are made unless it brings one. */
export function partnerFrom(wish: Wish): Partner {
  const id = textOf(wish, 'code') ?? ''
  const notifyUrl = textOf(wish, 'notifyUrl') ?? textOf(wish, 'callbackUrl')
  const own = ownKeyIn(wish)
  return {
    id,
    secret: textOf(wish, 'secret') ?? '',
    get publicKey() {
      return own ?? pairOf(id).publicKey
    },
    ...(notifyUrl !== undefined && { notifyUrl }),
    ...(wish['merchants'] === 'any' && { anyMerchant: true }),
  }
}

/** The merchant of a wish. */
export function merchantFrom(wish: Wish, partner: string): Merchant {
  const balance = money(wish, 'balance')
  return {
    id: textOf(wish, 'code') ?? '',
    partner,
    state: words(wish, 'state', ['active', 'blacklisted'] as const) ?? 'active',
    ...(balance !== undefined && { balance }),
  }
}

/** The card of a wish. */
export function cardFrom(wish: Wish): Card {
  const [balance, limit] = [money(wish, 'balance'), money(wish, 'limit')]
  const [otp, customer] = [textOf(wish, 'otp'), textOf(wish, 'customer')]
  return {
    token: textOf(wish, 'code') ?? '',
    fate: words(wish, 'outcome', fates) ?? 'paid',
    settlesIn: seconds(wish, 'settlesIn') ?? seconds(wish, 'paysIn') ?? seconds(wish, 'refusesIn') ?? 10,
    ...(balance !== undefined && { balance }),
    ...(limit !== undefined && { limit }),
    ...(otp !== undefined && { otp }),
    ...(customer !== undefined && { customer }),
  }
}

function money(wish: Wish, key: string): bigint | undefined {
  const value = textOf(wish, key)
  if (value === undefined) return undefined
  const units = unitsOf(value)
  if (units !== undefined) return units
  throw new ControlError(`\`${key}\` is an amount with two decimals, such as "10000.00".`)
}
