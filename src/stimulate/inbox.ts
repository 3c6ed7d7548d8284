/** Callbacks by what they are about, for cases that wait for them. */
import { deadline } from '../wire/deadline.ts'
import type { Exchange } from '../wire/exchange.ts'

/** Which callbacks a case waits for. */
export interface Callbacks {
  count?: number
  withinMs?: number
  /** Another name of what they are about: it finds those whose reference nobody has given. */
  other?: string
}

/** What a callback is about: its reference, and another name where it tells one; '' for none. */
export interface Names {
  reference: string
  other: string
}

/** All that is known of the callbacks that a case waits for. */
export type Wanted = Names & { count: number; withinMs: number }

export interface Inbox {
  put(names: Names, exchange: Exchange): void
  /** The callbacks about a reference that nobody has taken, once `count` of them are there or the time is over. */
  take(wanted: Wanted): Promise<Exchange[]>
  /** Those that nobody has taken yet. */
  left(): Letter[]
}

/** A callback, and what it is about. */
export interface Letter {
  names: Names
  exchange: Exchange
}

interface Waiter {
  wanted: Wanted
  done: () => void
}

/** Waits in vain after which a target that has never told what it calls back about is believed to be silent. */
const patience = 2
/** How long such a target is still waited for, in milliseconds. */
const shortly = 150
/** Milliseconds below which a wait is a glance, which may well find nothing. */
const glance = 1000

/** An inbox; `isGiven` tells references that were given from those that a target made up. */
export function createInbox(isGiven: (reference: string) => boolean): Inbox {
  const waiters = new Set<Waiter>()
  let letters: Letter[] = []
  let [known, vain] = [0, 0]
  const isAbout = (names: Names, { reference, other }: Wanted) =>
    names.reference === reference || (other !== '' && names.other === other && !isGiven(names.reference))
  const about = (wanted: Wanted) => letters.filter(({ names }) => isAbout(names, wanted))
  const isThere = (wanted: Wanted) => about(wanted).length >= wanted.count
  const come = (wanted: Wanted, ms: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        callOff()
        waiters.delete(waiter)
        resolve()
      }
      const waiter: Waiter = { wanted, done }
      const callOff = deadline(ms, done)
      waiters.add(waiter)
    })
  return {
    put(names, exchange) {
      // A callback about what nobody has asked for is a stray, and no reason to wait for more.
      if (isGiven(names.reference) || [...waiters].some(({ wanted }) => isAbout(names, wanted))) known++
      letters.push({ names, exchange })
      for (const waiter of waiters) if (isThere(waiter.wanted)) waiter.done()
    },
    async take(wanted) {
      const { withinMs } = wanted
      const most = known === 0 && vain >= patience ? Math.min(shortly, withinMs) : withinMs
      if (!isThere(wanted)) await come(wanted, most)
      const taken = about(wanted)
      letters = letters.filter((letter) => !taken.includes(letter))
      if (taken.length > 0) known++
      else if (withinMs >= glance) vain++
      return taken.map(({ exchange }) => exchange)
    },
    left: () => [...letters],
  }
}
