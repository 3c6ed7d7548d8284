/** Requests under signatures that are made otherwise than they are to be. */
import type { Style } from '../../../../src/dialects/dialect.ts'
import type { Check } from '../../../../src/dialects/snap-check.ts'
import { partsOf, schemesOf } from '../../../../src/dialects/snap-keyring.ts'
import { pathIn } from '../../../../src/dialects/snap-paths.ts'
import type { Hand, Letter, Sending } from '../../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../../src/wire/reading.ts'

export const at = {
  signature: 'header:X-SIGNATURE',
  time: 'header:X-TIMESTAMP',
  external: 'header:X-EXTERNAL-ID',
  token: 'header:Authorization',
  customer: 'header:Authorization-Customer',
}

/** A request that is rightly signed, and all that its signature is made of. */
export interface Original {
  operation: string
  fields: Fields
  sending: Sending
  letter: Letter
  check: Check
}

export interface Signing extends Sending {
  /** A key of somebody else, for signatures with the wrong one. */
  foreign?: string | undefined
}

export interface Signing extends Sending {
  /** A key of somebody else, for signatures with the wrong one. */
  foreign?: string | undefined
}

/** Seals a request whose time stays as it is. Throws Skipped when nothing is signed. */
export function original(
  hand: Hand,
  operation: string,
  fields: Fields,
  { foreign, ...sending }: Signing = {},
): Original {
  hand.needSigner()
  const dated = { [at.time]: hand.now(), ...fields }
  const letter = hand.seal(operation, dated, sending)
  const check = checkOf(hand, operation, letter, sending)
  const keys = foreign === undefined || foreign === check.key ? [] : [foreign]
  const suspects = { ...check.suspects, keys }
  return { operation, fields: dated, sending, letter, check: { ...check, suspects } }
}

/** What the signature of a letter is held against, with the key that made it. */
function checkOf(hand: Hand, operation: string, letter: Letter, { as }: Sending): Check {
  const { profile } = hand
  const { client, secret, privateKey } = { ...hand.credentials, ...as } as { [name: string]: string }
  const fields = Object.fromEntries(letter.headers.map(([name, value]) => [`header:${name}`, value]))
  const { method, body, url } = letter
  const keys = { sym: secret, asym: privateKey, clientIdTimestamp: privateKey }
  const schemes = schemesOf(operation, profile)
  const scheme = schemes.find((one) => keys[one] !== undefined) ?? schemes[0]!
  return {
    scheme,
    parts: partsOf({ operation, method, path: pathIn(url), fields, body }, profile, client),
    signature: String(fields[at.signature] ?? ''),
    key: keys[scheme] ?? '',
    encoding: profile['signatureEncoding'] as NonNullable<Check['encoding']>,
    suspects: { origin: new URL(url).origin },
  }
}

/** The same request with another signature, null for none; its X-EXTERNAL-ID is another one. */
export function under(
  hand: Hand,
  { operation, fields, sending }: Original,
  signature: string | null,
  more: Fields = {},
  note?: string,
): Letter {
  const isWellFormed = signature !== null && /^[A-Za-z0-9+/]+={0,2}$/.test(signature)
  return hand.seal(
    operation,
    { ...fields, ...more, [at.signature]: signature },
    {
      ...sending,
      spare: [at.signature],
      flaws: isWellFormed ? 0 : 1,
      ...(note === undefined ? {} : { note }),
    },
  )
}

/** The keys of a body in the order of their letters, so that nothing that hashes it can differ. */
export const alphabetical = (fields: Fields): Style => ({ order: Object.keys(fields).sort() })

/** A letter of a token that is another one. */
export function altered(token: string): string {
  const middle = Math.floor(token.length / 2)
  return token.slice(0, middle) + (token[middle] === 'A' ? 'B' : 'A') + token.slice(middle + 1)
}
