/** Money: what is charged, what is not, and what is given back. */
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { fallBetween } from '../common/rupiah.ts'
import type { Heard } from './heard.ts'
import { pursesOf, type Charge, type Purse, type Reading } from './money.ts'

type Stake = 'balance.charge' | 'balance.no-charge' | 'balance.refund'

interface Span extends Case {
  stakes: Stake[]
  from: Reading
  to: Reading
  /** Amounts by which the balance may have gone down. */
  lawful: number[]
}

type Share = 'charged' | 'free' | 'maybe'

/** What a purchase takes from a reading; `maybe` where that cannot be told. */
function shareOf(charge: Charge, { began, ended, by }: Reading): Share {
  if (by?.reference === charge.reference && by === charge.first) {
    if (by.said === 'success') return 'charged'
    if (by.said === 'refusal' && by.code !== '04') return 'free'
  }
  if (ended <= charge.began) return 'free'
  if (charge.freed <= began) return 'free'
  return charge.charged <= began && charge.freed === Infinity ? 'charged' : 'maybe'
}

const amounts = (share: Share, price: number): number[] =>
  share === 'maybe' ? [0, price] : [share === 'charged' ? price : 0]

/** By how much the balance may have gone down between two readings. */
function lawfulBetween(charges: Charge[], from: Reading, to: Reading): number[] {
  let sums = new Set([0])
  for (const charge of charges) {
    const steps = amounts(shareOf(charge, to), charge.price).flatMap((after) =>
      amounts(shareOf(charge, from), charge.price).map((before) => after - before),
    )
    sums = new Set([...sums].flatMap((sum) => steps.map((step) => sum + step)))
  }
  return [...sums]
}

/** The requests that were made between two readings, the one that gave the second included. */
function callsBetween({ calls }: Purse, from: Reading, to: Reading): Heard[] {
  return calls.filter(
    (one) =>
      one !== from.by &&
      (one.exchange.ended ?? Infinity) > from.began &&
      (one === to.by || one.exchange.began < to.began),
  )
}

function spanOf(purse: Purse, from: Reading, to: Reading): Span[] {
  const { charges, readings } = purse
  const between = callsBetween(purse, from, to)
  const charging = charges.filter(
    (charge) => shareOf(charge, from) !== 'charged' && shareOf(charge, to) === 'charged',
  )
  const freed = charges.filter(
    (charge) => charge.refunded && charge.freed > from.began && charge.freed <= to.ended,
  )
  const idle = between.filter((one) => isIdle(one, charges, charging))
  const stakes: Stake[] = [
    ...(freed.length > 0 ? ['balance.refund' as const] : []),
    ...(idle.length > 0 ? ['balance.no-charge' as const] : []),
    ...(charging.length > 0 ? ['balance.charge' as const] : []),
  ]
  // With a hook there is a reading after each deed, and no need to guess which of several took too much.
  if (stakes.length === 0 || (stakes.length > 1 && readings.some(({ isRead }) => isRead))) return []
  const exchanges = [from.exchange, ...between.map(({ exchange }) => exchange)]
    .filter((one) => one !== undefined)
    .slice(-8)
  return [{ stakes, from, to, lawful: lawfulBetween(charges, from, to), exchanges }]
}

/** A query, a failure or a repetition, done when the purchase that is charged between the readings was not under way. */
function isIdle(one: Heard, charges: Charge[], charging: Charge[]): boolean {
  if (one.isQuery) return true
  const own = charges.find(({ reference }) => reference === one.reference)
  if (one.said === 'unclear' || (one.said === 'pending' && own?.first === one)) return false
  if (charging.some(({ first, charged }) => first === one || one.exchange.began < charged)) return false
  return own === undefined || own.first !== one || (one.said === 'refusal' && !own.refunded)
}

/** Each two readings that follow one another: of the hook alone, and with what SAL says between them. */
const spans = premise((evidence: Evidence): (Span & { isRead: boolean })[] =>
  pursesOf(evidence).flatMap((purse) => {
    // What is open at a reading may be in it or not, so such a reading proves little; the next one proves all.
    const readings = purse.readings.filter((reading) =>
      purse.charges.every((charge) => shareOf(charge, reading) !== 'maybe'),
    )
    const read = readings.filter(({ isRead }) => isRead)
    return [
      ...pairs(read).flatMap(([from, to]) =>
        spanOf(purse, from, to).map((span) => ({ ...span, isRead: true })),
      ),
      ...pairs(readings)
        .filter(([from, to]) => !(from.isRead && to.isRead))
        .flatMap(([from, to]) => spanOf(purse, from, to).map((span) => ({ ...span, isRead: false }))),
    ]
  }),
)

const pairs = (all: Reading[]): [Reading, Reading][] => all.slice(1).map((to, index) => [all[index]!, to])

function stake(id: Stake, says: string): Rule {
  return rule<Span & { isRead: boolean }>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) => spans(evidence).filter(({ stakes }) => stakes.includes(id)),
    holds: ({ stakes, from, to, lawful, isRead }) => {
      // Of several promises that a wrong sum can break, the first is to blame.
      if (stakes[0] !== id || lawful.includes(fallBetween(from.balance, to.balance))) return []
      return [
        {
          expected: `a balance of ${lawful.map((amount) => from.balance - amount).join(' or ')}`,
          received: String(to.balance),
          ...(isRead ? {} : { level: 'should' as const }),
        },
      ]
    },
  })
}

export const balance: Rule[] = [
  stake('balance.charge', 'A success lowers the balance by its price, once.'),
  stake('balance.no-charge', 'Failures, queries and repetitions leave the balance as it was.'),
  stake('balance.refund', 'A refund gives the price back.'),
]
