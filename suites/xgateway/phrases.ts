/** MESSAGE: its grammar, and what it says of the transaction beside the members. */
import type { Phrases } from '../../src/contract/phrases.ts'
import { phraseFlaws, type PhraseFlaw } from '../../src/dialects/xgateway-phrase-flaws.ts'
import type { Garbled, Phrase } from '../../src/dialects/xgateway-phrase.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { isOrderly, provided } from '../common/premises.ts'
import { areOne, callbacks, calls, familyOf, isSole, type Heard } from './heard.ts'

export interface Spoken extends Case {
  one: Heard
  phrase: Phrase | Garbled
  /** The request that it is about; absent for a callback about none of the trace. */
  request?: Heard
}

/** Every MESSAGE of the gateway, with the request that it is about: for a repetition, the first. */
export const spoken = premise((evidence: Evidence): Spoken[] => [
  ...calls(evidence).flatMap((one) =>
    one.said === 'unclear' || one.mixedUp ? [] : saying(one, one, 'Response/MESSAGE'),
  ),
  ...callbacks(evidence).flatMap((one) =>
    one.said === 'unclear' ? [] : saying(one, requestFor(evidence, one), 'Callback/MESSAGE'),
  ),
])

/** By the transaction, else by the reference; of two partners who use one reference nobody knows which one is meant. */
function requestFor(evidence: Evidence, callback: Heard): Heard | undefined {
  const all = calls(evidence).filter((call) => !call.isQuery && call.reference === callback.reference)
  const own = all.filter(({ transaction }) => transaction !== '' && transaction === callback.transaction)
  const meant = own.length > 0 ? own : all
  return new Set(meant.map(({ account }) => account)).size === 1 ? meant[0] : undefined
}

function saying(one: Heard, request: Heard | undefined, place: string): Spoken[] {
  if (!one.phrase) return []
  return [{ one, phrase: one.phrase, place, exchanges: [one.exchange], ...(request ? { request } : {}) }]
}

/** A rule about every MESSAGE that could be read. */
function phraseRule(
  id: string,
  says: string,
  speaksOf: (subject: Spoken & { phrase: Phrase }, evidence: Evidence) => boolean,
  holds: (subject: Spoken & { phrase: Phrase }, evidence: Evidence) => Problem[],
  level: Rule['level'] = 'must',
): Rule {
  return rule<Spoken & { phrase: Phrase }>({
    id,
    says,
    level,
    about: ['server'],
    over: (evidence) =>
      spoken(evidence).filter(
        (subject): subject is Spoken & { phrase: Phrase } =>
          subject.phrase.ok && speaksOf(subject as Spoken & { phrase: Phrase }, evidence),
      ),
    holds,
  })
}

/** Its pairs are not told apart, so nothing is said of them one by one. */
export function isBroken(phrase: Phrase, { contract }: Evidence): boolean {
  const grammar = contract.phrases!
  const isSwallowed = Object.values(phrase.pairs).some((value) =>
    grammar.keys.some(({ key }) => value.includes(`${key}=`)),
  )
  const isLacking = phraseFlaws(phrase, grammar).some(
    (flaw) => isOwn(flaw, phrase) && (flaw.kind === 'missing' || flaw.kind === 'value'),
  )
  return isSwallowed || isLacking
}

/** What another rule of this file, or of the tokens, judges. */
function isOwn({ kind, key }: PhraseFlaw, { verb, status }: Phrase): boolean {
  if (kind === 'missing' && (key === 'KET' || key === 'REF' || (verb === 'QUERY' && status === 'SUKSES')))
    return false
  return !(['value', 'spelling'].includes(kind) && ['SAL', 'HRG', 'REF', 'KET', 'SN', 'ID'].includes(key))
}

/** Codes of answers that no sample shows: nobody has become a transaction there. */
const unprinted = ['01', '02', '04', '31', '33']

const grammar = rule<Spoken>({
  id: 'message.grammar',
  says: 'MESSAGE is written as the samples write it.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    spoken(evidence).filter(
      ({ one }) => one.operation === 'callback' || one.said !== 'refusal' || isAboutSomething(one),
    ),
  holds: (subject, { contract, profile }) =>
    grammarProblems(subject, contract.phrases!).map((problem) =>
      profile['messageGrammar'] === 'loose' || isUnprinted(subject)
        ? { ...problem, level: 'should' as const }
        : problem,
    ),
})

/** A refusal of what names no number or product cannot name them either. */
const isAboutSomething = ({ number, product }: Heard): boolean =>
  number.trim() !== '' && product.trim() !== ''

function grammarProblems({ one, phrase }: Spoken, phrases: Phrases): Problem[] {
  const broken = phrase.newline
    ? [{ expected: 'one line', received: 'a line break in MESSAGE', level: 'should' as const }]
    : []
  if (!phrase.ok) return [{ expected: 'verb, product, KE, number, status and pairs', received: phrase.says }]
  const tail = tailOf(one, phrase)
  if (tail !== '') return [{ expected: `nothing behind SN=${one.serial}`, received: JSON.stringify(tail) }]
  const isRight = phrase.status === words[one.said as keyof typeof words] || unprinted.includes(one.code)
  const flaws = phraseFlaws(phrase, phrases)
    .filter((flaw) => isOwn(flaw, phrase) && (isRight || flaw.kind === 'value'))
    .map(({ kind, expected, received, errata }) => ({
      expected,
      received,
      ...(errata !== undefined || !['missing', 'value'].includes(kind) ? { level: 'should' as const } : {}),
    }))
  return [...flaws, ...broken].slice(0, 1)
}

