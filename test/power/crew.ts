/** Tries variants out on as many threads as the machine has cores. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { moduleSuffix } from '../../src/contract/home.ts'
import { groupsOf, spoiltGroupsOf } from './groups.ts'
import type { Reach } from './reach.ts'
import { isRight, type Trial, type Variant } from './trial.ts'

/** Much of a trial is waiting, so that one thread can try several; a client or receiver waits most of the time. */
const lanes = { watch: 1, group: 1, server: 4, party: 6, again: 1 }

export interface Trying {
  onTrial: (trial: Trial) => void
  /** Tries every gateway against the whole suite, not only against the cases that it can show in. */
  whole?: boolean
  threads?: number
}

/** Trials in the order of the variants. Throws when a trial could not be made at all. */
export async function tryAll(
  variants: Variant[],
  { onTrial, whole = false, threads = Math.min(4, availableParallelism()) }: Trying,
): Promise<Trial[]> {
  const workers = Array.from({ length: threads }, startWorker)
  const trials = new Map<string, Trial>()
  const keep = (found: Trial[]) => {
    for (const trial of found) {
      trials.set(nameOf(trial), trial)
      onTrial(trial)
    }
  }
  const whollyDone = async (job: Job, { ask }: Crew) => keep(await wholly(job, ask))
  const doubtful: Job[] = []
  const inPart = async (job: Alone, { ask }: Crew) => {
    const found = await partly(job, ask)
    if (found) keep([found])
    else doubtful.push(job)
  }
  const { groups, servers, parties } = await jobsOf(variants, whole)
  const groupsDone = each(workers, groups, lanes.group, whollyDone)
  const reaches = await watched(whole ? [] : servers, workers)
  const reached = servers.map((job) => ({ ...job, attempts: reaches.get(nameOf(job.variant)) ?? everything }))
  const { spoilt, others } = await divided(reached, whole)
  const inGroup = async (job: Together, { ask }: Crew) => {
    const found = await ask<Trial[]>(job)
    keep(found.filter(isRight))
    others.push(
      ...reached.filter(({ variant }) => found.some((one) => !isRight(one) && isSame(one, variant))),
    )
  }
  await Promise.all([
    groupsDone,
    each(workers, spoilt, lanes.server, inGroup).then(() => each(workers, others, lanes.server, inPart)),
    each(workers, parties, lanes.party, inPart),
  ])
  // What one does in time it may have done too late beside so many others.
  await each(workers, doubtful, lanes.again, whollyDone)
  await Promise.all(workers.map(({ end }) => end()))
  return variants.map((variant) => trials.get(nameOf(variant))!)
}

const isSame = (one: Variant, other: Variant): boolean => nameOf(one) === nameOf(other)

const nameOf = ({ protocol, role, kind, id }: Variant): string => [protocol, role, kind, id].join(' ')

/** Does something to each item, so many at a time on each thread. */
async function each<Item>(
  workers: Crew[],
  items: Item[],
  perWorker: number,
  act: (item: Item, crew: Crew) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const work = async (crew: Crew) => {
    for (const item of queue) await act(item, crew)
  }
  await Promise.all(workers.flatMap((worker) => Array.from({ length: perWorker }, () => work(worker))))
}

/** Cases to try gateways in, by their names. */
async function watched(jobs: Alone[], workers: Crew[]): Promise<Map<string, Set<string>[]>> {
  const found = new Map<string, Set<string>[]>()
  const protocols = [...new Set(jobs.map(({ variant }) => variant.protocol))]
  await each(workers, protocols, lanes.watch, async (protocol, { ask }) => {
    const reach = await ask<Reach>({ do: 'watch', protocol })
    for (const { variant } of jobs)
      if (variant.protocol === protocol && reach.has(variant.id))
        found.set(nameOf(variant), reach.get(variant.id)!)
  })
  return found
}

interface Together {
  do: 'together'
  variants: Variant[]
  /** Cases to try them in, of which each has its own; absent stands for all of them. */
  cases?: ReadonlySet<string>
}

interface Alone {
  do: 'alone'
  variant: Variant
  /** Cases to try it in, one set after the other until it shows exactly what it names; then in all. */
  attempts: Attempts
}

