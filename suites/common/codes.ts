/** Response codes and their descriptions. */
import { codeNamed } from '../../src/contract/codes.ts'
import { rule, type Case, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { fieldRule, misspelt, type FieldCase } from './fields.ts'
import { answered, outcomeIn, written } from './premises.ts'

const format = fieldRule(
  'codes.format',
  'A response code has the form of the contract.',
  (subject, { contract }) =>
    subject.field.name === contract.outcome.at && subject.value !== undefined && isText(subject),
  ({ constraint }) => constraint === 'format',
  { about: ['server'] },
)

/** What is written as a number has lost its form by that: another rule's business. */
function isText({ message: { read }, field }: FieldCase): boolean {
  return read.rpc === undefined || ['string', 'untyped'].includes(read.rpc.types[field.name] ?? 'string')
}

const described = fieldRule(
  'codes.described',
  'Every answer describes its response code in words.',
  (subject, { contract }) =>
    subject.field.name === contract.outcome.text &&
    misspelt(subject.message, subject.field.name) === undefined,
  () => true,
  { about: ['server'] },
)

/** Only whether there are words: how many there may be, a rule about lengths says. */
const worded = fieldRule(
  'codes.described',
  'Every answer describes its response code in words.',
  ({ field, message }, { contract }) =>
    field.name === contract.outcome.text && misspelt(message, field.name) === undefined,
  ({ constraint }) => constraint === 'required',
  { about: ['server'] },
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

const listed = rule<Case & { code: string; exchange: Exchange }>({
  id: 'codes.listed',
  says: 'Every response code is one of the table.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const { at, format: name } = evidence.contract.outcome
    const form = new RegExp(evidence.contract.formats[name]!.pattern, 'u')
    return written(evidence).flatMap(({ exchange }) => {
      const code = text(outcomeIn(evidence.contract, exchange), at)
      return code !== undefined && form.test(code) ? [{ exchange, code, exchanges: [exchange] }] : []
    })
  },
  holds: ({ code }, { contract }) =>
    codeNamed(contract, code) ? [] : [{ expected: 'a code of the table', received: code }],
})

export const codes: Rule[] = [format, described, reserved]

/** For contracts whose table of codes is closed. */
export const listedCodes: Rule[] = [format, described, listed]

/** For contracts whose table of codes is closed, and whose fields are nested. */
export const nestedCodes: Rule[] = [format, worded, listed]
