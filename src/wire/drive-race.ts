/** Requests on connections of their own, all held back by their last byte and released together. */
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Call, Outcome, Race } from './drive.ts'
import { AnswerReader } from './drive-answer.ts'
import { isFlaw } from './drive-flaw.ts'
import type { Heard, Line } from './drive-line.ts'
import type { Opener } from './drive-open.ts'
import { depart, noAnswerInTime, outcomeOf, unsent, type Departure } from './drive-outcome.ts'
import { readyOf } from './drive-request.ts'
import type { Turn } from './drive-turns.ts'
import type { Ticks } from './ticks.ts'

export interface RaceOptions {
  opener: Opener
  ticks: Ticks
  timeoutMs: number
  maxBytes: number
}

/**
 * Opens, holds, releases when it has its turn; a call that cannot be held in time has its trouble and the others race
 * without it. The next race need not wait for who is slow: the turn is passed on when a target that works on requests as
 * they come has had time to begin.
 *
 * A target that reads from one connection at a time takes no further one while one is held. So nobody is held for long,
 * and whoever could not be held by then is sent as soon as he can.
 */
export async function runRace(calls: Call[], options: RaceOptions, { mine, pass }: Turn): Promise<Race> {
  const entering = calls.map((call) => enter(call, options))
  const entered: (Runner | Outcome | undefined)[] = calls.map(() => undefined)
  const all = entering.map(async (entry, index) => (entered[index] = await entry))
  await Promise.race([Promise.all(all), setTimeout(HOLD_MS, undefined, { ref: false })])
  if (entered.some(isRunner)) await settle()
  await mine
  const times: number[] = []
  release(entered.filter(isRunner), options, times)
  const begun = globalThis.setTimeout(pass, BEGIN_MS)
  const outcomes = await Promise.all(
    entering.map(async (entry) => {
      const one = await entry
      if (!isRunner(one)) return one
      if (!one.departure) release([one], options, times)
      return finish(one, options)
    }),
  )
  clearTimeout(begun)
  return { outcomes, skewMicros: times.length > 0 ? (times.at(-1)! - times[0]!) * 1000 : 0 }
}

const isRunner = (entry: Runner | Outcome | undefined): entry is Runner =>
  entry !== undefined && 'line' in entry

/** Longest time that requests are held for one that cannot be. */
const HOLD_MS = 2000

/** Time after the release in which requests meet in the target, whatever they then wait for. */
const BEGIN_MS = 100

/** Time for the held bytes to reach the target and wait in its hands. */
const SETTLE_MS = 20

/** Turns of the event loop after it, for a target in the same process that a busy machine kept from reading. */
const SETTLE_TURNS = 8

interface Runner {
  line: Line
  reader: AnswerReader
  heard: Promise<Heard>
  last: Buffer
  departure?: Departure
}

async function enter(
  call: Call,
  { opener, ticks, timeoutMs, maxBytes }: RaceOptions,
): Promise<Runner | Outcome> {
  const ready = readyOf(call)
  if (isFlaw(ready)) return unsent(ticks, ready)
  const line = await opener.open(ready.target, timeoutMs)
  if (isFlaw(line)) return unsent(ticks, line)
  const reader = new AnswerReader(ready.method, maxBytes)
  const heard = line.hear(reader, ticks)
  line.within(timeoutMs, () => `${ready.target.origin} did not take the request within ${timeoutMs} ms.`)
  const flushed = new Promise((resolve) => line.socket.write(ready.bytes.subarray(0, -1), resolve))
  await Promise.race([flushed, heard])
  return { line, reader, heard, last: ready.bytes.subarray(-1) }
}

/** One synchronous loop; nothing but the writes and their ticks happens in it. */
function release(runners: Runner[], { ticks, timeoutMs }: RaceOptions, times: number[]): void {
  let first = 0
  let latest = 0
  const sentAt = new Date().toISOString()
  for (const runner of runners) {
    runner.departure = { sentAt, began: ticks.next(), leftAt: performance.now() }
    if (!runner.line.alive) continue
    runner.line.socket.write(runner.last)
    latest = performance.now()
    first ||= latest
  }
  if (first > 0) times.push(first, latest)
  for (const { line, reader } of runners) line.within(timeoutMs, () => noAnswerInTime(reader, timeoutMs))
}

async function finish(runner: Runner, { ticks, maxBytes }: RaceOptions): Promise<Outcome> {
  const heard = await runner.heard
  runner.line.socket.destroy()
  return outcomeOf({ departure: runner.departure ?? depart(ticks), heard, reader: runner.reader, maxBytes })
}

async function settle(): Promise<void> {
  await setTimeout(SETTLE_MS)
  for (let turn = 0; turn < SETTLE_TURNS; turn++) await setImmediate()
}
