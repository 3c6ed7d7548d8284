/** Whose account it is: what an account check may answer. */
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import type { Item } from '../../src/judge/trace.ts'
import { wordIn } from '../../src/wire/reading.ts'
import { asked } from '../common/premises.ts'
import { caseOf, serverRule, unless, type CallCase } from './cases.ts'
import { calls, isAnswered, suppliedAs, told, type Call } from './seen.ts'

interface CheckCase extends CallCase {
  holder: string
  bank: string
}

const checks = (evidence: Evidence): Call[] =>
  calls(evidence).filter((call) => call.operation === 'bankAccountVerify' && call.orderly && isAnswered(call))

const known = ['account', 'failing', 'revoked', 'slow', 'undecided', 'undecidedfail', 'refusing']

/** Checks of accounts whose bank and holder test data tells. */
const checksOfKnown = (evidence: Evidence): CheckCase[] =>
  checks(evidence).flatMap((call) => {
    const item = suppliedAs(evidence, asked(call.exchange, 'accountNumber'), known, call.exchange.began)?.item
    const [holder, bank] = [textOf(item, 'name'), textOf(item, 'bankCode')]
    return holder !== '' && bank !== '' ? [{ ...caseOf(call), holder, bank }] : []
  })

const textOf = (item: Item | undefined, name: string): string => {
  const value = item?.[name]
  return typeof value === 'string' ? value.trim() : ''
}

const isAtItsBank = ({ call, bank }: CheckCase): boolean => asked(call.exchange, 'bankCode').trim() === bank
/** The name that a check tells; '' where that is no text, which is the business of others. */
const nameIn = ({ exchange }: Call): string => wordIn(exchange.response?.read, 'accountName')

const folded = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase()

/** Banks cut names off, and hide letters of them. */
function isNameOf(name: string, holder: string): boolean {
  const [told, whole] = [folded(name), folded(holder)]
  return /[*x.]{2,}/.test(told) || told.startsWith(whole) || whole.startsWith(told)
}

const unknown = serverRule<CallCase>(
  'accounts.unknown',
  'An account that nobody has is not verified.',
  (evidence) =>
    checks(evidence)
      .filter(({ exchange }) => suppliedAs(evidence, asked(exchange, 'accountNumber'), ['unknownaccount']))
      .map((call) => caseOf(call)),
  ({ call }) => unless(call.said !== 'success', 'a refusal', told(call)),
  { level: 'should' },
)

const atBank = serverRule<CheckCase>(
  'accounts.bank',
  'The number of an account is not verified as its holder’s at another bank.',
  (evidence) => checksOfKnown(evidence).filter((one) => !isAtItsBank(one)),
  ({ call, holder, bank }) =>
    unless(
      call.said !== 'success' || folded(nameIn(call)) !== folded(holder),
      `a refusal: the account is at ${bank}`,
      `${nameIn(call)} at ${asked(call.exchange, 'bankCode')}`,
    ),
  { level: 'should' },
)

const ofHolder = serverRule<CheckCase>(
  'accounts.holder',
  'A check names the holder of the account.',
  (evidence) =>
    checksOfKnown(evidence).filter(
      (one) => isAtItsBank(one) && one.call.said === 'success' && nameIn(one.call).trim() !== '',
    ),
  ({ call, holder }) => unless(isNameOf(nameIn(call), holder), holder, nameIn(call)),
  { level: 'should' },
)

export const accounts: Rule[] = [unknown, atBank, ofHolder]
