/**
 * Which cases of a suite can tell a variant of the gateway from the honest one. The honest gateway is certified once;
 * beside each of its steps every variant that replaces that step is asked what it would have given. Where that is the
 * same throughout a case, the case ends as it does with the honest gateway and need not be acted again: what mutation
 * testing calls weak mutation. What changes something, or belongs to no case, counts as different.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { builtInTarget } from '../../src/cli/builtin.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { loadContract } from '../../src/contract/load.ts'
import type { AnyBend } from '../../src/gateway/defect.ts'
import { deskModule, type Oddity } from '../../src/gateway/desk.ts'
import { createGateway, sandboxKey, type Gateway } from '../../src/gateway/gateway.ts'
import type { Raw } from '../../src/dialects/dialect.ts'
import type { RunEvent } from '../../src/report/events.ts'
import { certify } from '../../src/stimulate/certify.ts'
import type { Scenario } from '../../src/stimulate/scenario.ts'
import { loadSuite, type Suite } from '../../src/stimulate/suite.ts'
import { drawing, everyOf, overheard, type Overhearing, type Told } from './cases.ts'
import { coverOf } from './cover.ts'
import { createMinutes, taken, type Minutes } from './minutes.ts'
import {
  isPromise,
  shadowsOf,
  type AnyStep,
  type AnySteps,
  type Asked,
  type Bent,
  type Shadows,
} from './shadow.ts'

/** What is known of variants by their ids; those that are not here may show in any case. */
export type Reach = Map<string, Reached>

/** Cases by their names. */
export interface Reached {
  /**
   * Where to try a variant: in a few cases that let every rule speak, then in those of the scenarios that are about what it
   * breaks too, then in all that it can show in.
   */
  attempts: Set<string>[]
  /** Where it can show; absent where that may be in any. */
  cases?: Set<string>
}

/** Cases by variant of a protocol's gateway. Throws when the honest gateway did not conform while it was watched. */
export async function reachOf(protocol: string): Promise<Reach> {
  const { defects, freedoms } = await deskModule(protocol)
  const variants = [...defects, ...freedoms] as unknown as (Bent & Oddity)[]
  const watch = createWatch(variants.filter(isComparable))
  const gateway = await createGateway({ protocols: [protocol], bend: watch.bend })
  watch.follow(gateway)
  try {
    await gateway.listen()
    const contract = loadContract(protocol)
    const suite = overheard(await loadSuite(protocol), watch)
    const target = await builtInTarget(gateway, contract, sandboxKey)
    const broke = new Set<string>()
    const emit = (told: RunEvent) => {
      if (told.event === 'found' && told.finding.verdict === 'fail')
        broke.add(`${told.finding.rule}@${told.finding.place}`)
    }
    const ended = await certify({ contract, suite, target, ...drawing, emit })
    if (ended.verdict !== 'conforms')
      throw new Error(
        `The honest gateway of ${protocol} does not conform while it is watched: ${[...broke, ...ended.errors].join(', ')}`,
      )
    return await watch.reach({ contract, suite }, variants)
  } finally {
    await gateway.close()
  }
}

/** Under another profile or at another time the honest gateway is another one. */
const isComparable = ({ profile, clock }: Oddity): boolean => profile === undefined && clock === undefined

/** Stands for whatever belongs to no case. */
const anywhere = ''

interface Watch extends Overhearing {
  bend: AnyBend
  /** Follows requests through a gateway, and work that it puts off. */
  follow(gateway: Gateway): void
  /** What is known of these, also of those that it was not asked about. */
  reach(of: { contract: Contract; suite: Suite }, all: Bent[]): Promise<Reach>
}

function createWatch(variants: Bent[]): Watch {
  const under = new AsyncLocalStorage<string>()
  const told = new Map<string, { name: string; request: Told }[]>()
  const minutes = createMinutes()
  const found = new Map(variants.map(({ id }) => [id, new Set<string>()]))
  const open = new Set<Promise<unknown>>()
  let now: () => number = Date.now
  let hasBegun = false
  const ask = (shadows: Shadows, asked: Asked) => {
    if (!hasBegun) return
    const name = under.getStore() ?? anywhere
    const answers = shadows.ask(
      asked,
      (id) => found.get(id)!.has(name),
      (id) => found.get(id)!.add(name),
    )
    for (const answer of answers) {
      open.add(answer)
      void answer.finally(() => open.delete(answer))
    }
  }
  return {
    bend: (honest) => watched(honest as unknown as AnySteps, variants, ask, () => now()) as never,
    follow(gateway) {
      now = gateway.clock.now
      for (const desk of gateway.desks) {
        const { serve } = desk
        desk.serve = (raw, line) => under.run(nameOf(raw, told), () => serve(raw, line))
      }
      const { at } = gateway.clock
      gateway.clock.at = (instant, work) => at(instant, AsyncResource.bind(work))
    },
    enter(name, act) {
      hasBegun = true
      return under.run(name, act)
    },
    judged: minutes.judged,
    tell(name, requests) {
      minutes.sent(name, requests.length)
      for (const request of requests) {
        const body = textOf(request.body)
        taken(told, body, () => []).push({ name, request })
      }
    },
    async reach({ contract, suite }, all) {
      await Promise.race([Promise.all(open), new Promise((resolve) => setTimeout(resolve, 1000))])
      return new Map(
        all.flatMap((variant): [string, Reached][] => {
          const cases = found.get(variant.id) ?? new Set()
          if (cases.size === 0) return anywhereFor(variant, minutes, suite)
          const attempts = attemptsFor(variant, cases, minutes, { contract, suite })
          return [[variant.id, { attempts, ...(!cases.has(anywhere) && { cases }) }]]
        }),
      )
    },
  }
}

