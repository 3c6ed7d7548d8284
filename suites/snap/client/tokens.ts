/** How a client keeps its tokens. */
import { premise, rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { answered, asked, targetTime } from '../../common/premises.ts'
import { clientRule, pair } from '../../common/run-rules.ts'
import { calls, isBefore, threads, tokenCalls } from './threads.ts'

const tokenOf = (one: Exchange): string => asked(one, 'header:Authorization').replace(/^Bearer +/i, '')

/** 401 with case 01 or 03: the token was the reason. */
const isRefused = (one: Exchange): boolean =>
  one.response?.status === 401 && /^401\d\d0[13]$/.test(answered(one, 'responseCode')) && tokenOf(one) !== ''

interface Refusal extends Case {
  refused: Exchange
  /** Requests about the same payment after it. */
  later: Exchange[]
  /** Refusals before it. */
  before: Exchange[]
}

const refusals = (evidence: Evidence): Refusal[] =>
  threads(evidence).flatMap(({ asked: all }) =>
    all.filter(isRefused).map((refused) => ({
      refused,
      later: all.filter((one) => isBefore(refused, one)),
      before: all.filter((one) => isRefused(one) && isBefore(one, refused)),
      exchanges: [refused],
    })),
  )

/** Refusals after which nobody tries on. */
const most = 3

/** New tokens that were refused in a row: an attempt that begins with a token of before is another one. */
function renewals(before: Exchange[], refused: Exchange): number {
  const tokens = [...before, refused].map(tokenOf).reverse()
  const last = tokens.findIndex((token, at) => at > 0 && token === tokens[at - 1])
  return last < 0 ? before.length : last - 1
}

const refresh = rule<Refusal>({
  id: 'client.token-refresh',
  says: 'A refused token is replaced once.',
  level: 'must',
  about: ['client'],
  span: 'run',
  over: refusals,
  holds({ refused, later: [next], before }) {
    if (renewals(before, refused) >= most)
      return [{ expected: 'that it gives up after one new token', received: `refusal ${most + 1}` }]
    if (!next)
      return before.length > 0
        ? []
        : [{ expected: 'another token, and the request again', received: 'nothing' }]
    // A new token that is refused as well may be used on: whoever asks later begins with it.
    return tokenOf(next) === tokenOf(refused) && before.length === 0
      ? [{ expected: 'another token', received: 'the one that was refused', exchanges: [refused, next] }]
      : []
  },
})

/** Tokens that were given to clients: the exchange, and the target's time at which each ends. */
const given = premise(
  (evidence: Evidence): Map<string, { by: Exchange; ends: number }> =>
    new Map(
      tokenCalls(evidence).flatMap((by): [string, { by: Exchange; ends: number }][] => {
        const token = text(by.response?.read, 'accessToken')
        const seconds = Number(text(by.response?.read, 'expiresIn') ?? evidence.profile['tokenSeconds'])
        return token === undefined ? [] : [[token, { by, ends: targetTime(evidence, by) + seconds * 1000 }]]
      }),
    ),
)

/** Requests that carry a token which was given in this run. */
const bearing = (evidence: Evidence): Exchange[] =>
  calls(evidence).filter((one) => given(evidence).has(tokenOf(one)))

const reuse = clientRule(
  'client.token-reuse',
  'A token is used for more than one request, and not beyond its time.',
  (evidence) => (bearing(evidence).length < 4 ? [] : bearing(evidence).map((one) => pair(one))),
  ({ then }, evidence) => {
    const { by, ends } = given(evidence).get(tokenOf(then))!
    if (targetTime(evidence, then) > ends)
      return [{ expected: 'a token that has not ended', received: 'one that has', exchanges: [by, then] }]
    const [tokens, requests] = [given(evidence).size, bearing(evidence).length]
    return tokens * 2 >= requests
      ? [{ expected: 'one token for many requests', received: `${tokens} tokens for ${requests} requests` }]
      : []
  },
  'should',
)

export const clientTokens: Rule[] = [refresh, reuse]
