/** Receivers that verify signatures wrongly. */
import { constants, createHash, createHmac, createVerify, publicDecrypt } from 'node:crypto'
import type { Odd } from '../../oddity.ts'
import { hashOf, minified } from '../sign.ts'
import { membersOf } from './notice.ts'
import type { ReceiverSteps } from './steps.ts'

type Defect = Odd<ReceiverSteps>

const symmetric = { notifySignature: 'sym' }

/** The text is that of a body which was written otherwise. */
const hashing =
  (change: (body: Buffer) => Buffer): Defect['steps'] =>
  (honest) => ({
    text: (scheme, signed) =>
      honest.text(scheme, signed).replace(hashOf(minified(signed.body)), hashOf(change(signed.body))),
  })

/** A signature also holds for a part in another spelling. */
const alsoFor =
  (...changes: ((text: string) => string)[]): Defect['steps'] =>
  (honest) => ({
    isRight: (scheme, text, ...rest) =>
      [text, ...changes.map((change) => change(text))].some((one) => honest.isRight(scheme, one, ...rest)),
  })

/** A signature over another writing of the body will do as well. */
const alsoHashing =
  (change: (body: Buffer) => Buffer): Defect['steps'] =>
  (honest) => {
    let other: [from: string, to: string] = ['', '']
    return {
      text(scheme, signed) {
        other = [hashOf(minified(signed.body)), hashOf(change(minified(signed.body)))]
        return honest.text(scheme, signed)
      },
      isRight: (scheme, text, ...rest) =>
        honest.isRight(scheme, text, ...rest) || honest.isRight(scheme, text.replace(...other), ...rest),
    }
  }

const swappedParts = (change: (parts: string[]) => string[]) => (text: string) =>
  change(/^([^:]*):(.*):([^:]*):(\d{4}-.*)$/.exec(text)?.slice(1) ?? [text]).join(':')

/** All members in the order of their names, those of members too. */
function sorted(body: Buffer): Buffer {
  const names = [...body.toString().matchAll(/"(\w+)":/g)].map(([, name = '']) => name)
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body.toString()), [...new Set(names)].sort()))
  } catch {
    return body
  }
}

function rewritten(body: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body.toString())))
  } catch {
    return body
  }
}

function isBareHash(text: string, key: string, signature: string): boolean {
  try {
    const inside = publicDecrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(signature, 'base64'),
    )
    return inside.equals(createHash('sha256').update(text).digest())
  } catch {
    return false
  }
}

