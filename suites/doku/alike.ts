/** Invoice numbers and Request-Ids, letter for letter: one that is nearly another is no repetition of it. */
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { answered } from '../common/premises.ts'
import { at, codesAsked, isBefore, isRight, isWellWritten, told, type Asked } from './asked.ts'
import { plainLooks, type Look } from './states.ts'

type By = 'letters' | 'case'

interface Alike extends Case {
  first: Asked
  one: Asked
  by: By
  name: (one: Asked) => string
}

/** Letters of the longest invoice number, and of the longest Request-Id. */
const longest = { [at.invoice]: 64, [at.id]: 128 }
const names: { [place: string]: (one: Asked) => string } = {
  [at.invoice]: ({ invoice }) => invoice,
  [at.id]: ({ id }) => id,
}

/** Requests whose name nearly is that of one that was served before, and that have no other thing in common. */
const alike = premise((evidence: Evidence): Alike[] => {
  const right = codesAsked(evidence).filter((one) => isRight(evidence, one) && one.reaction !== 'open')
  return right.flatMap((one) => {
    const earlier = right.filter(
      (other) => other.merchant === one.merchant && isBefore(other.exchange, one.exchange),
    )
    if (earlier.some((other) => other.invoice === one.invoice || other.id === one.id)) return []
    return Object.entries(names).flatMap(([place, name]) => {
      const found = earlier.filter(({ reaction }) => reaction === 'served')
      const first = found.find((other) => likeness(name(other), name(one), longest[place]!) !== undefined)
      if (!first) return []
      const by = likeness(name(first), name(one), longest[place]!)!
      // Whose codes nobody can read may have two of them.
      if ([first, one].some((other) => other.reaction === 'served' && !isTold(evidence, other))) return []
      return [{ first, one, by, name, place, exchanges: [first.exchange, one.exchange] }]
    })
  })
})

const isTold = (evidence: Evidence, { code, exchange }: Asked): boolean =>
  code !== '' && isWellWritten(evidence, exchange, at.code)

function likeness(name: string, other: string, most: number): By | undefined {
  if (name.toLowerCase() === other.toLowerCase()) return 'case'
  const isLast = name.length === most && other.length === most && name.slice(0, -1) === other.slice(0, -1)
  return isLast ? 'letters' : undefined
}

/** Of a request whose name nearly is that of another one the rule about such names speaks. */
export const isNearlyAnother = (evidence: Evidence, one: Asked): boolean =>
  alike(evidence).some((subject) => subject.one === one)

const distinct = rule<Alike>({
  id: 'repeats.distinct',
  says: 'Names that differ in one letter are those of two requests.',
  level: 'must',
  about: ['server'],
  over: alike,
  holds: ({ first, one, by, name }) =>
    one.reaction === 'served' && one.code !== first.code
      ? []
      : [
          {
            expected: `a code of its own: ${name(one)} is another name than ${name(first)}`,
            received: told(one),
            // That a name has capital letters of its own, the document does not say.
            ...(by === 'case' ? { level: 'should' as const } : {}),
          },
        ],
})

/** An answer is about the transaction that was asked for. */
const named = rule<Look>({
  id: 'status.names',
  says: 'A state tells the invoice number of its transaction, letter for letter.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence).filter(
      ({ one }) =>
        one.reaction === 'served' &&
        answered(one.exchange, at.invoice) !== '' &&
        isWellWritten(evidence, one.exchange, at.invoice),
    ),
  holds: ({ one, given }) => {
    const received = answered(one.exchange, at.invoice)
    return received === given.invoice ? [] : [{ expected: given.invoice, received }]
  },
})

export const alikeRules: Rule[] = [distinct, named]
