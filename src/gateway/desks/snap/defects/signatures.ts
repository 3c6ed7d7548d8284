/** Defects of signatures: texts, keys and spellings that are taken or refused by mistake. */
import { createHmac } from 'node:crypto'
import { pathOf } from '../../../../dialects/snap-paths.ts'
import { isSame, type Check } from '../../../../dialects/snap-check.ts'
import { macOf, signParts, textToSign } from '../../../../dialects/snap-sign.ts'
import { minified } from '../../../../wire/json-minify.ts'
import type { Defect } from '../../../defect.ts'
import type { Operation, Steps } from '../steps.ts'
import { bytesOf, checksFor, isBusiness, judging, mistaken, signedOver, tolerating } from './signing.ts'

const operations: Operation[] = ['payment', 'status', 'cancel', 'refund']

const textOf = ({ scheme, parts }: Check): string => textToSign(scheme, parts)

/** The signature that is right, where the secret is known. */
const right = ({ scheme, parts, key }: Check): string =>
  scheme === 'sym' ? signParts(scheme, parts, key) : ''

const isMac =
  (algorithm: string, keyOf: (check: Check) => string | Buffer) =>
  (check: Check): boolean =>
    isSame(bytesOf(check), createHmac(algorithm, keyOf(check)).update(textOf(check)).digest())

/** A body as it is after it was parsed. */
function rewritten(body: Uint8Array): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(Buffer.from(body).toString())))
  } catch {
    return Buffer.from(body)
  }
}

const withoutBlanks = (body: Uint8Array): Buffer =>
  Buffer.from(Buffer.from(body).toString().replace(/\s/g, ''))

/** What was signed rightly once, but for its time, by the signature. */
const timeless = ({ parts: { method, path, token, body } }: Check): string =>
  [method, path, token, Buffer.from(body).toString('latin1')].join(' ')

