/** The suite as vitest tests, one for each rule: `import { conformance } from 'batu-uji/vitest'`. */
import { beforeAll, describe, expect, test } from 'vitest'
import { chooseTarget, type TargetFlags } from './cli/certify-target.ts'
import { loadContract } from './contract/load.ts'
import type { Rule } from './judge/rule.ts'
import type { Ended, Finding, RuleResult } from './report/events.ts'
import { certify } from './stimulate/certify.ts'
import { loadSuite, type Suite } from './stimulate/suite.ts'

export interface ConformanceOptions extends Pick<TargetFlags, 'target' | 'config' | 'role' | 'profile'> {
  /** Seed of the drawn cases. Default 1, so that a run can be told again. */
  seed?: number
  runs?: number
  concurrency?: number
  only?: string[]
  /** Milliseconds for the whole run. Default five minutes. */
  timeout?: number
}

/**
 * Defines the tests of a protocol. The target is `config` (a declaration) or `target` (a URL), else what the
 * variables TARGET_CONFIG and TARGET_URL name, else our own gateway, started inside. Await it at the top of a file.
 */
export async function conformance(protocol: string, options: ConformanceOptions = {}): Promise<void> {
  const contract = loadContract(protocol)
  const suite = await loadSuite(protocol)
  const flags = whole(options)
  const role = flags.role ?? 'server'
  const isOwn = flags.target === undefined && flags.config === undefined
  describe(`${contract.title} · ${role}`, () => {
    const results = new Map<string, RuleResult>()
    const findings = new Map<string, Finding>()
    beforeAll(async () => {
      const ended = await run(protocol, suite, flags, options, (finding) => findings.set(finding.id, finding))
      for (const error of ended.errors) throw new Error(error)
      for (const result of ended.rules) results.set(result.id, result)
    }, options.timeout ?? 300_000)
    for (const rule of suite.rules.filter(({ about }) => about.includes(role)))
      defineTest(rule, results, findings, isOwn)
  })
}

function whole({ target, config, role, profile }: ConformanceOptions): TargetFlags {
  const url = target ?? (config === undefined ? process.env['TARGET_URL'] : undefined)
  const file = config ?? (target === undefined ? process.env['TARGET_CONFIG'] : undefined)
  return {
    ...(url ? { target: url } : {}),
    ...(file ? { config: file } : {}),
    ...(role ? { role } : {}),
    ...(profile ? { profile } : {}),
  }
}

async function run(
  protocol: string,
  suite: Suite,
  flags: TargetFlags,
  options: ConformanceOptions,
  onFinding: (finding: Finding) => void,
): Promise<Ended> {
  const contract = loadContract(protocol)
  const { target, close } = await chooseTarget(contract, flags)
  const { seed = 1, runs, concurrency, only } = options
  const limits = {
    ...(runs === undefined ? {} : { runs }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(only ? { only } : {}),
  }
  try {
    return await certify({
      contract,
      suite,
      target,
      seed,
      ...limits,
      emit: (event) => event.event === 'found' && onFinding(event.finding),
    })
  } finally {
    await close()
  }
}

function defineTest(
  { id, says }: Rule,
  results: Map<string, RuleResult>,
  findings: Map<string, Finding>,
  isOwn: boolean,
): void {
  test(`${id} · ${says}`, ({ skip }) => {
    const result = results.get(id)
    if (!result || result.verdict === 'not-applicable')
      return skip('The declared profile does not promise it.')
    if (result.verdict === 'not-exercised' && !isOwn) return skip(`Not exercised: ${result.reason}.`)
    if (result.verdict === 'pass' || result.verdict === 'warn' || result.verdict === 'waived')
      return expect(result.cases).toBeGreaterThan(0)
    throw told(
      result,
      result.findings.flatMap((name) => findings.get(name) ?? []),
    )
  })
}

/** An error whose stack is the story, so that a runner prints the story and no place in our own code. */
function told({ id, says, verdict, reason }: RuleResult, findings: Finding[]): Error {
  const stories = findings.map(({ story, curl }) =>
    [...story.map((line) => `  ${line}`), ...(curl ? [`  ${curl}`] : [])].join('\n'),
  )
  const error = new Error(
    [`${id}: ${verdict}${reason ? ` (${reason})` : ''}`, `  ${says}`, ...stories].join('\n\n'),
  )
  error.stack = error.message
  return error
}
