/** Certifies a target: acts out scenarios, judges each case as it ends, and says what stands at the end. */
import type { Dialect } from '../dialects/dialect.ts'
import { loadDialect } from '../dialects/load.ts'
import { ContractError } from '../contract/load.ts'
import type { Ended, Finding, RunEvent } from '../judge/events.ts'
import { isPromised } from '../judge/rule.ts'
import type { Entry } from '../judge/trace.ts'
import { createTally, type Tally } from '../judge/tally.ts'
import { createDriver } from '../wire/drive.ts'
import type { Exchange } from '../wire/exchange.ts'
import { createTicks, type Ticks } from '../wire/ticks.ts'
import { conclude } from './conclude.ts'
import { createCounts, type Counts } from './counts.ts'
import { explore } from './explore.ts'
import { moveClock, type Bench } from './hand.ts'
import { createIdentities } from './identities.ts'
import { lacking, whyIdle } from './idle.ts'
import { createListener } from './listener.ts'
import { jobsOf, type Job } from './jobs.ts'
import type { RunOptions } from './options.ts'
import { createOthers } from './others.ts'
import { createPace } from './pace.ts'
import { createRecorder } from './recorder.ts'
import type { Scenario, Scope } from './scenario.ts'
import { selectScenarios } from './select.ts'
import { createSupply } from './supply.ts'
import { createTide } from './tide.ts'
import { started } from './started.ts'
import { createPurse } from './tokens.ts'
import { isWaived } from '../judge/waive.ts'

/** Nothing answers at the target's address. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** A run under way: what its parts share. */
export interface Run {
  options: RunOptions
  bench: Bench
  scope: Scope
  tally: Tally
  entries: Entry[]
  errors: string[]
  counts: Counts
  /** What a client on trial sent beside all situations. */
  strays: Exchange[]
  /** A hook has failed, so nothing more can be found out. */
  broken?: boolean
  startedAt: number
  emit: (event: RunEvent) => void
}

/** Runs a suite against a target. Throws Unreachable, and ContractError for an empty selection. */
export function certify(options: RunOptions): Promise<Ended> {
  const scenarios = selectScenarios(options)
  const { seed, runs = defaults.runs } = options
  const lacks: Lacks = new Map()
  const jobs = ({ scope, tally }: Run) =>
    sharded(
      jobsOf(scenarios, scope, { seed, runs }, (scenario, data) => {
        lacks.set(scenario, [...new Set([...(lacks.get(scenario) ?? []), data])])
        tally.excuse(scenario.exercises, 'needs-test-data', lacking([data]), 'part')
      }),
      options.shard,
    )
  return conduct(options, scenarios, jobs, lacks)
}

/** Kinds of test data that scenarios asked for in vain. */
type Lacks = Map<Scenario, string[]>

/** A WSDL that was handed over otherwise is a switch of the profile to the rules. */
function withSuppliedWsdl(options: RunOptions): RunOptions {
  const { target } = options
  if (!target.wsdlSupplied || !('wsdl' in target.profile)) return options
  return { ...options, target: { ...target, profile: { ...target.profile, wsdl: 'supplied' } } }
}

/** Acts one plan again, with fresh identities and signatures. Throws ContractError for a scenario that is gone. */
export function replay(
  options: RunOptions,
  { scenario: id, plan, index }: NonNullable<Finding['origin']>,
): Promise<Ended> {
  const scenario = options.suite.scenarios.find((one) => one.id === id)
  if (!scenario)
    throw new ContractError(`This suite has no scenario «${id}» any more. Certify again instead.`)
  return conduct(options, [scenario], () => [{ scenario, plan, index, trial: 0 }])
}

async function conduct(
  asked: RunOptions,
  scenarios: Scenario[],
  jobs: (run: Run) => Job[],
  lacks: Lacks = new Map(),
): Promise<Ended> {
  const options = withSuppliedWsdl(asked)
  const dialect = await loadDialect(options.contract, options.target.profile)
  const ticks = createTicks()
  const driver = createDriver(driveOptions(options, ticks))
  let run: Run | undefined
  try {
    run = await begin(options, dialect, driver, ticks)
    const all = jobs(run)
    excuseIdle(run, scenarios, all, lacks)
    await explore(run, all, concurrencyOf(options))
    return conclude(run, scenarios)
  } finally {
    await run?.bench.listener?.close()
    await driver.close()
  }
}

/** Scenarios that found nothing to plan: what they alone would have exercised lacks a hook, or test data. */
function excuseIdle({ tally, options, scope }: Run, scenarios: Scenario[], jobs: Job[], lacks: Lacks): void {
  if (options.shard) return
  const planned = new Set(jobs.map(({ scenario }) => scenario))
  const tried = new Set([...planned].flatMap(({ exercises }) => exercises))
  for (const scenario of scenarios.filter((one) => !planned.has(one)))
    tally.excuse(
      scenario.exercises.filter((rule) => !tried.has(rule)),
      ...whyIdle(scenario, scope, lacks.get(scenario) ?? []),
    )
}

