/** What a scenario acts with: seals, sends, provisions; and records all of it as the evidence of one case. */
import { timeText } from '../contract/time-text.ts'
import type { Contract } from '../contract/contract.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { isSigning } from '../dialects/signed.ts'
import type { Reason } from '../judge/verdict.ts'
import type { Booking, ClockMoved, Entry } from '../judge/trace.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Fields } from '../wire/reading.ts'
import { filled } from './filling.ts'
import { freshFor, type Identities } from './identities.ts'
import type { Recorder } from './recorder.ts'
import { wanting } from './means.ts'
import { meet } from './meet.ts'
import type { Wanted } from './inbox.ts'
import type { Listener } from './listener.ts'
import { Skipped, type Hand, type Letter, type Sending } from './scenario.ts'
import type { Supply } from './supply.ts'
import type { Target } from './target.ts'
import type { Others } from './others.ts'
import type { Stay, Tide } from './tide.ts'
import { HarnessError, prove } from './proof.ts'
import { fetchToken, makeReady, type Asking, type Purse } from './tokens.ts'

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
  /** Credentials that were fetched. */
  purse: Purse
  /** Moves the target's clock, for one case or for several that let time pass together. */
  tide: Tide
  /** Until the cases that wait for nothing are over. */
  others: Others
  /** Where the target's callbacks arrive; absent when nobody listens. */
  listener?: Listener
}

/** Told of what the target's declaration has not, where a case goes on without it. */
export type Lack = (reason: Reason, says: string) => void

/** What a hand has of its case: the evidence that it gathers, its stay, and who is told of what is lacking. */
export interface Own {
  entries: Entry[]
  stay: Stay
  lack: Lack
}

/** A hand for one case. */
export function createHand(bench: Bench, { entries, stay, lack }: Own): Hand {
  const { contract, target, recorder, identities, supply } = bench
  const note = (entry: Entry) => {
    entries.push(entry)
    bench.onEntry(entry)
  }
  const hand: Hand = {
    contract,
    profile: target.profile,
    credentials: target.credentials,
    seal: (operation, fields, sending = {}) => seal(bench, hand, operation, fields, sending),
    send: (letter) => recorder.send(letter, entries),
    lose: (letter, cut) => recorder.lose(letter, cut, entries),
    race: (letters) => recorder.race(letters, entries),
    raw: (operation, body, headers, told) => ({
      operation,
      body,
      headers,
      method: 'POST',
      url: urlOf(target, operation, bench.dialect.pathOf?.(operation) ?? ''),
      draft: { operation, side: 'request', fields: {} },
      ...(told ? { note: told } : {}),
    }),
    get: (path, told) => recorder.send(getting(target, path, told), entries),
    need: (data, wish) => supply.need(data, wish ?? {}, note),
    share: (data, purpose = 'reading') => supply.share(data, purpose, note),
    plenty: (data) => supply.has(data) === 'freely',
    knows: (data) => supply.has(data) !== 'strange',
    async advance(seconds) {
      await stay.advance(seconds, (moved) => void entries.push(moved))
      await makeReady(askingOf(bench, hand))
    },
    token: (field, sending) => token(bench, hand, field, sending),
    held(field) {
      const found = bench.purse.held.get(field)
      if (found) entries.push(found.given)
      return found?.value ?? ''
    },
    needSigner() {
      if (!isSigning(target.keys))
        throw new Skipped('needs-signer', 'The target declares no key and no signature scheme.')
    },
    audit: (code, { withinMs = 0 } = {}) => audit(bench, { code, withinMs }, note, lack),
    weigh: (account) => weigh(bench, account, note, lack),
    needStranger() {
      if (target.stranger === undefined) throw new Skipped(...wanting.stranger)
    },
    needCallbacks: () => void listening(bench),
    patienceMs: target.patienceMs,
    ...(bench.listener ? { callbackUrl: bench.listener.url } : {}),
    async callbacks(reference, { count = 1, withinMs = target.patienceMs, other = '' } = {}) {
      const { offsetMs } = bench.clock
      const found = await listen(bench, { reference, other, count, withinMs }, { entries, stay }, note)
      if (bench.clock.offsetMs !== offsetMs) await makeReady(askingOf(bench, hand))
      return found
    },
    answerCallbacks: (reference, replies) => listening(bench).answer(reference, replies),
    meet: (situation) => meet(bench, situation, note),
    fresh: (field) =>
      field === contract.places['reference']
        ? identities.reference()
        : freshFor(contract, field, identities, timeOf(bench, 0)),
    now: (offset = 0) => timeText(contract, target.profile, timeOf(bench, offset)),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    others: () => bench.others.over,
  }
  return hand
}

/** Fetches the credentials that requests have to carry, unless they are held: done before every case. */
export const readyHand = (bench: Bench, hand: Hand): Promise<void> => makeReady(askingOf(bench, hand))

function listening({ listener }: Bench): Listener {
  if (listener) return listener
  throw new Skipped(...wanting.callbacks)
}

const timeOf = ({ clock }: Bench, offsetSeconds: number) => Date.now() + clock.offsetMs + offsetSeconds * 1000

