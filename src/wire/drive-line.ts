/** One connection to a target: opened within a deadline, then one exchange at a time on it. */
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import type { Ticks } from './ticks.ts'
import type { Listener } from './drive-answer.ts'
import {
  driverClosed,
  flawOfError,
  isFlaw,
  noConnectionInTime,
  type Flaw,
  type Stage,
  type Target,
} from './drive-flaw.ts'

/** How an exchange ended, and when. */
export interface Heard {
  step: 'whole' | Flaw
  /** Tick taken the moment the answer was whole. */
  ended?: number
  at: number
}

/** An open connection. */
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
  #timer: NodeJS.Timeout | undefined
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
    clearTimeout(this.#timer)
    if (this.#settle) this.#timer = setTimeout(() => this.drop({ kind: 'timeout', says: says() }), timeoutMs)
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
    clearTimeout(this.#timer)
    const ended = step === 'whole' ? this.#ticks?.next() : undefined
    this.#settle = undefined
    this.#listener = undefined
    settle({ step, ended, at: performance.now() })
  }
}

export interface OpenerOptions {
  ca?: string | Buffer
  insecure?: boolean
}

/** Opens connections and remembers them, so that all can be closed. */
export interface Opener {
  open(target: Target, timeoutMs: number): Promise<Line | Flaw>
  close(): Promise<void>
}

export function createOpener(options: OpenerOptions): Opener {
  const sockets = new Set<Socket>()
  let closed = false
  return {
    async open(target, timeoutMs) {
      if (closed) return driverClosed
      try {
        const socket = connect(target, options)
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        return await opened(socket, target, timeoutMs)
      } catch (error) {
        // A `ca` that is no certificate throws before there is a socket.
        return flawOfError(error, target.secure ? 'handshake' : 'connecting', target)
      }
    },
    async close() {
      closed = true
      await Promise.all([...sockets].map(destroyed))
    },
  }
}

function connect(target: Target, { ca, insecure }: OpenerOptions): Socket {
  const { host, port } = target
  if (!target.secure) return connectPlain({ host, port, noDelay: true })
  const servername = isIP(host) ? '' : host
  const socket = connectSecure({ host, port, servername, ca, rejectUnauthorized: !insecure, ALPNProtocols: ['http/1.1'] })
  return socket.setNoDelay(true)
}

function opened(socket: Socket, target: Target, timeoutMs: number): Promise<Line | Flaw> {
  return new Promise((resolve) => {
    let stage: Stage = 'connecting'
    const settle = (result: Line | Flaw): void => {
      clearTimeout(timer)
      socket.removeAllListeners('error').removeListener('close', onClose)
      // A late error of a socket given up must not end the process.
      if (isFlaw(result)) socket.on('error', () => {}).destroy()
      resolve(result)
    }
    const onClose = (): void => settle(driverClosed)
    const timer = setTimeout(() => settle(noConnectionInTime(target, stage, timeoutMs)), timeoutMs)
    socket.once('connect', () => (stage = target.secure ? 'handshake' : stage))
    socket.once(target.secure ? 'secureConnect' : 'connect', () => settle(new Line(socket, target)))
    socket.once('error', (error) => settle(flawOfError(error, stage, target)))
    socket.once('close', onClose)
  })
}

function destroyed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
    socket.destroy()
  })
}
