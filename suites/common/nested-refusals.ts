/** Requests whose body has one place wrong, by what is wrong with it: for contracts of nested fields. */
import type { FieldSpec } from '../../src/contract/contract.ts'
import { isHeader, outerOf } from '../../src/contract/tree.ts'
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import { isFree } from './odd-json.ts'
import { requests } from './premises.ts'
import { refusedRule, type Spoilt } from './spoilt.ts'

const kindOf = ({ complaint }: Spoilt): string => complaint.format.kind
const isBody = ({ place }: Spoilt): boolean => !isHeader(place)
const isMissing = ({ complaint }: Spoilt): boolean => complaint.constraint === 'required'
const isMistyped = ({ complaint }: Spoilt): boolean => complaint.constraint === 'type'
/** The form of a value, or its length. */
const isMalformed = (subject: Spoilt): boolean =>
  isBody(subject) && !isMissing(subject) && !isMistyped(subject)

/** What a token is asked for with, other rules speak of. */
const isAsking = ({ place }: Spoilt, { contract: { tokens = [] } }: Evidence): boolean =>
  tokens.some(({ ask = {}, data }) => place in ask || place in (data?.fields ?? {}))

const isAnything = ({ complaint, exchange }: Spoilt, evidence: Evidence): boolean => {
  const spec = requests(evidence).get(exchange)!.spec
  return isFree(spec, complaint.field)
}

/** Amount and currency of one pair. */
const isPair = ({ place }: Spoilt, evidence: Evidence): boolean => {
  const around = outerOf(place)
  return around !== undefined && isMoney(evidence, around) && /\.(value|currency)$/.test(place)
}

function isMoney({ contract }: Evidence, around: string): boolean {
  const rows: FieldSpec[] = Object.values(contract.messages).flatMap(({ fields }) => fields)
  return rows.some(
    ({ name, format }) => outerOf(name) === around && contract.formats[format]!.kind === 'decimal',
  )
}

const isCurrency = (subject: Spoilt, evidence: Evidence): boolean =>
  isPair(subject, evidence) && kindOf(subject) === 'code'

/** Digits and a dot as agreed, of a number that is nothing or less: whether it may be is another question. */
const isNothing = ({ complaint }: Spoilt): boolean =>
  /^-?\d+(?:\.\d+)?$/.test(complaint.received ?? '') && Number(complaint.received) <= 0

/** Too many digits, in the right form. */
const isTooLarge = ({ complaint }: Spoilt): boolean => /^[1-9]\d{14,}\.\d{2}$/.test(complaint.received ?? '')

const isAddress = ({ complaint }: Spoilt): boolean => complaint.field.format === 'url'

const incomplete = refusedRule(
  'refusals.incomplete',
  'A request that lacks a field, or has it empty, is never honoured.',
  (subject, evidence) => isBody(subject) && isMissing(subject) && !isAsking(subject, evidence),
)

const types = refusedRule(
  'refusals.types',
  'A value of another JSON type is refused, without an HTTP 500.',
  (subject, evidence) => isBody(subject) && isMistyped(subject) && !isAnything(subject, evidence),
  { crash: false },
)

const enumerations = refusedRule(
  'refusals.enumerations',
  'A value that is none of its list is refused.',
  (subject, evidence) => isMalformed(subject) && kindOf(subject) === 'enum' && !isAsking(subject, evidence),
)

const malformed = refusedRule(
  'amounts.refused',
  'An amount in another form is refused.',
  (subject) =>
    isMalformed(subject) && kindOf(subject) === 'decimal' && !isTooLarge(subject) && !isNothing(subject),
)

const pair = refusedRule(
  'amounts.pair',
  'A value without a currency, or a currency without a value, is refused.',
  (subject, evidence) => isMissing(subject) && isPair(subject, evidence),
)

const times = refusedRule(
  'times.refused',
  'A time that is malformed or does not exist is refused.',
  (subject) => isMalformed(subject) && kindOf(subject) === 'datetime',
)

const urls = refusedRule(
  'urls.refused',
  'An address that is relative or too long is refused.',
  (subject) => isMalformed(subject) && isAddress(subject),
  { level: 'should' },
)

/** Over-long values, which have a rule with more to say. */
export const isOverLong = (subject: Spoilt, _evidence: Evidence): boolean =>
  isMalformed(subject) &&
  subject.complaint.constraint === 'length' &&
  kindOf(subject) === 'text' &&
  !isAddress(subject)

export { isCurrency, isNothing, isTooLarge, isMalformed, isAnything, isMistyped, isBody }

export const nestedRefusals: Rule[] = [incomplete, types, enumerations, malformed, pair, times, urls]