const defaults = { runs: 10, concurrency: 8 }

const concurrencyOf = ({ concurrency = defaults.concurrency }: RunOptions): number => concurrency

function driveOptions(options: RunOptions, ticks: Ticks) {
  const { target } = options
  const concurrency = concurrencyOf(options)
  const { timeoutMs, connections = concurrency, ca, insecure } = target
  return {
    timeoutMs,
    connections: Math.min(connections, concurrency),
    ticks,
    ...(ca === undefined ? {} : { ca }),
    ...(insecure === undefined ? {} : { insecure }),
  }
}

async function begin(
  options: RunOptions,
  dialect: Dialect,
  driver: ReturnType<typeof createDriver>,
  ticks: Ticks,
): Promise<Run> {
  const { contract, target, suite, emit } = options
  const startedAt = Date.now()
  const entries: Entry[] = []
  const onEntry = (entry: Entry) => {
    entries.push(entry)
    emit({ event: 'recorded', entry })
  }
  const clock = { offsetMs: 0 }
  const tick = () => ticks.next()
  const zone = String(target.profile['timezone'] ?? 'UTC')
  const identities = createIdentities(startedAt, options.seed >>> 0, zone)
  const { keys } = target
  const common = { contract, dialect, tick, onEntry }
  await reach(options, driver)
  const listener =
    target.listen && target.role === 'server'
      ? await createListener(target.listen, {
          ...common,
          profile: target.profile,
          keys,
          zone,
          // Whoever waits for it in the middle of something else is in time for that all the same.
          holdMs: Math.min(target.patienceMs / 3, target.timeoutMs / 2),
          identities,
          answeredWith: (field, value) => recorder.answeredWith(field, value),
        })
      : undefined
  const callbackUrl = listener?.url
  const supply = createSupply({
    contract,
    target,
    identities,
    tick,
    clock,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  })
  const recorder = createRecorder({
    ...common,
    driver,
    target,
    pace: createPace(options.rate ?? target.rate),
  })
  const tools = {
    ...common,
    target,
    recorder,
    identities,
    supply,
    clock,
    purse: createPurse(),
    others: createOthers(),
    ...(listener ? { listener } : {}),
  }
  const bench: Bench = { ...tools, tide: createTide((seconds) => moveClock(tools, seconds)) }
  const scope: Scope = {
    contract,
    profile: target.profile,
    has: (data) => supply.has(data),
    can: {
      clock: target.hooks.clock !== undefined,
      ledger: target.hooks.ledger !== undefined,
      balance: target.hooks.balance !== undefined,
      stranger: target.stranger !== undefined,
      callbacks: listener !== undefined,
    },
  }
  const rules = suite.rules.filter((rule) => isPromised(rule, target.role, contract, target.profile))
  const tally = createTally(contract, target.role, target.profile, rules, (finding) =>
    isWaived(finding, options.waivers ?? []),
  )
  emit(started(options, startedAt))
  await target.hooks.reset?.()
  const run: Run = {
    options,
    bench,
    scope,
    tally,
    entries,
    errors: [],
    strays: [],
    counts: createCounts(),
    startedAt,
    emit,
  }
  target.stage?.watch(tick, (entry) => {
    onEntry(entry)
    if (entry.kind === 'exchange') run.strays.push(entry)
  })
  await readClock(run)
  return run
}

/** Anything that speaks HTTP at the address is reached, whatever it says. */
async function reach({ target }: RunOptions, driver: ReturnType<typeof createDriver>): Promise<void> {
  // A client comes to us.
  if (target.role === 'client') return
  const url = Object.values(target.endpoints)[0] ?? target.url
  const { trouble } = await driver.send({ method: 'GET', url, headers: [], body: Buffer.alloc(0) })
  if (trouble && (trouble.kind === 'refused' || trouble.kind === 'tls'))
    throw new Unreachable(
      `${trouble.says} Start the target, or correct its address in --target or in the declaration.`,
    )
}

async function readClock({ bench, errors, entries, emit }: Run): Promise<void> {
  const { hooks } = bench.target
  if (!hooks.clock || !hooks.tellsTime) return
  try {
    const now = await hooks.clock(0)
    if (now === undefined || Math.abs(now - Date.now()) < 1000) return
    bench.clock.offsetMs = now - Date.now()
    const entry: Entry = { kind: 'clock', tick: bench.tick(), offsetMs: bench.clock.offsetMs }
    entries.push(entry)
    emit({ event: 'recorded', entry })
  } catch (error) {
    errors.push(String((error as Error).message))
  }
}

function sharded(jobs: Job[], shard: RunOptions['shard']): Job[] {
  return shard ? jobs.filter((_, index) => index % shard.of === shard.index - 1) : jobs
}
