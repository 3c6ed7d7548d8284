/** Acts cases concurrently, judges each as it ends, and chases what breaks: one rule at a time, to its smallest case. */
import { isSigning } from '../dialects/signed.ts'
import { evidenceOf, judgeInTurns, judgePromised, type Breach, type Judgement } from '../judge/judge.ts'
import type { Evidence } from '../judge/rule.ts'
import { isOverRun, isPromised, type Rule } from '../judge/rule.ts'
import type { Entry, Trace } from '../judge/trace.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Run } from './certify.ts'
import { createHand, readyHand, type Lack } from './hand.ts'
import { HarnessError } from './proof.ts'
import { textOfFirst } from '../wire/reading.ts'
import { keyOf } from './counts.ts'
import type { Letter } from './inbox.ts'
import { shrink, type Job } from './jobs.ts'
import { createLanes, type Lanes } from './lanes.ts'
import { leftOut } from './means.ts'
import { Skipped } from './scenario.ts'
import { tell } from './tell.ts'

export interface Explorer {
  act(job: Job): Promise<void>
  /** Acts what the queue gives, so many at a time. */
  actAll(queue: IterableIterator<Job>, inFlight: number): Promise<void>
  /** Judges callbacks as a part of the case that asked for what they are about, which was over when they came. */
  weighLate(letters: Letter[]): Promise<void>
  /** Judges what came in beside all cases, and when. */
  weighBeside(exchanges: Exchange[]): Promise<void>
}

/** Stands for no scenario at all. */
const beside: Job = {
  scenario: {
    id: 'beside',
    says: 'Take what comes in beside all cases.',
    role: 'server',
    exercises: [],
    act: async () => undefined,
  },
  plan: undefined,
  index: 0,
  trial: 0,
}

/** Attempts to make a broken case smaller, for each rule. */
const tries = 24

export function createExplorer(run: Run, total: number): Explorer {
  const state: Hunt = {
    run,
    rules: caseRules(run),
    acted: [],
    late: new Map(),
    lanes: createLanes(),
    done: 0,
    total,
  }
  return {
    act: (job) => act(state, job),
    async actAll(queue, inFlight) {
      const worker = async () => {
        for (const job of queue) await act(state, job)
      }
      await Promise.all(Array.from({ length: Math.max(1, inFlight) }, worker))
    },
    weighLate: (letters) => weighLate(state, letters),
    async weighBeside(exchanges) {
      if (exchanges.length > 0) await weigh(state, beside, [...clocks(run), ...exchanges])
    },
  }
}

interface Hunt {
  run: Run
  rules: Rule[]
  acted: Acted[]
  /** Callbacks that came too late for their cases, and were judged with them. */
  late: Map<Acted, Exchange[]>
  lanes: Lanes
  done: number
  total: number
}

/** A case that is over. */
interface Acted {
  job: Job
  entries: Entry[]
}

const clocks = ({ entries }: Run): Entry[] => entries.filter(({ kind }) => kind === 'clock')

/** Rules of single cases, those of other roles and of what this contract does not promise left out beforehand. */
function caseRules({ options }: Run): Rule[] {
  const { suite, contract, target } = options
  return suite.rules.filter(
    (rule) => !isOverRun(rule, target.role) && isPromised(rule, target.role, contract, target.profile),
  )
}

export function traceOf(run: Run, entries: Entry[]): Trace {
  const { contract, target } = run.options
  const declared = {
    signature: isSigning(target.keys),
    ledger: target.hooks.ledger !== undefined,
    wsdl: target.wsdlSupplied === true,
    callbacks: run.bench.listener !== undefined,
    balance: target.hooks.balance !== undefined,
  }
  return { protocol: contract.id, role: target.role, profile: target.profile, declared, entries }
}

function caseEvidence(run: Run, entries: Entry[]): Evidence {
  return evidenceOf(
    run.options.contract,
    traceOf(run, entries),
    run.bench.recorder.around(entries.filter((entry) => entry.kind === 'exchange')),
  )
}

async function act(hunt: Hunt, job: Job): Promise<void> {
  const { run } = hunt
  if (isSpent(run)) return skipFor(run, job, new Skipped('budget-spent', 'The run was ended before.'))
  const entries = await perform(hunt, job, job.plan)
  if (entries) {
    hunt.acted.push({ job, entries })
    await weigh(hunt, job, entries)
  }
  run.emit({
    event: 'progressed',
    done: ++hunt.done,
    total: hunt.total,
    requests: run.bench.recorder.count(),
    scenario: job.scenario.id,
  })
}

function isSpent({ options, startedAt, broken }: Run): boolean {
  return (
    broken === true ||
    options.signal?.aborted === true ||
    (options.budgetMs !== undefined && Date.now() - startedAt > options.budgetMs)
  )
}

function skipFor({ tally }: Run, { scenario }: Job, { reason, message }: Skipped): void {
  tally.excuse(scenario.exercises, reason, message)
}

/** Acts one plan; undefined when it could not be acted, for a reason that is noted. */
async function perform({ run, lanes }: Hunt, job: Job, plan: unknown): Promise<Entry[] | undefined> {
  const { clock, tick } = run.bench
  const entries: Entry[] =
    clock.offsetMs === 0 ? [] : [{ kind: 'clock', tick: tick(), offsetMs: clock.offsetMs }]
  // Whoever waits for its lane has begun already, as far as the clock is concerned.
  const stay = run.bench.tide.enter()
  const leave = await lanes.enter(job.scenario.lane)
  // What moves the clock goes last, and keeps nobody behind it from the moves.
  if (job.scenario.exclusive === 'together') leave()
  try {
    const { rules } = run.options.suite
    const lack: Lack = (reason, says) =>
      run.tally.excuse(leftOut(rules, job.scenario.exercises, reason), reason, says, 'part')
    const hand = createHand(run.bench, { entries, stay, lack })
    await readyHand(run.bench, hand)
    await job.scenario.act(plan, hand)
    return entries
  } catch (error) {
    if (error instanceof Skipped) skipFor(run, job, error)
    else fail(run, job, error as Error)
    return entries.length > 0 ? entries : undefined
  } finally {
    leave()
    stay.leave()
  }
}

