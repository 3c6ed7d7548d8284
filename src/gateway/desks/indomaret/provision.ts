/** Makes bills from wishes: those of the control API and those of the magic codes. */
import { randomInt } from 'node:crypto'
import { type Contract, messageOf, type Profile } from '../../../contract/contract.ts'
import { instantOf } from '../../../contract/datetime.ts'
import { shapeOf } from '../../../contract/shape.ts'
import { ControlError, type Wish } from '../../desk.ts'
import type { Bill, Biller } from './ledger.ts'

/** Where and when a wish is granted. */
export interface Circumstances {
  contract: Contract
  profile: Profile
  now: number
}

/** What a wish may say; `data` names the kind that is asked for, and every kind is a bill. */
const keys = [
  'data',
  'code',
  'amount',
  'minAmount',
  'fee',
  'customer',
  'desc',
  'productCode',
  'expires',
  'expiresIn',
  'reusable',
  'biller',
]

/** The bill that was wished for. Throws ControlError, with a sentence, for a wish that cannot be granted. */
export function billFrom(wish: Wish, where: Circumstances): Bill {
  const strange = Object.keys(wish).find((key) => !keys.includes(key))
  if (strange !== undefined) throw new ControlError(`A bill has no «${strange}». Known: ${keys.join(', ')}.`)
  const amount = rupiah(wish, 'amount')
  const minAmount = wish['minAmount'] === undefined ? amount : rupiah(wish, 'minAmount')
  if (minAmount > amount) throw new ControlError('`minAmount` is above `amount`.')
  const bill: Bill = {
    code: textOf(wish, 'code') ?? freshCode(),
    amount,
    minAmount,
    fee: wish['fee'] === undefined ? 0 : rupiah(wish, 'fee'),
    desc: textOf(wish, 'desc') ?? 'Tagihan',
    customer: textOf(wish, 'customer'),
    productCode: textOf(wish, 'productCode'),
    expires: expiryOf(wish, where),
    reusable: truth(wish, 'reusable'),
    biller: billerOf(wish),
  }
  return fitting(bill, where)
}

function rupiah(wish: Wish, key: string): number {
  const value = wish[key]
  if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 999_999_999_999)
    return value as number
  throw new ControlError(`\`${key}\` is a whole number of rupiah from 0 to 999999999999.`)
}

function textOf(wish: Wish, key: string): string | undefined {
  const value = wish[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new ControlError(`\`${key}\` is a text that is not blank.`)
}

function truth(wish: Wish, key: string): boolean {
  const value = wish[key] ?? false
  if (typeof value === 'boolean') return value
  throw new ControlError(`\`${key}\` is true or false.`)
}

function billerOf({ biller }: Wish): Biller | undefined {
  if (biller === undefined || biller === null) return undefined
  if (biller === 'slow' || biller === 'timeout') return biller
  throw new ControlError('`biller` is "slow" or "timeout".')
}

function expiryOf({ expires, expiresIn }: Wish, { profile, now }: Circumstances): number | undefined {
  if (expiresIn !== undefined && expiresIn !== null) {
    if (Number.isFinite(expiresIn)) return Math.floor(now / 1000 + (expiresIn as number)) * 1000
    throw new ControlError('`expiresIn` is a number of seconds.')
  }
  if (expires === undefined || expires === null) return undefined
  const zone = String(profile['timezone'])
  const instant =
    typeof expires === 'string' ? (instantOf(expires, zone) ?? Date.parse(isoOnly(expires))) : NaN
  if (!Number.isNaN(instant)) return instant
  throw new ControlError(`\`expires\` is written yyyy-MM-dd HH:mm:ss in ${zone}, or as an ISO 8601 instant.`)
}

const isoOnly = (text: string): string => (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : '')

/** A bill whose texts fit the fields that will carry them; the gateway itself never breaks its contract. */
function fitting(bill: Bill, { contract, profile }: Circumstances): Bill {
  const request = shapeOf(contract, messageOf(contract, 'inquiry', 'request'), profile).check({
    PaymentCode: bill.code,
  })
  const wrong = request.find(({ field }) => field.name === 'PaymentCode')
  if (wrong) throw new ControlError(`\`code\` is wrong: expected ${wrong.expected}.`)
  const { desc: Desc, customer: Customer = 'Andi', productCode: ProductCode = '1' } = bill
  const response = shapeOf(contract, messageOf(contract, 'inquiry', 'response'), profile).check({
    Desc,
    Customer,
    ProductCode,
  })
  const unfit = response.find(
    ({ field, level }) => level === 'must' && ['Desc', 'Customer', 'ProductCode'].includes(field.name),
  )
  if (unfit) throw new ControlError(`${unfit.field.name} does not fit: expected ${unfit.expected}.`)
  return bill
}

let issued = 0

/** A code that no magic prefix claims and no earlier bill of this process has. */
const freshCode = (): string =>
  `P${String(++issued).padStart(6, '0')}${String(randomInt(1_000_000)).padStart(6, '0')}`
