/** Rules that speak of further roles in contracts that let these write messages too. */
import type { Rule } from '../../src/judge/rule.ts'

/** The same rules, also about receivers: for contracts whose receivers answer in messages. */
export const alsoReceivers = (rules: Rule[]): Rule[] =>
  rules.map((rule) => ({ ...rule, about: [...rule.about, 'receiver'] }))

/** The same rules about servers alone. */
export const serversOnly = (rules: Rule[]): Rule[] => rules.map((rule) => ({ ...rule, about: ['server'] }))
