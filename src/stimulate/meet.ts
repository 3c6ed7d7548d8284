/** Meets a client on trial in a situation: makes it act where it can be made to, else waits for it to come. */
import type { Situation } from '../contract/contract.ts'
import type { Entry, Item } from '../judge/trace.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Bench } from './hand.ts'
import { Skipped } from './scenario.ts'
import type { Playing, Stage } from './stage.ts'

/** Plays a situation to its end; gives the client's requests about it. */
export async function meet(bench: Bench, id: string, note: (entry: Entry) => void): Promise<Exchange[]> {
  const { stage } = bench.target
  const situation = bench.contract.situations.find((one) => one.id === id)
  if (!situation) throw new Error(`${bench.contract.id} has no situation «${id}». Add it to situations.json.`)
  if (!stage) throw new Skipped('needs-trigger', 'No client can be met: the suite does not listen for one.')
  const heard: Exchange[] = []
  const keep = (entry: Entry) => {
    if (entry.kind === 'exchange' && entry.from === 'client') heard.push(entry)
    note(entry)
  }
  const met = await (bench.target.hooks.trigger
    ? triggered(bench, stage, situation, keep)
    : awaited(bench, stage, situation, keep))
  if (!met) throw new Skipped('not-met', `No client began a transaction for the situation «${id}».`)
  return heard
}

async function awaited(
  { target }: Bench,
  stage: Stage,
  { id }: Situation,
  note: (entry: Entry) => void,
): Promise<boolean> {
  const playing = stage.play(id, note, target)
  const met = await playing.assigned
  if (met) await playing.over
  return met
}

/** Triggers follow each other, so that none takes the place of another; what comes of them goes on side by side. */
async function triggered(
  bench: Bench,
  stage: Stage,
  situation: Situation,
  note: (entry: Entry) => void,
): Promise<boolean> {
  const before = turns.get(stage) ?? Promise.resolve()
  const begun = before.then(() => begin(bench, stage, situation, note))
  turns.set(
    stage,
    begun.then(
      () => undefined,
      () => undefined,
    ),
  )
  const { playing, met, acting } = await begun
  if (met) await playing.over
  await acting
  // The end of a request that the client has given up comes to the stage a moment after it comes to the client.
  await pause(settlingMs, undefined)
  return met
}

const settlingMs = 50

const turns = new WeakMap<Stage, Promise<void>>()

interface Begun {
  playing: Playing
  met: boolean
  acting: Promise<void>
}

async function begin(
  { contract, target, tick }: Bench,
  stage: Stage,
  { id, wish = {}, operations }: Situation,
  note: (entry: Entry) => void,
): Promise<Begun> {
  const data = String(wish['data'] ?? Object.keys(contract.data)[0])
  const item: Item = await stage.provision(data, wish)
  note({ kind: 'provided', tick: tick(), data, origin: 'hook', item })
  const playing = stage.play(id, note, target, item.code)
  const asked = { ...item, data, situation: id, operation: operations[0], gatewayUrl: stage.url }
  const acting = target.hooks.trigger!(asked)
  // A trigger that fails is told by whoever awaits it, after the others have had their turn.
  acting.catch(() => undefined)
  const inVain = vain.get(stage) ?? 0
  const ended = acting.then(
    () => pause(inVain < enough ? target.patienceMs : target.patienceMs / 10, false),
    () => false,
  )
  const met = await Promise.race([playing.assigned, ended])
  vain.set(stage, met ? 0 : inVain + 1)
  return { playing, met, acting }
}

/** Triggers in a row that brought no client: after a few of them nobody waits long for another. */
const vain = new WeakMap<Stage, number>()
const enough = 3

const pause = <T>(ms: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(resolve, ms, value))
