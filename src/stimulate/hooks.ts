/** Makes the hooks of a target callable, however they are described. */
import type { Profile } from '../contract/contract.ts'
import { askedFor, localTime, zoneOf } from './declaration-items.ts'
import { balanceIn, booked, provided, timeIn } from './hooks-answer.ts'
import { commandAsk } from './hooks-command.ts'
import { HookError } from './hooks-error.ts'
import { fillJson } from './hooks-fill.ts'
import type { Ask, HookInput, HookName, HookSpec, Values } from './hooks-form.ts'
import { exported, moduleAsk } from './hooks-module.ts'
import type { Hooks } from './target.ts'

/** What hooks are called with beside what they are asked. */
export interface HookContext {
  profile: Profile
  /** The books of the protocol need not tell amounts. */
  sumless?: boolean
  baseDir: string
  /** Name of the declaration in complaints. */
  where: string
  /** Values of `${credentials.…}` and `${env:…}`. */
  secrets: Values
  ca?: string
  insecure?: boolean
  now?: () => number
}

/** The hooks, ready to be called. Throws DeclarationError for a module that cannot be loaded. */
export async function createHooks(
  specs: { [hook in HookName]?: HookSpec },
  context: HookContext,
): Promise<Hooks> {
  const time = clockOf(context)
  const { provision, clock, ledger, balance, trigger, reset } = specs
  return {
    ...(provision && {
      provision: makes(provision, await askOf('provision', provision, context), time, context),
    }),
    ...(provision?.many && { provisionAll: await makesAll(provision, time, context) }),
    ...(provision?.cannot && { cannot: provision.cannot }),
    ...(clock && { clock: moves(clock, await askOf('clock', clock, context), time, context) }),
    ...(clock?.answer?.['now'] !== undefined && { tellsTime: true }),
    ...(ledger && { ledger: reads(ledger, await askOf('ledger', ledger, context), time, context) }),
    ...(balance && { balance: weighs(balance, await askOf('balance', balance, context), time) }),
    ...(trigger && { trigger: triggers(await askOf('trigger', trigger, context), time) }),
    ...(reset && { reset: resets(await askOf('reset', reset, context), time) }),
  }
}

/** The target's time, as far as the hooks have moved it. */
interface Time {
  now(): number
  shift(byMs: number): void
  back(): void
  values(): Values
}

function clockOf({ now = Date.now, profile, secrets }: HookContext): Time {
  let aheadMs = 0
  const time = () => now() + aheadMs
  const iso = () => new Date(time()).toISOString()
  return {
    now: time,
    shift: (byMs) => void (aheadMs += byMs),
    back: () => void (aheadMs = 0),
    values() {
      const nowIso = iso()
      return { ...secrets, now: localTime(nowIso, zoneOf(profile)), nowIso }
    },
  }
}

async function askOf(hook: HookName, spec: HookSpec, context: HookContext): Promise<Ask> {
  const { http, command, module } = spec
  const timeoutMs = spec.timeoutMs ?? 10_000
  if (command) return commandAsk(hook, command, { cwd: context.baseDir, timeoutMs })
  if (module !== undefined)
    return moduleAsk(hook, await exported(module, spec.export ?? hook, context), timeoutMs)
  const { httpAsk } = await import('./hooks-http.ts')
  const wantsJson = hook === 'ledger' || hook === 'balance' || spec.answer !== undefined
  return httpAsk(hook, http!, { timeoutMs, wantsJson, ca: context.ca, insecure: context.insecure })
}

function makes(
  spec: HookSpec,
  ask: Ask,
  time: Time,
  { profile }: HookContext,
): NonNullable<Hooks['provision']> {
  const zone = zoneOf(profile)
  return async (data, wish) => {
    const { asked, input, values } = wished(data, wish, time, zone)
    return provided(asked, await ask(input, values), spec, { zone, own: spec.http === undefined })
  }
}

/** Asks for several items by one call: the body is a list of what it is for one. */
async function makesAll(
  spec: HookSpec,
  time: Time,
  context: HookContext,
): Promise<NonNullable<Hooks['provisionAll']>> {
  const http = { ...spec.http!, json: '${wishes}' }
  const ask = await askOf('provision', { ...spec, http }, context)
  const zone = zoneOf(context.profile)
  return async (data, wishes) => {
    const all = wishes.map((wish) => wished(data, wish, time, zone))
    const bodies = all.map(({ values }) => fillJson(spec.http!.json, values))
    const answers = await ask({ hook: 'provision', data }, { ...time.values(), data, wishes: bodies })
    if (!Array.isArray(answers) || answers.length !== all.length)
      throw new HookError(
        `The provision hook was asked for a list of ${all.length} and did not answer such a list. Correct the hook, or leave \`many\` out of the declaration.`,
      )
    return all.map(({ asked }, index) => provided(asked, answers[index], spec, { zone, own: false }))
  }
}

/** A wish as hooks are asked for it, whatever they are. */
function wished(data: string, wish: { [key: string]: unknown }, time: Time, zone: string) {
  const asked = askedFor(wish, time.now(), zone)
  const { expires } = asked
  const times =
    expires === undefined
      ? {}
      : { expires: localTime(expires, zone), expiresIso: expires, expiresIn: secondsTo(expires, time) }
  const input: HookInput = {
    hook: 'provision',
    data,
    wish: { ...asked, ...(expires !== undefined && { expiresIn: times.expiresIn }) },
  }
  return { asked, input, values: { ...time.values(), ...asked, ...times, data } }
}

const secondsTo = (expires: string, time: Time): number =>
  Math.round((Date.parse(expires) - time.now()) / 1000)

function moves(spec: HookSpec, ask: Ask, time: Time, { profile }: HookContext): NonNullable<Hooks['clock']> {
  return async (seconds) => {
    const answer = await ask({ hook: 'clock', seconds }, { ...time.values(), seconds })
    const told = timeIn(answer, spec, zoneOf(profile))
    time.shift(told === undefined ? seconds * 1000 : told - time.now())
    return told
  }
}

function reads(spec: HookSpec, ask: Ask, time: Time, { sumless }: HookContext): NonNullable<Hooks['ledger']> {
  return async (code) => {
    const answer = await ask({ hook: 'ledger', code }, { ...time.values(), code })
    if (answer === undefined)
      throw new HookError('The ledger hook answered nothing. Answer the payments of the code, as JSON.')
    return booked(answer, spec, sumless)
  }
}

function weighs(spec: HookSpec, ask: Ask, time: Time): NonNullable<Hooks['balance']> {
  return async (account) =>
    balanceIn(await ask({ hook: 'balance', account }, { ...time.values(), account }), spec)
}

function triggers(ask: Ask, time: Time): NonNullable<Hooks['trigger']> {
  return async (wish) => void (await ask({ hook: 'trigger', wish }, { ...time.values(), ...wish }))
}

function resets(ask: Ask, time: Time): NonNullable<Hooks['reset']> {
  return async () => {
    await ask({ hook: 'reset' }, time.values())
    time.back()
  }
}
