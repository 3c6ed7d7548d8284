/** What a deposit suffices for. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { grouped } from '../common/grouped.ts'
import { provided } from '../common/premises.ts'
import { calls, intruderOf, isFirst, isServed, isVouched, isWaiting, told, type Heard } from './heard.ts'
import { isNamed } from './purchases.ts'

interface DepositCase extends Case {
  one: Heard
  price?: number
  /** What was left of the deposit, where it suffices for something. */
  rest?: number
  /** Nobody knows of some purchase whether it was paid. */
  isUnsure?: boolean
}

/** First purchases that were answered, about test data that vouches for them. */
const firsts = (evidence: Evidence): Heard[] =>
  calls(evidence).filter(
    (one) =>
      one.said !== 'unclear' &&
      !one.mixedUp &&
      !one.isQuery &&
      isFirst(evidence, one) &&
      (isVouched(evidence, one) || isWaiting(evidence, one)) &&
      intruderOf(evidence, one) === undefined,
  )

const isOfPoor = (evidence: Evidence, { account }: Heard): boolean =>
  provided(evidence).get(account)?.data === 'poor'

/** Deposits without credit that were made for this trace, and end where the purchases do. */
function depositOf(evidence: Evidence, account: string): number | undefined {
  const known = provided(evidence).get(account)
  if (known?.origin !== 'hook' || known.data !== 'account' || known.item['credit'] !== 0) return undefined
  const balance = known.item['balance']
  return typeof balance === 'number' ? balance : undefined
}

/** What a product costs, by the words of any answer. */
function priceOf(evidence: Evidence, { product }: Heard): number | undefined {
  const said = calls(evidence)
    .filter((one) => one.product === product)
    .map(({ phrase }) => (phrase?.ok ? phrase.pairs['HRG'] : undefined))
    .find((price) => price !== undefined && /^\d+$/.test(price))
  return said === undefined ? undefined : Number(said)
}

/** What an account has may not suffice for all that was bought by it. */
export function mayRunOut(evidence: Evidence, { account }: Heard): boolean {
  const deposit = depositOf(evidence, account)
  if (deposit === undefined) return false
  const prices = calls(evidence)
    .filter((one) => one.account === account && !one.isQuery)
    .map((one) => priceOf(evidence, one) ?? 0)
  return prices.reduce((sum, price) => sum + price, 0) > deposit
}

/** Each purchase for a deposit that ends, with what is left of it. */
function fromDeposits(evidence: Evidence): DepositCase[] {
  return [...grouped(firsts(evidence), ({ account }) => account)].flatMap(([account, own]) => {
    const deposit = depositOf(evidence, account)
    if (deposit === undefined) return []
    const isUnsure = calls(evidence).some((one) => one.account === account && one.said === 'unclear')
    return own.flatMap((one, index): DepositCase[] => {
      const price = priceOf(evidence, one)
      if (price === undefined) return []
      // What was in flight together may have come first.
      const before = one.said === 'success' ? own.slice(0, index) : own.filter((other) => other !== one)
      const bought = before.filter(({ said }) => said === 'success').length
      return [{ one, price, rest: deposit - bought * price, isUnsure, exchanges: [one.exchange] }]
    })
  })
}

/** What a deposit suffices for may be refused for another reason; and something of it may have to stay. */
function ofDeposit({ one, isUnsure }: DepositCase, price: number, rest: number): Problem[] {
  if (one.said === 'success' && rest < price)
    return [{ expected: `a refusal with 18: ${rest} is left for ${price}`, received: told(one) }]
  return one.code === '18' && rest >= price && !isUnsure
    ? [{ expected: `a purchase: ${rest} is left for ${price}`, received: told(one), level: 'should' }]
    : []
}

export const deposits: Rule[] = [
  rule<DepositCase>({
    id: 'balance.insufficient',
    says: 'A price above deposit and credit is refused.',
    level: 'must',
    about: ['server'],
    over: (evidence) => [
      ...firsts(evidence)
        .filter((one) => isOfPoor(evidence, one))
        .map((one) => ({ one, exchanges: [one.exchange] })),
      ...fromDeposits(evidence),
    ],
    holds(subject) {
      const { one, price, rest } = subject
      if (price !== undefined && rest !== undefined) return ofDeposit(subject, price, rest)
      if (isServed(one)) return [{ expected: 'a refusal with 18', received: told(one) }]
      return one.code === '18' || !isNamed(one)
        ? []
        : [{ expected: 'a refusal with 18', received: told(one), level: 'should' }]
    },
  }),
]