/** A declared endpoint is the whole URL of its operation; a path that an operation has by the contract is below the URL. */
function urlOf({ endpoints, url }: Target, operation: string, path: string): string {
  return endpoints[operation] ?? (path === '' ? url : url.replace(/\/$/, '') + path)
}

/** How a case asks for credentials; what it sends for them is part of its evidence. */
function askingOf(bench: Bench, hand: Hand, sending: Sending = {}): Asking {
  const { contract, target, purse } = bench
  return {
    contract,
    target,
    purse,
    now: () => timeOf(bench, 0),
    ask: (operation, fields) => hand.send(hand.seal(operation, fields, sending)),
    item: (kind) => hand.need(kind),
  }
}

async function token(bench: Bench, hand: Hand, field?: string, sending?: Sending): Promise<string> {
  const specs = bench.contract.tokens ?? []
  const spec = field === undefined ? specs[0] : specs.find((one) => one.field === field)
  if (!spec)
    throw new HarnessError(`${bench.contract.id} has no token «${field ?? ''}» that could be fetched.`)
  const found = await fetchToken(askingOf(bench, hand, sending), spec)
  // A target may end a token as soon as it gives another one.
  if (found && !sending?.as) bench.purse.held.set(spec.field, found)
  return found?.value ?? ''
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
  const { contract, dialect, target, purse } = bench
  const { as } = sending
  const keys = (as && target.keysWith?.(as)) ?? target.keys
  const sources = {
    contract,
    profile: target.profile,
    credentials: { ...target.credentials, ...as },
    now: () => hand.now(),
    fresh: (field: string) => hand.fresh(field),
    token: (field: string) => purse.held.get(field)?.value,
  }
  const draft = {
    operation,
    side: 'request' as const,
    fields: filled(sources, operation, fields),
    ...(sending.style ? { style: sending.style } : {}),
    ...(sending.spare ? { spare: sending.spare } : {}),
    ...(sending.method ? { method: sending.method } : {}),
  }
  const sealed = dialect.seal(draft, keys)
  const letter: Letter = {
    operation,
    draft,
    method: sealed.method,
    url: urlOf(target, operation, sealed.path),
    body: sealed.body,
    headers: [...sealed.headers, ...target.headers, ...(sending.headers ?? [])],
    ...(sending.stranger && target.stranger !== undefined ? { from: target.stranger } : {}),
    ...(as ? { keys } : {}),
    ...(sending.note === undefined ? {} : { note: sending.note }),
    ...(sending.timeoutMs === undefined ? {} : { timeoutMs: sending.timeoutMs }),
  }
  prove(bench, letter, sending)
  return letter
}

/** Moves the target's clock. Throws Skipped without a clock hook. */
export async function moveClock(bench: Omit<Bench, 'tide'>, seconds: number): Promise<ClockMoved> {
  const { clock, target } = bench
  if (!target.hooks.clock) throw new Skipped(...wanting.clock)
  // Whoever does what has come due before its hook answers does it at the new time.
  const [tick, at] = [bench.tick(), new Date().toISOString()]
  await target.stage?.advance(seconds)
  const now = await target.hooks.clock(seconds)
  clock.offsetMs = now === undefined ? clock.offsetMs + seconds * 1000 : now - Date.now()
  const moved: ClockMoved = { kind: 'clock', tick, offsetMs: clock.offsetMs, at }
  bench.onEntry(moved)
  return moved
}

async function listen(
  bench: Bench,
  wanted: Wanted,
  { entries, stay }: Pick<Own, 'entries' | 'stay'>,
  note: (entry: Entry) => void,
): Promise<Exchange[]> {
  const inbox = listening(bench)
  const [began, start] = [bench.tick(), performance.now()]
  const { reference, withinMs } = wanted
  const found = await stay.listen(inbox.take(wanted), (moved) => void entries.push(moved))
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
  if (!balance) return lack(...wanting.balance)
  const began = bench.tick()
  const left = await balance(account)
  note({ kind: 'balance', began, ended: bench.tick(), account, balance: left })
}

async function audit(
  bench: Bench,
  { code, withinMs }: { code: string; withinMs: number },
  note: (entry: Entry) => void,
  lack: Lack,
): Promise<Booking[] | undefined> {
  const { ledger } = bench.target.hooks
  if (bench.supply.isStrange(code)) {
    lack('needs-test-data', 'The target declares no test data that its books could tell of.')
    return undefined
  }
  if (!ledger) {
    lack(...wanting.ledger)
    return undefined
  }
  const latest = performance.now() + withinMs
  let began = bench.tick()
  let payments = await ledger(code)
  for (let ms = rereading; isOpen(payments) && performance.now() + ms < latest; ms *= 2) {
    await new Promise((resolve) => setTimeout(resolve, ms))
    began = bench.tick()
    payments = await ledger(code)
  }
  note({ kind: 'ledger', began, ended: bench.tick(), code, payments })
  return payments
}

/** Milliseconds until open books are read again for the first time. */
const rereading = 200

const isOpen = (payments: Booking[]) => payments.some(({ state }) => state === 'pending')
