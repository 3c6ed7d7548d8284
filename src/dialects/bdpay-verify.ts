/** Verifying a signature of BDPay, and telling from what it holds how a wrong one was made. */
import { constants, publicDecrypt, type KeyObject } from 'node:crypto'
import type { SignatureFault } from '../wire/exchange.ts'
import { publicKeyOf } from './key-pairs.ts'
import { decoded, recovered, sizeOf, textToSign, type Pairs } from './bdpay-sign.ts'

/** A signature, what it is held against, and the key of whoever made it. */
export interface Check {
  /** In the order of the wire. */
  pairs: Pairs
  signature: string
  key: string | KeyObject
  /** A text without the values 0 is read too. */
  withoutZeroes?: boolean
}

export type Verification = { good: true } | ({ good: false } & SignatureFault)

/** Verifies a signature; the whole text counts, byte for byte. */
export function verifyValues(check: Check): Verification {
  const { pairs, signature, key, withoutZeroes = false } = check
  if (signature.trim() === '') return wrong('absent', 'There is no signature.')
  const bytes = decoded(signature)
  if (!bytes) return wrong('unreadable', 'The signature is no Base64.')
  if (bytes.length === 0 || bytes.length % sizeOf(key) !== 0)
    return wrong('unreadable', `The signature has ${bytes.length} bytes, no multiple of ${sizeOf(key)}.`)
  const found = recovered(bytes, key)
  if (!found) return blameKey(bytes, key)
  const texts = [textToSign(pairs), ...(withoutZeroes ? [textToSign(notZero(pairs))] : [])]
  if (texts.some((text) => found.equals(Buffer.from(text)))) return { good: true }
  return blameText(found, pairs)
}

const wrong = (differs: string, says: string): Verification => ({ good: false, differs, says })

const notZero = (pairs: Pairs): Pairs => pairs.filter(([, value]) => value !== '0')

/** Nothing came out of some block: padding of another kind, or another key. */
function blameKey(bytes: Buffer, key: string | KeyObject): Verification {
  const first = bare(bytes.subarray(0, sizeOf(key)), key)
  if (first?.[0] === 0 && first[1] === 2)
    return wrong('algorithm', 'A block has padding of type 2: it was encrypted as for secrecy.')
  if (first?.[0] === 0 && first[1] === 1) return wrong('padding', 'The padding of a block is not whole.')
  return wrong('key', 'The signature was made with another key, or is no encryption in blocks.')
}

/** A block without its padding taken off; undefined for a number that the key does not hold. */
function bare(block: Buffer, key: string | KeyObject): Buffer | undefined {
  try {
    return publicDecrypt({ key: publicKeyOf(key), padding: constants.RSA_NO_PADDING }, block)
  } catch {
    return undefined
  }
}

/** How a hash stands in a signature: the head of its DigestInfo. */
const DIGEST = /^30(?:21|31|51)30(?:09|0d)06/

function blameText(found: Buffer, pairs: Pairs): Verification {
  if (DIGEST.test(found.toString('hex')))
    return wrong('algorithm', 'A hash was signed, not the text in blocks.')
  const text = found.toString('utf8')
  const mistake = mistakes.find(({ texts }) => texts(pairs).includes(text))
  if (mistake) return wrong(mistake.differs, mistake.says)
  const right = textToSign(pairs)
  if (found.toString('latin1') === right && found.length !== Buffer.byteLength(right))
    return wrong('charset', 'The text was signed in Latin-1, not in UTF-8.')
  if (right.startsWith(text)) return wrong('part', 'Only the beginning of the text was signed.')
  if (text.includes(right)) return wrong('more', 'More than the values of the message was signed.')
  return wrong('text', `The text that was signed is «${shown(text)}», not «${shown(right)}».`)
}

const shown = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text)

const values = (pairs: Pairs): string => pairs.map(([, value]) => value).join('')
const sorted = (pairs: Pairs): Pairs => [...pairs].sort(([one], [other]) => (one < other ? -1 : 1))
const named = (pairs: Pairs): string => pairs.map(([name, value]) => `${name}=${value}`).join('&')
const folded = (pairs: Pairs): Pairs =>
  [...pairs].sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
const escaped = (pairs: Pairs, blank: string): Pairs =>
  pairs.map(([name, value]) => [name, encodeURIComponent(value).replaceAll('%20', blank)])

/** Ways to go wrong that are met in the wild, with the texts that they sign. */
const mistakes: { differs: string; says: string; texts: (pairs: Pairs) => string[] }[] = [
  {
    differs: 'names',
    says: 'Names were signed with their values.',
    texts: (pairs) => [
      named(sorted(pairs)),
      named(sorted(pairs.filter(([, value]) => value !== ''))),
      named(pairs),
    ],
  },
  {
    differs: 'order',
    says: 'The values were signed in the order of the message, not of their names.',
    texts: (pairs) => [values(pairs)],
  },
  {
    differs: 'case',
    says: 'The names were sorted without regard to capital letters.',
    texts: (pairs) => [values(folded(pairs))],
  },
  {
    differs: 'encoding',
    says: 'The values were signed in their URL encoding.',
    texts: (pairs) => ['%20', '+'].map((blank) => values(sorted(escaped(pairs, blank)))),
  },
  {
    differs: 'zero',
    says: 'The value 0 was left out of what was signed.',
    texts: (pairs) => [textToSign(notZero(pairs))],
  },
  {
    differs: 'null',
    says: 'The word null was signed for a value that is none.',
    texts: (pairs) => [values(sorted(pairs.map(([name, value]) => [name, value === '' ? 'null' : value])))],
  },
  {
    differs: 'quotes',
    says: 'The values were signed as JSON texts, quotation marks included.',
    texts: (pairs) => [values(sorted(pairs.map(([name, value]) => [name, JSON.stringify(value)])))],
  },
]
