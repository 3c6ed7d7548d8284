/** What a scenario acts with: seals, sends, provisions; and records all of it as the evidence of one case. */
import { written } from '../contract/datetime.ts'
import { messageOf, type Contract } from '../contract/contract.ts'
import { shapeOf } from '../contract/shape.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Reason } from '../judge/verdict.ts'
import type { Entry } from '../judge/trace.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Fields } from '../wire/reading.ts'
import type { Identities } from './identities.ts'
import { readLetter, type Recorder } from './recorder.ts'
import { meet } from './meet.ts'
import type { Listener } from './listener.ts'
import { Skipped, type Hand, type Letter, type Sending } from './scenario.ts'
import type { Supply } from './supply.ts'
import type { Target } from './target.ts'

/** The suite was about to send what it did not mean to: our own fault, never the target's. */
export class HarnessError extends Error {
  override name = 'HarnessError'
}

/** What all hands of a run share. */
export interface Bench {
  contract: Contract
  dialect: Dialect
  target: Target
  recorder: Recorder
  identities: Identities
  supply: Supply
  tick: () => number
  onEntry: (entry: Entry) => void
  /** Milliseconds by which the target's clock is ahead. */
  clock: { offsetMs: number }
  /** Where the target's callbacks arrive; absent when nobody listens. */
  listener?: Listener
}

/** Told of what the target's declaration has not, where a case goes on without it. */
export type Lack = (reason: Reason, says: string) => void

/** A hand for one case; `entries` is the evidence that it gathers. */
export function createHand(bench: Bench, entries: Entry[], lack: Lack): Hand {
  const { contract, target, recorder, identities, supply } = bench
  const note = (entry: Entry) => {
    entries.push(entry)
    bench.onEntry(entry)
  }
  const hand: Hand = {
    contract,
    profile: target.profile,
    seal: (operation, fields, sending = {}) => seal(bench, hand, operation, fields, sending),
    send: (letter) => recorder.send(letter, entries),
    lose: (letter, cut) => recorder.lose(letter, cut, entries),
    race: (letters) => recorder.race(letters, entries),
    raw: (operation, body, headers, told) => ({
      operation,
      body,
      headers,
      method: 'POST',
      url: urlOf(target, operation, ''),
      draft: { operation, side: 'request', fields: {} },
      ...(told ? { note: told } : {}),
    }),
    get: (path, told) => recorder.send(getting(target, path, told), entries),
    need: (data, wish) => supply.need(data, wish ?? {}, note),
    share: (data, purpose = 'reading') => supply.share(data, purpose, note),
    plenty: (data) => supply.has(data) === 'freely',
    advance: (seconds) => advance(bench, seconds, note),
    needSigner() {
      if (!target.keys.sign)
        throw new Skipped('needs-signer', 'The target declares no key and no signature scheme.')
    },
    audit: (code) => audit(bench, code, note, lack),
    weigh: (account) => weigh(bench, account, note, lack),
    needStranger() {
      if (target.stranger === undefined)
        throw new Skipped(
          'needs-address',
          'The target declares no stranger, an address that it does not know.',
        )
    },
    needCallbacks: () => void listening(bench),
    callbacks: (reference, { count = 1, withinMs = target.patienceMs } = {}) =>
      listen(bench, { reference, count, withinMs }, entries, note),
    answerCallbacks: (reference, replies) => listening(bench).answer(reference, replies),
    meet: (situation) => meet(bench, situation, note),
    fresh: (field) =>
      field === contract.places['reference'] ? identities.reference() : identities.message(timeOf(bench, 0)),
    now: (offset = 0) => written(timeOf(bench, offset), String(target.profile['timezone'])),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }
  return hand
}

function listening({ listener }: Bench): Listener {
  if (listener) return listener
  throw new Skipped('needs-callbacks', 'Nobody listens for callbacks: the target declares no `listen`.')
}

const timeOf = ({ clock }: Bench, offsetSeconds: number) => Date.now() + clock.offsetMs + offsetSeconds * 1000

function urlOf(target: Target, operation: string, path: string): string {
  return (target.endpoints[operation] ?? target.url) + path
}

function getting(target: Target, path: string, note?: string): Letter {
  const url = path.startsWith('?') ? target.url.replace(/\?.*$/, '') + path : new URL(path, target.url).href
  return {
    operation: '',
    draft: { operation: '', side: 'request', fields: {} },
    method: 'GET',
    url,
    headers: [...target.headers],
    body: Buffer.alloc(0),
    ...(note ? { note } : {}),
  }
}

