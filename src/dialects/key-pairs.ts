/** Keys of a pair as providers hand them out: PEM, or the same bytes as bare Base64. */
import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto'

/** By the text itself, whose hash is kept with it: keys are long, and looked up for every message. */
const known = { private: new Map<string, KeyObject>(), public: new Map<string, KeyObject>() }

/** A private key from PKCS#8 or PKCS#1, in PEM or bare Base64; parsed once. */
export function privateKeyOf(key: string | KeyObject): KeyObject {
  return typeof key === 'string' ? parsed(key, 'private') : key
}

/** A public key from SubjectPublicKeyInfo or PKCS#1, in PEM or bare Base64, or from its private key; parsed once. */
export function publicKeyOf(key: string | KeyObject): KeyObject {
  return typeof key === 'string' ? parsed(key, 'public') : key
}

function parsed(text: string, kind: 'private' | 'public'): KeyObject {
  const found = known[kind].get(text) ?? parse(text, kind)
  known[kind].set(text, found)
  return found
}

function parse(text: string, kind: 'private' | 'public'): KeyObject {
  const read = kind === 'private' ? readPrivate : readPublic
  for (const form of forms(text, kind)) {
    const key = attempt(() => read(form))
    if (key) return key
  }
  throw new Error(
    `The ${kind} key cannot be read. Give RSA as PEM, or its Base64 without the lines that begin with «-----».`,
  )
}

type Form = string | { key: Buffer; format: 'der'; type: 'pkcs8' | 'pkcs1' | 'spki' }

function forms(text: string, kind: 'private' | 'public'): Form[] {
  if (text.includes('-----BEGIN')) return [text]
  const key = Buffer.from(text, 'base64')
  const types = kind === 'private' ? (['pkcs8', 'pkcs1'] as const) : (['spki', 'pkcs1'] as const)
  return types.map((type) => ({ key, format: 'der', type }))
}

const readPrivate = (form: Form): KeyObject =>
  createPrivateKey(form as Parameters<typeof createPrivateKey>[0])
const readPublic = (form: Form): KeyObject => createPublicKey(form as Parameters<typeof createPublicKey>[0])

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
