/** Puts a partner on trial, as a declaration describes it, and sums up what the suite said of it. */
import type { Contract } from '../../src/contract/contract.ts'
import { loadContract } from '../../src/contract/load.ts'
import type { ClauseResult, Ended, Finding } from '../../src/report/events.ts'
import { certify } from '../../src/stimulate/certify.ts'
import { loadDeclaration } from '../../src/stimulate/declaration.ts'
import { loadSuite } from '../../src/stimulate/suite.ts'
import type { Hooks, Target } from '../../src/stimulate/target.ts'

export interface Partner {
  url: string
  hooks?: Hooks
  close(): Promise<void>
}

export interface Outcome {
  verdict: Ended['verdict']
  findings: Finding[]
  /** Clauses by what became of them. */
  failed: string[]
  warned: string[]
  open: Pick<ClauseResult, 'id' | 'verdict' | 'reason' | 'because' | 'level'>[]
  errors: string[]
  rules: Ended['rules']
  requests: number
  elapsedMs: number
}

export interface TrialOptions {
  seed?: number
  runs?: number
  concurrency?: number
  /** Ids of rules, clauses or scenarios, with `*`. */
  only?: string[]
  hooks?: Hooks
}

export const contract = loadContract('indomaret')

export async function tryPartner(declaration: object, options: TrialOptions = {}): Promise<Outcome> {
  const target = await loadDeclaration({ protocol: 'indomaret', ...declaration }, { contract })
  return tryTarget(target, contract, options)
}

/** Puts whatever a declaration describes on trial, by the suite of its protocol. */
export async function tryTarget(
  target: Target,
  { id }: Contract,
  options: TrialOptions = {},
): Promise<Outcome> {
  const { hooks, seed = 1, ...rest } = options
  /* A finding is told anew when more is known of it. */
  const findings = new Map<string, Finding>()
  const ended = await certify({
    contract: loadContract(id),
    suite: await loadSuite(id),
    target: hooks ? { ...target, hooks } : target,
    seed,
    ...rest,
    emit: (event) => void (event.event === 'found' && findings.set(event.finding.id, event.finding)),
  })
  return outcomeOf(ended, [...findings.values()])
}

function outcomeOf(ended: Ended, findings: Finding[]): Outcome {
  const { verdict, clauses, rules, errors, requests, elapsedMs } = ended
  const ids = (wanted: string) =>
    clauses.filter((clause) => clause.verdict === wanted).map((clause) => clause.id)
  const open = clauses
    .filter((clause) => ['not-exercised', 'inconclusive', 'error'].includes(clause.verdict))
    .map(({ id, verdict: what, reason, because, level }) => ({ id, verdict: what, reason, because, level }))
  return {
    verdict,
    findings,
    failed: ids('fail'),
    warned: ids('warn'),
    open,
    errors,
    rules,
    requests,
    elapsedMs,
  }
}

/** A finding in a few lines, for whoever reads why a test failed. */
export function told({ rule, place, verdict, clauses, expected, received, story }: Finding): string {
  const where = place === '' ? '' : `@${place}`
  return [
    `${verdict} ${rule}${where} (${clauses.join(' ')})`,
    `  ${expected} / ${received}`,
    ...story.map((line) => `  ${line}`),
  ].join('\n')
}
