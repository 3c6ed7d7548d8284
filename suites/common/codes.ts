/** Response codes and their descriptions. */
import { rule, type Case, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { fieldRule, misspelt } from './fields.ts'
import { answered } from './premises.ts'

const format = fieldRule(
  'codes.format',
  'A response code has the form of the contract.',
  (subject, { contract }) => subject.field.name === contract.outcome.at && subject.value !== undefined,
  ({ constraint }) => constraint === 'format',
)

const described = fieldRule(
  'codes.described',
  'Every answer describes its response code in words.',
  (subject, { contract }) =>
    subject.field.name === contract.outcome.text &&
    misspelt(subject.message, subject.field.name) === undefined,
  () => true,
)

const reserved = rule<Case & { exchange: Exchange; place: string }>({
  id: 'codes.reserved',
  says: 'A reserved code is never returned.',
  level: 'must',
  about: ['server'],
  over: ({ contract, exchanges }) =>
    exchanges
      .filter((exchange) => answered(exchange, contract.outcome.at) !== '')
      .flatMap((exchange) =>
        contract.outcome.reserved.map((place) => ({ exchange, place, exchanges: [exchange] })),
      ),
  holds: ({ exchange, place }, { contract }) =>
    answered(exchange, contract.outcome.at).trim() === place
      ? [
          {
            expected: `any code but ${place} (${contract.codes.find(({ code }) => code === place)?.says ?? 'reserved'})`,
            received: place,
          },
        ]
      : [],
})

export const codes: Rule[] = [format, described, reserved]
