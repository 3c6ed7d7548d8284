/** Response codes that are built of an HTTP status, a service and a case, and the words that go with them. */
import { codeNamed, isUsual } from '../../src/contract/codes.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { stepsTo, headerIn } from '../../src/wire/json-place.ts'
import { text } from '../../src/wire/reading.ts'
import { leakIn } from './discreet.ts'
import { sideOnTrial } from './premises.ts'
import { spoilt, type Spoilt } from './spoilt.ts'

interface Coded extends Case {
  exchange: Exchange
  code: string
  message: string
  place: string
}

const about: Rule['about'] = ['server', 'receiver']

/** Answers of the party on trial with a code that has the form of the contract. */
const coded = premise((evidence: Evidence): Coded[] => {
  const { outcome, formats } = evidence.contract
  const form = new RegExp(formats[outcome.format]!.pattern, 'u')
  return evidence.exchanges.flatMap((exchange) => {
    const { operation, response } = exchange
    const code = text(response?.read, outcome.at)
    const isOurs = sideOnTrial(evidence, exchange) === 'response' && operation !== undefined
    if (!isOurs || code === undefined || !form.test(code)) return []
    const words = response!.read.ok ? response!.read.fields[outcome.text] : undefined
    const message = typeof words === 'string' ? words : ''
    return [{ exchange, code, message, place: operation, exchanges: [exchange] }]
  })
})

function codeRule(
  id: string,
  says: string,
  level: Rule['level'],
  holds: (subject: Coded, evidence: Evidence) => Problem[],
): Rule {
  return rule<Coded>({ id, says, level, about, over: coded, holds })
}

const http = codeRule(
  'codes.http',
  'The first three digits are the HTTP status of the answer.',
  'must',
  ({ exchange, code }) => {
    const { status } = exchange.response!
    return code.startsWith(String(status))
      ? []
      : [{ expected: `HTTP ${code.slice(0, 3)}`, received: `HTTP ${status}` }]
  },
)

const service = codeRule(
  'codes.service',
  'The fourth and fifth digits are the service that was called.',
  'must',
  ({ exchange, code }, { contract }) => {
    const { digits = '' } = contract.operations[exchange.operation!]!
    return code.slice(3, 5) === digits ? [] : [{ expected: `${code.slice(0, 3)}${digits}…`, received: code }]
  },
)

const plausible = codeRule(
  'codes.plausible',
  'A code is one that the service has a use for.',
  'may',
  ({ exchange, code }, { contract }) => {
    const row = codeNamed(contract, code)
    return !row || isUsual(row, exchange.operation!)
      ? []
      : [{ expected: `a code that ${exchange.operation} has a use for`, received: `${code} (${row.says})` }]
  },
)

const wording = codeRule(
  'codes.text',
  'The message begins with the text of its code, and its brackets are filled in.',
  'should',
  ({ code, message }, { contract }) => {
    const row = codeNamed(contract, code)
    if (!row?.text || message.trim() === '') return []
    if (placeholderIn(code).test(message))
      return [{ expected: 'a text with its brackets filled in', received: message, level: 'must' }]
    const isWhole = row.class === 'success' && /^request has been processed successfully/i.test(message)
    return isWhole || letters(message).startsWith(headOf(row.text))
      ? []
      : [{ expected: row.text, received: message }]
  },
)

/** What the table leaves open in its texts; a refusal of a field may be that of a field named «reason». */
const placeholderIn = (code: string): RegExp =>
  /^400..0[12]$/.test(code) ? /[{[]\s*field ?name\s*[}\]]/i : /[{[]\s*(?:field ?name|reason|info)\s*[}\]]/i

const letters = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]/g, '')

/** As much of a fixed text as tells it from the others, slips of the document further on left out. */
const headOf = (fixed: string): string => letters(fixed.replace(/[[{(].*$/, '')).slice(0, 12)

/** Refusals with 400 of requests that have one place wrong. */
const blamed = (evidence: Evidence, cases: RegExp): (Spoilt & { code: string; message: string })[] => {
  const answers = new Map(coded(evidence).map((one) => [one.exchange, one]))
  return spoilt(evidence).flatMap((subject) => {
    const answer = answers.get(subject.exchange)
    return answer && cases.test(answer.code)
      ? [{ ...subject, code: answer.code, message: answer.message }]
      : []
  })
}

const field = rule<Spoilt & { message: string }>({
  id: 'codes.field',
  says: 'A refusal of a field or header names it.',
  level: 'should',
  about,
  over: (evidence) => blamed(evidence, /^400\d\d0[12]$/).filter(({ message }) => message.trim() !== ''),
  holds: ({ message, place }) => {
    const said = letters(message)
    return namesOf(place).some((name) => said.includes(letters(name)))
      ? []
      : [{ expected: `a message that names ${headerIn(place) ?? place}`, received: message }]
  },
})

/** The field, or what it is in. */
function namesOf(place: string): string[] {
  const name = headerIn(place)
  return name === undefined
    ? stepsTo(place.replaceAll('[]', '[0]')).filter((step) => typeof step === 'string')
    : [name]
}

/** Blanks are nothing to one reader and a wrong form to another. */
const isBlank = (value: string | undefined): boolean => value !== undefined && /^\s+$/.test(value)

const kind = rule<Spoilt & { code: string }>({
  id: 'codes.kind',
  says: 'What is missing is refused with case 02, a malformed optional field with case 01.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    blamed(evidence, /^400\d\d0[12]$/).filter(({ complaint, exchange }) =>
      complaint.constraint === 'required'
        ? !isBlank(text(exchange.request.read, complaint.place.replace(/^[^/]*\//, '')))
        : complaint.field.presence === 'O',
    ),
  holds: ({ complaint, code }) => {
    const wanted = complaint.constraint === 'required' ? '02' : '01'
    return code.endsWith(wanted) ? [] : [{ expected: `case ${wanted}`, received: code }]
  },
})

/** Sixty-four bytes or more in Base64 or hexadecimal: a signature, a hash, a key. */
const signature =
  /(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{86}(?:==|[A-Za-z0-9+/]{2,})|[a-f0-9]{128,})(?![A-Za-z0-9+/])/

interface Told extends Case {
  exchange: Exchange
  said: string
}

const discreet = rule<Told>({
  id: 'answers.discreet',
  says: 'No answer gives away a trace, a query, a secret, a token or the right signature.',
  level: 'must',
  about,
  over: (evidence) =>
    evidence.exchanges
      .filter((exchange) => sideOnTrial(evidence, exchange) === 'response' && exchange.response !== undefined)
      .map((exchange) => {
        const { body } = exchange.response!
        return { exchange, said: 'utf8' in body ? body.utf8 : '', exchanges: [exchange] }
      }),
  holds: ({ exchange, said }, { contract }) => {
    const leak = leakIn(exchange.response!)
    if (leak) return [{ expected: 'an answer without it', received: leak }]
    const isRefusal = exchange.response!.status >= 400
    if (isRefusal && signature.test(said))
      return [{ expected: 'an answer without it', received: 'a signature, or a hash' }]
    const own = (contract.tokens ?? []).map(({ field: at }) => bare(text(exchange.request.read, at)))
    return own.some((token) => token.length >= 16 && said.includes(token))
      ? [{ expected: 'an answer without it', received: 'the token of the request' }]
      : []
  },
})

const bare = (value: string | undefined): string => (value ?? '').replace(/^Bearer +/i, '')

export const codeRules: Rule[] = [http, service, plausible, wording, field, kind, discreet]

export { coded, type Coded }
