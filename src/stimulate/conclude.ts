/** The end of a run: rules over the whole of it, what was not exercised and why, and the one verdict. */
import { staleWaivers } from '../judge/waive.ts'
import { evidenceOf, judge } from '../judge/judge.ts'
import type { ClauseResult, Ended, RuleResult } from '../judge/events.ts'
import { beyondReach, verdicts, type Verdict } from '../judge/verdict.ts'
import { isOverRun } from '../judge/rule.ts'
import type { Run } from './certify.ts'
import { keyOf } from './counts.ts'
import { traceOf } from './explorer.ts'
import type { Scenario } from './scenario.ts'
import { ownScenarios } from './select.ts'
import { tell } from './tell.ts'

export function conclude(run: Run, acted: Scenario[]): Ended {
  judgeWhole(run)
  for (const finding of run.counts.settle(worstSkew(run))) run.emit({ event: 'found', finding })
  excuseUnselected(run, acted)
  const rules = run.tally.rules().map((rule) => withBound(run, rule))
  const clauses = run.tally.clauses()
  const waivers = staleWaivers(run.options.waivers ?? [], rules, clauses, run.startedAt)
  const complaints = waivers.flatMap(({ complaint }) => complaint ?? [])
  const ended: Ended = {
    event: 'ended',
    verdict: verdictOf(run, rules, clauses, complaints.length > 0),
    summary: summaryOf(clauses),
    clauses,
    rules,
    waivers,
    requests: requestsOf(run),
    elapsedMs: Date.now() - run.startedAt,
    errors: [...new Set(run.errors)],
    ...situationsOf(run, acted),
    at: new Date().toISOString(),
  }
  run.emit(ended)
  return ended
}

/** Rules that compare exchanges of different cases. */
function judgeWhole(run: Run): void {
  const { suite, contract } = run.options
  const judgements = judge(
    suite.rules.filter((rule) => isOverRun(rule, run.options.target.role)),
    evidenceOf(contract, traceOf(run, run.entries)),
  )
  run.tally.add(judgements)
  for (const { breaches } of judgements) {
    for (const breach of breaches) {
      if (!run.counts.isNew(breach)) continue
      const finding = {
        ...tell(run, breach),
        times: breaches.filter((one) => keyOf(one) === keyOf(breach)).length,
      }
      run.counts.told(breach, finding)
      run.tally.find(finding)
      run.emit({ event: 'found', finding })
    }
  }
}

function excuseUnselected({ options, tally }: Run, acted: Scenario[]): void {
  const left = ownScenarios(options).filter((one) => !acted.includes(one))
  tally.excuse(
    left.flatMap(({ exercises }) => exercises),
    'not-selected',
    'The scenarios that exercise it were not selected.',
  )
}

/** Requests of the run: those that we sent, or those that a client sent to us. */
function requestsOf({ options, bench, entries }: Run): number {
  if (options.target.role !== 'client') return bench.recorder.count()
  return entries.filter((entry) => entry.kind === 'exchange' && entry.from === 'client').length
}

/** Which situations a client came to meet: those that its scenarios were to play. */
function situationsOf({ options, entries }: Run, acted: Scenario[]): Pick<Ended, 'situations'> {
  const { contract, target } = options
  if (target.role !== 'client') return {}
  const met = new Set(entries.flatMap((entry) => (entry.kind === 'situation' ? [entry.situation] : [])))
  const played = contract.situations.filter(({ id }) => acted.some(({ meets }) => meets === id))
  return { situations: played.map(({ id, says, wants }) => ({ id, says, wants, met: met.has(id) })) }
}

const worstSkew = ({ bench }: Run): number => Math.round(Math.max(0, ...bench.recorder.skews()))

/** What races that went well have proved: how rare a fault they could have missed. */
function withBound(run: Run, rule: RuleResult): RuleResult {
  const racing = run.options.suite.scenarios.filter(
    ({ trials, exercises }) => (trials ?? 1) > 1 && exercises.includes(rule.id),
  )
  const races = run.counts.races(racing.map(({ id }) => id))
  if (races === 0 || rule.verdict !== 'pass') return rule
  const bound = (1 - 0.05 ** (1 / races)) * 100
  return {
    ...rule,
    bound: `0 of ${races} races: below ${bound.toFixed(1)} % with 95 % confidence, requests released within ${worstSkew(run)} µs`,
  }
}

function summaryOf(clauses: ClauseResult[]): Ended['summary'] {
  const summary = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as {
    [verdict in Verdict]: number
  }
  for (const { verdict } of clauses) summary[verdict]++
  return summary
}

function verdictOf(run: Run, rules: RuleResult[], clauses: ClauseResult[], stale: boolean): Ended['verdict'] {
  const all = [...rules.map(({ verdict }) => verdict), ...clauses.map(({ verdict }) => verdict)]
  if (run.errors.length > 0 || all.includes('error')) return 'error'
  if (stale || all.includes('fail')) return 'does-not-conform'
  // What a client was never seen to do, in all that it met, it need not do: no declaration makes it.
  const { role } = run.options.target
  const isIdle = (reason: ClauseResult['reason']) => role === 'client' && reason === 'not-reached'
  // Books only tell more of what a server was seen to do.
  const isUnseen = (reason: ClauseResult['reason']) =>
    reason === 'not-reached' || (role === 'server' && reason === 'needs-ledger')
  const conditional = run.options.contract.clauses.filter((clause) => clause.conditional).map(({ id }) => id)
  const open = clauses.some(
    ({ id, verdict, level, reason }) =>
      level === 'must' &&
      !(isUnseen(reason) && conditional.includes(id)) &&
      (verdict === 'inconclusive' ||
        (verdict === 'not-exercised' && !beyondReach.has(reason) && !isIdle(reason))),
  )
  return open || rules.some(({ verdict }) => verdict === 'inconclusive') ? 'incomplete' : 'conforms'
}
