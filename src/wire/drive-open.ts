/** Opens connections within a deadline and closes every one of them in the end. */
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import {
  driverClosed,
  flawOfError,
  isFlaw,
  noConnectionInTime,
  type Flaw,
  type Stage,
  type Target,
} from './drive-flaw.ts'
import { deadline } from './deadline.ts'
import { Line } from './drive-line.ts'

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
  const { host, port, from } = target
  const own = from === undefined ? {} : { localAddress: from }
  if (!target.secure) return connectPlain({ host, port, noDelay: true, ...own })
  const servername = isIP(host) ? '' : host
  const socket = connectSecure({
    host,
    port,
    servername,
    ca,
    rejectUnauthorized: !insecure,
    ALPNProtocols: ['http/1.1'],
    ...own,
  })
  return socket.setNoDelay(true)
}

function opened(socket: Socket, target: Target, timeoutMs: number): Promise<Line | Flaw> {
  return new Promise((resolve) => {
    let stage: Stage = 'connecting'
    const settle = (result: Line | Flaw): void => {
      callOff()
      socket.off('error', onError).off('close', onClose)
      // A late error of a socket given up must not end the process.
      if (isFlaw(result)) socket.on('error', () => {}).destroy()
      resolve(result)
    }
    const onClose = (): void => settle(driverClosed)
    const onError = (error: Error): void => settle(flawOfError(error, stage, target))
    const callOff = deadline(timeoutMs, () => settle(noConnectionInTime(target, stage, timeoutMs)))
    socket.once('connect', () => (stage = target.secure ? 'handshake' : stage))
    socket.once(target.secure ? 'secureConnect' : 'connect', () => settle(new Line(socket, target)))
    socket.once('error', onError).once('close', onClose)
  })
}

function destroyed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
    socket.destroy()
  })
}
