/** Everything that is sent and what comes of it, as entries of a trace. The only birthplace of exchanges of a run. */
import type { Dialect } from '../dialects/dialect.ts'
import type { Entry } from '../judge/trace.ts'
import type { Cut, Driver, Outcome } from '../wire/drive.ts'
import { bodyOf, type Exchange, type Response } from '../wire/exchange.ts'
import type { Reading } from '../wire/reading.ts'
import type { Letter } from './scenario.ts'
import type { Target } from './target.ts'

export interface Recorder {
  send(letter: Letter, into: Entry[]): Promise<Exchange>
  lose(letter: Letter, cut: Cut, into: Entry[]): Promise<Exchange>
  race(letters: Letter[], into: Entry[]): Promise<Exchange[]>
  /** Requests sent so far. */
  count(): number
  /** Races with too much skew to prove anything, and the worst skew, in microseconds. */
  skews(): number[]
}

export interface RecorderParts {
  dialect: Dialect
  driver: Driver
  target: Target
  tick: () => number
  /** Waits until one more request may leave. */
  pace: () => Promise<void>
  onEntry: (entry: Entry) => void
}

/** Records through a driver. */
export function createRecorder(parts: RecorderParts): Recorder {
  const { dialect, driver, target, pace, onEntry } = parts
  let sent = 0
  const skews: number[] = []
  const keep = (letter: Letter, outcome: Outcome, into: Entry[]): Exchange => {
    const exchange = exchangeOf(dialect, target, letter, outcome, `x${++sent}`)
    into.push(exchange)
    onEntry(exchange)
    return exchange
  }
  return {
    async send(letter, into) {
      await pace()
      return keep(letter, await driver.send(letter, optionsOf(letter)), into)
    },
    async lose(letter, cut, into) {
      await pace()
      return keep(letter, await driver.lose(letter, cut), into)
    },
    async race(letters, into) {
      for (const _letter of letters) await pace()
      const { outcomes, skewMicros } = await driver.race(letters)
      skews.push(skewMicros)
      const exchanges = outcomes.map((outcome, index) => keep(letters[index]!, outcome, into))
      const entry: Entry = { kind: 'race', tick: parts.tick(), exchanges: exchanges.map(({ id }) => id), skewMicros }
      into.push(entry)
      onEntry(entry)
      return exchanges
    },
    count: () => sent,
    skews: () => skews,
  }
}

function optionsOf({ timeoutMs }: Letter): { timeoutMs?: number } {
  return timeoutMs === undefined ? {} : { timeoutMs }
}

/** Readings of sealed letters: a letter that is sent twice is read once. */
const readings = new WeakMap<Letter, { read: Reading; operation: string | undefined }>()

/** Reads a letter as any receiver would, from its bytes alone. */
export function readLetter(dialect: Dialect, letter: Letter): { read: Reading; operation: string | undefined } {
  const known = readings.get(letter)
  if (known) return known
  const read = dialect.open({ headers: letter.headers, body: letter.body }, 'request')
  const reading = { read, operation: dialect.operationOf(read) }
  readings.set(letter, reading)
  return reading
}

function exchangeOf(dialect: Dialect, target: Target, letter: Letter, outcome: Outcome, id: string): Exchange {
  const { read, operation } = readLetter(dialect, letter)
  const { response, trouble, began, ended, sentAt, elapsedMs } = outcome
  return {
    kind: 'exchange',
    id,
    from: 'client',
    ...(operation === undefined ? {} : { operation }),
    request: { method: letter.method, url: letter.url, headers: letter.headers, body: bodyOf(letter.body), read },
    ...(response ? { response: responseOf(dialect, response) } : {}),
    ...(trouble ? { trouble } : {}),
    began,
    ...(ended === undefined ? {} : { ended }),
    sentAt,
    elapsedMs,
    signature: operation === undefined ? 'unchecked' : dialect.verify(read, operation, target.keys),
    ...(letter.note === undefined ? {} : { note: letter.note }),
  }
}

function responseOf(dialect: Dialect, { status, headers, body }: NonNullable<Outcome['response']>): Response {
  return { status, headers, body: bodyOf(body), read: dialect.open({ headers, body }, 'response') }
}
