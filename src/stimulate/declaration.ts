/** Loads the declaration of a target: read, checked against schema and contract, secrets resolved, hooks ready. */
import { dirname, relative, resolve } from 'node:path'
import type { Contract, Profile } from '../contract/contract.ts'
import { ContractError } from '../contract/load.ts'
import { profileOf } from '../contract/profile.ts'
import type { Item } from '../judge/trace.ts'
import { checkNames } from './declaration-check.ts'
import { DeclarationError } from './declaration-error.ts'
import type { Declaration } from './declaration-form.ts'
import { askedFor, itemOf, zoneOf } from './declaration-items.ts'
import { readJsonFile, readText } from './declaration-json.ts'
import { keysOf } from './declaration-keys.ts'
import { keepsSchema } from './declaration-schema.ts'
import { secretsOf } from './declaration-secrets.ts'
import { addressesOf } from './declaration-url.ts'
import { createHooks } from './hooks.ts'
import type { Target } from './target.ts'

export { DeclarationError } from './declaration-error.ts'
export type { Declaration } from './declaration-form.ts'

export interface LoadOptions {
  contract: Contract
  /** Folder that relative paths start from. Default: the file's own, or the working directory. */
  baseDir?: string
  /** Name of the declaration in complaints. Default: the file's path. */
  where?: string
  /** Keys that stand above the file's, such as those of the command line; profile and headers are merged. */
  overrides?: Partial<Declaration>
}

/** The target that a file or an object declares. Throws DeclarationError, in one sentence, for whatever is wrong with it. */
export async function loadDeclaration(source: string | object, options: LoadOptions): Promise<Target> {
  const isFile = typeof source === 'string'
  const document = isFile ? readJsonFile(source) : source
  const where = options.where ?? (isFile ? relative('', source) || source : 'The declaration')
  const baseDir = resolve(options.baseDir ?? (isFile ? dirname(source) : '.'))
  const declared = keepsSchema<Declaration>(document, 'target', where)
  return targetOf(merged(declared, options.overrides), { contract: options.contract, baseDir, where })
}

function merged(declared: Declaration, overrides: Partial<Declaration> = {}): Declaration {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
  const profile = { ...declared.profile, ...overrides.profile }
  return { ...declared, ...given, profile, headers: { ...declared.headers, ...overrides.headers } }
}

interface Place {
  contract: Contract
  baseDir: string
  where: string
}

async function targetOf(declaration: Declaration, { contract, baseDir, where }: Place): Promise<Target> {
  checkNames(declaration, contract, where)
  const profile = wholeProfile(contract, declaration.profile, where)
  const { tls = {}, timeoutMs = 10_000, connections, rate } = declaration
  const secrets = secretsOf(declaration, { baseDir, where })
  const addresses = addressesOf(declaration, contract, where)
  const ca = tls.ca === undefined ? undefined : readText(resolve(baseDir, tls.ca), `${where}: /tls/ca`)
  const { insecure } = tls
  return {
    protocol: contract.id,
    role: declaration.role ?? 'server',
    ...addresses,
    headers: [...addresses.headers, ...secrets.headers],
    profile,
    keys: await keysOf(declaration, { contract, baseDir, where, key: secrets.credentials['key'] }),
    pool: poolOf(declaration, profile, where),
    hooks: await createHooks(declaration.hooks ?? {}, {
      profile,
      baseDir,
      where,
      secrets: secrets.values,
      ca,
      insecure,
    }),
    ...(declaration.wsdl === 'supplied' && { wsdlSupplied: true }),
    timeoutMs,
    connections,
    rate,
    ca,
    insecure,
    secrets: [...secrets.all, ...addresses.secrets],
  }
}

function wholeProfile(contract: Contract, declared: Profile | undefined, where: string): Profile {
  try {
    return profileOf(contract, declared)
  } catch (error) {
    if (error instanceof ContractError) throw new DeclarationError(`${where}: ${error.message}`)
    throw error
  }
}

function poolOf({ data = {} }: Declaration, profile: Profile, where: string): Target['pool'] {
  const kinds = Object.entries(data).map(([kind, entry]) => {
    const items = [entry].flat().map((each) => (typeof each === 'string' ? { code: each } : each))
    return [kind, items.map((item) => poolItem(item, zoneOf(profile), `${where}: /data/${kind}`))] as const
  })
  return Object.fromEntries(kinds)
}

function poolItem(item: Item, zone: string, what: string): Item {
  try {
    return itemOf(askedFor(item, Date.now(), zone), zone)
  } catch (error) {
    throw new DeclarationError(`${what}: ${(error as Error).message}. Correct it.`)
  }
}
