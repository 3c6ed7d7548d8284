/** Pairs of keys that a party makes for itself. */
import { generateKeyPairSync } from 'node:crypto'

/** A new pair of so many bits, as PEM. */
export const newPair = (modulusLength: number): { publicKey: string; privateKey: string } =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
