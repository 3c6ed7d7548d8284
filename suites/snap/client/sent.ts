/** What binds a client by its requests alone: their headers, amounts, numbers and times. */
import { isoInstant } from '../../../src/contract/iso-time.ts'
import { isoIn } from '../../../src/contract/time-text.ts'
import type { Evidence, Problem, Rule } from '../../../src/judge/rule.ts'
import { header, textOf, type Exchange } from '../../../src/wire/exchange.ts'
import { asked, targetTime } from '../../common/premises.ts'
import { clientRule, pair } from '../../common/run-rules.ts'
import { calls, subjectOf, tokenCalls } from './threads.ts'

const channel = clientRule(
  'client.channel',
  'CHANNEL-ID is as long as agreed.',
  (evidence) =>
    calls(evidence)
      .filter((one) => asked(one, 'header:CHANNEL-ID') !== '')
      .map((one) => pair(one)),
  ({ then }, { profile: { channelIdLength: agreed } }) => {
    const { length } = asked(then, 'header:CHANNEL-ID')
    if (agreed === 'any' || length === 5 || (agreed === 'max5' && length < 5)) return []
    return [{ expected: agreed === 'max5' ? 'at most 5 characters' : '5 characters', received: `${length}` }]
  },
)

const amounts = clientRule(
  'client.amounts',
  'Payments and refunds are of more than nothing.',
  (evidence) =>
    calls(evidence)
      .filter((one) => amountOf(one) !== '')
      .map((one) => pair(one)),
  ({ then }) => {
    const amount = amountOf(then)
    // What is no amount at all is another rule's business.
    return /^[+-]?\d+(\.\d+)?$/.test(amount) && Number(amount) <= 0
      ? [{ expected: 'more than 0.00', received: amount }]
      : []
  },
)

function amountOf(one: Exchange): string {
  if (one.operation === 'payment') return asked(one, 'amount.value')
  return one.operation === 'refund' ? asked(one, 'refundAmount.value') : ''
}

const service = clientRule(
  'client.service',
  'A status inquiry names the service of the payment.',
  (evidence) =>
    calls(evidence)
      .filter(({ operation }) => operation === 'status')
      .map((one) => pair(one)),
  ({ then }, { profile }) => {
    const [expected, received] = [String(profile['statusServiceCode']), asked(then, 'serviceCode')]
    return received === '' || received === expected ? [] : [{ expected, received }]
  },
)

const dayOf = (evidence: Evidence, one: Exchange): string =>
  isoIn(targetTime(evidence, one), String(evidence.profile['dayZone'])).slice(0, 10)

const externalId = clientRule(
  'client.external-id',
  'Every request has an X-EXTERNAL-ID of its own.',
  (evidence) => {
    const seen = new Map<string, Exchange>()
    return calls(evidence).flatMap((one) => {
      const id = asked(one, 'header:X-EXTERNAL-ID')
      if (id === '') return []
      const key = [asked(one, 'header:X-PARTNER-ID'), dayOf(evidence, one), id].join(' ')
      const first = seen.get(key)
      if (!first) seen.set(key, one)
      // A repetition of the same request has a rule of its own.
      return [pair(one, first && subjectOf(first) !== subjectOf(one) ? first : undefined)]
    })
  },
  ({ then, first }) =>
    first
      ? [
          {
            expected: 'an X-EXTERNAL-ID that no other request of the day has',
            received: `${asked(then, 'header:X-EXTERNAL-ID')}, as for ${subjectOf(first)}`,
          },
        ]
      : [],
)

/** Milliseconds after which a second has passed, unless a request waited long for its turn; and whatever it waited for. */
const [apart, farApart] = [2500, 10_000]
const few = 3