/** A hook that errs once errs for every case: the run ends, and says it once. */
function fail(run: Run, job: Job, error: Error): void {
  if (error.name === 'HookError') {
    if (run.broken) return
    run.broken = true
  }
  run.errors.push(sentence(job, error))
}

function sentence({ scenario }: Job, error: Error): string {
  const own = error instanceof HarnessError || error.name === 'HookError'
  return own ? error.message : `The scenario ${scenario.id} broke off: ${error.stack ?? error.message}`
}

async function weigh(hunt: Hunt, job: Job, entries: Entry[]): Promise<void> {
  const { run, rules } = hunt
  const judgements = await judgeInTurns(rules, caseEvidence(run, entries))
  run.tally.add(judgements)
  const breaches = judgements.flatMap(({ breaches: all }) => all)
  run.counts.acted(job, breaches)
  for (const breach of firstOfEach(breaches)) await chase(hunt, job, breach, entries)
}

/** Judges cases with the callbacks that came too late for them; what breaks without the new ones was found before. */
async function weighLate(hunt: Hunt, letters: Letter[]): Promise<void> {
  const { run, rules } = hunt
  const moves = clocks(run)
  for (const [acted, fresh] of newlyLate(hunt, letters)) {
    const { job, entries } = acted
    const late = [...(hunt.late.get(acted) ?? []), ...fresh]
    hunt.late.set(acted, late)
    const told = [...moves, ...entries.filter(({ kind }) => kind !== 'clock'), ...late]
    const judgements = await judgeInTurns(rules, caseEvidence(run, told))
    const isFresh = ({ exchanges }: Breach) => exchanges.some((one) => fresh.includes(one))
    const broken = judgements
      .map((one) => ({ ...one, breaches: one.breaches.filter(isFresh) }))
      .filter(({ breaches }) => breaches.length > 0)
    run.tally.add(broken)
    const breaches = broken.flatMap(({ breaches: all }) => all)
    if (breaches.length > 0) run.counts.acted(job, breaches)
    const { drawn: _drawn, ...asItWas } = job
    for (const breach of firstOfEach(breaches)) await chase(hunt, asItWas, breach, told)
  }
}

/** The callbacks that were not judged with their cases yet, by the case that is over. */
function newlyLate(hunt: Hunt, letters: Letter[]): Map<Acted, Exchange[]> {
  const found = new Map<Acted, Exchange[]>()
  const judged = new Set([...hunt.late.values()].flat())
  const left = letters.filter(({ exchange }) => !judged.has(exchange))
  if (left.length === 0) return found
  const caseOf = casesByReference(hunt)
  for (const { names, exchange } of left) {
    const acted = caseOf.get(names.reference)
    if (acted) found.set(acted, [...(found.get(acted) ?? []), exchange])
  }
  return found
}

/** The first case that asked for something under each reference. */
function casesByReference({ run, acted }: Hunt): Map<string, Acted> {
  const place = run.options.contract.places['reference'] ?? ''
  const found = new Map<string, Acted>()
  for (const one of acted)
    for (const entry of one.entries) {
      const reference = entry.kind === 'exchange' ? textOfFirst(entry.request.read, [place]) : undefined
      if (reference && !found.has(reference)) found.set(reference, one)
    }
  return found
}

function firstOfEach(breaches: Breach[]): Breach[] {
  return [...new Map(breaches.toReversed().map((breach) => [keyOf(breach), breach])).values()].reverse()
}

/** Makes a finding of a breach that is new: shrunk while that rule, and no other, breaks at that place. */
async function chase(hunt: Hunt, job: Job, breach: Breach, entries: Entry[]): Promise<void> {
  const { run } = hunt
  if (!run.counts.isNew(breach)) return
  const found = (await smaller(hunt, job, keyOf(breach))) ?? { breach, entries, plan: job.plan }
  const { seed } = run.options
  const origin = { scenario: job.scenario.id, plan: found.plan, seed, index: job.index }
  const finding = tell(run, found.breach, job === beside ? undefined : origin)
  run.counts.told(breach, finding, job)
  run.tally.find(finding)
  run.emit({ event: 'found', finding })
}

interface Found {
  breach: Breach
  entries: Entry[]
  plan: unknown
}

async function smaller(hunt: Hunt, job: Job, key: string): Promise<Found | undefined> {
  const { run, rules } = hunt
  if (!job.drawn || isSpent(run)) return undefined
  let found: Found | undefined
  const breaks = async (plan: unknown) => {
    const entries = await perform(hunt, job, plan)
    const breach = entries && judgedBreach(run, rules, entries, key)
    if (breach) found = { breach, entries, plan }
    return breach !== undefined
  }
  await shrink(job.scenario, run.scope, job.drawn, breaks, tries)
  return found
}

function judgedBreach(run: Run, rules: Rule[], entries: Entry[], key: string): Breach | undefined {
  const id = key.slice(0, key.indexOf(' @ '))
  const judgements: Judgement[] = judgePromised(
    rules.filter((rule) => rule.id === id),
    caseEvidence(run, entries),
  )
  return judgements.flatMap(({ breaches }) => breaches).find((breach) => keyOf(breach) === key)
}
