/** Rules that hold a notification's answer against what is odd about it. */
import type { Evidence, Problem, Rule } from '../../../src/judge/rule.ts'
import { text } from '../../../src/wire/reading.ts'
import { receiverRule } from '../../common/run-rules.ts'
import { answerOf, oddityOf, posts, takesPlain, type Post } from './posts.ts'

interface Terms {
  level?: Rule['level']
  given?: Rule['given']
}

/** The notifications about which a rule speaks for what is odd about them. */
export const oddly =
  (id: string, isWelcome?: boolean) =>
  (evidence: Evidence): Post[] =>
    posts(evidence).flatMap((post) => {
      const oddity = oddityOf(post)
      if (oddity?.rule !== id || (isWelcome !== undefined && oddity.welcome !== isWelcome)) return []
      return [{ ...post, ...(oddity.place !== undefined && { place: oddity.place }) }]
    })

/** What is right is taken, if anything plain is. */
export function taken(post: Post): Problem[] {
  return post.taken
    ? []
    : [{ expected: 'an acknowledgement', received: answerOf(post.exchange), ...doubt(post) }]
}

/** What is wrong is refused. */
export function refused({ exchange, taken: isTaken }: Post): Problem[] {
  return isTaken ? [{ expected: 'a refusal', received: answerOf(exchange) }] : []
}

/** It is refused, and by an answer that is no error of the server's own. */
export function refusedInOrder(post: Post): Problem[] {
  const { response } = post.exchange
  const code = text(response?.read, 'responseCode') ?? ''
  const status = /^4\d{6}$/.test(code) ? 400 : (response?.status ?? 0)
  const isRefused = status >= 400 && status < 500
  if (post.taken || isRefused) return refused(post)
  return [{ expected: 'a refusal with a status of 4xx', received: answerOf(post.exchange), ...doubt(post) }]
}

/** One silence may be the network's. */
export const doubt = ({ exchange: { trouble } }: Post): Pick<Problem, 'inconclusive'> =>
  trouble?.kind === 'timeout' ? { inconclusive: true } : {}

/** A rule about what is odd and right: it is taken as what is plain is taken. */
export function takingRule(id: string, says: string, terms?: Terms): Rule {
  const over = (evidence: Evidence) =>
    takesPlain(evidence) ? oddly(id, true)(evidence).filter(({ first }) => first) : []
  return receiverRule(id, says, over, taken, terms?.level, terms?.given)
}

/** A rule about what is wrong: it is refused. */
export function refusingRule(id: string, says: string, terms?: Terms, holds = refused): Rule {
  return receiverRule(id, says, oddly(id, false), holds, terms?.level, terms?.given)
}