export const signatures: readonly Defect[] = [
  {
    id: 'verifies-nothing',
    catalogue: 'D121',
    says: 'Takes every notification, however it is signed.',
    breaks: ['receiver.unsigned', 'receiver.tampered'],
    steps: () => ({
      authenticate: (arrival, counter) =>
        counter.steps.isMine(arrival, counter) ? undefined : { status: 401, case: '00' },
    }),
  },
  {
    id: 'takes-the-unsigned',
    catalogue: 'D121',
    says: 'Verifies signatures where there are any, and takes notifications without one.',
    breaks: ['receiver.unsigned'],
    steps: (honest) => ({
      authenticate: (arrival, counter) =>
        counter.steps.headerAt(arrival, 'X-SIGNATURE') === undefined
          ? undefined
          : honest.authenticate(arrival, counter),
    }),
  },
  {
    id: 'errs-on-strange-signatures',
    says: 'Answers 500 to a signature that is no Base64.',
    breaks: ['receiver.unsigned'],
    steps: (honest) => ({
      isRight(scheme, text, key, signature, counter) {
        if (/[^A-Za-z0-9+/=]/.test(signature)) throw new Error('Invalid character')
        return honest.isRight(scheme, text, key, signature, counter)
      },
    }),
  },
  {
    id: 'signs-the-path-of-the-provider',
    catalogue: 'D122',
    says: 'Verifies with the path of the document in place of its own.',
    breaks: ['receiver.accepts', 'receiver.path'],
    steps: (honest) => ({
      signed: (...what) => ({ ...honest.signed(...what), path: '/v1.0/debit/notify' }),
    }),
  },
  {
    id: 'signs-no-path',
    says: 'Takes a signature over the path of the document as well as one over its own.',
    breaks: ['receiver.path'],
    steps: alsoFor(swappedParts(([method = '', , ...rest]) => [method, '/v1.0/debit/notify', ...rest])),
  },
  {
    id: 'takes-hashes-in-capitals',
    says: 'Takes a hash of the body in capitals as well as in small letters.',
    breaks: ['receiver.body'],
    steps: alsoFor(
      swappedParts(([method = '', path = '', hash = '', time = '']) => [
        method,
        path,
        hash.toUpperCase(),
        time,
      ]),
    ),
  },
  {
    id: 'signs-no-time',
    says: 'Takes a signature over the time in another spelling as well.',
    breaks: ['receiver.time'],
    steps: alsoFor(
      swappedParts((parts) => [
        ...parts.slice(0, 3),
        new Date(parts[3] ?? 0).toISOString().slice(0, 19) + 'Z',
      ]),
    ),
  },
  {
    id: 'takes-any-hash',
    says: 'Takes RSA signatures over SHA-1 and SHA-512 too.',
    breaks: ['receiver.algorithm'],
    steps: (honest) => ({
      isRight: (scheme, text, key, signature, counter) =>
        honest.isRight(scheme, text, key, signature, counter) ||
        ['sha1', 'sha512'].some((hash) => createVerify(hash).update(text).verify(key, signature, 'base64')),
    }),
  },
  {
    id: 'takes-bare-hashes',
    says: 'Takes an RSA signature over a hash that does not say which hash it is.',
    breaks: ['receiver.algorithm'],
    steps: (honest) => ({
      isRight: (scheme, text, key, signature, counter) =>
        honest.isRight(scheme, text, key, signature, counter) || isBareHash(text, key, signature),
    }),
  },
  {
    id: 'keys-a-hash-with-the-public-key',
    says: 'Takes an HMAC that is keyed with the public key.',
    breaks: ['receiver.algorithm'],
    steps: (honest) => ({
      isRight: (scheme, text, key, signature, counter) =>
        createHmac('sha512', key).update(text).digest('base64') === signature ||
        honest.isRight(scheme, text, key, signature, counter),
    }),
  },
  {
    id: 'writes-bodies-anew',
    catalogue: 'D132',
    says: 'Verifies the body as it writes it anew after it was parsed.',
    breaks: ['receiver.minified'],
    steps: hashing(rewritten),
  },
  {
    id: 'hashes-bodies-as-they-came',
    says: 'Verifies the body as it came, line breaks included.',
    breaks: ['receiver.minified'],
    steps: hashing((body) => body),
  },
  {
    id: 'strips-all-blanks',
    says: 'Takes blanks out of the strings of a body too before it verifies it.',
    breaks: ['receiver.minified'],
    steps: hashing((body) => Buffer.from(body.toString().replace(/\s/g, ''))),
  },
  {
    id: 'sorts-members',
    says: 'Sorts the members of a body before it verifies it.',
    breaks: ['receiver.accepts'],
    steps: hashing((body) => {
      const members = membersOf(body) ?? {}
      return Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(members).sort())))
    }),
  },
  {
    id: 'takes-methods-in-small-letters',
    says: 'Takes a signature over the method in small letters, too.',
    breaks: ['receiver.path'],
    steps: alsoFor(swappedParts(([method = '', ...rest]) => [method.toLowerCase(), ...rest])),
  },
  {
    id: 'sorts-members-too',
    says: 'Takes a signature over the body with its members sorted as well as one over the body.',
    breaks: ['receiver.minified'],
    steps: alsoHashing(sorted),
  },
  {
    id: 'strips-all-blanks-too',
    says: 'Takes a signature over the body without any blank as well as one over the body.',
    breaks: ['receiver.minified'],
    steps: alsoHashing((body) => Buffer.from(body.toString().replace(/\s/g, ''))),
  },
  {
    id: 'writes-bodies-anew-too',
    says: 'Takes a signature over the body as it writes it anew as well as one over the body.',
    breaks: ['receiver.minified'],
    steps: alsoHashing(rewritten),
  },
  {
    id: 'takes-any-joint',
    says: 'Takes a signature over parts that are joined by pipes, too.',
    breaks: ['receiver.tampered'],
    steps: alsoFor((text) => text.replace(/:(?=\d{4}-)|:(?=.*:\d{4}-)/g, '|')),
  },
  {
    id: 'signs-the-scheme-of-the-token',
    says: 'Takes a signature over the token with Bearer before it, too.',
    breaks: ['receiver.tampered'],
    profile: symmetric,
    steps: alsoFor((text) => text.replace(/^([^:]*:[^:]*:)/, '$1Bearer ')),
  },
  {
    id: 'decodes-its-secret',
    says: 'Takes a signature under the secret decoded from Base64, too.',
    breaks: ['receiver.tampered'],
    profile: symmetric,
    steps: (honest) => ({
      isRight: (scheme, text, key, signature, counter) =>
        createHmac('sha512', Buffer.from(key, 'base64')).update(text).digest('base64') === signature ||
        honest.isRight(scheme, text, key, signature, counter),
    }),
  },
  {
    id: 'compares-letters-loosely',
    says: 'Compares signatures without regard to the case of their letters.',
    breaks: ['receiver.exact'],
    profile: symmetric,
    steps: (honest) => ({
      isRight: (scheme, text, key, signature, counter) =>
        createHmac('sha512', key).update(text).digest('base64').toLowerCase() === signature.toLowerCase() ||
        honest.isRight(scheme, text, key, signature, counter),
    }),
  },
  {
    id: 'compares-beginnings',
    says: 'Compares the first forty letters of a signature.',
    breaks: ['receiver.tampered'],
    profile: symmetric,
    steps: () => ({
      isRight: (_scheme, text, key, signature) =>
        signature.length >= 40 &&
        createHmac('sha512', key).update(text).digest('base64').startsWith(signature.slice(0, 40)),
    }),
  },
]
