/** Credentials that are fetched: got before a case begins, and again before they end, as exchanges like all others. */
import { met, type Contract, type Profile } from '../contract/contract.ts'
import type { TokenSpec } from '../contract/token-spec.ts'
import { isCarried } from '../contract/token-use.ts'
import type { Exchange } from '../wire/exchange.ts'
import { text, type Fields } from '../wire/reading.ts'
import type { Target } from './target.ts'

/** A credential as a field carries it, what gave it, and the target's time (milliseconds since 1970) of its renewal. */
interface Held {
  value: string
  given: Exchange
  renew: number
}

/** What all cases of a run hold together. */
export interface Purse {
  held: Map<string, Held>
  pending: Map<string, Promise<void>>
  /** Attempts that gave nothing, by field. */
  failed: Map<string, number>
}

export const createPurse = (): Purse => ({ held: new Map(), pending: new Map(), failed: new Map() })

/** How a case asks for a credential. */
export interface Asking {
  contract: Contract
  target: Pick<Target, 'role' | 'profile'>
  purse: Purse
  now: () => number
  /** Sends a request of the operation and gives its exchange. */
  ask: (operation: string, fields: Fields) => Promise<Exchange>
  /** An item of test data that the credential is asked for with. */
  item: (kind: string) => Promise<{ [key: string]: unknown }>
}

/** A target that gives no credential twice over gives none; it is not asked before every case. */
const attempts = 3

/** Fetches what requests to this target have to carry, unless it is held and good for a while. */
export async function makeReady(asking: Asking): Promise<void> {
  const { contract, target } = asking
  if (target.role !== 'server') return
  for (const spec of contract.tokens ?? [])
    if (isCarried(contract, target.profile, spec.field) && isDue(asking, spec)) await once(asking, spec)
}

function isDue({ purse, now }: Asking, { field }: TokenSpec): boolean {
  const held = purse.held.get(field)
  return held === undefined ? (purse.failed.get(field) ?? 0) < attempts : now() >= held.renew
}

/** Cases that begin together share one request. */
function once(asking: Asking, spec: TokenSpec): Promise<void> {
  const { pending } = asking.purse
  const known = pending.get(spec.field)
  if (known) return known
  const got = keep(asking, spec).finally(() => pending.delete(spec.field))
  pending.set(spec.field, got)
  return got
}

async function keep(asking: Asking, spec: TokenSpec): Promise<void> {
  const { held, failed } = asking.purse
  const found = await fetchToken(asking, spec)
  if (found) held.set(spec.field, found)
  else failed.set(spec.field, (failed.get(spec.field) ?? 0) + 1)
}

/** A new credential, as the field carries it; undefined when none was given. */
export async function fetchToken(asking: Asking, spec: TokenSpec): Promise<Held | undefined> {
  const { target, now } = asking
  const { operation, at, prefix = '', bare, ask = {}, data } = spec
  const item = data ? await asking.item(data.kind) : {}
  const more = Object.entries(data?.fields ?? {}).map(([field, key]) => [field, String(item[key] ?? '')])
  const asked = now()
  const given = await asking.ask(operation, { ...ask, ...Object.fromEntries(more) })
  const { response } = given
  const value = text(response?.read, at)
  if (value === undefined || response!.status >= 300) return undefined
  const lives = lifeOf(spec, given, target.profile, asked)
  return {
    value: (met(bare, target.profile) ? '' : prefix) + value,
    given,
    // A tenth of its time is left for what is under way.
    renew: asked + lives * 900,
  }
}

/** Seconds that it lives, by the target's clock: as the answer says, or the profile does. */
function lifeOf(spec: TokenSpec, { response }: Exchange, profile: Profile, asked: number): number {
  const { seconds = '', until = '', lasts = '' } = spec
  const ends = Date.parse(text(response?.read, until) ?? '')
  const said = Number(
    text(response?.read, seconds) ?? (Number.isNaN(ends) ? profile[lasts] : (ends - asked) / 1000),
  )
  return Number.isFinite(said) && said > 0 ? said : 60
}
