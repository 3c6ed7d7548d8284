/** Loads the declaration of a target: read, checked against schema and contract, secrets resolved, hooks ready. */
import { dirname, relative, resolve } from 'node:path'
import { hasCallbacks, type Contract, type Profile } from '../contract/contract.ts'
import { ContractError } from '../contract/load.ts'
import { profileOf } from '../contract/profile.ts'
import type { Item } from '../judge/trace.ts'
import { checkNames } from './declaration-check.ts'
import { DeclarationError } from './declaration-error.ts'
import type { Declaration } from './declaration-form.ts'
import { askedFor, itemOf, zoneOf } from './declaration-items.ts'
import { readJsonFile, readText } from './declaration-json.ts'
import { keyMaker, keysOf } from './declaration-keys.ts'
import { keepsSchema } from './declaration-schema.ts'
import { secret, secretsOf } from './declaration-secrets.ts'
import { addressesOf, type Addresses } from './declaration-url.ts'
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
  const { tls = {}, timeoutMs = 10_000, patienceMs = 30_000, connections, rate, stranger } = declaration
  const secrets = secretsOf(declaration, { baseDir, where, open: openCredentials(contract) })
  const { credentials } = secrets
  const addresses = addressesOf(declaration, contract, where)
  const ca = tls.ca === undefined ? undefined : readText(resolve(baseDir, tls.ca), `${where}: /tls/ca`)
  const { insecure } = tls
  const { pool, secrets: itemSecrets } = poolOf(declaration, profile, { contract, baseDir, where })
  return {
    protocol: contract.id,
    role: declaration.role ?? 'server',
    ...addresses,
    headers: [...addresses.headers, ...secrets.headers],
    profile,
    ...(await signingOf(declaration, { contract, baseDir, where }, { profile, credentials, addresses })),
    credentials,
    pool,
    ...(hasCallbacks(contract) || declaration.role === 'client' ? listenOf(declaration) : {}),
    ...(stranger === undefined ? {} : { stranger }),
    hooks: await createHooks(declaration.hooks ?? {}, {
      profile,
      ...(contract.sumless && { sumless: true }),
      baseDir,
      where,
      secrets: secrets.values,
      ca,
      insecure,
    }),
    ...(declaration.wsdl === 'supplied' && { wsdlSupplied: true }),
    timeoutMs,
    patienceMs,
    idleMs: 120_000,
    connections,
    rate,
    ca,
    insecure,
    secrets: [...secrets.all, ...addresses.secrets, ...itemSecrets],
  }
}

/** The protocol's own keys from the credentials, where it signs whole requests; else what the declaration says. */
async function signingOf(
  declaration: Declaration,
  { contract, baseDir, where }: Place,
  {
    profile,
    credentials,
    addresses,
  }: { profile: Profile; credentials: Target['credentials']; addresses: Addresses },
): Promise<Pick<Target, 'keys' | 'keysWith'>> {
  const { url, endpoints } = addresses
  const side = (declaration.role ?? 'server') === 'server' ? 'client' : 'gateway'
  // A client that comes to us may have no address of its own.
  const keysWith = await keyMaker(contract, { profile, side, endpoints, ...(url !== '' && { url }) })
  if (keysWith) return { keys: keysWith(credentials), keysWith }
  return { keys: await keysOf(declaration, { contract, baseDir, where, key: credentials['key'] }) }
}

/** A party that is to call back, or to come to us, has to be told where: nobody listens unless it is declared. */
function listenOf({ listen, role }: Declaration): Pick<Target, 'listen'> {
  if (!listen && role !== 'client') return {}
  const { host = '127.0.0.1', port = 0, url } = listen ?? {}
  return { listen: { host, port, ...(url === undefined ? {} : { url }) } }
}

/** Credentials that stand in fields which reports show. */
function openCredentials({ credentials = {}, secretFields = [] }: Contract): string[] {
  return Object.entries(credentials).flatMap(([field, name]) => (secretFields.includes(field) ? [] : [name]))
}

function wholeProfile(contract: Contract, declared: Profile | undefined, where: string): Profile {
  try {
    return profileOf(contract, declared)
  } catch (error) {
    if (error instanceof ContractError) throw new DeclarationError(`${where}: ${error.message}`)
    throw error
  }
}

/** The pool by kind, with the secrets in its items resolved, and these secrets. */
function poolOf(
  { data = {} }: Declaration,
  profile: Profile,
  { contract, baseDir, where }: Place,
): { pool: Target['pool']; secrets: string[] } {
  const found: string[] = []
  const resolved = (kind: string, raw: Item): Item => {
    const hidden = (contract.data[kind]?.secrets ?? []).flatMap((key) => {
      const text = raw[key]
      if (typeof text !== 'string') return []
      const value = secret(text, `${where}: /data/${kind}/${key}`, { baseDir })
      found.push(value)
      return [[key, value] as const]
    })
    return { ...raw, ...Object.fromEntries(hidden) }
  }
  const kinds = Object.entries(data).map(([kind, entry]) => {
    const items = [entry]
      .flat()
      .map((each) => resolved(kind, typeof each === 'string' ? { code: each } : each))
    return [kind, items.map((item) => poolItem(item, zoneOf(profile), `${where}: /data/${kind}`))] as const
  })
  return { pool: Object.fromEntries(kinds), secrets: found }
}

function poolItem(item: Item, zone: string, what: string): Item {
  try {
    return itemOf(askedFor(item, Date.now(), zone), zone)
  } catch (error) {
    throw new DeclarationError(`${what}: ${(error as Error).message}. Correct it.`)
  }
}
