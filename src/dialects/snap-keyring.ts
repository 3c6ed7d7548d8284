/** Signs and verifies whole calls of the national standard, by the schemes that a profile agrees on. */
import type { Profile } from '../contract/contract.ts'
import type { SignatureVerdict } from '../wire/exchange.ts'
import type { Fields } from '../wire/reading.ts'
import type { Call, Keys } from './dialect.ts'
import { pathIn } from './snap-paths.ts'
import type { Check, Suspects, Verification } from './snap-check.ts'
import { fromVersion, signParts, type SignatureScheme, type SignedParts } from './snap-sign.ts'
import { judgeSignature, verifySignature } from './snap-verify.ts'

/** What a party has in hand: the secret that both share, its own private key, the public key of the other. */
export interface Means {
  /** Id of the client that token requests sign, where a message does not tell. */
  client?: string
  secret?: string
  privateKey?: string
  publicKey?: string
  /** The URL that an operation's path is below, where that has a path of its own, which is signed too. */
  below?: (operation: string) => string | undefined
  /** The whole URL of an operation, where one is agreed: its path is signed as it is. */
  at?: (operation: string) => string | undefined
  /** What else may have been signed or used by mistake; it makes reasons more telling. */
  suspects?: Suspects
}

/** The keys of a party. */
export function keyring(profile: Profile, means: Means): Keys {
  return {
    signCall: (call) => signCall(call, profile, means),
    judgeCall: (call) => judgeCall(call, profile, means),
  }
}

/** Schemes that an operation may be signed with, the first being the one to use; none where nothing is signed. */
export function schemesOf(operation: string, profile: Profile): SignatureScheme[] {
  if (operation === 'token' || operation === 'customerToken') return ['clientIdTimestamp']
  const agreed = profile[operation === 'notify' ? 'notifySignature' : 'requestSignature']
  if (agreed === 'symOrAsym') return ['sym', 'asym']
  return agreed === 'none' ? [] : [agreed as SignatureScheme]
}

/** The text of a token header, without its scheme. */
export function bareToken(header: unknown): string {
  return typeof header === 'string' ? header.replace(/^Bearer +/i, '') : ''
}

/** The parts of a call that are signed. */
export function partsOf({ method, path, fields, body }: Call, profile: Profile, client = ''): SignedParts {
  return {
    method,
    path: profile['signedPath'] === 'fromVersion' ? fromVersion(path) : path,
    timestamp: textAt(fields, 'X-TIMESTAMP'),
    body,
    token: bareToken(textAt(fields, 'Authorization')),
    client: textAt(fields, 'X-CLIENT-KEY') || client,
  }
}

const textAt = (fields: Fields, header: string): string => String(fields[`header:${header}`] ?? '')

function signCall(call: Call, profile: Profile, means: Means): string | undefined {
  const { secret, privateKey, client, below, at } = means
  const keys = { sym: secret, asym: privateKey, clientIdTimestamp: privateKey }
  const scheme = schemesOf(call.operation, profile).find((one) => keys[one] !== undefined)
  if (scheme === undefined) return undefined
  const encoding = profile['signatureEncoding'] === 'hex' ? 'hex' : 'base64'
  // What has no path of its own is called at the very address that it is below.
  const whole = at?.(call.operation) ?? (call.path === '' ? below?.(call.operation) : undefined)
  const path = whole === undefined ? base(below?.(call.operation)) + call.path : pathIn(whole)
  return signParts(scheme, partsOf({ ...call, path }, profile, client), keys[scheme]!, encoding)
}

const base = (url: string | undefined): string => (url === undefined ? '' : pathIn(url).replace(/\/$/, ''))

/** What a call is held against, for each scheme that it may be signed with and for which there is a key. */
export function checksOf(call: Call, profile: Profile, means: Means): Check[] {
  const { secret, publicKey, client } = means
  // Under a profile that signs a part of the path, the whole of it is a likely mistake.
  const suspects = { ...means.suspects, paths: [...(means.suspects?.paths ?? []), call.path] }
  const keys = { sym: secret, asym: publicKey, clientIdTimestamp: publicKey }
  return schemesOf(call.operation, profile).flatMap((scheme): Check[] => {
    const key = keys[scheme]
    if (key === undefined) return []
    const encoding = profile['signatureEncoding'] as 'base64' | 'hex' | 'either'
    const signature = textAt(call.fields, 'X-SIGNATURE')
    const parts = partsOf(call, profile, client)
    return [{ scheme, parts, signature, key, encoding, suspects }]
  })
}

/** The verification of a call, with the reason of a refusal; undefined where it is not signed or there is no key. */
export function verifyCall(call: Call, profile: Profile, means: Means): Verification | undefined {
  const results = checksOf(call, profile, means).map(verifySignature)
  return results.find(({ good }) => good) ?? results[0]
}

function judgeCall(call: Call, profile: Profile, means: Means): SignatureVerdict {
  const verdicts = checksOf(call, profile, means).map(judgeSignature)
  return verdicts.find((one) => one === 'good') ?? verdicts[0] ?? 'unchecked'
}
