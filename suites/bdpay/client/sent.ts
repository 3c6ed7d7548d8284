/** What binds a client by its requests alone: paths, signatures, names, amounts, numbers. */
import { rule, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import { textOf, type Exchange } from '../../../src/wire/exchange.ts'
import { asked } from '../../common/premises.ts'
import { clientRule } from '../../common/run-rules.ts'
import { unless } from '../cases.ts'
import { isSameOrder } from '../creating.ts'
import { suppliedAs } from '../seen.ts'
import { endOf, one, sent, threads, type Sent } from './threads.ts'

const isPayment = ({ operation }: Exchange): boolean => operation === 'pay' || operation === 'prepaidOrder'

/** A rule of single cases: what goes elsewhere belongs to no order, and is judged by itself. */
const path = rule<Sent>({
  id: 'http.path',
  says: 'Every request goes to the path of the contract.',
  level: 'must',
  about: ['client'],
  over: (evidence) => sent(evidence).map((then) => one(then)),
  holds: ({ then }) =>
    unless(then.operation !== undefined, 'a path of the contract', new URL(then.request.url).pathname),
})

const right = clientRule(
  'signatures.right',
  'Every request of the client is rightly signed.',
  (evidence) =>
    sent(evidence)
      .filter(
        ({ operation, signature, request }) => operation && signature !== 'unchecked' && request.read.ok,
      )
      .map((then) => one(then)),
  ({ then: { signature, signatureFault } }) =>
    unless(signature === 'good', 'a signature of the merchant', signatureFault?.says ?? 'no signature'),
)

const nameLength = clientRule(
  'client.name-length',
  'The name of a payer has at most 30 characters.',
  (evidence) =>
    sent(evidence)
      .filter((then) => isPayment(then) && asked(then, 'name') !== '')
      .map((then) => one(then)),
  ({ then }) => {
    const { length } = [...asked(then, 'name')]
    return unless(length <= 30, 'at most 30 characters', `${length}`)
  },
)

const odd =
  /[\p{Cc}\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Requests that can be read, each by its members. */
const readable = (evidence: Evidence) =>
  sent(evidence)
    .filter(({ request }) => request.read.ok)
    .map((then) => one(then))

const membersOf = ({ then: { request } }: Sent): [name: string, value: unknown][] =>
  request.read.ok ? Object.entries(request.read.fields) : []

const letters = clientRule(
  'client.letters',
  'Values hold no emoji, no Chinese and no control characters.',
  readable,
  (subject) => {
    const found = membersOf(subject).find(([, value]) => typeof value === 'string' && odd.test(value))
    return unless(
      found === undefined,
      'letters, digits and blanks',
      `${found?.[0]}: ${String(found?.[1]).slice(0, 40)}`,
    )
  },
  'should',
)

/** What an order was to be of, as whoever made the client begin it said. */
function wantedOf(evidence: Parameters<typeof sent>[0], then: Exchange): number | undefined {
  const code = asked(then, then.operation === 'cash' ? 'number' : 'phone')
  const amount = suppliedAs(evidence, code, Object.keys(evidence.contract.data), then.began)?.item.amount
  return typeof amount === 'number' && amount > 0 ? amount : undefined
}

const rupiah = clientRule(
  'client.rupiah',
  'An amount is written in rupiah, not in hundredths.',
  (evidence) =>
    sent(evidence)
      .filter(
        (then) => (isPayment(then) || then.operation === 'cash') && wantedOf(evidence, then) !== undefined,
      )
      .map((then) => one(then)),
  ({ then }, evidence) => {
    const amount = asked(then, then.operation === 'cash' ? 'money' : 'payMoney')
    const wanted = wantedOf(evidence, then)!
    return unless(Number(amount) !== wanted * 100, `${wanted}`, amount)
  },
)

const unique = clientRule(
  'client.unique',
  'Every new order has an order number of its own.',
  (evidence) => threads(evidence).map(({ creates }) => one(creates.at(-1)!, creates.slice(0, -1))),
  ({ exchanges }) => {
    const [first, ...rest] = exchanges
    const other = rest.find((again) => !isSameOrder(first!, again) || first!.operation !== again.operation)
    return unless(other === undefined, 'a number that no other order has', asked(first!, 'orderNum'))
  },
)

const isOvo = (then: Exchange): boolean => asked(then, 'method') === 'EWALLET_OVO'

const ovo = clientRule(
  'client.ovo',
  'An OVO order names the phone of its payer.',
  (evidence) =>
    sent(evidence)
      .filter(isOvo)
      .map((then) => one(then)),
  ({ then }) => unless(asked(then, 'phone').trim() !== '', 'a phone', 'none'),
)

const ovoForm = clientRule(
  'client.ovo-form',
  'The phone of an OVO payer has its local form, 08 and digits.',
  (evidence) =>
    sent(evidence)
      .filter((then) => isOvo(then) && asked(then, 'phone').trim() !== '')
      .map((then) => one(then)),
  ({ then }) => unless(/^08\d{8,12}$/.test(asked(then, 'phone')), '08 and digits', asked(then, 'phone')),
  'should',
)

const period = clientRule(
  'client.period',
  'A period of an order is within its range.',
  (evidence) =>
    sent(evidence)
      .filter((then) => /^\d+$/.test(asked(then, 'expiryPeriod')))
      .map((then) => one(then)),
  ({ then }) => {
    const minutes = Number(asked(then, 'expiryPeriod'))
    return unless(minutes >= 15 && minutes <= 97_200, '15 to 97200 minutes', `${minutes}`)
  },
  'should',
)

const nulls = clientRule(
  'client.null',
  'A member without a value is left out of a request.',
  readable,
  (subject) => {
    const found = membersOf(subject).find(([, value]) => value === null)
    return unless(found === undefined, 'no such member', `${found?.[0]} is null`)
  },
  'should',
  (_contract, profile) => profile['nulls'] === 'omitted',
)

/** A private key in PEM, or the beginning of one in DER. */
const secret = /PRIVATE KEY|MII[A-Za-z0-9+/]{3,5}IBADAN[A-Za-z0-9+/]{100}/

const secrets = clientRule(
  'client.secrets',
  'No secret gets into an address or a field that is not for it.',
  (evidence) => sent(evidence).map((then) => one(then)),
  ({ then: { request } }) => {
    const all = [request.url, textOf(request.body), ...request.headers.map(([, value]) => value)]
    return unless(!all.some((text) => secret.test(text)), 'no key of the merchant', 'a private key')
  },
)

const checks = clientRule(
  'client.checks',
  'An account is verified before the first payout to it.',
  (evidence) =>
    sent(evidence)
      // Of a payout to no account other rules speak.
      .filter((then) => then.operation === 'cash' && asked(then, 'number').trim() !== '')
      .map((then) => one(then)),
  ({ then }, evidence) => {
    const isChecked = sent(evidence).some(
      (before) =>
        before.operation === 'bankAccountVerify' &&
        // Of a check that cannot be read other rules speak.
        ['', asked(then, 'number')].includes(asked(before, 'accountNumber')) &&
        endOf(before) <= then.began,
    )
    return unless(isChecked, 'an account check before it', 'none')
  },
  'may',
)

export const sending: Rule[] = [
  path,
  right,
  nameLength,
  letters,
  rupiah,
  unique,
  ovo,
  ovoForm,
  period,
  nulls,
  secrets,
  checks,
]