/** Sets of cases; undefined stands for all of them. */
type Attempts = (ReadonlySet<string> | undefined)[]

const everything: Attempts = [undefined]

type Job = Together | Alone

/** What is to be tried: freedoms of gateways in groups, everything else alone. */
async function jobsOf(
  variants: Variant[],
  whole: boolean,
): Promise<{ groups: Together[]; servers: Alone[]; parties: Alone[] }> {
  const isGrouped = ({ role, kind }: Variant) => !whole && role === 'server' && kind === 'freedom'
  const freedoms = variants.filter(isGrouped)
  const groups = await Promise.all(
    [...new Set(freedoms.map(({ protocol }) => protocol))].map(async (protocol) => {
      const own = freedoms.filter((one) => one.protocol === protocol)
      return (await groupsOf(protocol)).map((ids) => own.filter(({ id }) => ids.includes(id)))
    }),
  )
  const jobs = variants
    .filter((one) => !isGrouped(one))
    .map((variant): Alone => ({ do: 'alone', variant, attempts: everything }))
  return {
    groups: groups
      .flat()
      .filter(({ length }) => length > 0)
      .map((some): Together => ({ do: 'together', variants: some })),
    servers: jobs.filter(({ variant }) => variant.role === 'server'),
    parties: jobs.filter(({ variant }) => variant.role !== 'server'),
  }
}

/** Gateways that spoil a field each, in groups, and those that are tried alone. */
async function divided(jobs: Alone[], whole: boolean): Promise<{ spoilt: Together[]; others: Alone[] }> {
  const protocols = whole ? [] : [...new Set(jobs.map(({ variant }) => variant.protocol))]
  const groups = await Promise.all(
    protocols.map(async (protocol) => {
      const own = jobs.filter(({ variant, attempts }) => variant.protocol === protocol && attempts[0])
      return (await spoiltGroupsOf(protocol)).map((ids) =>
        own.filter(({ variant }) => ids.includes(variant.id)),
      )
    }),
  )
  const grouped = groups.flat().filter(({ length }) => length > 1)
  return {
    spoilt: grouped.map((some): Together => ({
      do: 'together',
      variants: some.map(({ variant }) => variant),
      cases: new Set(some.flatMap(({ attempts }) => [...attempts[0]!])),
    })),
    others: jobs.filter((job) => !grouped.flat().includes(job)),
  }
}

/** The first trial that shows what it names, in part of the suite or in all of it. */
async function partly({ variant, attempts }: Alone, ask: Crew['ask']): Promise<Trial | undefined> {
  for (const cases of attempts) {
    const trial = await ask<Trial>({ do: 'try', variant, ...(cases && { cases }) })
    if (isRight(trial)) return trial
  }
  return undefined
}

/** One that remembers what came before may show in other cases than it reached. */
async function wholly(job: Job, ask: Crew['ask']): Promise<Trial[]> {
  return job.do === 'together' ? ask<Trial[]>(job) : [await ask<Trial>({ do: 'try', variant: job.variant })]
}

/** What a thread can do. */
export type Task =
  { do: 'watch'; protocol: string } | { do: 'try'; variant: Variant; cases?: ReadonlySet<string> } | Together

/** What a thread is asked. */
export interface Question {
  id: number
  task: Task
}

/** A thread that does what it is asked to. */
interface Crew {
  ask<Result>(task: Task): Promise<Result>
  end(): Promise<unknown>
}

interface Answer {
  id: number
  result?: unknown
  failure?: string
}

function startWorker(): Crew {
  const worker = new Worker(new URL(`./worker${moduleSuffix}`, import.meta.url))
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let count = 0
  worker.on('error', (error) => waiting.forEach(({ reject }) => reject(error)))
  worker.on('message', ({ id, result, failure }: Answer) => {
    const asker = waiting.get(id)
    waiting.delete(id)
    if (failure === undefined) asker?.resolve(result)
    else asker?.reject(new Error(failure))
  })
  return {
    ask: <Result>(task: Task) =>
      new Promise<Result>((resolve, reject) => {
        waiting.set(++count, { resolve: resolve as (result: unknown) => void, reject })
        worker.postMessage({ id: count, task } satisfies Question)
      }),
    end: () => worker.terminate(),
  }
}
