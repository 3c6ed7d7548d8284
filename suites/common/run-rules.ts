/** Rules about clients and receivers, judged over the whole run: what one of them did is held against all it did. */
import type { Role } from '../../src/contract/contract.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'

/** A request, and the one before it that it is held against. */
export interface Pair extends Case {
  then: Exchange
  first?: Exchange
}

export const pair = (then: Exchange, first?: Exchange): Pair => ({
  then,
  exchanges: first ? [first, then] : [then],
  ...(first && { first }),
})

const ruleAbout =
  (role: Role) =>
  <C extends Case>(
    id: string,
    says: string,
    over: (evidence: Evidence) => C[],
    holds: (subject: C, evidence: Evidence) => Problem[],
    level: Rule['level'] = 'must',
    given?: Rule['given'],
  ): Rule =>
    rule<C>({ id, says, level, about: [role], span: 'run', over, holds, ...(given && { given }) })

/** A rule about what clients do. */
export const clientRule = ruleAbout('client')

/** A rule about what receivers do. */
export const receiverRule = ruleAbout('receiver')
