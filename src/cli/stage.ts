/** A gateway of ours as the stage on which clients are tried: it puts their transactions into situations. */
import type { Contract, Profile } from '../contract/contract.ts'
import { isCarried } from '../contract/token-use.ts'
import type { Newcomer } from '../gateway/desk.ts'
import { createGateway, sandboxKey, type Gateway } from '../gateway/gateway.ts'
import type { Item } from '../judge/trace.ts'
import { zoneOf, askedFor } from '../stimulate/declaration-items.ts'
import { provided } from '../stimulate/hooks-answer.ts'
import { HookError } from '../stimulate/hooks-error.ts'
import { filled } from '../stimulate/identities.ts'
import type { Stage } from '../stimulate/stage.ts'
import type { Listen } from '../stimulate/target.ts'
import { loadDialect, loadKeys } from '../dialects/load.ts'
import type { Keys } from '../dialects/dialect.ts'
import type { Json } from '../wire/reading.ts'
import { createTicks } from '../wire/ticks.ts'
import { createCasting, type CastingDesk } from './stage-casting.ts'
import { exchangeReader } from './stage-exchange.ts'
import { keysToHearBy } from './stage-keys.ts'

export interface StageOptions {
  contract: Contract
  profile: Profile
  listen: Listen
  keys: Keys
  /** Credentials by name that the client uses; those that are not named are the sandbox's. */
  credentials?: { [name: string]: string }
  /** Where callbacks are sent; absent: nowhere. */
  callbackUrl?: string
}

/** A stage, and the gateway behind it. */
export interface OpenStage extends Stage {
  gateway: Gateway
  /** Credentials by name that the client is to use. */
  credentials: { [name: string]: string }
  callbacksTo(url: string): void
}

/** Opens a stage. Throws ControlError when the protocol has no desk. */
export async function openStage(options: StageOptions): Promise<OpenStage> {
  const { contract, profile, listen, keys, callbackUrl, credentials: own = {} } = options
  const dialect = await loadDialect(contract, profile)
  const { next } = createTicks()
  let tick = next
  const make = await loadKeys(contract)
  const casting: CastingDesk = createCasting(contract, () => tick())
  const gateway = await createGateway({
    protocols: [contract.id],
    profile,
    ticks: { next: () => tick() },
    key: own['key'] ?? sandboxKey,
    onExchange: (heard) => casting.take(read(heard)),
  })
  const desk = gateway.desks[0]!
  const known = { contract, profile, declared: keys, own, sandbox: desk.credentials ?? {} }
  const read = exchangeReader({ contract, dialect, keys: keysToHearBy(make, known) })
  desk.callbacksTo?.(callbackUrl)
  desk.cast?.((newcomer: Newcomer) => casting.cast(newcomer))
  // Before anybody listens, so that whatever is wrong with the credentials leaves nothing open.
  const note = await settle(gateway, contract, own)
  const base = await gateway.listen(listen.port, listen.host)
  // Where operations have paths of their own, these are often signed: nothing stands before them then.
  const url = listen.url ?? (dialect.pathOf ? base : `${base}/${contract.id}${contract.path ?? ''}`)
  const credentials = { ...desk.credentials, ...own }

  async function made(data: string, wish: { [key: string]: unknown } = {}): Promise<Item> {
    const zone = zoneOf(profile)
    const { data: _kind, ...wanted } = { ...contract.data[data]?.wish, ...wish }
    const asked = askedFor({ code: codeOf(contract, data), ...wanted }, gateway.clock.now(), zone)
    try {
      const answer = await gateway.control.provision({ ...asked, data }, contract.id)
      return provided(asked, answer, {}, { zone, own: true })
    } catch (error) {
      throw new HookError(`The stage could not make «${data}»: ${(error as Error).message}`)
    }
  }

  return {
    url,
    gateway,
    credentials,
    card: [`url  ${url}`, ...note, ...(desk.card?.() ?? [])],
    play: casting.play,
    watch(tickOfRun, onStray) {
      tick = tickOfRun
      casting.watch(onStray)
    },
    callbacksTo: (to) => desk.callbacksTo?.(to),
    async provision(data, wish) {
      const item = await made(data, wish)
      const kinds = tokensBeside(contract, profile, data)
      const others = await Promise.all(
        kinds.map(async ({ kind, fields }) => [fields, await made(kind)] as const),
      )
      for (const [fields, other] of others)
        for (const key of Object.values(fields))
          if (!(key in item)) Object.assign(item, { [key]: other[key] })
      return item
    },
    advance: async (seconds) => void gateway.control.clock({ advance: seconds }),
    close: () => gateway.close(),
  }
}

/** Makes the client that comes under credentials of its own; gives what it is to know. */
async function settle(gateway: Gateway, contract: Contract, credentials: { [name: string]: string }) {
  const [kind, { own = [], wish = {} } = {}] = Object.entries(contract.data).find(([, one]) => one.own) ?? []
  const [first = '', ...others] = own
  if (kind === undefined || !own.some((name) => credentials[name] !== undefined)) return []
  const usual = gateway.desks[0]?.credentials?.[first]
  const code = credentials[first] ?? usual
  const rest = others.flatMap((name) => (credentials[name] === undefined ? [] : [[name, credentials[name]]]))
  const made = await gateway.control.provision(
    { ...wish, data: kind, code, ...Object.fromEntries(rest) },
    contract.id,
  )
  const beside = others.flatMap((name) => besideOf(name, credentials, made))
  return [
    `${[`${first} ${code}`, ...beside].join(', ')}: the client on trial, as it is declared`,
    ...(code !== usual && Object.hasOwn(Object(made), 'privateKey') ? [keyless(`${code}`)] : []),
  ]
}

/** What a client has beside its id: as declared, which is shown nowhere, or what was made up for it. */
function besideOf(name: string, declared: { [name: string]: string }, made: Json): string[] {
  if (declared[name] !== undefined) return [`its own ${name}`]
  const value = Object.hasOwn(Object(made), name) ? (made as { [name: string]: Json })[name] : undefined
  return typeof value === 'string' && !value.includes('\n') ? [`${name} ${value}`] : []
}

const keyless = (code: string) =>
  `No publicKey of «${code}» is declared, so whatever it signs with a private key is refused.`

/** What a client needs beside an item, where all its requests carry a token that is asked for with other test data. */
const tokensBeside = (contract: Contract, profile: Profile, data: string) =>
  (contract.tokens ?? []).flatMap((spec) =>
    spec.data && spec.data.kind !== data && isCarried(contract, profile, spec.field) ? [spec.data] : [],
  )

let count = 0

/** A code in the contract's form that this process has not used before. */
function codeOf({ data }: Contract, kind: string): string {
  const number = `${Date.now()}${String(++count).padStart(4, '0')}`.slice(-14)
  const form = data[kind]?.code
  return form === undefined ? `S${number}` : filled(form, number)
}
