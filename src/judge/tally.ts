/** Adds up what rules found, case by case, and says at the end what stands for each rule and each clause. */
import { met, type Clause, type Contract, type Profile, type Role } from '../contract/contract.ts'
import { isOffered } from '../contract/offered.ts'
import { shapeOf } from '../contract/shape.ts'
import { isNeedless } from '../contract/token-use.ts'
import type { ClauseResult, Finding, RuleResult } from './events.ts'
import { fieldClauses, type FieldClause } from './field-clauses.ts'
import type { Judgement } from './judge.ts'
import { placesLike } from './pattern.ts'
import type { Rule } from './rule.ts'
import { verdictOf, worst, type Reason, type Verdict } from './verdict.ts'

export interface Tally {
  add(judgements: Judgement[]): void
  /** Notes a finding about a place of a rule; its breaches were counted by `add`. */
  find(finding: Finding): void
  /**
   * Why a rule could not be exercised, should it find no case. Of several reasons the first stands, one that only left
   * something out last.
   */
  excuse(rules: string[], reason: Reason, because: string, weight?: 'whole' | 'part'): void
  rules(): RuleResult[]
  clauses(): ClauseResult[]
}

interface Count {
  cases: number
  verdicts: Set<Verdict>
  witnesses: string[]
}

interface Sum {
  rule: Rule
  places: Map<string, Count>
  findings: Finding[]
  excuse?: Excuse
  /** Its places by what they are called, as of so many of them. */
  names?: { size: number; under: Map<string, string[]> }
}

interface Excuse {
  reason: Reason
  because: string
  weight: 'whole' | 'part'
}

/** A tally of the rules that judge this role under this contract, as this profile has it. */
export function createTally(
  contract: Contract,
  role: Role,
  profile: Profile,
  rules: Rule[],
  waived: (finding: Finding) => boolean,
): Tally {
  const sums = new Map(
    rules.map((rule): [string, Sum] => [rule.id, { rule, places: new Map(), findings: [] }]),
  )
  const clausesByRule = (id: string, place: string) =>
    [...contract.clauses, ...fieldClauses(contract)].filter((clause) =>
      clause.rules?.[role]?.some((ref) => covers(ref, id, place)),
    )
  const isSpared = ({ row, level }: FieldClause) => {
    const spec = contract.messages[row.message]!
    const { operation } = spec
    if (!isOffered(contract, profile, operation) || isNeedless(contract, profile, operation)) return true
    return level === 'must' && shapeOf(contract, spec, profile).presence(row.field) !== 'M'
  }
  return {
    add(judgements) {
      for (const judgement of judgements) addOne(sums.get(judgement.rule.id)!, judgement)
    },
    find(finding) {
      const sum = sums.get(finding.rule)!
      finding.clauses = clausesByRule(finding.rule, finding.place).map(({ id }) => id)
      if (waived(finding)) finding.verdict = 'waived'
      sum.findings.push(finding)
    },
    excuse(ids, reason, because, weight = 'whole') {
      for (const id of ids) {
        const sum = sums.get(id)
        if (sum && (!sum.excuse || (sum.excuse.weight === 'part' && weight === 'whole')))
          sum.excuse = { reason, because, weight }
      }
    },
    rules: () => [...sums.values()].map(ruleResult),
    clauses: () => [
      ...contract.clauses.map((clause) =>
        spared(clauseResult(clause, role, sums), () => met(clause.unless, profile), [
          'pass',
          'not-exercised',
        ]),
      ),
      ...fieldClauses(contract).map((clause) =>
        spared(clauseResult(clause, role, sums), () => isSpared(clause)),
      ),
    ],
  }
}

/** Exchanges that a verdict is shown by, at most. */
const shown = 10

function addOne(sum: Sum, { cases, witnesses, breaches }: Judgement): void {
  for (const [place, count] of cases) {
    const known = countAt(sum, place)
    known.cases += count
    if (known.witnesses.length < 3) known.witnesses.push(...(witnesses.get(place) ?? []))
  }
  for (const { place, level, inconclusive } of breaches)
    countAt(sum, place).verdicts.add(inconclusive ? 'inconclusive' : verdictOf(level))
}

function countAt({ places }: Sum, place: string): Count {
  const known = places.get(place)
  if (known) return known
  const made: Count = { cases: 0, verdicts: new Set(), witnesses: [] }
  places.set(place, made)
  return made
}

/** A reference is `rule`, `rule@Field`, or `rule@Message/Field`; a `*` stands for any part of a name. */
export function covers(reference: string, rule: string, place: string): boolean {
  const { id, at, isLike } = referenceOf(reference)
  if (id !== rule) return false
  return at === undefined || at === place || place.endsWith(`/${at}`) || isLike(place)
}

interface Reference {
  id: string
  at?: string
  isLike(place: string): boolean
}

const references = new Map<string, Reference>()

/** Clauses and variants name few places, and each of them is held against many: they are read once. */
function referenceOf(text: string): Reference {
  const known = references.get(text)
  if (known) return known
  const [id = '', at] = text.split('@').map((part) => part.trim())
  const patterns = at?.includes('*') ? [at, `*/${at}`].map(placesLike) : []
  const made: Reference = {
    id,
    ...(at !== undefined && { at }),
    isLike: (place) => patterns.some((pattern) => pattern.test(place)),
  }
  references.set(text, made)
  return made
}

