/** Steps of variants of the gateway, asked beside the honest ones: what they would give, without doing anything. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { isDeepStrictEqual } from 'node:util'

/** A step of any desk. */
export type AnyStep = (...given: unknown[]) => unknown
export type AnySteps = { [name: string]: AnyStep }

/** A variant as far as its steps go. */
export interface Bent {
  id: string
  /** Rules that it breaks. */
  breaks?: string[]
  /** The message that it changes, of one that changes nothing else. */
  message?: string
  steps(honest: AnySteps): Partial<AnySteps>
}

/** An honest step that was asked. */
export interface Asked {
  name: string
  given: unknown[]
  /** What it gave, or a promise of that. */
  gave: unknown
  /** Time of the gateway's clock when it was asked. */
  now: number
}

export interface Shadows {
  /** Ids of the variants that replace a step. */
  replacing(name: string): string[]
  /**
   * Asks those variants the same. `isKnown` spares the question; `onOther` is told who gives something else than the
   * honest step, or does something. Resolves when all have answered; one that waits for what it may not do never does.
   */
  ask(asked: Asked, isKnown: (id: string) => boolean, onOther: (id: string) => void): Promise<unknown>[]
}

interface Question extends Asked {
  onOther: () => void
}

/** Who is asked what at the moment, over everything that he begins then. */
const questions = new AsyncLocalStorage<Question>()

/** The shadows of variants over the honest steps of a desk. */
export function shadowsOf(variants: Bent[], honest: AnySteps): Shadows {
  const base = remembering(honest)
  const bent = variants.map(({ id, steps }) => ({ id, steps: steps(base) }))
  const those = new Map(
    Object.keys(honest).map((name) => [name, bent.filter(({ steps }) => steps[name] !== undefined)]),
  )
  const lend = lender(honest)
  return {
    replacing: (name) => those.get(name)!.map(({ id }) => id),
    ask(asked, isKnown, onOther) {
      const { name } = asked
      let lent: Lent | undefined
      return those.get(name)!.flatMap(({ id, steps }) => {
        if (isKnown(id)) return []
        lent ??= lend(asked.given)
        const question = { ...asked, given: lent.values, onOther: () => onOther(id) }
        const answer = questions.run(question, () => put(steps[name]!, question))
        if (lent.isSpoilt()) {
          onOther(id)
          lent = undefined
        }
        return answer ?? []
      })
    },
  }
}

function put(step: AnyStep, { given, gave, onOther }: Question): Promise<unknown> | undefined {
  const settle = (other: unknown, usual: unknown) => {
    if (!isDeepStrictEqual(other, usual)) onOther()
  }
  try {
    const other = step(...given)
    if (isPromise(other) || isPromise(gave))
      // A step that ends without saying anything may be there for what it does, and that may come at another time.
      return Promise.all([other, gave]).then(
        ([one, two]) => (two === undefined ? onOther() : settle(one, two)),
        onOther,
      )
    settle(other, gave)
  } catch {
    onOther()
  }
  return undefined
}

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as Promise<unknown> | undefined)?.then === 'function'

/** The honest steps: one that is asked what it was asked before says what it gave then. */
function remembering(honest: AnySteps): AnySteps {
  return Object.fromEntries(
    Object.entries(honest).map(([name, step]): [string, AnyStep] => [
      name,
      (...given) => {
        const asked = questions.getStore()
        const isSame = asked?.name === name && given.every((one, at) => one === asked.given[at])
        if (!isSame) return step(...given)
        return isPromise(asked.gave) ? asked.gave.then(copied) : copied(asked.gave)
      },
    ]),
  )
}

/** What shadows are given instead of the real thing: whatever they do to it is lost, and seen. */
interface Lent {
  values: unknown[]
  isSpoilt(): boolean
}

/** Lends what a step was given. */
function lender(honest: AnySteps): (given: unknown[]) => Lent {
  const tills = new WeakMap<object, object>()
  const calls = new WeakMap<object, object>()
  const lentTill = (till: Plain): object => {
    if (!tills.has(till)) tills.set(till, guardedTill(till))
    return tills.get(till)!
  }
  // Some variants remember the first request: it has to be the same object throughout.
  const lentCall = (call: Plain): object => {
    const known = calls.get(call) ?? {}
    calls.set(call, known)
    const parts = Object.entries(call).map(([name, part]) => [name, isPlain(part) ? copied(part) : part])
    const own = { till: lentTill(call['till'] as Plain), steps: honest }
    return Object.assign(known, Object.fromEntries(parts), own)
  }
  const lent = (value: unknown): unknown => {
    if (typeof value === 'function') return doing
    if (!isPlain(value)) return value
    if ('ledger' in value && 'clock' in value) return lentTill(value)
    if ('till' in value) return lentCall(value)
    return 'write' in value && 'write' in honest ? honest : copied(value)
  }
  return (given) => {
    const values = given.map(lent)
    const copies = values
      .filter((value, at) => value !== given[at])
      .flatMap((value) => (isPlain(value) && 'till' in value ? Object.values(value) : value))
      .filter((value) => isPlain(value) && !('ledger' in value) && value !== honest)
    const before = copies.map(copied)
    return { values, isSpoilt: () => !isDeepStrictEqual(copies, before) }
  }
}

/** Parts of a till that only tell. */
const telling = new Set(['contract', 'profile', 'dialect', 'keys'])

function guardedTill(till: Plain): object {
  const parts = Object.entries(till).map(([name, part]) => [
    name,
    typeof part === 'object' && part !== null && !telling.has(name) ? guardedPart(part) : part,
  ])
  return { ...Object.fromEntries(parts), clock: { ...guardedClock(till['clock'] as { now(): number }) } }
}

function guardedClock(clock: { now(): number }): object {
  const { at, advance, set } = guardedPart(clock) as { [name: string]: unknown }
  return { now: () => questions.getStore()?.now ?? clock.now(), at, advance, set }
}

/** Books, tokens, locks: whoever asks them anything may change them, but for what only looks something up. */
function guardedPart(part: object): object {
  return new Proxy(part, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (typeof value !== 'function') return value
      return name === 'get' || name === 'has' ? (value.bind(target) as unknown) : doing
    },
  })
}

/** In place of whatever does something: it is noted, and never done. */
function doing(): Promise<never> {
  questions.getStore()?.onOther()
  return new Promise(() => undefined)
}

type Plain = { [key: string]: unknown }

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** A copy that is deep enough for what steps change: of an object its members, lists of objects included. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => (isPlain(one) ? { ...one } : one) as unknown)
  if (!isPlain(value)) return value
  const copy: Plain = { ...value }
  for (const name in copy) if (Array.isArray(copy[name])) copy[name] = copied(copy[name])
  return copy
}
