/** Tries variants out on as many threads as the machine has cores. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { moduleSuffix } from '../../src/contract/home.ts'
import { groupsOf } from './groups.ts'
import type { Reach } from './reach.ts'
import { isExact, type Trial, type Variant } from './trial.ts'

/** Much of a trial is waiting, so that one thread can try several; a client or receiver waits most of the time. */
const lanes = { watch: 1, server: 2, party: 8 }

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
  const each = async <Item>(
    items: Item[],
    perWorker: number,
    act: (item: Item, crew: Crew) => Promise<void>,
  ) => {
    const queue = items.values()
    const work = async (crew: Crew) => {
      for (const item of queue) await act(item, crew)
    }
    await Promise.all(workers.flatMap((worker) => Array.from({ length: perWorker }, () => work(worker))))
  }
  const jobs = await jobsOf(variants, whole, async (protocols) => {
    const reaches = new Map<string, Reach>()
    await each(protocols, lanes.watch, async (protocol, { ask }) => {
      reaches.set(protocol, await ask<Reach>({ do: 'watch', protocol }))
    })
    return reaches
  })
  const trials = new Map<string, Trial>()
  const attempt = async ({ task }: Job, { ask }: Crew) => {
    let found = [await ask<Trial | Trial[]>(task)].flat()
    // One that remembers what came before may show in other cases than it reached.
    if (task.do === 'try' && task.cases && !found.every(isExact))
      found = [await ask<Trial>({ do: 'try', variant: task.variant })]
    for (const trial of found) {
      trials.set(nameOf(trial), trial)
      onTrial(trial)
    }
  }
  for (const lane of ['server', 'party'] as const)
    await each(
      jobs.filter((job) => job.lane === lane),
      lanes[lane],
      attempt,
    )
  await Promise.all(workers.map(({ end }) => end()))
  return variants.map((variant) => trials.get(nameOf(variant))!)
}

const nameOf = ({ protocol, role, kind, id }: Variant): string => [protocol, role, kind, id].join(' ')

interface Job {
  lane: 'server' | 'party'
  task: Task
}

/** What is to be tried: freedoms of gateways in groups, defects in the cases that they can show in. */
async function jobsOf(
  variants: Variant[],
  whole: boolean,
  watch: (protocols: string[]) => Promise<Map<string, Reach>>,
): Promise<Job[]> {
  const parties = variants.filter(({ role }) => role !== 'server')
  const servers = variants.filter(({ role }) => role === 'server')
  const freedoms = whole ? [] : servers.filter(({ kind }) => kind === 'freedom')
  const alone = servers.filter((one) => !freedoms.includes(one))
  const protocols = (some: Variant[]) => [...new Set(some.map(({ protocol }) => protocol))]
  const reaches = whole ? new Map<string, Reach>() : await watch(protocols(alone))
  const groups = await Promise.all(
    protocols(freedoms).map(async (protocol) => {
      const own = freedoms.filter((one) => one.protocol === protocol)
      return (await groupsOf(protocol)).map((ids) => own.filter(({ id }) => ids.includes(id)))
    }),
  )
  return [
    ...groups
      .flat()
      .filter(({ length }) => length > 0)
      .map((some): Job => ({ lane: 'server', task: { do: 'together', variants: some } })),
    ...alone.map((variant): Job => {
      const cases = reaches.get(variant.protocol)?.get(variant.id)
      return { lane: 'server', task: { do: 'try', variant, ...(cases && { cases }) } }
    }),
    ...parties.map((variant): Job => ({ lane: 'party', task: { do: 'try', variant } })),
  ]
}

/** What a thread can do. */
export type Task =
  | { do: 'watch'; protocol: string }
  | { do: 'try'; variant: Variant; cases?: ReadonlySet<string> }
  | { do: 'together'; variants: Variant[] }

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
