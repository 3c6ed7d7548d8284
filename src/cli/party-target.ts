/** Our own model clients and receivers as targets: what is tried in these roles when nobody else is named. */
import type { Contract, Profile } from '../contract/contract.ts'
import { profileOf } from '../contract/profile.ts'
import { sandboxKey } from '../gateway/gateway.ts'
import {
  partyModule,
  type Credentials,
  type Party,
  type PartyModule,
  type PartyOptions,
} from '../parties/party.ts'
import { loadDeclaration } from '../stimulate/declaration.ts'
import { zoneOf } from '../stimulate/declaration-items.ts'
import { booked, provided } from '../stimulate/hooks-answer.ts'
import type { Hooks, Target } from '../stimulate/target.ts'
import { stranger } from './builtin.ts'
import { UsageError } from './failure.ts'
import { openStage, type OpenStage } from './stage.ts'

export interface PartyFlags {
  role: 'client' | 'receiver'
  profile?: Profile
  defect?: string
  freedom?: string
}

/** A target, and how to end what was started for it. */
export interface OpenTarget {
  target: Target
  close(): Promise<void>
}

/** Opens the model party of a role as a target. Throws UsageError when the protocol has none, or no such oddity. */
export async function partyTarget(contract: Contract, flags: PartyFlags): Promise<OpenTarget> {
  const { role } = flags
  const module = await partyModule(contract.id, role)
  if (!module)
    throw new UsageError(
      `There is no model ${role} of ${contract.id}. Name a target with --target or --config.`,
    )
  const { defect, freedom } = oddityOf(module, flags)
  const profile = profileOf(contract, {
    ...defect?.profile,
    ...freedom?.profile,
    ...flags.profile,
  })
  const options = { contract, profile, credentials: {}, ...id('defect', defect), ...id('freedom', freedom) }
  const keyBits = defect?.keyBits ?? freedom?.keyBits
  return role === 'client' ? clientTarget(module, options, keyBits) : receiverTarget(module, options, keyBits)
}

function oddityOf({ defects, freedoms }: PartyModule, flags: PartyFlags) {
  const defect = defects.find(
    ({ id: known, catalogue }) => flags.defect === known || flags.defect === catalogue,
  )
  const freedom = freedoms.find((one) => one.id === flags.freedom)
  if (flags.defect !== undefined && !defect) throw unknown('defect', flags.defect, defects)
  if (flags.freedom !== undefined && !freedom) throw unknown('freedom', flags.freedom, freedoms)
  return { defect, freedom }
}

function unknown(what: string, name: string, known: readonly { id: string }[]): UsageError {
  return new UsageError(
    `There is no ${what} «${name}» of this party. Choose one of: ${known.map(({ id: one }) => one).join(', ')}.`,
  )
}

const id = (what: 'defect' | 'freedom', oddity: { id: string } | undefined) =>
  oddity ? { [what]: oddity.id } : {}

/** A model client is near, so that nobody has to be patient with it. */
const near = { patienceMs: 1000, idleMs: 3000 }

async function clientTarget(
  module: PartyModule,
  options: PartyOptions,
  keyBits: number | undefined,
): Promise<OpenTarget> {
  const { contract, profile } = options
  const own = keyBits === undefined ? undefined : module.credentials?.(keyBits)
  const declared = {
    protocol: contract.id,
    role: 'client' as const,
    profile,
    ...signing(contract, own?.gateway),
  }
  const target = await loadDeclaration(declared, { contract, where: 'The model client' })
  const { listen = { host: '127.0.0.1', port: 0 }, keys } = target
  const stage = await openStage({ contract, profile, listen, keys, ...(own && { credentials: own.gateway }) })
  const credentials = {
    ...(own ? stage.gateway.desks[0]?.credentials : stage.credentials),
    ...(contract.signature ? { key: sandboxKey } : {}),
    ...own?.party,
  }
  const party = await module.open({ ...options, gatewayUrl: stage.url, credentials })
  if (party.url !== undefined) stage.callbacksTo(party.url)
  return {
    target: { ...target, name: 'model client', stage, credentials, hooks: hooksOf(party, profile), ...near },
    close: () => closeBoth(party, stage),
  }
}

async function closeBoth(party: Party, stage: OpenStage): Promise<void> {
  await party.close()
  await stage.close()
}

const signing = ({ signature }: Contract, own: Credentials | undefined) =>
  signature
    ? { signature: signature.scheme, credentials: { key: sandboxKey } }
    : own
      ? { credentials: own }
      : {}

async function receiverTarget(
  module: PartyModule,
  options: PartyOptions,
  keyBits: number | undefined,
): Promise<OpenTarget> {
  const { contract, profile } = options
  const known = module.acquaintance?.(keyBits)
  const party = await module.open({ ...options, credentials: known?.party ?? {} })
  const declared = {
    protocol: contract.id,
    role: 'receiver' as const,
    url: party.url ?? '',
    profile,
    ...(known && { credentials: known.gateway }),
    ...(process.platform === 'linux' && { stranger }),
  }
  const target = await loadDeclaration(declared, { contract, where: 'The model receiver' })
  return {
    target: { ...target, name: 'model receiver', hooks: hooksOf(party, profile), ...near },
    close: () => party.close(),
  }
}

function hooksOf({ provision, ledger, balance, clock, trigger }: Party, profile: Profile): Hooks {
  const zone = zoneOf(profile)
  return {
    ...(provision && {
      provision: async (data, wish) =>
        provided({ ...wish }, await provision(data, wish), {}, { zone, own: true }),
    }),
    ...(ledger && { ledger: async (code) => booked({ payments: await ledger(code) }, {}) }),
    ...(balance && { balance: (account) => balance(account) }),
    ...(clock && { clock: (seconds) => clock(seconds), tellsTime: true }),
    ...(trigger && { trigger: (wish) => trigger(wish) }),
  }
}
