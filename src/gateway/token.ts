/** Who may use the control API: a caller on this machine that knows the token. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A token that nobody can guess. */
export const randomToken = (): string => randomBytes(18).toString('base64url')

/** True when an Authorization header carries the token; takes as long for a wrong one as for a right one. */
export function bears(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** True for an address of this machine itself. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(address)
}
