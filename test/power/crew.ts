/** Tries variants out on as many threads as the machine has cores. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { moduleSuffix } from '../../src/contract/home.ts'
import { alone, isServer, planOf, wholePlan, type Alone, type Together } from './plan.ts'
import type { Reach } from './reach.ts'
import { isRight, type Trial, type Variant } from './trial.ts'

/** Much of a trial is waiting, so that one thread can try several; a client or receiver waits most of the time. */
const lanes = { watch: 1, group: 1, spoilt: 1, server: 4, party: 6, again: 1 }

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
  const doubtful: Variant[] = []
  const inPart = async (job: Alone, { ask }: Crew) => {
    const found = await partly(job, ask)
    if (found) keep([found])
    else doubtful.push(job.variant)
  }
  // Clients and receivers need no watch, and wait most of the time: they fill what it leaves.
  const parties = variants.filter((one) => !isServer(one)).map((one) => alone(one, new Map()))
  const begun = each(workers, parties, lanes.party, inPart)
  const gateways = variants.filter(isServer)
  const reaches = whole ? new Map<string, Reach>() : await watched(gateways, workers)
  const { freedoms, spoilt, servers } = whole ? wholePlan(gateways) : await planOf(gateways, reaches)
  const left: Alone[] = []
  const inGroup = async (job: Together, { ask }: Crew) => {
    const found = await ask<Trial[]>(job)
    keep(found.filter(isRight))
    const wrong = new Set(found.filter((one) => !isRight(one)).map(nameOf))
    left.push(...job.variants.filter((one) => wrong.has(nameOf(one))).map((one) => alone(one, reaches)))
  }
  await Promise.all([
    each(workers, freedoms, lanes.group, async (job, { ask }) => keep(await ask<Trial[]>(job))),
    each(workers, servers, lanes.server, inPart),
    each(workers, spoilt, lanes.spoilt, inGroup).then(() => each(workers, left, lanes.spoilt, inPart)),
    begun,
  ])
  // What one does in time it may have done too late beside so many others, and some remember what came before.
  await each(workers, doubtful, lanes.again, async (variant, { ask }) =>
    keep([await ask<Trial>({ do: 'try', variant })]),
  )
  await Promise.all(workers.map(({ end }) => end()))
  return variants.map((variant) => trials.get(nameOf(variant))!)
}

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

/** Where these gateways can show, by protocol; the longest watch first. */
async function watched(gateways: Variant[], workers: Crew[]): Promise<Map<string, Reach>> {
  const found = new Map<string, Reach>()
  const all = gateways.map(({ protocol }) => protocol)
  const count = (protocol: string) => all.filter((one) => one === protocol).length
  const protocols = [...new Set(all)].toSorted((one, other) => count(other) - count(one))
  await each(workers, protocols, lanes.watch, async (protocol, { ask }) => {
    found.set(protocol, await ask<Reach>({ do: 'watch', protocol }))
  })
  return found
}

/** The first trial that shows what it names, in part of the suite or in all of it. */
async function partly({ variant, attempts }: Alone, ask: Crew['ask']): Promise<Trial | undefined> {
  for (const cases of attempts) {
    const trial = await ask<Trial>({ do: 'try', variant, ...(cases && { cases }) })
    if (isRight(trial)) return trial
  }
  return undefined
}

/**
 * Megabytes for what lives shortly. Trials that run beside one another keep enough alive that a usual young generation
 * is copied over and over: snap/server took 195 s with it, and 152 s with this.
 */
const nursery = 128

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
  const worker = new Worker(new URL(`./worker${moduleSuffix}`, import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: nursery },
  })
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