export const signatures: readonly Defect<Steps>[] = [
  {
    id: 'verifies-nothing',
    catalogue: 'D058',
    says: 'Takes every request that has a signature, whatever it is.',
    breaks: ['signatures.tampered', 'codes.accepted@wrong-signature'],
    steps: tolerating(() => true),
  },
  {
    id: 'takes-signatures-of-another-time',
    catalogue: 'D059',
    says: 'Takes a signature over another time than that of X-TIMESTAMP.',
    breaks: ['signatures.time'],
    steps: (honest) => {
      const known = new Map<string, string>()
      return {
        signatureOf(call, partner) {
          const verdict = honest.signatureOf(call, partner)
          if (!isBusiness(call)) return verdict
          return checksFor(call, partner).some((check) => {
            const { signature = '' } = check
            if (verdict === 'good') known.set(signature, timeless(check))
            return mistaken('timestamp')(check) || known.get(signature) === timeless(check)
          })
            ? 'good'
            : verdict
        },
      }
    },
  },
  {
    id: 'takes-signatures-without-the-body',
    catalogue: 'D060',
    says: 'Takes a signature that leaves the body out.',
    breaks: ['signatures.body'],
    steps: tolerating(mistaken('body', /left out|empty/)),
  },
  {
    id: 'takes-signatures-for-other-paths',
    catalogue: 'D061',
    says: 'Takes the signature of one service for another.',
    breaks: ['signatures.path'],
    steps: tolerating((check, { till }) =>
      operations.some((one) => signedOver(() => ({ path: pathOf(till.contract, till.profile, one) }))(check)),
    ),
  },
  {
    id: 'takes-signatures-for-loose-paths',
    says: 'Takes a signature over the whole URL, or over the path from its version on.',
    breaks: ['signatures.path'],
    steps: tolerating(mistaken('path')),
  },
  {
    id: 'signs-the-body-anew',
    catalogue: 'D062',
    says: 'Parses a body and writes it anew before it is hashed.',
    breaks: ['signatures.minified'],
    steps: judging(signedOver(({ body }) => ({ body: rewritten(body) }))),
  },
  {
    id: 'strips-blanks-in-strings',
    catalogue: 'D063',
    says: 'Takes the blanks inside of strings out before the body is hashed.',
    breaks: ['signatures.minified'],
    steps: judging(signedOver(({ body }) => ({ body: withoutBlanks(body) }))),
  },
  {
    id: 'sorts-keys',
    catalogue: 'D064',
    says: 'Takes a signature too over a body whose keys were sorted.',
    breaks: ['signatures.minified'],
    steps: tolerating(mistaken('layout', /sorted/)),
  },
  {
    id: 'minifies-nothing',
    catalogue: 'D065',
    says: 'Hashes a body as it came.',
    breaks: ['signatures.minified'],
    steps: judging((check) => {
      const isPlain = Buffer.compare(minified(check.parts.body), check.parts.body) === 0
      return isPlain ? signedOver(() => ({}))(check) : mistaken('layout', /as it was sent/)(check)
    }),
  },
  {
    id: 'ignores-the-case-of-signatures',
    catalogue: 'D066',
    says: 'Compares signatures in small letters.',
    breaks: ['signatures.exact'],
    steps: tolerating((check) => (check.signature ?? '').toLowerCase() === right(check).toLowerCase()),
  },
  {
    id: 'compares-a-prefix',
    catalogue: 'D067',
    says: 'Compares the first eight letters of a signature.',
    breaks: ['signatures.tampered'],
    steps: tolerating((check) => (check.signature ?? '').slice(0, 8) === right(check).slice(0, 8)),
  },
  {
    id: 'takes-a-shorter-hash',
    catalogue: 'D068',
    says: 'Takes HMAC with SHA-256.',
    breaks: ['signatures.algorithm'],
    steps: tolerating(isMac('sha256', ({ key }) => key)),
  },
  {
    id: 'expects-a-hash-in-capitals',
    catalogue: 'D070',
    says: 'Expects the hash of the body in capital letters.',
    breaks: ['signatures.accepted', 'signatures.body', 'codes.accepted@wrong-signature'],
    steps: judging(mistaken('body', /upper case/)),
  },
  {
    id: 'takes-another-hash',
    says: 'Takes the hash of the body in capitals or in Base64 too.',
    breaks: ['signatures.body'],
    steps: tolerating(mistaken('body', /upper case|in Base64/)),
  },
  {
    id: 'expects-bearer-to-be-signed',
    catalogue: 'D071',
    says: 'Expects the token to be signed with Bearer before it.',
    breaks: ['signatures.accepted', 'codes.accepted@wrong-signature'],
    steps: judging(mistaken('token', /Bearer/)),
  },
  {
    id: 'expects-a-token-to-be-signed',
    catalogue: 'D178',
    says: 'Expects the token in an asymmetric signature.',
    breaks: ['signatures.accepted'],
    profile: { requestSignature: 'asym' },
    steps: judging(mistaken('token')),
  },
  {
    id: 'expects-a-small-method',
    catalogue: 'D179',
    says: 'Expects the method to be signed in small letters.',
    breaks: ['signatures.accepted', 'signatures.method', 'codes.accepted@wrong-signature'],
    steps: judging(mistaken('method', /lower case/)),
  },
  {
    id: 'takes-small-methods',
    says: 'Takes a method in small letters too.',
    breaks: ['signatures.method'],
    steps: tolerating(mistaken('method', /lower case/)),
  },
  {
    id: 'decodes-leniently',
    catalogue: 'D180',
    says: 'Takes a signature in another alphabet, without padding or with something behind it.',
    breaks: ['signatures.encoding'],
    steps: tolerating((check) => isSame(bytesOf(check), Buffer.from(right(check), 'base64'))),
  },
  {
    id: 'takes-hexadecimal-signatures',
    says: 'Takes signatures in hexadecimal digits where Base64 is agreed on.',
    breaks: ['signatures.encoding'],
    steps: tolerating((check) => verified({ ...check, encoding: 'hex' })),
  },
  {
    id: 'decodes-the-secret',
    catalogue: 'D181',
    says: 'Decodes the secret from Base64 before it is used.',
    breaks: ['signatures.accepted', 'signatures.key', 'codes.accepted@wrong-signature'],
    steps: judging((check) => isSame(bytesOf(check), macOf(textOf(check), Buffer.from(check.key, 'base64')))),
  },
  {
    id: 'takes-other-keys',
    says: 'Takes a signature with the id of the client, or with the decoded secret, as its key.',
    breaks: ['signatures.key'],
    steps: tolerating(
      (check, call) =>
        isMac('sha512', () => call.steps.valueAt(call, 'header:X-PARTNER-ID') ?? '')(check) ||
        isMac('sha512', ({ key }) => Buffer.from(key, 'base64'))(check),
    ),
  },
  {
    id: 'takes-the-public-key-for-a-secret',
    catalogue: 'D082',
    says: 'Takes an HMAC under the public key of the client for its asymmetric signature.',
    breaks: ['signatures.algorithm'],
    profile: { requestSignature: 'asym' },
    steps: tolerating(
      (check) => isMac('sha512', ({ key }) => key)(check) || isMac('sha256', ({ key }) => key)(check),
    ),
  },
]

const verified = (check: Check): boolean => signedOver(() => ({}))(check)
