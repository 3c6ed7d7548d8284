/** Promises that live in a state machine: one search for a lawful order judges them all, each rule is a view of it. */
import type { Level } from '../../src/contract/contract.ts'
import { linearize, type Model, type Op, type Outcome, type Placed } from '../../src/judge/linear.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { grouped } from './grouped.ts'

/** An operation of a history, with the exchange that shows it and how a story tells it. */
export interface Act extends Op {
  exchange?: Exchange
  /** What was done and what came of it, in a few words. */
  told: string
  /** What of the message the promise about it means. */
  place?: string
}

/** The history of one key, and the model that it is held against. */
export interface History<State, A extends Act> {
  key: string
  acts: A[]
  model: Model<State, A>
}

interface Occasion extends Case {
  rule: string
  problem?: Problem
  /** The answer is allowed, though another was hoped for. */
  tolerated?: boolean
}

/** What the search found of each history. */
export type Searched<State, A extends Act> = (
  evidence: Evidence,
) => { history: History<State, A>; outcome: Outcome<State, A> }[]

/** Searches each history once, for all rules that ask. */
export const searched = <State, A extends Act>(
  histories: (evidence: Evidence) => History<State, A>[],
): Searched<State, A> =>
  premise((evidence: Evidence) =>
    histories(evidence).map((history) => ({ history, outcome: linearize(history.acts, history.model) })),
  )

/** Makes the rules of a state machine: `promise(id, says, level)` is a view of what the search found. */
export function lifecycle<State, A extends Act>(
  histories: (evidence: Evidence) => History<State, A>[],
  outcomes = searched(histories),
): (id: string, says: string, level?: Level, given?: Rule['given']) => Rule {
  const occasions = premise((evidence: Evidence) =>
    grouped(outcomes(evidence).flatMap(occasionsOf), (one) => one.rule),
  )
  return (id, says, level = 'must', given) =>
    rule<Occasion>({
      id,
      says,
      level,
      about: ['server'],
      ...(given ? { given } : {}),
      over: (evidence) => occasions(evidence).get(id) ?? [],
      holds: ({ problem, tolerated }) =>
        problem ? [tolerated && level === 'must' ? { ...problem, level: 'should' } : problem] : [],
    })
}

function occasionsOf<State, A extends Act>({
  history: { acts, model },
  outcome,
}: ReturnType<Searched<State, A>>[number]): Occasion[] {
  if (outcome.kind === 'inconclusive')
    return acts.map((act) => ({
      rule: model.step(model.initial, act).rule,
      exchanges: act.exchange ? [act.exchange] : [],
      problem: {
        expected: 'an order of these operations that the contract allows',
        received: `none found in ${outcome.tried} tries`,
        inconclusive: true,
      },
    }))
  const kept = outcome.order.flatMap((placed, index) => keptBy(placed, outcome.order.slice(0, index)))
  return outcome.kind === 'lawful' ? kept : [...kept, blame(outcome.culprit, outcome.order)]
}

/** The promises that an operation kept, and those of lesser weight that it did not. */
function keptBy<State, A extends Act>(
  { op, step }: Placed<State, A>,
  before: Placed<State, A>[],
): Occasion[] {
  if (op.ended === undefined) return []
  const exchanges = op.exchange ? [op.exchange] : []
  const place = placeOf(op.place)
  return [...new Set([step.rule, ...(step.also ?? [])])].filter(Boolean).map((name) => {
    const note = step.notes?.find((one) => one.rule === name)
    if (!note) return { rule: name, exchanges, ...place }
    const { expected, inconclusive } = note
    return {
      rule: name,
      ...place,
      exchanges: cited([...before, { op }]),
      tolerated: true,
      problem: { expected, received: op.told, inconclusive: inconclusive ?? false },
    }
  })
}

function blame<State, A extends Act>({ op, step }: Placed<State, A>, before: Placed<State, A>[]): Occasion {
  return {
    rule: step.rule,
    ...placeOf(step.place ?? op.place),
    exchanges: cited([...before, { op }]),
    problem: { expected: step.expected, received: step.received ?? op.told },
  }
}

const placeOf = (place: string | undefined) => (place === undefined ? {} : { place })

/** The exchanges that a story needs: the last eight of them up to the culprit. */
function cited(order: { op: Act }[]): Exchange[] {
  return order.flatMap(({ op }) => (op.exchange ? [op.exchange] : [])).slice(-8)
}
