/** Texts in other letters, and objects that may hold anything: what is taken, and what comes back. */
import { lengthOf } from '../../src/contract/schema.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Json } from '../../src/wire/reading.ts'
import { isAnything, isBody, isMistyped } from './nested-refusals.ts'
import { answerIn, isServed, oddOf, problemOf, type OddRequest } from './odd-rules.ts'
import { sideOnTrial } from './premises.ts'
import { notRefused, spoilt, type Spoilt } from './spoilt.ts'

const both: Rule['about'] = ['server', 'receiver']

interface Returned extends Case {
  sent: string
  got: string
  place: string
}

interface Garbled extends Case {
  exchange: Exchange
}

const isGarbled = ({ request: { read, method }, response }: Exchange): boolean =>
  method === 'POST' && !read.ok && read.fault.what === 'encoding' && response !== undefined

const kept = rule<OddRequest | Returned | Garbled>({
  id: 'json.text',
  says: 'Text beyond ASCII is taken and comes back as it was.',
  level: 'must',
  about: both,
  over: (evidence) => [
    ...oddOf(evidence, 'json.text'),
    ...returned(evidence),
    ...evidence.exchanges
      .filter((exchange) => sideOnTrial(evidence, exchange) === 'response' && isGarbled(exchange))
      .map((exchange) => ({ exchange, exchanges: [exchange] })),
  ],
  holds: (subject, evidence) => {
    if ('sent' in subject) return changed(subject)
    if ('at' in subject) return problemOf(subject, evidence)
    return unlessRefused(subject.exchange, evidence)
  },
})

const changed = ({ sent, got }: Returned): Problem[] =>
  sent === got ? [] : [{ expected: sent, received: got }]

function unlessRefused(exchange: Exchange, evidence: Evidence): Problem[] {
  if (!isServed(evidence, exchange)) return []
  const received = answerIn(exchange, evidence.contract.outcome.at)
  return [{ expected: 'a refusal of bytes that are no UTF-8', received }]
}

const foreign = /[^\0-~]/

/** Texts that were sent once and stand in later answers, in an entry that is known by its number. */
function returned(evidence: Evidence): Returned[] {
  const { refund = '', history = '' } = evidence.contract.places
  const sent = new Map<string, { exchange: Exchange; reason: string }>()
  for (const exchange of evidence.exchanges) {
    const [number, reason] = [text(exchange.request.read, refund), text(exchange.request.read, 'reason')]
    if (number !== undefined && reason !== undefined && foreign.test(reason) && isServed(evidence, exchange))
      sent.set(number, { exchange, reason })
  }
  if (sent.size === 0) return []
  const longest = longestReason(evidence)
  return evidence.exchanges.flatMap((exchange) =>
    entriesAt(exchange, history).flatMap((entry) => {
      const known = sent.get(String(entry[refund] ?? ''))
      const got = entry['reason']
      // One that is longer than it may be is cut or filled up, which another rule says.
      return known && typeof got === 'string' && [...got].length <= longest
        ? [{ sent: known.reason, got, place: `${history}.reason`, exchanges: [known.exchange, exchange] }]
        : []
    }),
  )
}

/** Characters that a reason may have. */
const longestReason = ({ contract: { messages } }: Evidence): number =>
  Math.max(
    ...Object.values(messages).flatMap(({ fields }) =>
      fields.flatMap(({ name, length }) => (name === 'reason' ? lengthOf(length).most : [])),
    ),
  )

function entriesAt({ response }: Exchange, place: string): { [name: string]: Json }[] {
  const list = response?.read.ok ? response.read.fields[place] : undefined
  if (!Array.isArray(list)) return []
  return list.filter(
    (item): item is { [name: string]: Json } =>
      typeof item === 'object' && item !== null && !Array.isArray(item),
  )
}

const additional = rule<OddRequest | Spoilt>({
  id: 'json.additional',
  says: 'The object additionalInfo is taken whatever it holds, and null too.',
  level: 'should',
  about: both,
  over: (evidence) => [
    ...oddOf(evidence, 'json.additional').filter(({ exchange }) => exchange.response?.status !== 401),
    ...spoilt(evidence).filter(
      (subject) => isBody(subject) && isMistyped(subject) && isAnything(subject, evidence),
    ),
  ],
  holds: (subject, evidence) =>
    'complaint' in subject
      ? notRefused(subject, evidence).map((problem) => ({ ...problem, level: 'must' as const }))
      : problemOf(subject, evidence),
})

export const jsonText: Rule[] = [kept, additional]
