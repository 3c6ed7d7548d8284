/** What there is to say about an id, whatever it names. */
import type { Clause, Role, Situation } from '../contract/contract.ts'
import type { Rule } from '../judge/rule.ts'
import type { Scenario } from '../stimulate/scenario.ts'
import { reasonWords } from '../report/words.ts'
import { breakersAt, breakersOf, clausesOf, ruleIn, type Catalogue, type Played } from './catalogue.ts'

export interface Explanation {
  kind: 'rule' | 'clause' | 'erratum' | 'defect' | 'freedom' | 'scenario' | 'situation' | 'switch' | 'data'
  protocol: string
  id: string
  says: string
  /** Labels and what stands beside them; a list stands on lines. */
  rows: [label: string, text: string | string[]][]
}

/** Every explanation that a protocol has for an id. */
export function explanationsOf(catalogue: Catalogue, id: string): Explanation[] {
  const { rules, clauses, contract, defects, freedoms, scenarios } = catalogue
  const named = <T extends { id: string }>(
    all: readonly T[],
    explain: (one: T) => Omit<Explanation, 'id' | 'protocol'>,
  ) =>
    all
      .filter((one) => one.id === id || (one as Partial<Played>).catalogue === id)
      .map((one) => ({ ...explain(one), id: one.id, protocol: contract.id }))
  return [
    ...named(rules, (rule) => ofRule(rule, catalogue)),
    ...named(clauses, (clause) => ofClause(clause, catalogue)),
    ...named(contract.errata, ({ kind, found, readings, taken, clauses: touched = [], switch: key }) => ({
      kind: 'erratum',
      says: found,
      rows: [
        ['kind', kind],
        ['readings', readings],
        ['taken', taken],
        ['switch', key ?? ''],
        ['clauses', touched],
      ],
    })),
    ...named(defects, (defect) => ofDefect(defect, catalogue)),
    ...named(freedoms, (freedom) => ofFreedom(freedom, catalogue)),
    ...named(scenarios, ofScenario),
    ...named(contract.situations, (situation) => ofSituation(situation, catalogue)),
    ...named(keyed(contract.profile), (one) => ofSwitch(one, catalogue)),
    ...named(keyed(contract.data), ({ says, wish }) => ({
      kind: 'data',
      says,
      rows: [
        ['wish', wish ? JSON.stringify(wish) : ''],
        ['to do', 'Name such items in the declaration under data, or declare a provision hook.'],
      ],
    })),
  ]
}

/** Every id that can be explained. */
export function idsOf({ rules, clauses, contract, defects, freedoms, scenarios }: Catalogue): string[] {
  const named = [rules, clauses, contract.errata, defects, freedoms, scenarios, contract.situations].flatMap(
    (all) => all.map(({ id }) => id),
  )
  return [...named, ...Object.keys(contract.profile), ...Object.keys(contract.data)]
}

function keyed<T extends object>(record: { [id: string]: T }): (T & { id: string })[] {
  return Object.entries(record).map(([id, value]) => ({ ...value, id }))
}

type Entry = Omit<Explanation, 'id' | 'protocol'>

function ofRule({ id, says, level, about, span }: Rule, catalogue: Catalogue): Entry {
  const clauses = clausesOf(catalogue, id)
  const stimulating = catalogue.scenarios.filter(({ exercises }) => exercises.includes(id))
  return {
    kind: 'rule',
    says,
    rows: [
      ['level', level],
      ['judges', about.join(', ')],
      ['looks at', span === 'run' ? 'the whole run' : 'each case'],
      ['clauses', clauses.map((clause) => `${clause.id}: ${clause.says} (${clause.source})`)],
      ['errata', [...new Set(clauses.flatMap(({ errata = [] }) => errata))]],
      ['exercised by', stimulating.map((one) => `${one.id}: ${one.says}`)],
      ['broken by', breakersOf(catalogue, id).map((one) => `${one.id}: ${one.says}`)],
      ['to do', todoFor(catalogue, id)],
    ],
  }
}

function todoFor(catalogue: Catalogue, rule: string): string {
  const { id } = catalogue.contract
  const [breaker] = breakersOf(catalogue, rule)
  const alone = `Run it alone with batu-uji certify ${id} --config target.json --only ${rule}`
  return breaker ? `${alone}; see it caught with ${commandFor(id, breaker, 'defect')}.` : `${alone}.`
}

