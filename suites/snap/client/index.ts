/** Clients on trial: what they send, how they keep their tokens, and what they believe. */
import type { Rule } from '../../../src/judge/rule.ts'
import { clientAgreeing } from './agreeing.ts'
import { clientBeliefs } from './beliefs.ts'
import { clientRepeating } from './repeating.ts'
import { clientSent } from './sent.ts'
import { clientTokens } from './tokens.ts'

export { clientScenarios } from './scenarios.ts'

export const clientRules: Rule[] = [
  ...clientSent,
  ...clientAgreeing,
  ...clientRepeating,
  ...clientBeliefs,
  ...clientTokens,
]
