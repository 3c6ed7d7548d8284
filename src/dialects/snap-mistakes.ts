/** Texts that are signed by mistake in place of the right one, each with the part in which it differs. */
import { createHash } from 'node:crypto'
import { minified } from '../wire/json-minify.ts'
import { bodyHash, fromVersion, textToSign, type SignatureScheme, type SignedParts } from './snap-sign.ts'
import type { Check, Difference } from './snap-check.ts'

/** A wrong text, and what is wrong with it. */
export interface Mistake {
  differs: Difference
  says: string
  text: string
}

/** The wrong texts of a check, the likeliest first. */
export function mistakes(check: Check): Mistake[] {
  const { scheme, parts } = check
  const right = textToSign(scheme, parts)
  const wrong =
    scheme === 'clientIdTimestamp' ? ofToken(parts) : [...ofBody(check), ...ofHead(check), ...ofForm(check)]
  return wrong.filter(({ text }) => text !== right)
}

function ofToken({ client = '', timestamp }: SignedParts): Mistake[] {
  const stamps = stampsOf(timestamp).map(({ says, timestamp: other }) => ({
    differs: 'timestamp' as const,
    says,
    text: `${client}|${other}`,
  }))
  return [
    {
      differs: 'text',
      says: 'Client id and time are signed in the wrong order.',
      text: `${timestamp}|${client}`,
    },
    { differs: 'text', says: 'Client id and time are joined by a colon.', text: `${client}:${timestamp}` },
    { differs: 'text', says: 'Client id and time are joined by nothing.', text: client + timestamp },
    ...stamps,
  ]
}

/** Hashes of the body in other forms than the minified one. */
function ofBody({ scheme, parts }: Check): Mistake[] {
  const text = Buffer.from(parts.body).toString('utf8')
  const hash = bodyHash(parts.body)
  const hex = (of: string) => createHash('sha256').update(of, 'utf8').digest('hex')
  const [whole, sorted] = reserialised(text)
  const layouts: [string, string | undefined][] = [
    ['The body is hashed as it was sent, not minified.', hex(text)],
    ['White space inside the strings of the body is taken out too.', hex(text.replace(/\s/g, ''))],
    [
      'The body is parsed and written anew before it is hashed.',
      whole === undefined ? undefined : hex(whole),
    ],
    ['The keys of the body are sorted before it is hashed.', sorted === undefined ? undefined : hex(sorted)],
  ]
  const hashes: [string, string][] = [
    ['The hash of the body is in upper case.', hash.toUpperCase()],
    ['The hash of the body is in Base64.', Buffer.from(hash, 'hex').toString('base64')],
    ['The body is left out.', ''],
    ['The body is hashed as if it was empty.', hex('')],
    ['The body itself is signed, not its hash.', text],
    ...otherHashes(parts.body),
  ]
  const right = textToSign(scheme, parts)
  const told = (differs: Difference, [says, other]: [string, string | undefined]): Mistake[] =>
    other === undefined ? [] : [{ differs, says, text: right.replace(hash, () => other) }]
  return [
    ...layouts.flatMap((one) => told('layout', one)),
    ...hashes.flatMap((one) => told('body', one)),
    bodiless(parts, scheme),
  ]
}

/** The body's hash and the colon behind it are left out. */
function bodiless(parts: SignedParts, scheme: SignatureScheme): Mistake {
  const text = textToSign(scheme, parts).replace(`${bodyHash(parts.body)}:`, '')
  return { differs: 'body', says: 'The body is left out, with its colon.', text }
}

function otherHashes(body: Uint8Array): [string, string][] {
  return ['md5', 'sha1', 'sha512'].map((name) => [
    `The body is hashed by ${name.toUpperCase()}, not by SHA256.`,
    createHash(name).update(minified(body)).digest('hex'),
  ])
}

function reserialised(text: string): [string | undefined, string | undefined] {
  try {
    const value = JSON.parse(text) as unknown
    return [JSON.stringify(value), JSON.stringify(sortedKeys(value))]
  } catch {
    return [undefined, undefined]
  }
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]))
}