/** Fills what a sender fills anew, in the order of the field spec; `null` leaves a field out. */
function seal(bench: Bench, hand: Hand, operation: string, fields: Fields, sending: Sending): Letter {
  const { dialect, target } = bench
  const draft = {
    operation,
    side: 'request' as const,
    fields: filled(bench, hand, operation, fields),
    ...(sending.style ? { style: sending.style } : {}),
    ...(sending.spare ? { spare: sending.spare } : {}),
  }
  const sealed = dialect.seal(draft, target.keys)
  const letter: Letter = {
    operation,
    draft,
    method: sealed.method,
    url: urlOf(target, operation, sealed.path),
    body: sealed.body,
    headers: [...sealed.headers, ...target.headers, ...(sending.headers ?? [])],
    ...(sending.stranger && target.stranger !== undefined ? { from: target.stranger } : {}),
    ...(sending.note === undefined ? {} : { note: sending.note }),
    ...(sending.timeoutMs === undefined ? {} : { timeoutMs: sending.timeoutMs }),
  }
  prove(bench, letter, sending)
  return letter
}

function filled({ contract, target }: Bench, hand: Hand, operation: string, fields: Fields): Fields {
  const { time } = contract.places
  const own = contract.credentials ?? {}
  const order = messageOf(contract, operation, 'request').fields.map(({ name }) => name)
  const all: Fields = {}
  for (const name of new Set([...order, ...Object.keys(fields)])) {
    const given = fields[name]
    if (given === null) continue
    if (given !== undefined) all[name] = given
    else if (name in own && target.credentials[own[name]!]) all[name] = target.credentials[own[name]!]!
    else if (contract.fresh.includes(name) && isSender(contract, operation))
      all[name] = name === time ? hand.now() : hand.fresh(name)
  }
  return all
}

/** What is fresh is so in the requests of clients; a callback is about what has happened. */
const isSender = ({ operations }: Contract, operation: string): boolean =>
  operations[operation]?.from === 'client'

/** Every message keeps its own contract, and a negative one breaks it in exactly one place. */
function prove({ contract, dialect, target }: Bench, letter: Letter, { flaws = 0 }: Sending): void {
  const { read } = readLetter(dialect, letter)
  const spec = messageOf(contract, letter.operation, 'request')
  if (!read.ok)
    throw new HarnessError(`The suite wrote a ${spec.message} that cannot be read: ${read.fault.says}`)
  const broken = shapeOf(contract, spec, target.profile)
    .check(read.fields, read.json?.numbers)
    .filter(({ level }) => level === 'must')
  const found = broken.length + read.flaws.filter(({ kind }) => kind !== 'padding').length
  if (found === flaws) return
  const where = broken.map(({ place, constraint }) => `${place} (${constraint})`).join(', ')
  throw new HarnessError(
    `The suite wrote a ${spec.message} with ${found} flaws where ${flaws} were meant: ${where || 'none'}.`,
  )
}

async function advance(bench: Bench, seconds: number, note: (entry: Entry) => void): Promise<void> {
  const { clock, target } = bench
  if (!target.hooks.clock) throw new Skipped('needs-clock', 'The target declares no clock hook.')
  // Whoever does what has come due before its hook answers does it at the new time.
  const tick = bench.tick()
  await target.stage?.advance(seconds)
  const now = await target.hooks.clock(seconds)
  clock.offsetMs = now === undefined ? clock.offsetMs + seconds * 1000 : now - Date.now()
  note({ kind: 'clock', tick, offsetMs: clock.offsetMs })
}

async function listen(
  bench: Bench,
  { reference, count, withinMs }: { reference: string; count: number; withinMs: number },
  entries: Entry[],
  note: (entry: Entry) => void,
): Promise<Exchange[]> {
  const inbox = listening(bench)
  const [began, start] = [bench.tick(), performance.now()]
  const found = await inbox.take(reference, count, withinMs)
  const waitedMs = performance.now() - start
  entries.push(...found)
  note({
    kind: 'listened',
    began,
    ended: bench.tick(),
    reference,
    heard: found.length,
    withinMs,
    waitedMs,
    until: new Date().toISOString(),
  })
  return found
}

async function weigh(bench: Bench, account: string, note: (entry: Entry) => void, lack: Lack): Promise<void> {
  const { balance } = bench.target.hooks
  if (!balance) return lack('needs-balance', 'The target declares no balance hook.')
  const began = bench.tick()
  const left = await balance(account)
  note({ kind: 'balance', began, ended: bench.tick(), account, balance: left })
}

async function audit(bench: Bench, code: string, note: (entry: Entry) => void, lack: Lack): Promise<void> {
  const { ledger } = bench.target.hooks
  if (!ledger) return lack('needs-ledger', 'The target declares no ledger hook.')
  const began = bench.tick()
  const payments = await ledger(code)
  note({ kind: 'ledger', began, ended: bench.tick(), code, payments })
}