/** What MESSAGE has behind the serial number, where the member SN shows where that ends. */
function tailOf({ serial }: Heard, { pairs }: Phrase): string {
  const said = pairs['SN'] ?? ''
  const tail = serial !== '' && said.startsWith(serial) ? said.slice(serial.length) : ''
  return /^[.,;\s]/.test(tail) ? tail.trim() : ''
}

/** The document shows no failure and no pending answer of the methods for tokens. */
function isUnprinted({ one, request }: Spoken): boolean {
  const token = one.isQuery || familyOf(request?.product ?? '') !== 'pulsa'
  return unprinted.includes(one.code) || (token && one.said !== 'success')
}

/** The status word of each outcome; which keys follow a wrong one is not asked. */
const words = { success: 'SUKSES', pending: 'PENDING', refusal: 'GAGAL' } as const

const status = phraseRule(
  'message.status',
  'The status word of MESSAGE belongs to the response code.',
  ({ one }) => !unprinted.includes(one.code),
  ({ one, phrase }) => {
    const expected = words[one.said as keyof typeof words]
    return phrase.status === expected
      ? []
      : [{ expected: `${expected} with ${one.code}`, received: phrase.status }]
  },
)

/** A repetition is about the first payload, which the model compares; a refusal may come before anything was read. */
function namesItsOwn({ one, request }: Spoken, evidence: Evidence): boolean {
  if (!request || unprinted.includes(one.code) || !isOrderly(evidence, request.exchange)) return false
  // What is answered with another request's transaction, the rules about trx_ids judge.
  const isAnothers = calls(evidence).some(
    (other) => (other.reference !== one.reference || other.account !== one.account) && areOne(other, one),
  )
  return request !== one || (isSole(evidence, one) && !isAnothers)
}

const product = phraseRule(
  'message.product',
  'MESSAGE names the product of the request.',
  namesItsOwn,
  ({ phrase, request }) =>
    phrase.product === request!.product ? [] : [{ expected: request!.product, received: phrase.product }],
)

const number = phraseRule(
  'message.number',
  'MESSAGE names the number of the request.',
  namesItsOwn,
  ({ phrase, request }) =>
    phrase.number === request!.number ? [] : [{ expected: request!.number, received: phrase.number }],
)

const bare = (text: string) => text.replace(/\s+/g, '')

const serial = phraseRule(
  'message.serial',
  'SN in MESSAGE is the member SN.',
  ({ one, phrase }) => one.said === 'success' && one.serial !== '' && phrase.pairs['SN'] !== undefined,
  ({ one, phrase }) =>
    bare(phrase.pairs['SN']!) === bare(one.serial) || tailOf(one, phrase) !== ''
      ? []
      : [{ expected: `SN=${one.serial}`, received: `SN=${phrase.pairs['SN']}` }],
)

const amounts = phraseRule(
  'message.amounts',
  'SAL and HRG are whole rupiah without separators.',
  ({ phrase }, evidence) => ('SAL' in phrase.pairs || 'HRG' in phrase.pairs) && !isBroken(phrase, evidence),
  ({ phrase }, { contract }) =>
    phraseFlaws(phrase, contract.phrases!)
      .filter(({ kind, key }) => ['value', 'spelling'].includes(kind) && (key === 'SAL' || key === 'HRG'))
      .map(({ kind, expected, received }) => ({
        expected,
        received,
        ...(kind === 'spelling' ? { level: 'should' as const } : {}),
      }))
      .slice(0, 1),
)

const reason = phraseRule(
  'message.reason',
  'A failure tells its reason under KET.',
  ({ one, phrase }, evidence) =>
    one.said === 'refusal' && phrase.status === 'GAGAL' && !isBroken(phrase, evidence),
  ({ phrase }) =>
    (phrase.pairs['KET'] ?? '') === '' ? [{ expected: 'KET= with a reason', received: 'none' }] : [],
  'should',
)

const id = phraseRule(
  'message.id',
  'ID in MESSAGE is the TRANSACTIONID.',
  ({ one, phrase }) => phrase.pairs['ID'] !== undefined && one.transaction !== '',
  ({ one, phrase }, { profile }) =>
    phrase.pairs['ID'] === one.transaction
      ? []
      : [
          {
            expected: `ID=${one.transaction}`,
            received: `ID=${phrase.pairs['ID']}`,
            ...(profile['strictIdMatch'] === true ? { level: 'must' as const } : {}),
          },
        ],
  'should',
)

/** Written once more than XML wants it, an escape stands in the text itself. */
const escaped = /&(?:amp|lt|gt|quot|apos|#\d+);/

const plain = phraseRule(
  'message.plain',
  'A name with & or < stands in MESSAGE as it is, escaped once.',
  ({ request }, evidence) =>
    request !== undefined && provided(evidence).get(request.number)?.data === 'ampersand',
  ({ phrase }) => {
    const [key, value] = Object.entries(phrase.pairs).find(([, text]) => escaped.test(text)) ?? []
    return key === undefined ? [] : [{ expected: `${key} without an escape`, received: `${key}=${value}` }]
  },
)

export const messages: Rule[] = [grammar, status, product, number, serial, amounts, reason, id, plain]
