/** Talks HTTP/1.1 to a target under test and survives whatever it does. */
import type { Headers, Trouble } from './exchange.ts'
import { AnswerReader } from './drive-answer.ts'
import { isFlaw, keptAliveReset, type Target } from './drive-flaw.ts'
import { listenUpTo, untilQuiet, writeUpTo } from './drive-lose.ts'
import { createOpener, type Opener } from './drive-open.ts'
import { depart, noAnswerInTime, outcomeOf, unsent } from './drive-outcome.ts'
import { Pool } from './drive-pool.ts'
import { runRace } from './drive-race.ts'
import { readyOf } from './drive-request.ts'
import { createTurns } from './drive-turns.ts'
import type { Ticks } from './ticks.ts'

/** A request as it goes on the wire, case and order of its headers kept. */
export interface Call {
  method: string
  url: string
  /** `Host` and `Content-Length` are added where they are missing. */
  headers: Headers
  body: Buffer
  /** Local address that it leaves from, where that is not left to the system. */
  from?: string
}

/** What came of a call: a whole answer or a trouble, never neither. */
export interface Outcome {
  /** Its body is decoded from its Content-Encoding; its headers are as they came. */
  response?: { status: number; headers: Headers; body: Buffer }
  trouble?: Trouble
  /** Tick taken immediately before the last byte of the request left. */
  began: number
  /** Tick taken when the whole answer was there; absent when there is trouble. */
  ended?: number
  /** Wall clock, ISO 8601 in UTC. */
  sentAt: string
  /** From the last byte of the request to the last of the answer, or to giving up. */
  elapsedMs: number
}

export interface DriveOptions {
  /** For connecting, and again for the whole answer. */
  timeoutMs?: number
  /** Largest body that is read, as it comes and as it decodes. */
  maxBytes?: number
  /** Kept-alive connections per origin. */
  connections?: number
  ticks: Ticks
  /** Certificate that is trusted instead of the usual ones. */
  ca?: string | Buffer
  /** Any certificate will do. */
  insecure?: boolean
}

/** Where a connection is cut on purpose. */
export type Cut = 'before-last-byte' | 'after-request' | 'in-answer'

export interface Race {
  /** In the order of the calls. */
  outcomes: Outcome[]
  /** Microseconds between the first and the last release write as measured. */
  skewMicros: number
}

/** No method rejects, none sends a request twice, none follows a redirect. */
export interface Driver {
  /** Sends a call on a kept-alive connection and waits for the whole answer. */
  send(call: Call, options?: { timeoutMs?: number }): Promise<Outcome>
  /** Sends a call on a connection of its own and cuts it. */
  lose(call: Call, cut: Cut): Promise<Outcome>
  /**
   * Sends calls on connections of their own, the last byte of each released together. One race is released after the
   * other, since races side by side blur each other, while the next ones are held ready.
   */
  race(calls: Call[], options?: { timeoutMs?: number }): Promise<Race>
  /** Ends what is under way and closes every connection. */
  close(): Promise<void>
}

/** A driver for any number of origins. */
export function createDriver(options: DriveOptions): Driver {
  const { timeoutMs = 10_000, maxBytes = 8 * 1024 * 1024, connections = 8, ticks, ca, insecure } = options
  const opener = createOpener({ ca, insecure })
  const base: Base = {
    opener,
    pools: new Map(),
    connections,
    ticks,
    maxBytes,
    timeoutMs: Math.min(timeoutMs, LONGEST_MS),
  }
  // Twice as many as otherwise: a slow target is asked for no more, and races that are next are held ready meanwhile.
  const turns = createTurns(2 * connections)
  const within = (each?: { timeoutMs?: number }): Base =>
    each?.timeoutMs === undefined ? base : { ...base, timeoutMs: Math.min(each.timeoutMs, LONGEST_MS) }
  return {
    send: (call, each) => send(call, within(each)),
    lose: (call, cut) => lose(call, cut, base),
    race: (calls, each) => turns(calls.length, (turn) => runRace(calls, within(each), turn)),
    close: () => opener.close(),
  }
}

/**
 * Bytes of a request after which its connection is not used again: who refuses it early need not read the rest of it,
 * and what came behind would wait for ever.
 */
const longLetter = 65_536

/** A longer timer fires at once. */
const LONGEST_MS = 2 ** 31 - 1

interface Base {
  opener: Opener
  pools: Map<string, Pool>
  connections: number
  ticks: Ticks
  timeoutMs: number
  maxBytes: number
}

async function send(call: Call, base: Base): Promise<Outcome> {
  const { ticks, timeoutMs, maxBytes } = base
  const ready = readyOf(call)
  if (isFlaw(ready)) return unsent(ticks, ready)
  const pool = poolOf(base, ready.target)
  const line = await pool.take(timeoutMs)
  if (isFlaw(line)) return unsent(ticks, line)
  const reader = new AnswerReader(ready.method, maxBytes)
  const departure = depart(ticks)
  const hearing = line.hear(reader, ticks)
  line.socket.write(ready.bytes)
  line.within(timeoutMs, () => noAnswerInTime(reader, timeoutMs))
  const heard = await hearing
  const isSpent = ready.closes || ready.bytes.length > longLetter
  // The target may have stood idle ever since it had the request: how long its answer lay unread here nobody knows.
  const trustedMs = reader.keepMs - (performance.now() - departure.leftAt)
  if (heard.step === 'whole') pool.give(line, isSpent ? 0 : trustedMs)
  else if (heard.step.kind === 'reset' && line.used > 1 && !reader.partial()) {
    pool.distrust()
    heard.step = keptAliveReset
  }
  return outcomeOf({ departure, heard, reader, maxBytes })
}

function poolOf({ pools, opener, connections }: Base, target: Target): Pool {
  const name = target.from === undefined ? target.origin : `${target.origin} ${target.from}`
  const known = pools.get(name)
  if (known) return known
  const pool = new Pool({ target, opener, connections })
  pools.set(name, pool)
  return pool
}

async function lose(call: Call, cut: Cut, { opener, ticks, timeoutMs, maxBytes }: Base): Promise<Outcome> {
  const ready = readyOf(call)
  if (isFlaw(ready)) return unsent(ticks, ready)
  const line = await opener.open(ready.target, timeoutMs)
  if (isFlaw(line)) return unsent(ticks, line)
  await untilQuiet(line)
  const reader = new AnswerReader(ready.method, maxBytes)
  const departure = depart(ticks)
  const hearing = line.hear(listenUpTo(cut, reader), ticks)
  writeUpTo(cut, line, ready.bytes)
  line.within(timeoutMs, () => noAnswerInTime(reader, timeoutMs))
  const heard = await hearing
  line.socket.destroy()
  return outcomeOf({ departure, heard, reader, maxBytes })
}
