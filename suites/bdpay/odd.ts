/** Lawful peculiarities of a request: what the plain twin gets, the odd one gets too. */
import type { Contract } from '../../src/contract/contract.ts'
import type { Case, Evidence, Rule } from '../../src/judge/rule.ts'
import { textToSign, pairsOf } from '../../src/dialects/bdpay-sign.ts'
import { textOf, type Exchange } from '../../src/wire/exchange.ts'
import { asked, requests, targetTime } from '../common/premises.ts'
import { serverRule } from './cases.ts'
import { calls, isAnswered, suppliedAs, told, type Call } from './seen.ts'

interface OddCase extends Case {
  call: Call
  twin: Call | undefined
}

interface Oddity {
  id: string
  says: string
  level?: Rule['level']
  given?: Rule['given']
  isOdd: (call: Call, evidence: Evidence) => boolean
  /** What the twin has to be, beside succeeding. */
  isTwin?: (twin: Call, call: Call, evidence: Evidence) => boolean
  /** Refused with its twin it was treated alike, which is all that the sentence asks for. */
  isAlikeRefused?: true
}

/** Requests with a peculiarity that were served, or whose twin was: what is refused either way proves nothing. */
function peculiar({ id, says, level = 'must', given, isOdd, isTwin, isAlikeRefused }: Oddity): Rule {
  const cases = (evidence: Evidence): OddCase[] =>
    calls(evidence)
      .filter(
        (call) =>
          call.orderly &&
          call.exchange.signature !== 'unchecked' &&
          isAnswered(call) &&
          isOdd(call, evidence),
      )
      .flatMap((call): OddCase[] => {
        if (call.said !== 'refusal') return [{ call, twin: undefined, exchanges: [call.exchange] }]
        const twins = calls(evidence).filter(
          (one) =>
            one !== call &&
            one.operation === call.operation &&
            one.merchant === call.merchant &&
            !isOdd(one, evidence) &&
            (isTwin?.(one, call, evidence) ?? true),
        )
        const twin = twins.find(({ said }) => said === 'success')
        const alike = isAlikeRefused && twins.find(({ said, orderly }) => said === 'refusal' && orderly)
        if (!twin && alike) return [{ call, twin: undefined, exchanges: [call.exchange, alike.exchange] }]
        return twin ? [{ call, twin, exchanges: [call.exchange, twin.exchange] }] : []
      })
  return serverRule<OddCase>(
    id,
    says,
    cases,
    ({ call, twin }) =>
      twin
        ? [{ expected: 'the answer that a plain request gets', received: `a refusal: ${told(call)}` }]
        : [],
    { level, ...(given ? { given } : {}) },
  )
}

const fieldsOf = ({ exchange: { request } }: Call) => (request.read.ok ? request.read.fields : {})

/** Members that the table does not have. */
const extras = (evidence: Evidence, { exchange }: Call): string[] => {
  const message = requests(evidence).get(exchange)
  const known = new Set(message?.spec.fields.map(({ name }) => name))
  return message?.read.order.filter((name) => !known.has(name)) ?? []
}

const isCapital = (name: string): boolean => /^[A-Z]/.test(name)

const order = peculiar({
  id: 'signatures.order',
  says: 'Names are sorted byte by byte, capital letters first.',
  isOdd: (call, evidence) => extras(evidence, call).some(isCapital),
  isTwin: (twin, _call, evidence) => extras(evidence, twin).some((name) => !isCapital(name)),
  isAlikeRefused: true,
})

const empty = peculiar({
  id: 'signatures.empty',
  says: 'An empty value adds nothing to what is signed.',
  isOdd: ({ exchange, operation }, { contract }) =>
    optional(contract, operation).some((name) => isEmpty(exchange, name)),
})

const isEmpty = ({ request: { read } }: Exchange, name: string): boolean =>
  read.ok && read.fields[name] === ''

/** Fields that a request can do without. */
const optional = ({ operations, messages }: Contract, operation: string): string[] =>
  messages[operations[operation]!.request]!.fields.filter(({ presence }) => presence === 'O').map(
    ({ name }) => name,
  )

const nulls = peculiar({
  id: 'signatures.null',
  says: 'A member that is null adds nothing to what is signed.',
  level: 'should',
  given: (_contract, profile) => profile['nulls'] === 'omitted',
  isOdd: (call) => Object.values(fieldsOf(call)).includes(null),
})

const zero = peculiar({
  id: 'signatures.zero',
  says: 'The value 0 is signed like any other.',
  isOdd: ({ exchange, operation }) => operation === 'cash' && asked(exchange, 'feeType') === '0',
  isTwin: (twin, call) => asked(twin.exchange, 'number') === asked(call.exchange, 'number'),
})

const bytes = peculiar({
  id: 'signatures.bytes',
  says: 'Blocks are cut by bytes, and joined as bytes.',
  isOdd: (call) => isSplit(call),
  isTwin: (twin) => /[^\0-~]/.test(textOf(twin.exchange.request.body)),
  isAlikeRefused: true,
})

/** The text that was signed, as the request has it. */
function signedText({ exchange: { request } }: Call): string {
  return request.read.ok ? textToSign(pairsOf(request.read, 'sign')) : ''
}

/** A character of several bytes lies across the border of two blocks of the usual sizes. */
function isSplit(call: Call): boolean {
  const whole = Buffer.from(signedText(call))
  return [117, 245].some((size) =>
    whole.some((byte, at) => at > 0 && at % size === 0 && (byte & 0xc0) === 0x80),
  )
}

