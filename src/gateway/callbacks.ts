/**
 * Delivers what the gateway has to tell of its own accord: posts it, and posts it again on a schedule until it is
 * taken. The document of no protocol is asked here; what is posted comes sealed.
 */
import type { Sealed } from '../dialects/dialect.ts'
import type { Ticks } from '../wire/ticks.ts'
import type { Clock } from './clock.ts'
import type { Hear } from './heard.ts'
import { type Carried, post } from './post.ts'
import type { Reply } from './reply.ts'

/** Seconds of the gateway's clock after a failed attempt until the next: seven attempts within seven hours. */
export const retrySeconds: readonly number[] = [10, 30, 120, 600, 3600, 21_600]

/** A callback and where it goes. */
export interface Parcel extends Sealed {
  protocol: string
  url: string
  /** Says whether an answer ends the attempts. Default: any with a 2xx status. */
  isTaken?: (reply: Reply) => boolean
  /** Seals it anew for another attempt, where its time and its number are signed. Default: the same bytes again. */
  again?: () => Sealed
  /** Seconds from each attempt to the next, where its protocol has a schedule of its own. Default: retrySeconds. */
  schedule?: readonly number[]
  /** Milliseconds that its receiver may take, where that is not what others may. */
  timeoutMs?: number
  /** Says that no answer in time ends the attempts too. */
  endsInSilence?: boolean
  /** Says that it goes where an answer sends it, and takes what is answered there. */
  follows?: boolean
}

export interface Courier {
  /** Takes a callback over; the attempt whose answer takes it is the last. Never throws. */
  deliver(parcel: Parcel): void
  /** Forgets whatever was not taken yet. */
  clear(): void
}

export interface CourierOptions {
  clock: Clock
  ticks: Ticks
  hear?: Hear
  /** Attempts that may be under way together. Default 32. */
  inFlight?: number
  /** Milliseconds that a receiver may take. Default 15 seconds. */
  timeoutMs?: number
}

interface Attempt {
  parcel: Parcel
  count: number
}

/** A courier with nothing to deliver. */
export function createCourier(options: CourierOptions): Courier {
  const { clock, inFlight = 32 } = options
  let era = new AbortController()
  let waiting: Attempt[] = []
  let under = 0
  const next = () => {
    const first = under < inFlight ? waiting.shift() : undefined
    if (first) void attempt(first, era)
  }
  const attempt = async ({ parcel, count }: Attempt, mine: AbortController) => {
    under++
    const { reply, isSilent } = await carry(parcel, options, mine.signal)
    under--
    const isOver = hasTaken(parcel, reply) || (isSilent && parcel.endsInSilence === true)
    const wait = (parcel.schedule ?? retrySeconds)[count]
    if (mine === era && !isOver && wait !== undefined)
      clock.at(clock.now() + wait * 1000, () =>
        take({ parcel: { ...parcel, ...parcel.again?.() }, count: count + 1 }),
      )
    next()
  }
  const take = (one: Attempt) => {
    waiting.push(one)
    next()
  }
  return {
    deliver: (parcel) => take({ parcel, count: 0 }),
    clear() {
      waiting = []
      era.abort()
      era = new AbortController()
    },
  }
}

function hasTaken({ isTaken = isFine }: Parcel, reply: Reply | undefined): boolean {
  return reply !== undefined && isTaken(reply)
}

const isFine = ({ status }: Reply): boolean => status >= 200 && status < 300

/** What came of an attempt: a whole answer, or nothing in time. */
interface Outcome {
  reply: Reply | undefined
  isSilent: boolean
}

/** Makes one attempt and tells of it. */
async function carry(parcel: Parcel, options: CourierOptions, signal: AbortSignal): Promise<Outcome> {
  const began = options.ticks.next()
  const sentAt = new Date().toISOString()
  const start = performance.now()
  const limit = AbortSignal.timeout(parcel.timeoutMs ?? options.timeoutMs ?? 15_000)
  const carried = await post(parcel, AbortSignal.any([signal, limit]))
  if (!signal.aborted) options.hear?.(heardOf(parcel, carried, { began, sentAt, start }, options.ticks))
  const isSilent = carried.reply === undefined && limit.aborted
  return { reply: parcel.follows ? await followed(parcel, carried.reply, signal) : carried.reply, isSilent }
}

/** What a redirection leads to, fetched as most clients do: by a GET without a body. */
async function followed(parcel: Parcel, reply: Reply | undefined, signal: AbortSignal) {
  const [, url] = reply?.headers.find(([name]) => name.toLowerCase() === 'location') ?? []
  if (!url) return reply
  return (await post({ ...parcel, url, path: '', method: 'GET', headers: [], body: Buffer.alloc(0) }, signal))
    .reply
}

interface Begun {
  began: number
  sentAt: string
  start: number
}

function heardOf(
  { protocol, body }: Parcel,
  carried: Carried,
  { began, sentAt, start }: Begun,
  ticks: Ticks,
) {
  const { method, url, headers, reply } = carried
  return {
    protocol,
    from: 'gateway' as const,
    request: { method, url, headers, body },
    reply,
    began,
    ended: reply && ticks.next(),
    sentAt,
    elapsedMs: performance.now() - start,
  }
}
