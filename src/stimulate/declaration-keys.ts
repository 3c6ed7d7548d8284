/** Who signs the requests: nobody, the protocol's own scheme, or a module of the target's owner. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Contract } from '../contract/contract.ts'
import { moduleSuffix } from '../contract/home.ts'
import type { KeyParts, Keys } from '../dialects/dialect.ts'
import { loadKeys } from '../dialects/load.ts'
import type { Fields } from '../wire/reading.ts'
import type { Declaration } from './declaration-form.ts'
import { DeclarationError } from './declaration-error.ts'
import { suggestion } from './declaration-nearest.ts'
import { HookError } from './hooks-error.ts'
import { exported } from './hooks-module.ts'

type Sign = NonNullable<Keys['sign']>

interface KeyPlace {
  contract: Contract
  baseDir: string
  where: string
  /** The credential `key`. */
  key: string | undefined
}

/** What makes the protocol's keys from credentials by name, where it signs whole requests. */
export async function keyMaker(
  contract: Contract,
  parts: Omit<KeyParts, 'contract' | 'credentials'>,
): Promise<((credentials: KeyParts['credentials']) => Keys) | undefined> {
  const make = await loadKeys(contract)
  return make && ((credentials) => make({ ...parts, contract, credentials }))
}

/** The keys of a declaration. Throws DeclarationError for a scheme or module that there is not, and for a missing key. */
export async function keysOf({ signature = 'none' }: Declaration, place: KeyPlace): Promise<Keys> {
  if (signature === 'none') return {}
  if (typeof signature === 'object') return { sign: await moduleSign(signature.module, place) }
  const { contract, where, key } = place
  const scheme = contract.signature?.scheme
  if (signature !== scheme)
    throw new DeclarationError(
      `${where}: there is no signature «${signature}» in ${contract.id}.${suggestion(signature, ['none', ...(scheme ? [scheme] : [])])}`,
    )
  if (key === undefined)
    throw new DeclarationError(
      `${where}: the signature ${scheme} needs a key. Add it as /credentials/key, such as "env:PARTNER_KEY".`,
    )
  return { sign: await schemeSign(contract, key) }
}

async function schemeSign(contract: Contract, key: string): Promise<Sign> {
  const url = new URL(`../dialects/${contract.id}${moduleSuffix}`, import.meta.url)
  if (!existsSync(fileURLToPath(url)))
    throw new DeclarationError(
      `The protocol «${contract.id}» has no dialect that signs. Write src/dialects/${contract.id}.ts.`,
    )
  const { signer } = (await import(url.href)) as { signer: (contract: Contract, key: string) => Sign }
  return signer(contract, key)
}

async function moduleSign(module: string, { key, ...place }: KeyPlace): Promise<Sign> {
  const sign = await exported<(fields: Fields, key: string | undefined, operation: string) => unknown>(
    module,
    'sign',
    place,
  )
  return (fields, operation) => {
    const signature = sign(fields, key, operation)
    if (typeof signature === 'string') return signature
    throw new HookError(
      `The signature module ${module} gave ${signature instanceof Promise ? 'a promise' : typeof signature}. Return the signature as text, at once.`,
    )
  }
}
