/** Test data for cases: from the provision hook, else from the declared pool, else made up where that is possible. */
import { instantOf, written } from '../contract/datetime.ts'
import type { Contract } from '../contract/contract.ts'
import type { DataKind } from '../contract/data-kind.ts'
import type { Entry, Item, Provided } from '../judge/trace.ts'
import type { Identities } from './identities.ts'
import { Skipped } from './scenario.ts'
import { createStock, type Stock } from './stock.ts'
import type { Target } from './target.ts'

export interface Supply {
  need(data: string, wish: Wish, note: (entry: Entry) => void): Promise<Item>
  share(data: string, purpose: string, note: (entry: Entry) => void): Promise<Item>
  has(data: string): 'freely' | 'sparingly' | 'strange' | 'no'
  /** The code of something made up that the target knows nothing of. */
  isStrange(code: string): boolean
}

type Wish = { [key: string]: unknown }

interface SupplyParts {
  contract: Contract
  target: Target
  identities: Identities
  tick: () => number
  clock: { offsetMs: number }
  /** Where the target is to send its callbacks, for hooks that can tell it. */
  callbackUrl?: string
}

type Parts = SupplyParts & { stock: Stock }

/** Seconds that test data stays payable unless a scenario wishes otherwise. */
const day = 86_400

export function createSupply(given: SupplyParts): Supply {
  const parts = { ...given, stock: createStock() }
  const pool = new Map(Object.entries(parts.target.pool).map(([data, items]) => [data, [...items]]))
  const shared = new Map<string, Promise<Provided>>()
  const strangers = new Set<string>()
  return {
    async need(data, wish, note) {
      const provided = await provide(parts, pool, data, wish)
      if (provided.origin === 'strange') strangers.add(provided.item.code)
      note(provided)
      return provided.item
    },
    async share(data, purpose, note) {
      const key = `${data} ${purpose}`
      if (!shared.has(key)) shared.set(key, provide(parts, pool, data, {}))
      const provided = await shared.get(key)!
      note(provided)
      return provided.item
    },
    has(data) {
      const { madeUp, reusable } = kindOf(parts, data)
      if (isProvisioned(parts, data) || madeUp) return 'freely'
      if (isStrange(parts, data)) return 'strange'
      if ((pool.get(data)?.length ?? 0) === 0) return 'no'
      return reusable ? 'freely' : 'sparingly'
    },
    isStrange: (code) => strangers.has(code),
  }
}

const kindOf = ({ contract }: Pick<Parts, 'contract'>, data: string): Partial<DataKind> =>
  contract.data[data] ?? {}

/** Nobody needs to supply what does not exist. */
function isProvisioned(parts: Parts, data: string): boolean {
  const { hooks } = parts.target
  return hooks.provision !== undefined && !hooks.cannot?.includes(data) && !kindOf(parts, data).madeUp
}

/** It can be made up, and the target declares none: a pool that has run dry is another matter. */
function isStrange(parts: Parts, data: string): boolean {
  const { pool } = parts.target
  return (
    kindOf(parts, data).strange === true && !isProvisioned(parts, data) && (pool[data] ?? []).length === 0
  )
}

/** The next item of a pool for whom it is wished; one that can be used again goes to its end. */
function nextOf(parts: Parts, pool: Map<string, Item[]>, data: string, wish: Wish): Item | undefined {
  const items = pool.get(data) ?? []
  const [item] = items.splice(placeOf(items, wish), 1)
  if (item && kindOf(parts, data).reusable) items.push(item)
  return item
}

/** An item that names a partner is for him alone; one that names none is for whoever has none of his own. */
function placeOf(items: Item[], { partner }: Wish): number {
  const own = partner === undefined ? -1 : items.findIndex((item) => item['partner'] === partner)
  const free = items.findIndex((item) => item['partner'] === undefined)
  return own >= 0 ? own : free >= 0 ? free : items.length
}

async function provide(parts: Parts, pool: Map<string, Item[]>, data: string, wish: Wish): Promise<Provided> {
  const { tick } = parts
  if (isProvisioned(parts, data)) return fromHook(parts, data, wish)
  const item = nextOf(parts, pool, data, wish)
  if (item) return { kind: 'provided', tick: tick(), data, origin: 'pool', item: normal(parts, item) }
  const origin = kindOf(parts, data).madeUp ? 'made-up' : isStrange(parts, data) ? 'strange' : undefined
  if (origin) {
    const made = { ...kindOf(parts, data).wish, code: codeFor(parts, data), ...wish }
    return { kind: 'provided', tick: tick(), data, origin, item: made }
  }
  const more = (parts.target.pool[data] ?? []).length > 0 ? 'no more ' : 'no '
  throw new Skipped(
    'needs-test-data',
    `The target declares ${more}test data of the kind «${data}» and no hook that makes it.`,
  )
}

/** A code that no other item of any run has, in the form that the contract gives. */
function codeFor({ contract, identities }: Parts, data: string): string {
  const form = contract.data[data]?.code
  return form === undefined ? identities.code() : identities.digits(form)
}

async function fromHook(parts: Parts, data: string, wish: Wish): Promise<Provided> {
  const { contract, target, tick } = parts
  // What is wished for may have its effects before it is told: a payment is called back about at once.
  const began = tick()
  const item = isMadeAhead(parts, data, wish)
    ? await fromStock(parts, data, wish)
    : await target.hooks.provision!(data, wishOf(parts, data, wish))
  const biller = wish['biller'] ?? contract.data[data]?.wish?.['biller']
  return { kind: 'provided', tick: began, data, origin: 'hook', item: normal(parts, { biller, ...item }) }
}

/** Nothing is wished that is of one item alone, or that time takes away. */
function isMadeAhead(parts: Parts, data: string, wish: Wish): boolean {
  const { ahead, wish: usual } = kindOf(parts, data)
  const isPlain = ['code', 'expires', 'expiresIn'].every((key) => !(key in { ...usual, ...wish }))
  return ahead === true && isPlain && parts.target.hooks.provisionAll !== undefined
}

function fromStock(parts: Parts, data: string, wish: Wish): Promise<Item> {
  const { clock, stock, target } = parts
  const sort = JSON.stringify([data, wish, clock.offsetMs])
  const wishes = (count: number) => Array.from({ length: count }, () => wishOf(parts, data, wish))
  return stock.take(sort, (count) => target.hooks.provisionAll!(data, wishes(count)))
}

function wishOf(parts: Parts, data: string, wish: Wish): Wish {
  const { contract, callbackUrl } = parts
  const whole: Wish = {
    code: codeFor(parts, data),
    expiresIn: day,
    ...contract.data[data]?.wish,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...wish,
  }
  const { expiresIn } = whole
  return { ...whole, ...(expiresIn === null ? { expiresIn: undefined } : expiry(parts, Number(expiresIn))) }
}

/** The wished expiry in both forms that a control API may want. */
function expiry({ target, clock }: Parts, seconds: number): Wish {
  const instant = Date.now() + clock.offsetMs + seconds * 1000
  return {
    expires: written(instant, String(target.profile['timezone'])),
    expiresIso: new Date(instant).toISOString(),
  }
}

/** Expiries of either form as instants. */
function normal({ target }: Parts, item: Item): Item {
  if (item.expires === undefined) return item
  const local = instantOf(item.expires, String(target.profile['timezone']))
  const instant = /T/.test(item.expires) ? Date.parse(item.expires) : local
  const { expires: _text, ...rest } = item
  return instant === undefined || Number.isNaN(instant)
    ? rest
    : { ...rest, expires: new Date(instant).toISOString() }
}
