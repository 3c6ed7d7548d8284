/** Keys of a party of DOKU: the secret key that a merchant and DOKU share signs whatever either of them sends. */
import type { Profile } from '../contract/contract.ts'
import type { SignatureFault } from '../wire/exchange.ts'
import type { Call, KeyParts, Keys } from './dialect.ts'
import { faultIn, type Suspects } from './doku-check.ts'
import { targetOf } from './doku-paths.ts'
import { signParts, type SignedParts, type TimeName } from './doku-sign.ts'

/** What a party has in hand. */
export interface Means {
  secret: string
  profile?: Profile
  /** The URL that an operation's path is below, where that has a path of its own, which is signed too. */
  url?: string
  suspects?: Suspects
}

/** Keys from declared credentials; none without a secret. */
export function keys({ profile, credentials, url }: KeyParts): Keys {
  const { secret } = credentials
  if (!secret) return {}
  return keyring({ secret, profile, ...(url === undefined ? {} : { url }) })
}

/** The keys of a party. */
export function keyring(means: Means): Keys {
  return {
    signCall: (call) => signParts(partsOf({ ...call, path: below(means.url, call.path) }), means.secret),
    judgeCall(call) {
      const fault = faultOf(call, means)
      return fault === undefined ? 'good' : fault.differs === 'absent' ? 'none' : 'bad'
    },
    blameCall: (call) => faultOf(call, means),
  }
}

/** A path below the target's URL; '' is that URL itself. */
function below(url: string | undefined, path: string): string {
  if (url === undefined) return path
  return path === '' ? targetOf(url) : targetOf(url).replace(/\/$/, '') + path
}

/** What is signed of a call. A query is not signed. */
export function partsOf({ method, path, fields, body, side }: Call, timeName?: TimeName): SignedParts {
  const name = timeName ?? 'Request-Timestamp'
  return {
    client: headerOf(fields, 'Client-Id'),
    id: headerOf(fields, 'Request-Id'),
    time: headerOf(fields, name),
    target: targetOf(path),
    timeName: name,
    ...(method === 'GET' && side !== 'response' ? {} : { body }),
  }
}

const headerOf = (fields: Call['fields'], name: string): string => String(fields[`header:${name}`] ?? '')

/** What differs in the signature of a call, or of an answer to one; undefined for a good one. */
export function faultOf(call: Call, { secret, profile = {}, suspects }: Means): SignatureFault | undefined {
  const [first, ...others] = call.side === 'response' ? readingsOf(call, profile) : [partsOf(call)]
  const named = headerOf(call.fields, 'Request-Target')
  return faultIn({
    signature: call.fields['header:Signature'] as string | undefined,
    readings: [first!, ...others],
    secret,
    bare: profile['signaturePrefix'] === 'optional',
    suspects: {
      ...suspects,
      ...(call.asked && { bodies: [call.asked, ...(suspects?.bodies ?? [])] }),
      ...(named !== '' && { targets: [named, ...(suspects?.targets ?? [])] }),
    },
  })
}

/** The document names the time of an answer in two ways: the line may have either name, and either header's value. */
function readingsOf(call: Call, profile: Profile): SignedParts[] {
  const names: TimeName[] = ['Response-Timestamp', 'Request-Timestamp']
  const agreed = profile['responseTimestamp']
  const there = names.filter((name) => call.fields[`header:${name}`] !== undefined)
  const readings = there.flatMap((name) => {
    const { time } = partsOf(call, name)
    return names.map((timeName) => ({ ...partsOf(call, name), time, timeName }))
  })
  const right = agreed === undefined || agreed === 'either' ? readings : readings.filter(isUnder(agreed))
  return right.length > 0 ? right : [partsOf(call, agreed === 'Request-Timestamp' ? agreed : names[0])]
}

const isUnder =
  (agreed: unknown) =>
  ({ timeName }: SignedParts): boolean =>
    timeName === agreed