/**
 * Where to try a defect that shows nobody knows where; one that breaks nothing is to be silent everywhere. Where it is of
 * its profile that a rule speaks at all, the honest gateway has not seen the cases: they are those of the scenarios that are
 * about the rule.
 */
function anywhereFor({ id, breaks = [] }: Bent, minutes: Minutes, suite: Suite): [string, Reached][] {
  if (breaks.length === 0) return []
  const worth = new Map(minutes.names().map((name) => [name, minutes.worthOf(name)]))
  const spoken = new Set([...worth.values()].flatMap(({ judged }) => [...judged.keys()]))
  const few = coverOf(worth, breaks)
  const silent = scenariosAbout(
    breaks.filter((one) => !spoken.has(ruleOf(one))),
    suite,
  )
  return [
    [id, { attempts: growing(new Set([...few, ...every(silent)]), every(scenariosAbout(breaks, suite))) }],
  ]
}

const ruleOf = (broken: string): string => broken.split('@', 1)[0]!

const scenariosAbout = (breaks: string[], { scenarios }: Suite): Scenario[] =>
  scenarios.filter(({ exercises }) => breaks.some((one) => exercises.includes(ruleOf(one))))

const every = (scenarios: Scenario[]): Set<string> => new Set(scenarios.map(everyOf))

/** Where to try a variant, of the cases in which it differs; what belongs to no case may show in any. */
function attemptsFor(
  { message, breaks = [] }: Bent,
  cases: Set<string>,
  minutes: Minutes,
  { contract: { messages }, suite }: { contract: Contract; suite: Suite },
): Set<string>[] {
  const names = cases.has(anywhere) ? minutes.names() : [...cases]
  const covered = (operation?: string) =>
    coverOf(new Map(names.map((name) => [name, minutes.worthOf(name, operation)])), breaks)
  const own = message === undefined ? new Set<string>() : covered(messages[message]!.operation)
  const few = own.size > 0 ? own : covered()
  const about = scenariosAbout(breaks, suite).map(({ id }) => `${id} `)
  const theirs = new Set(names.filter((name) => about.some((beginning) => name.startsWith(beginning))))
  return cases.has(anywhere) ? growing(few, theirs) : growing(few, theirs, cases)
}

/** Each set with those before it, once. */
function growing(...sets: Set<string>[]): Set<string>[] {
  const grown: Set<string>[] = []
  for (const set of sets) {
    const before = grown.at(-1) ?? new Set<string>()
    const all = new Set([...before, ...set])
    if (all.size > before.size) grown.push(all)
  }
  return grown
}

type Ask = (shadows: Shadows, asked: Asked) => void

/** Steps that ask the shadows of all variants what they would have given. */
function watched(honest: AnySteps, variants: Bent[], ask: Ask, now: () => number): AnySteps {
  const shadows = shadowsOf(variants, honest)
  return Object.fromEntries(
    Object.entries(honest).map(([name, step]): [string, AnyStep] => {
      if (shadows.replacing(name).length === 0) return [name, step]
      return [
        name,
        (...given) => {
          const at = now()
          const gave = step(...given)
          const asked = { name, given, gave, now: at }
          if (!isPromise(gave)) ask(shadows, asked)
          else gave.then(() => ask(shadows, asked)).catch(() => undefined)
          return gave
        },
      ]
    }),
  )
}

/** The case that a request belongs to: the one that said it would send those bytes with those headers. */
function nameOf(raw: Raw, told: Map<string, { name: string; request: Told }[]>): string {
  const values = new Set(raw.headers.map(([, value]) => value))
  const one = told
    .get(textOf(raw.body))
    ?.find(
      ({ request: { method, url, headers } }) =>
        method === (raw.method ?? 'POST') &&
        pathOf(raw.url ?? '').endsWith(pathOf(url)) &&
        headers.every(([, value]) => values.has(value)),
    )
  return one?.name ?? anywhere
}

function pathOf(url: string): string {
  if (url.startsWith('?')) return url
  const { pathname, search } = new URL(url, 'http://localhost')
  return pathname + search
}

const textOf = (body: Uint8Array): string => Buffer.from(body).toString('latin1')
