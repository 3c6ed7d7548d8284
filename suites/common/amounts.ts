/** Amounts that the party on trial writes. */
import { rule, type Case, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { fieldRule, type FieldCase } from './fields.ts'
import { answered, sayingOf } from './premises.ts'

const isAmount = ({ kind, value }: FieldCase) => kind === 'decimal' && value !== undefined

const big = 10_000_000

/** A large number in exponent notation: the fault that only large numbers show. */
const isExponential = (value: string | undefined) =>
  value !== undefined && /^\d(\.\d+)?[eE]\+?\d+$/.test(value) && Number(value) >= big

const format = fieldRule(
  'amounts.format',
  'Amounts are plain digits, without separator, sign, currency or exponent.',
  (subject) => isAmount(subject) && !isExponential(subject.value),
  ({ constraint }) => constraint === 'format',
)

/** For contracts without a clause of its own about large numbers: exponents are a matter of form like any other. */
export const plainAmounts: Rule[] = [
  fieldRule(
    'amounts.format',
    'Amounts are plain digits, without separator, sign, currency or exponent.',
    isAmount,
    ({ constraint }) => constraint === 'format',
  ),
]

const plain = fieldRule(
  'amounts.big',
  'Amounts of ten million and more keep their plain notation.',
  (subject) => isAmount(subject) && Number(subject.value) >= big,
  ({ constraint, received }) => constraint === 'format' && isExponential(received),
)

const number = (text: string) => (/^\d{1,12}(\.\d{1,2})?$/.test(text) ? Number(text) : undefined)

const order = rule<Case & { exchange: Exchange }>({
  id: 'amounts.order',
  says: 'The minimum that an inquiry offers is not above its amount.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const { minimum, amount } = evidence.contract.places
    return evidence.exchanges
      .filter(
        (exchange) =>
          sayingOf(evidence, exchange) === 'success' &&
          [minimum!, amount!].every((field) => number(answered(exchange, field)) !== undefined),
      )
      .map((exchange) => ({ exchange, exchanges: [exchange] }))
  },
  holds: ({ exchange }, { contract }) => {
    const [minimum, amount] = [
      answered(exchange, contract.places['minimum']!),
      answered(exchange, contract.places['amount']!),
    ]
    return number(minimum)! <= number(amount)!
      ? []
      : [{ expected: `at most Amount ${amount}`, received: `MinAmount ${minimum}` }]
  },
})

/** For contracts whose amounts have decimals: whatever breaks their form. */
export const nestedAmounts: Rule[] = [
  fieldRule(
    'amounts.format',
    'Every amount has the form of the contract.',
    (subject) => isAmount(subject) && subject.complaints.every(({ constraint }) => constraint !== 'type'),
    ({ constraint }) => constraint === 'format' || constraint === 'length',
  ),
]

export const amounts: Rule[] = [format, plain, order]