/** The places of a rule that a reference to it covers. */
function placesIn(sum: Sum, reference: string): string[] {
  const { at } = referenceOf(reference)
  const all = at === undefined || at.includes('*')
  if (!all) return placesUnder(sum).get(at) ?? []
  return [...sum.places.keys()].filter((place) => covers(reference, sum.rule.id, place))
}

/** Places by each name that a reference may give them; rules of fields have hundreds, and as many clauses name one. */
function placesUnder(sum: Sum): Map<string, string[]> {
  if (sum.names?.size === sum.places.size) return sum.names.under
  const under = new Map<string, string[]>()
  for (const place of sum.places.keys())
    for (const name of namesOf(place)) under.set(name, [...(under.get(name) ?? []), place])
  sum.names = { size: sum.places.size, under }
  return under
}

/** The whole of a place, and what follows each stroke in it. */
function namesOf(place: string): string[] {
  const parts = place.split('/')
  return parts.map((_part, index) => parts.slice(index).join('/'))
}

function verdictAt({ findings }: Sum, place: string, { cases, verdicts }: Count): Verdict | undefined {
  const own = findings.filter((finding) => finding.place === place)
  if (own.length > 0 && own.every(({ verdict }) => verdict === 'waived')) return 'waived'
  return worst([...verdicts, ...(cases > 0 && verdicts.size === 0 ? (['pass'] as const) : [])])
}

/** A rule that was exercised elsewhere lacked nothing: what left out a part of a case is no reason then. */
function excuseOf({ excuse, places }: Sum): Excuse | undefined {
  return excuse?.weight === 'part' && places.size > 0 ? undefined : excuse
}

function ruleResult(sum: Sum): RuleResult {
  const { rule, places, findings, excuse } = sum
  const verdict = worst([...places].flatMap(([place, count]) => verdictAt(sum, place, count) ?? []))
  const cases = [...places.values()].reduce((total, count) => total + count.cases, 0)
  const exchanges = [...new Set([...places.values()].flatMap(({ witnesses }) => witnesses))].slice(0, shown)
  const base = {
    id: rule.id,
    says: rule.says,
    level: rule.level,
    cases,
    findings: findings.map(({ id }) => id),
    exchanges,
  }
  return verdict
    ? { ...base, verdict }
    : { ...base, verdict: 'not-exercised', reason: excuse?.reason ?? 'not-reached' }
}

function clauseResult(clause: Clause, role: Role, sums: Map<string, Sum>): ClauseResult {
  const { id, section, says, source, level } = clause
  const base = {
    id,
    section,
    says,
    source,
    level,
    cases: 0,
    rules: clause.rules?.[role] ?? [],
    findings: [] as string[],
  }
  if (!clause.judges.includes(role))
    return {
      ...base,
      verdict: 'not-applicable',
      because: `It binds the ${clause.judges.join(' and the ')}, and the ${role} is on trial.`,
    }
  const unjudged = clause.unjudged?.[role]
  if (unjudged)
    return { ...base, verdict: 'not-exercised', reason: unjudged.reason as Reason, because: unjudged.says }
  return judgedClause(base, sums)
}

/** What nobody asks for under a profile is judged where it is seen, and not missed where it is not. */
function spared(
  result: ClauseResult,
  isSpared: () => boolean,
  from: Verdict[] = ['not-exercised'],
): ClauseResult {
  if (!from.includes(result.verdict) || !isSpared()) return result
  const { reason: _none, ...rest } = result
  return { ...rest, verdict: 'not-applicable', because: unpromised }
}

const unpromised = 'The declared profile does not promise it.'

function judgedClause(base: Omit<ClauseResult, 'verdict'>, sums: Map<string, Sum>): ClauseResult {
  const involved = base.rules.flatMap((ref) => {
    const sum = sums.get(referenceOf(ref).id)
    return sum ? [{ ref, sum }] : []
  })
  if (involved.length === 0) return { ...base, verdict: 'not-applicable', because: unpromised }
  const spoken = involved.flatMap(({ ref, sum }) =>
    placesIn(sum, ref).map((place) => ({ sum, place, count: sum.places.get(place)! })),
  )
  const verdict = worst(spoken.flatMap(({ sum, place, count }) => verdictAt(sum, place, count) ?? []))
  const findings = involved.flatMap(({ ref, sum }) =>
    sum.findings.filter(({ place }) => covers(ref, sum.rule.id, place)).map(({ id }) => id),
  )
  const cases = spoken.reduce((total, { count }) => total + count.cases, 0)
  const exchanges = [...new Set(spoken.flatMap(({ count }) => count.witnesses))].slice(0, shown)
  if (verdict) return { ...base, verdict, cases, findings, exchanges }
  const excuse = involved.map(({ sum }) => excuseOf(sum)).find((one) => one !== undefined)
  return {
    ...base,
    verdict: 'not-exercised',
    reason: excuse?.reason ?? 'not-reached',
    because: excuse?.because ?? 'No exchange of this run spoke about it.',
  }
}
