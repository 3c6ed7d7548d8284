/** One open connection to a target, one exchange at a time on it. */
import type { Socket } from 'node:net'
import { deadline } from './deadline.ts'
import type { Ticks } from './ticks.ts'
import type { Listener } from './drive-answer.ts'
import { driverClosed, flawOfError, type Flaw, type Target } from './drive-flaw.ts'

/** How an exchange ended, and when. */
export interface Heard {
  step: 'whole' | Flaw
  /** Tick taken the moment the answer was whole. */
  ended?: number
  at: number
}

/**
 * An open connection.
 *
 * It never throws: whatever the peer does ends the exchange under way with a flaw.
 */
export class Line {
  readonly socket: Socket
  readonly target: Target
  /** Called once, when the socket is gone. */
  onGone: ((byPeer: boolean) => void) | undefined
  /** Exchanges begun on this connection. */
  used = 0
  #listener: Listener | undefined
  #settle: ((heard: Heard) => void) | undefined
  #ticks: Ticks | undefined
  #callOff: (() => void) | undefined
  #peerLeft = false

  constructor(socket: Socket, target: Target) {
    this.socket = socket
    this.target = target
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('end', () => this.#ended(true))
    socket.on('error', (error) => this.#failed(error))
    socket.on('close', () => this.#closed())
  }

  /** Whether a request can still be written. */
  get alive(): boolean {
    return this.socket.writable && !this.#peerLeft
  }

  /** Gives what arrives to the listener until its answer is whole or never will be. */
  hear(listener: Listener, ticks: Ticks): Promise<Heard> {
    this.used++
    this.#listener = listener
    this.#ticks = ticks
    return new Promise((resolve) => {
      this.#settle = resolve
      if (!this.alive) this.#ended(false)
    })
  }

  /** From now on the exchange has this long; a second call replaces the first. */
  within(timeoutMs: number, says: () => string): void {
    this.#callOff?.()
    if (!this.#settle) return
    this.#callOff = deadline(timeoutMs, () => this.drop({ kind: 'timeout', says: says() }))
  }

  /** Ends the exchange with this flaw and the connection with it. */
  drop(flaw: Flaw): void {
    this.#finish(flaw)
    this.socket.destroy()
  }

  #take(chunk: Buffer): void {
    // Bytes nobody asked for: whatever follows on this connection answers nothing.
    if (!this.#listener) return this.#gone()
    const step = this.#listener.push(chunk)
    if (step === 'whole') this.#finish(step)
    else if (step !== 'more') this.drop(step)
  }

  #gone(): void {
    this.#peerLeft = true
    this.socket.destroy()
  }

  #ended(cleanly: boolean): void {
    this.#peerLeft = true
    if (this.#listener) this.#finish(this.#listener.end(cleanly))
    this.socket.destroy()
  }

  #failed(error: Error): void {
    this.#peerLeft = true
    if (!this.#listener) return
    const step = this.#listener.end(false)
    const flaw = flawOfError(error, 'talking', this.target)
    const early = step === 'whole' || step.kind === 'reset'
    this.#finish(early ? flaw : step)
  }

  #closed(): void {
    this.#finish(driverClosed)
    const gone = this.onGone
    this.onGone = undefined
    gone?.(this.#peerLeft)
  }

  #finish(step: 'whole' | Flaw): void {
    const settle = this.#settle
    if (!settle) return
    this.#callOff?.()
    const ended = step === 'whole' ? this.#ticks?.next() : undefined
    this.#settle = undefined
    this.#listener = undefined
    settle({ step, ended, at: performance.now() })
  }
}