/** Other methods, paths, tokens and times. */
function ofHead({ scheme, parts, suspects }: Check): Mistake[] {
  const { method, path, token = '' } = parts
  const otherwise = (differs: Difference, says: string, change: Partial<SignedParts>): Mistake => ({
    differs,
    says,
    text: textToSign(scheme, { ...parts, ...change }),
  })
  const paths: [string, string][] = [
    ['The whole URL is signed, not the path.', `${suspects?.origin ?? ''}${path}`],
    ['The path is signed from its version on.', fromVersion(path)],
    ['The query is not signed.', path.split('?')[0]!],
    ['The path is signed without its first slash.', path.slice(1)],
    ['The path is signed with a slash behind it.', `${path}/`],
    ['The path is signed in capital letters.', path.toUpperCase()],
    ['The path is not signed.', ''],
    ...['v1.0', 'v1.1', 'v1', 'v2.0'].map((version): [string, string] => [
      'The path of another version is signed.',
      path.replace(/\/v\d+(?:\.\d+)?\//, `/${version}/`),
    ]),
    ...(suspects?.paths ?? []).map((other): [string, string] => ['Another path is signed.', other]),
  ]
  const tokens: [string, string][] = [
    ['The token is signed with «Bearer » before it.', `Bearer ${token}`],
    ['The token is not signed.', ''],
  ]
  return [
    ...paths.map(([says, other]) => otherwise('path', says, { path: other })),
    ...(scheme === 'sym' ? tokens.map(([says, other]) => otherwise('token', says, { token: other })) : []),
    otherwise('method', 'The method is signed in lower case.', { method: method.toLowerCase() }),
    otherwise('method', 'Another method is signed.', { method: method === 'POST' ? 'GET' : 'POST' }),
    ...stampsOf(parts.timestamp).map(({ says, timestamp }) => otherwise('timestamp', says, { timestamp })),
  ]
}

/** Joined otherwise, or in the text of another scheme. */
function ofForm({ scheme, parts }: Check): Mistake[] {
  const right = textToSign(scheme, parts)
  const { timestamp, client = '', token } = parts
  const other = scheme === 'sym' ? 'asym' : 'sym'
  const parted = right.slice(0, -timestamp.length - 1)
  return [
    { differs: 'timestamp', says: 'The time is not signed.', text: parted },
    { differs: 'timestamp', says: 'The time is not signed, only its colon.', text: `${parted}:` },
    { differs: 'text', says: 'The time is signed first, not last.', text: `${timestamp}:${parted}` },
    ...['|', ',', '\n', ''].flatMap((joint) => joinedBy(joint, parted, timestamp)),
    { differs: 'text', says: 'Only client id and time are signed.', text: `${client}|${timestamp}` },
    ...(token === undefined || token === ''
      ? []
      : [{ differs: 'token' as const, says: tokenSays[other], text: textToSign(other, parts) }]),
  ]
}

/** A time has colons of its own, which are replaced with the others or are not. */
function joinedBy(joint: string, parted: string, timestamp: string): Mistake[] {
  const says =
    joint === '|' ? 'The parts are joined by pipes, not by colons.' : 'The parts are not joined by colons.'
  const head = parted.replaceAll(':', joint) + joint
  return [timestamp, timestamp.replaceAll(':', joint)].map((time) => ({
    differs: 'text',
    says,
    text: head + time,
  }))
}

const tokenSays = {
  sym: 'A token is signed, which this scheme leaves out.',
  asym: 'The token is left out of what is signed.',
}

/** The same instant in other spellings. */
function stampsOf(timestamp: string): { says: string; timestamp: string }[] {
  const instant = Date.parse(timestamp)
  if (Number.isNaN(instant)) return []
  const utc = new Date(instant).toISOString()
  const says = 'The signed time is spelt otherwise than X-TIMESTAMP.'
  const local = new Date(instant + 7 * 3_600_000).toISOString().slice(0, 19)
  return [utc, utc.replace(/\.\d+Z$/, 'Z'), utc.replace(/\.\d+Z$/, '+00:00'), `${local}+07:00`].map(
    (spelling) => ({ says, timestamp: spelling }),
  )
}
