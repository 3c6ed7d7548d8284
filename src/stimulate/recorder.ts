/** Everything that is sent and what comes of it, as entries of a trace. The only birthplace of exchanges of a run. */
import type { Contract } from '../contract/contract.ts'
import { isOffered } from '../contract/offered.ts'
import type { Dialect, Keys } from '../dialects/dialect.ts'
import { answerSignatureOf, signatureOf } from '../dialects/signed.ts'
import type { Entry } from '../judge/trace.ts'
import type { Cut, Driver, Outcome } from '../wire/drive.ts'
import { bodyOf, type Exchange, type Response } from '../wire/exchange.ts'
import { text, type Reading } from '../wire/reading.ts'
import { createFuse } from './fuse.ts'
import type { Letter } from './scenario.ts'
import { pauseAfter } from './throttled.ts'
import type { Target } from './target.ts'

export interface Recorder {
  send(letter: Letter, into: Entry[]): Promise<Exchange>
  lose(letter: Letter, cut: Cut, into: Entry[]): Promise<Exchange>
  race(letters: Letter[], into: Entry[]): Promise<Exchange[]>
  /** Requests sent so far. */
  count(): number
  /** An answer held this value, as one of its own. */
  wasTold(value: string): boolean
  /** The request whose answer held this value in a field. */
  answeredWith(field: string, value: string): Exchange | undefined
  /** Microseconds between the first and the last release of each race. */
  skews(): number[]
  /** Exchanges, finished or not, that were in flight together with one of these. */
  around(exchanges: Exchange[]): Exchange[]
}

export interface RecorderParts {
  contract: Contract
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
  const { driver, pace, contract, target } = parts
  const log: Exchange[] = []
  const skews: number[] = []
  const fuse = createFuse()
  const keysOf = new WeakMap<Exchange, Keys>()
  const begin = (letter: Letter): Exchange => {
    fuse.check(letter)
    const exchange = begun(parts, letter, `x${log.length + 1}`)
    log.push(exchange)
    keysOf.set(exchange, letter.keys ?? parts.target.keys)
    return exchange
  }
  const keep = (exchange: Exchange, outcome: Outcome, into: Entry[]): Exchange => {
    finish(parts.dialect, keysOf.get(exchange)!, exchange, outcome)
    fuse.feed(exchange)
    into.push(exchange)
    parts.onEntry(exchange)
    return exchange
  }
  /** What the target has not is not asked for: there is no answer, and nothing to judge. */
  const isAsked = ({ operation }: Letter) => isOffered(contract, target.profile, operation)
  const unsent = (letter: Letter): Exchange => begun(parts, letter, '')
  return {
    async send(letter, into) {
      if (!isAsked(letter)) return unsent(letter)
      for (let attempt = 0; ; attempt++) {
        await pace()
        const exchange = begin(letter)
        keep(exchange, await driver.send(letter, optionsOf(letter)), into)
        const pause = pauseAfter(exchange, attempt)
        if (pause === undefined) return exchange
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    },
    async lose(letter, cut, into) {
      if (!isAsked(letter)) return unsent(letter)
      await pace()
      const exchange = begin(letter)
      return keep(exchange, await driver.lose(letter, cut), into)
    },
    async race(all, into) {
      const letters = all.filter(isAsked)
      if (letters.length === 0) return all.map(unsent)
      for (const _letter of letters) await pace()
      const exchanges = letters.map(begin)
      const { outcomes, skewMicros } = await driver.race(letters)
      skews.push(skewMicros)
      outcomes.forEach((outcome, index) => keep(exchanges[index]!, outcome, into))
      const entry: Entry = {
        kind: 'race',
        tick: parts.tick(),
        exchanges: exchanges.map(({ id }) => id),
        skewMicros,
      }
      into.push(entry)
      parts.onEntry(entry)
      const sent = exchanges.values()
      return all.map((letter) => (isAsked(letter) ? sent.next().value! : unsent(letter)))
    },
    count: () => log.length,
    wasTold: (value) =>
      value !== '' &&
      log.some(
        ({ response }) =>
          response?.read.ok && Object.values(response.read.fields).some((one) => one === value),
      ),
    answeredWith: (field, value) => log.find(({ response }) => text(response?.read, field) === value),
    skews: () => skews,
    around: (exchanges) => neighbours(log, exchanges),
  }
}

function optionsOf({ timeoutMs }: Letter): { timeoutMs?: number } {
  return timeoutMs === undefined ? {} : { timeoutMs }
}

/** How far back an exchange can have begun that is still in flight: more than any number of cases in flight. */
const reach = 256

function neighbours(log: Exchange[], exchanges: Exchange[]): Exchange[] {
  if (exchanges.length === 0) return []
  const own = new Set(exchanges)
  const first = log.lastIndexOf(exchanges[0]!)
  const from = Math.min(...exchanges.map(({ began }) => began))
  const to = Math.max(...exchanges.map(({ began, ended }) => ended ?? began))
  return log
    .slice(Math.max(0, first - reach))
    .filter((one) => (one.ended ?? Infinity) >= from && one.began <= to && !own.has(one))
}

/** Readings of sealed letters: a letter that is sent twice is read once. */
const readings = new WeakMap<Letter, { read: Reading; operation: string | undefined }>()

/** Reads a letter as any receiver would, from its bytes alone. */
export function readLetter(
  dialect: Dialect,
  letter: Letter,
): { read: Reading; operation: string | undefined } {
  const known = readings.get(letter)
  if (known) return known
  const read = dialect.open(letter, 'request')
  const reading = { read, operation: dialect.operationOf(read) }
  readings.set(letter, reading)
  return reading
}

/** An exchange whose answer is still to come. */
function begun({ contract, dialect, target, tick }: RecorderParts, letter: Letter, id: string): Exchange {
  const { read, operation } = readLetter(dialect, letter)
  return {
    kind: 'exchange',
    id,
    from: target.role === 'receiver' ? 'gateway' : (contract.operations[operation ?? '']?.from ?? 'client'),
    ...(operation === undefined ? {} : { operation }),
    request: {
      method: letter.method,
      url: letter.url,
      headers: letter.headers,
      body: bodyOf(letter.body),
      read,
    },
    began: tick(),
    sentAt: new Date().toISOString(),
    elapsedMs: 0,
    ...signatureOf(dialect, letter.keys ?? target.keys, { read, operation, raw: letter }),
    ...(letter.from === undefined ? {} : { stranger: true as const }),
    ...(letter.note === undefined ? {} : { note: letter.note }),
  }
}

function finish(
  dialect: Dialect,
  keys: Keys,
  exchange: Exchange,
  { response, trouble, began, ended, sentAt, elapsedMs }: Outcome,
): void {
  Object.assign(exchange, { began, sentAt, elapsedMs })
  if (response) exchange.response = responseOf(dialect, keys, exchange, response)
  if (trouble) exchange.trouble = trouble
  if (ended !== undefined) exchange.ended = ended
}

function responseOf(
  dialect: Dialect,
  keys: Keys,
  { operation, request }: Exchange,
  { status, headers, body }: NonNullable<Outcome['response']>,
): Response {
  const raw = { status, headers, body }
  const read = dialect.open(raw, 'response', operation)
  const signed = answerSignatureOf(dialect, keys, { read, operation, raw }, request)
  return { status, headers, body: bodyOf(body), read, ...signed }
}
