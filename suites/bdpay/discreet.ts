/** What answers give away of whoever made them. */
import { rule, type Case, type Rule } from '../../src/judge/rule.ts'
import type { Response } from '../../src/wire/exchange.ts'
import { leakIn } from '../common/discreet.ts'
import { sideOnTrial } from '../common/premises.ts'

const discreet = rule<Case & { response: Response }>({
  id: 'answers.discreet',
  says: 'No answer gives away a trace of code, a query or a key.',
  level: 'must',
  about: ['server', 'receiver'],
  over: (evidence) =>
    evidence.exchanges.flatMap((exchange) =>
      exchange.response && sideOnTrial(evidence, exchange) === 'response'
        ? [{ response: exchange.response, exchanges: [exchange] }]
        : [],
    ),
  holds({ response }) {
    const leak = leakIn(response)
    return leak ? [{ expected: 'an answer without it', received: leak }] : []
  },
})

export const discretion: Rule[] = [discreet]
