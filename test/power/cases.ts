/** The cases of a suite by name: which of them are acted, and what each of them sends. */
import * as fc from 'fast-check'
import { premise, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Hand, Letter, Scenario } from '../../src/stimulate/scenario.ts'
import type { Suite } from '../../src/stimulate/suite.ts'
import type { Exchange } from '../../src/wire/exchange.ts'

/**
 * Seed and number of drawn cases of every trial; the names of cases hang on them. What is always acted catches the
 * defects; what is drawn is for those that nobody thought of.
 */
export const drawing = { seed: 1, runs: 4 }

/** Name of a case: the same in every run with the same seed against the same declaration. */
export const caseOf = ({ id }: Scenario, plan: unknown): string => `${id} ${fc.stringify(plan)}`

/** Name that stands for every case of a scenario. */
export const everyOf = ({ id }: Scenario): string => `${id} *`

/** The suite with these cases alone; a scenario of which one drawn case is wanted draws all of its cases. */
export function only(suite: Suite, cases: ReadonlySet<string>): Suite {
  const scenarios = suite.scenarios.flatMap((scenario): Scenario[] => {
    const isEvery = cases.has(everyOf(scenario))
    const isWanted = (plan: unknown) => isEvery || cases.has(caseOf(scenario, plan))
    const plans: Scenario['plans'] = (scope) =>
      (scenario.plans?.(scope) ?? (scenario.draw ? [] : [undefined])).filter(isWanted)
    const { draw, ...others } = scenario
    return [{ ...others, plans, ...(draw && (isEvery || cases.has(drawnOf(scenario))) && { draw }) }]
  })
  return { ...suite, scenarios }
}

/** Name that stands for all drawn cases of a scenario. */
const drawnOf = ({ id }: Scenario): string => `${id} drawn`

/** What is known of a request before it is sent; of a GET below the target's URL only the path. */
export type Told = Pick<Letter, 'method' | 'url' | 'headers' | 'body'>

/** Whoever follows the cases of a suite. */
export interface Overhearing {
  /** Acts a case. */
  enter(name: string, act: () => Promise<void>): Promise<void>
  /** Told of a case's requests before they are sent. */
  tell(name: string, requests: Told[]): void
  /** Told where a rule found something to judge in a case, and in messages of which operation. */
  judged(name: string, operation: string, rule: string, place: string): void
}

/** The suite, telling what each of its cases sends and which rules find something to judge in it. */
export function overheard(suite: Suite, { enter, tell, judged }: Overhearing): Suite {
  const names = new WeakMap<Exchange, string>()
  const scenarios = suite.scenarios.map((scenario): Scenario => {
    const planned = new Set<string>()
    return {
      ...scenario,
      ...(scenario.plans && {
        plans: (scope) => {
          const plans = scenario.plans!(scope)
          for (const plan of plans) planned.add(caseOf(scenario, plan))
          return plans
        },
      }),
      act(plan, hand) {
        const own = caseOf(scenario, plan)
        const name = scenario.draw && !planned.has(own) ? drawnOf(scenario) : own
        return enter(name, () =>
          scenario.act(
            plan,
            telling(
              hand,
              (requests) => tell(name, requests),
              (exchange) => names.set(exchange, name),
            ),
          ),
        )
      },
    }
  })
  // What was sent for all cases, or came later, belongs to the case that it is judged with.
  const ownerOf = premise(({ exchanges }) => {
    const own = new Set(exchanges.flatMap((one) => names.get(one) ?? []))
    return own.size === 1 ? [...own][0] : undefined
  })
  const rules = suite.rules.map((rule) =>
    attended(rule, ({ exchanges, place = '' }, evidence) => {
      for (const exchange of exchanges) {
        const name = names.get(exchange) ?? ownerOf(evidence)
        if (name !== undefined) judged(name, exchange.operation ?? '', rule.id, place)
      }
    }),
  )
  return { rules, scenarios }
}

/** The rule, telling what it finds to judge. */
function attended(rule: Rule, onSubject: (subject: Case, evidence: Evidence) => void): Rule {
  return {
    ...rule,
    *over(evidence) {
      for (const subject of rule.over(evidence)) {
        onSubject(subject, evidence)
        yield subject
      }
    },
  }
}

function telling(
  hand: Hand,
  onRequests: (requests: Told[]) => void,
  onExchange: (exchange: Exchange) => void,
): Hand {
  const one = async (sent: Promise<Exchange>): Promise<Exchange> => {
    const exchange = await sent
    onExchange(exchange)
    return exchange
  }
  return {
    ...hand,
    send(letter) {
      onRequests([letter])
      return one(hand.send(letter))
    },
    lose(letter, cut) {
      onRequests([letter])
      return one(hand.lose(letter, cut))
    },
    async race(letters) {
      onRequests(letters)
      const exchanges = await hand.race(letters)
      exchanges.forEach(onExchange)
      return exchanges
    },
    get(path, note) {
      onRequests([{ method: 'GET', url: path, headers: [], body: Buffer.alloc(0) }])
      return one(hand.get(path, note))
    },
  }
}