const bytesIn = ({ exchange }: Call): number => Buffer.from(asked(exchange, 'sign'), 'base64').length

/** Bytes of the key: every right signature of the merchant has whole blocks of it. */
const keyBytes = (evidence: Evidence, merchant: string): number =>
  calls(evidence)
    .filter((call) => call.merchant === merchant && call.exchange.signature === 'good')
    .map(bytesIn)
    .reduce(divisor, 0)

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other))

/** Blocks that the text of a request takes at least. */
const blocksOf = (call: Call, key: number): number =>
  Math.ceil(Buffer.byteLength(signedText(call)) / (key - 11))

const blocks = peculiar({
  id: 'signatures.blocks',
  says: 'Blocks of any size up to the limit are accepted.',
  level: 'should',
  isOdd(call, evidence) {
    const key = keyBytes(evidence, call.merchant)
    return bytesIn(call) / key > blocksOf(call, key)
  },
})

/** Bytes of the longest signature that the tables leave room for, in 512 characters. */
const LONGEST = 384

const long = peculiar({
  id: 'signatures.long',
  says: 'A long text is signed in more blocks, and accepted or refused cleanly.',
  level: 'may',
  isOdd(call, evidence) {
    const key = keyBytes(evidence, call.merchant)
    return blocksOf(call, key) * key > LONGEST
  },
})

const either = peculiar({
  id: 'amounts.either',
  says: 'An amount is taken as text and as a number, and signed alike.',
  level: 'should',
  isOdd(call, { profile }) {
    const amount = fieldsOf(call)['payMoney'] ?? fieldsOf(call)['money']
    return (
      amount !== undefined && typeof amount === (profile['amountType'] === 'integer' ? 'string' : 'number')
    )
  },
})

const zone = peculiar({
  id: 'times.unzoned',
  says: 'No zone of dateTime is taken for granted.',
  level: 'may',
  isOdd: (call, evidence) => hoursOff(call, evidence) > 8,
})

/** Hours between the time that a request tells and the time at which it was sent, in the zone of the profile. */
function hoursOff({ exchange }: Call, evidence: Evidence): number {
  const found = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(asked(exchange, 'dateTime'))
  if (!found) return 0
  const [year, month, ...rest] = found.slice(1).map(Number)
  const told = Date.UTC(year!, month! - 1, ...rest)
  return Math.abs(told - targetTime(evidence, exchange) - JAKARTA) / 3_600_000
}

/** West Indonesian time is seven hours ahead of UTC, the year round. */
const JAKARTA = 7 * 3_600_000

const free = peculiar({
  id: 'names.free',
  says: 'Any valid name of a payer is taken.',
  isOdd: (call, evidence) =>
    isPayment(call) &&
    /^[A-Za-z0-9 ]{1,29}$/.test(asked(call.exchange, 'name').trim()) &&
    isStrange(call, evidence, 'name'),
  isTwin: (twin, call) => asked(twin.exchange, 'phone') === asked(call.exchange, 'phone'),
})

const isPayment = ({ operation }: Call): boolean => operation === 'pay' || operation === 'prepaidOrder'

/** Another name than the first request of its kind had. */
function isStrange(call: Call, evidence: Evidence, field: string): boolean {
  const first = calls(evidence).find((one) => one.operation === call.operation)
  return first !== undefined && asked(first.exchange, field) !== asked(call.exchange, field)
}

const unverified = peculiar({
  id: 'payers.unverified',
  says: 'An e-mail and a phone number that nobody has are taken.',
  isOdd: (call, evidence) =>
    isPayment(call) &&
    asked(call.exchange, 'email').endsWith('.invalid') &&
    suppliedAs(evidence, asked(call.exchange, 'phone'), Object.keys(evidence.contract.data)) === undefined,
})

interface NameCase extends Case {
  call: Call
  twin: Call | undefined
  length: number
}

const lengths = serverRule<NameCase>(
  'names.limits',
  'A name of 30 characters is taken, one of 33 is refused.',
  (evidence) =>
    calls(evidence)
      .filter(
        (call) => isPayment(call) && isAnswered(call) && (call.exchange.signature === 'good' || call.orderly),
      )
      .flatMap((call) => {
        const length = [...asked(call.exchange, 'name')].length
        const isSound = length <= 32 ? call.orderly : brokenIn(evidence, call).join() === 'name'
        if (!isSound || length < 30 || length === 31 || length === 32) return []
        const twin = calls(evidence).find(
          (one) => one.operation === call.operation && one.said === 'success' && one.orderly && one !== call,
        )
        return [{ call, twin, length, exchanges: [call.exchange] }]
      }),
  ({ call, twin, length }) => {
    if (length > 32)
      return call.said === 'success'
        ? [{ expected: 'a refusal', received: `${told(call)} for ${length} characters` }]
        : []
    if (call.said !== 'refusal' || !twin) return []
    return [
      {
        expected: 'a name of 30 characters taken',
        received: told(call),
        exchanges: [call.exchange, twin.exchange],
      },
    ]
  },
)

const brokenIn = (evidence: Evidence, { exchange }: Call): string[] =>
  (requests(evidence).get(exchange)?.complaints ?? [])
    .filter(({ level }) => level === 'must')
    .map(({ field }) => field.name)

export const odd: Rule[] = [
  order,
  empty,
  nulls,
  zero,
  bytes,
  blocks,
  long,
  either,
  zone,
  free,
  unverified,
  lengths,
]
