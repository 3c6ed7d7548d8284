/** Rules of BDPay's server in short: which cases, and what is wrong with one. */
import type { Level } from '../../src/contract/contract.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { stories, type Call, type Story } from './seen.ts'

/** What a rule may have beside its sentence. */
export interface More {
  level?: Level
  span?: Rule['span']
  given?: Rule['given']
}

/** A rule about the conduct of the platform. */
export function serverRule<C extends Case>(
  id: string,
  says: string,
  over: (evidence: Evidence) => C[],
  holds: (subject: C, evidence: Evidence) => Problem[],
  { level = 'must', span, given }: More = {},
): Rule {
  const rest = { ...(span ? { span } : {}), ...(given ? { given } : {}) }
  return rule<C>({ id, says, level, about: ['server'], ...rest, over, holds })
}

export interface CallCase extends Case {
  call: Call
}

/** A case that one request is. */
export const caseOf = (call: Call, place?: string): CallCase => ({
  call,
  exchanges: [call.exchange],
  ...(place === undefined ? {} : { place }),
})

export interface StoryCase extends Case {
  story: Story
}

/** A rule about the life of orders: which it speaks about, and what is wrong with one. */
export function storyRule(
  id: string,
  says: string,
  speaksOf: (story: Story, evidence: Evidence) => boolean,
  holds: (story: Story, evidence: Evidence) => Problem[],
  more?: More,
): Rule {
  return serverRule<StoryCase>(
    id,
    says,
    (evidence) =>
      stories(evidence)
        .filter((story) => speaksOf(story, evidence))
        .map((story) => ({ story, exchanges: witnesses(story) })),
    ({ story }, evidence) => holds(story, evidence),
    more,
  )
}

/** Exchanges that tell a life, in order; a long one by its beginning and its end. */
export function witnesses({ creates, queries, callbacks }: Story): Exchange[] {
  const all = [...[...creates, ...queries].map(({ exchange }) => exchange), ...callbacks]
  const sorted = all.sort((one, other) => one.began - other.began)
  return sorted.length > 8 ? [...sorted.slice(0, 4), ...sorted.slice(-4)] : sorted
}

/** Nothing, or the one thing that is wrong. */
export const unless = (fine: boolean, expected: string, received: string, level?: Level): Problem[] =>
  fine ? [] : [{ expected, received, ...(level ? { level } : {}) }]
