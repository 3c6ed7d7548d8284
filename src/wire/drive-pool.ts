/**
 * Kept-alive connections to one origin, each request written to exactly one of them exactly once.
 *
 * A server may close an idle connection just as a request leaves, and nobody can tell then whether it was
 * read. So a connection is used again only if it stood idle long enough to show that the server keeps it and
 * short enough that the server still does; what the server does instead is learned.
 */
import type { Line } from './drive-line.ts'
import { isFlaw, type Flaw, type Target } from './drive-flaw.ts'
import type { Opener } from './drive-open.ts'

export interface PoolOptions {
  target: Target
  opener: Opener
  connections: number
}

export class Pool {
  readonly #options: PoolOptions
  readonly #waiting: Waiter[] = []
  readonly #places = new Map<Line, Place>()
  readonly #idle: Place[] = []
  #opening = 0
  #resting = 0
  /** The server was seen to keep a connection after an answer. */
  #proven = false
  /** Half of the shortest idle time after which the server closed a connection. */
  #learnedMs = Infinity

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** A connection to write one request to. */
  take(timeoutMs: number): Promise<Line | Flaw> {
    return new Promise((serve) => {
      this.#waiting.push({ timeoutMs, serve })
      this.#serve()
    })
  }

  /** Takes a connection back after a whole answer that lets it be used for `keepMs` more. */
  give(line: Line, keepMs: number): void {
    const place = this.#places.get(line)
    const trustedMs = Math.min(keepMs, this.#learnedMs)
    if (!place || trustedMs < PROOF_MS || !line.alive || line.socket.writableLength > 0) {
      line.socket.destroy()
      return
    }
    this.#resting++
    Object.assign(place, { state: 'resting', since: performance.now(), trustedMs })
    this.#rest(place)
  }

  /**
   * Notes that a connection used again died under the request before any byte of an answer. None is used again then:
   * whoever fails like that on a connection of the request's own has failed, and that has to be seen.
   */
  distrust(): void {
    this.#learnedMs = 0
  }

  #rest(place: Place): void {
    // Two turns of the event loop hold one poll for sure, and a poll shows an end that came with the answer.
    if (this.#proven) afterTurns(2, () => this.#rested(place))
    else {
      place.proof = setTimeout(() => {
        place.proof = undefined
        this.#wake(place)
      }, PROOF_MS)
    }
  }

  /** A process that stalled finds timers due before it has polled, so more turns show what it missed. */
  #wake(place: Place): void {
    place.line.socket.ref()
    afterTurns(4, () => this.#rested(place))
  }

  /** What one connection has proved of the server the others need not wait for. */
  #spareOthers(proven: Place): void {
    for (const other of this.#places.values()) {
      if (other === proven || other.state !== 'resting' || !other.proof) continue
      clearTimeout(other.proof)
      other.proof = undefined
      afterTurns(2, () => this.#rested(other))
    }
  }

  #rested(place: Place): void {
    if (!place.line.alive) return
    if (!this.#proven) this.#spareOthers(place)
    this.#proven = true
    this.#resting--
    this.#settle(place)
    this.#serve()
  }

  /** Gives a connection known to be alive to who waits longest, or lets it stand idle. */
  #settle(place: Place): void {
    const waiter = this.#waiting.shift()
    place.state = waiter ? 'busy' : 'idle'
    if (waiter) return waiter.serve(place.line)
    this.#idle.push(place)
    // An idle connection alone keeps no process alive.
    place.line.socket.unref()
  }

  /** Sees to it that something is on its way to everyone who waits, as far as connections allow. */
  #serve(): void {
    while (this.#waiting.length > this.#resting + this.#opening) {
      const place = this.#popIdle()
      if (place) this.#wake(place)
      else if (this.#places.size + this.#opening < this.#options.connections) void this.#open()
      else return
    }
  }

  #popIdle(): Place | undefined {
    for (let place = this.#idle.pop(); place; place = this.#idle.pop()) {
      place.state = 'busy'
      if (place.line.alive && performance.now() - place.since <= place.trustedMs) {
        place.state = 'resting'
        this.#resting++
        return place
      }
      place.line.socket.destroy()
    }
    return undefined
  }

  async #open(): Promise<void> {
    this.#opening++
    const { opener, target } = this.#options
    const line = await opener.open(target, this.#waiting[0]?.timeoutMs ?? 0)
    this.#opening--
    if (isFlaw(line)) this.#waiting.shift()?.serve(line)
    else this.#add(line)
    this.#serve()
  }

  #add(line: Line): void {
    // Open and never used is as good as idle, for as long as a server that says nothing keeps it.
    const since = performance.now()
    const place: Place = { line, state: 'idle', since, trustedMs: 1000, proof: undefined }
    line.onGone = (byPeer) => this.#gone(place, byPeer)
    this.#places.set(line, place)
    this.#settle(place)
  }

  #gone(place: Place, byPeer: boolean): void {
    this.#places.delete(place.line)
    clearTimeout(place.proof)
    if (place.state === 'resting') this.#resting--
    if (place.state === 'idle') this.#idle.splice(this.#idle.indexOf(place), 1)
    if (place.state !== 'busy' && byPeer && place.line.used > 0) {
      this.#learnedMs = Math.min(this.#learnedMs, (performance.now() - place.since) / 2)
    }
    this.#serve()
  }
}

/** Rest after an origin's first answer, in which a server that closes without saying so is found out. */
const PROOF_MS = 30

function afterTurns(turns: number, then: () => void): void {
  setImmediate(turns > 1 ? () => afterTurns(turns - 1, then) : then)
}

interface Waiter {
  timeoutMs: number
  serve: (result: Line | Flaw) => void
}

interface Place {
  line: Line
  state: 'busy' | 'resting' | 'idle'
  /** When it was last handed back. */
  since: number
  /** How long it can stand idle at most. */
  trustedMs: number
  proof: NodeJS.Timeout | undefined
}