/** The command that plays a defect or a freedom. */
function commandFor(protocol: string, { id, role }: Played, what: 'defect' | 'freedom'): string {
  return `batu-uji certify ${protocol}${role === 'server' ? '' : ` --role ${role}`} --${what} ${id}`
}

const basisWords = {
  text: 'the document says it',
  sample: 'the document’s samples show it, its text does not say it',
  derived: 'it follows from what the document says',
  external: 'another standard says it',
  silent: 'the document is silent; safety demands it',
} as const satisfies { [basis in Clause['basis']]: string }

function ofClause(clause: Clause, catalogue: Catalogue): Entry {
  const { says, section, source, level, basis, judges, errata = [] } = clause
  const breakers = judges.flatMap((role) =>
    (clause.rules?.[role] ?? []).flatMap((ref) => breakersAt(catalogue, ref)),
  )
  return {
    kind: 'clause',
    says,
    rows: [
      ['level', level],
      ['section', section],
      ['source', source],
      ['basis', basisWords[basis]],
      ['judged by', judges.map((role) => judgedBy(clause, role))],
      [
        'switch',
        clause.switch === undefined
          ? ''
          : `${clause.switch}: ${catalogue.contract.profile[clause.switch]?.says ?? ''}`,
      ],
      [
        'errata',
        errata.map((id) => `${id}: ${catalogue.contract.errata.find((one) => one.id === id)?.found ?? ''}`),
      ],
      ['broken by', [...new Set(breakers.map((one) => one.id))].slice(0, 12)],
    ],
  }
}

function judgedBy({ rules, unjudged }: Clause, role: Role): string {
  const why = unjudged?.[role]
  if (!why) return `${role}: ${[...new Set((rules?.[role] ?? []).map(ruleIn))].join(', ') || 'no rule'}`
  const todo = reasonWords[why.reason as keyof typeof reasonWords]?.todo ?? ''
  return `${role}: by no rule (${why.reason}). ${why.says} ${todo}`.trim()
}

function ofDefect(defect: Played, { contract, rules }: Catalogue): Entry {
  const { says, role, catalogue: entry, breaks = [], clock } = defect
  const told = breaks.map(
    (ref) => `${ref}: ${rules.find((rule) => rule.id === ruleIn(ref))?.says ?? 'unknown'}`,
  )
  return {
    kind: 'defect',
    says,
    rows: [
      ['played by', role],
      ['catalogue', entry ?? ''],
      ['caught by', told],
      ['clock', clock ?? ''],
      ['see it', commandFor(contract.id, defect, 'defect')],
    ],
  }
}

function ofFreedom(freedom: Played, { contract }: Catalogue): Entry {
  const { says, role, because, profile } = freedom
  return {
    kind: 'freedom',
    says,
    rows: [
      ['used by', role],
      ['legal by', because ?? ''],
      ['profile', profile ? JSON.stringify(profile) : ''],
      ['see it', commandFor(contract.id, freedom, 'freedom')],
    ],
  }
}

function ofScenario({ says, role, exercises, exclusive, trials = 1 }: Scenario): Entry {
  return {
    kind: 'scenario',
    says,
    rows: [
      ['stimulates', role],
      ['exercises', exercises],
      ['runs', exclusive ? 'after all others: it moves the clock' : ''],
      ['trials', trials > 1 ? String(trials) : ''],
    ],
  }
}

function ofSituation({ id, says, wants, operations }: Situation, { contract, scenarios }: Catalogue): Entry {
  const exercises = scenarios.filter(({ meets }) => meets === id).flatMap((one) => one.exercises)
  return {
    kind: 'situation',
    says,
    rows: [
      ['a good client', wants],
      ['given to', `the next new transaction of ${operations.join(', ')}`],
      ['judged by', [...new Set(exercises)]],
      ['see it', `batu-uji certify ${contract.id} --role client --demo --only ${id}`],
    ],
  }
}

function ofSwitch(
  { id, says, values, type, default: usual }: Catalogue['contract']['profile'][string] & { id: string },
  { contract, clauses }: Catalogue,
): Entry {
  return {
    kind: 'switch',
    says,
    rows: [
      ['default', JSON.stringify(usual)],
      ['values', values ? values.map((value) => JSON.stringify(value)).join(', ') : (type ?? 'anything')],
      [
        'clauses',
        clauses.filter((clause) => clause.switch === id).map((clause) => `${clause.id}: ${clause.says}`),
      ],
      [
        'declare it',
        `"profile": { "${id}": … } in the declaration, or batu-uji certify ${contract.id} --profile ${id}=…`,
      ],
    ],
  }
}