const timestamp = clientRule(
  'client.timestamp',
  'Every request has a time of its own.',
  (evidence) => {
    const all = [...calls(evidence), ...tokenCalls(evidence)].sort((a, b) => a.began - b.began)
    const at = new Map(all.map((one) => [one, targetTime(evidence, one)]))
    return all.flatMap((then, index) => {
      const earlier = all.slice(0, index).filter((one) => clientOf(one) === clientOf(then))
      const first = earlier.findLast((one) => at.get(then)! - at.get(one)! >= apart)
      if (!first) return []
      const isFar = (one: Exchange) => at.get(then)! - at.get(one)! >= farApart
      const same = earlier.filter((one) => stampOf(one) === stampOf(then))
      // In a crowd, whoever is late may only have waited for its turn.
      const since = earlier.slice(earlier.indexOf(first))
      const stands = since.length <= few && since.every((one) => same.includes(one))
      const old = stands ? first : same.find(isFar)
      return [pair(then, old)]
    })
  },
  ({ then, first }, evidence) =>
    first && stampOf(then) !== ''
      ? [{ expected: `a later X-TIMESTAMP than ${stampOf(first)}`, received: 'the same' }]
      : hoursAway(evidence, then),
)

/** Milliseconds that clocks may differ by, and those of an hour. */
const [near, hour] = [60_000, 3_600_000]

/** A time that is whole hours from when it was sent has the offset of another zone: only the offset is wrong. */
function hoursAway(evidence: Evidence, one: Exchange): Problem[] {
  const stamp = stampOf(one)
  const away = (isoInstant(stamp) ?? NaN) - targetTime(evidence, one)
  const hours = Math.round(away / hour)
  const isOtherZone = hours !== 0 && Math.abs(hours) <= 14 && Math.abs(away - hours * hour) <= near
  if (!isOtherZone) return []
  return [
    { expected: 'the time at which it is sent', received: `${stamp}, ${hours} h away`, level: 'should' },
  ]
}

const stampOf = (one: Exchange): string => asked(one, 'header:X-TIMESTAMP')

const clientOf = (one: Exchange): string =>
  asked(one, 'header:X-PARTNER-ID') || asked(one, 'header:X-CLIENT-KEY')

/** Names of what is secret, as people call it. */
const secretNames = /secret|private_?key|password|passwd|\bpin\b|client_?key/i

const secrets = clientRule(
  'client.secrets',
  'No secret gets into an address, or into a header or field that is not for it.',
  (evidence) => [...calls(evidence), ...tokenCalls(evidence)].map((one) => pair(one)),
  ({ then }, evidence) => {
    const found = leakIn(evidence, then)
    return found === undefined ? [] : [{ expected: 'secrets in their own fields only', received: found }]
  },
)

function leakIn(evidence: Evidence, one: Exchange): string | undefined {
  const { url, headers, body } = one.request
  const query = /\?(.*)$/.exec(url)?.[1] ?? ''
  const token = (header(headers, 'authorization') ?? '').replace(/^Bearer +/i, '')
  const values = [token, asked(one, 'otp'), asked(one, 'bankCardToken'), asked(one, 'authCode')]
  if (
    values.some((value) => value.length > 3 && decodeURIComponent(url).includes(value)) ||
    secretNames.test(query)
  )
    return `${url.split('?')[0]} with a secret in it`
  const told = headers.find(([other]) => secretNames.test(other))
  if (told) return `the header ${told[0]}`
  const text = textOf(body)
  if (text.includes('-----BEGIN') || (token.length > 8 && text.includes(token)))
    return 'a key or a token in the body'
  const name = [...text.matchAll(/"([^"\\]*)"\s*:/g)]
    .map((match) => match[1]!)
    .find((key) => secretNames.test(key))
  return name === undefined || isField(evidence, one, name) ? undefined : `the member ${name}`
}

const isField = ({ contract }: Evidence, { operation = '' }: Exchange, name: string): boolean =>
  contract.messages[contract.operations[operation]?.request ?? '']?.fields.some((row) => row.name === name) ??
  false

export const clientSent: Rule[] = [channel, amounts, service, externalId, timestamp, secrets]
