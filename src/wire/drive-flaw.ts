/** What can go wrong between two sockets, in sentences that name host and port and say what to do. */
import type { Trouble } from './exchange.ts'

/** A trouble before what did arrive is added to it. */
export type Flaw = Pick<Trouble, 'kind' | 'says'>

/** Where a connection leads. */
export interface Target {
  /** Local address to connect from. */
  from?: string
  /** `https://host:port`, the key of its pool. */
  origin: string
  secure: boolean
  host: string
  port: number
}

/** How far a connection had come when it failed. */
export type Stage = 'connecting' | 'handshake' | 'talking'

export function isFlaw(value: object): value is Flaw {
  return 'says' in value
}

export const place = ({ host, port }: Target): string => `${host.includes(':') ? `[${host}]` : host}:${port}`

/** The flaw that a socket's error amounts to. */
export function flawOfError(error: unknown, stage: Stage, target: Target): Flaw {
  const code = codeOf(error)
  if (stage === 'handshake') return { kind: 'tls', says: handshakeSays(code, target) }
  if (stage === 'connecting') return connectingFlaw(code, target)
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return { kind: 'tls', says: `The TLS connection with ${place(target)} broke (${code}).` }
  }
  return { kind: 'reset', says: `${place(target)} reset the connection before a whole answer (${code}).` }
}

export function noConnectionInTime(target: Target, stage: Stage, timeoutMs: number): Flaw {
  const what = stage === 'handshake' ? 'The TLS handshake with' : 'Connecting to'
  return { kind: 'timeout', says: `${what} ${place(target)} took over ${timeoutMs} ms.` }
}

/** Told apart because nobody can know whether the target read the request; no driver sends it again. */
export const keptAliveReset: Flaw = {
  kind: 'stale',
  says: 'The kept-alive connection closed under the request, read by the target or not.',
}

/** The driver's owner closed it. */
export const driverClosed: Flaw = { kind: 'other', says: 'The driver was closed before a whole answer.' }

const unreachable: Record<string, (target: Target) => string> = {
  ECONNREFUSED: (target) => `Nothing listens at ${place(target)} (ECONNREFUSED).`,
  EHOSTUNREACH: (target) => `No route leads to ${place(target)} (EHOSTUNREACH).`,
  ENETUNREACH: (target) => `No route leads to ${place(target)} (ENETUNREACH).`,
  EADDRNOTAVAIL: (target) => `${place(target)} is no address to connect to (EADDRNOTAVAIL).`,
  ENOTFOUND: (target) => `The name of ${place(target)} has no address (ENOTFOUND): check the host.`,
  EAI_AGAIN: (target) => `The name of ${place(target)} is not resolved (EAI_AGAIN): check DNS.`,
}

function connectingFlaw(code: string, target: Target): Flaw {
  const says = unreachable[code]
  if (says) return { kind: 'refused', says: says(target) }
  if (code === 'ETIMEDOUT') return { kind: 'timeout', says: `Connecting to ${place(target)} timed out.` }
  if (code === 'ECONNRESET') return { kind: 'reset', says: `${place(target)} reset the new connection.` }
  return { kind: 'other', says: `Connecting to ${place(target)} failed (${code}).` }
}

const certificate = /CERT|UNABLE_TO|SELF_SIGNED|ALTNAME|CRL|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|PURPOSE/

function handshakeSays(code: string, target: Target): string {
  if (certificate.test(code)) {
    return `The certificate of ${place(target)} is not trusted (${code}): declare \`ca\` or \`insecure\`.`
  }
  return `The TLS handshake with ${place(target)} failed (${code}): is it an https port?`
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}
