/**
 * Finds our own gateway on this machine. It tells where its endpoints are; its token and key are in a file that only
 * the user who started it can read, so whoever answers at that address learns and steers nothing by answering.
 */
import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasCallbacks, type Contract, type Profile } from '../contract/contract.ts'
import type { Declaration } from '../stimulate/declaration-form.ts'
import type { HookSpec } from '../stimulate/hooks-form.ts'
import { createDriver } from '../wire/drive.ts'
import { createTicks } from '../wire/ticks.ts'
import { UsageError } from './failure.ts'

/** Secrets of a gateway that runs. */
export interface SandboxSecrets {
  token: string
  /** Absent when it does not check signatures. */
  key?: string
  /** Credentials of each protocol that has accounts. */
  credentials?: { [protocol: string]: { [name: string]: string } }
  /** Switches of each protocol that it serves. */
  profiles?: { [protocol: string]: Profile }
}

/** What a gateway says of itself at /.well-known/batu-uji, as far as it is believed. */
export interface SandboxCard {
  urls: { [protocol: string]: string }
  profiles?: { [protocol: string]: Profile }
  controlUrl: string
}

const folder = (): string => join(tmpdir(), `batu-uji-${process.getuid?.() ?? 'user'}`)

/** File with the secrets of the gateway at a port. */
export function secretsFile(port: number): string {
  return join(folder(), `${port}.token`)
}

/** Writes the secrets for this user alone; gives the function that removes them. */
export function keepSecrets(port: number, secrets: SandboxSecrets): () => void {
  const file = secretsFile(port)
  mkdirSync(folder(), { recursive: true, mode: 0o700 })
  if (!isOwn(folder(), 0o077))
    throw new UsageError(
      `${folder()} belongs to somebody else, or others may read it. Remove it, then start again.`,
    )
  rmSync(file, { force: true })
  writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600, flag: 'wx' })
  const remove = () => rmSync(file, { force: true })
  process.once('exit', remove)
  return () => {
    process.off('exit', remove)
    remove()
  }
}

/** The secrets of this user's gateway at a port; undefined when there are none, or others could have written them. */
export function readSecrets(port: number): SandboxSecrets | undefined {
  const file = secretsFile(port)
  if (!isOwn(folder(), 0o077) || !isOwn(file, 0o077)) return undefined
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as SandboxSecrets
    return typeof value?.token === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** True for a file or folder of this user (no link to one) that grants others nothing. Windows has no such modes. */
function isOwn(path: string, others: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found || found.isSymbolicLink()) return false
  return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & others) === 0)
}

/** True for a URL on this machine. */
export function isLoopbackUrl(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname)
}

/** The card of a gateway at the URL's origin; undefined when none answers there within a second. */
export async function findSandbox(url: URL): Promise<SandboxCard | undefined> {
  if (!isLoopbackUrl(url)) return undefined
  const driver = createDriver({ timeoutMs: 1000, ticks: createTicks() })
  try {
    const { href } = new URL('/.well-known/batu-uji', url)
    const { response } = await driver.send({ method: 'GET', url: href, headers: [], body: Buffer.alloc(0) })
    return response?.status === 200
      ? cardOf(JSON.parse(response.body.toString('utf8')), url.origin)
      : undefined
  } catch {
    return undefined // no gateway of ours: the target is taken as it is
  } finally {
    await driver.close()
  }
}

/** A card is believed only as far as it speaks about its own origin. */
export function cardOf(value: unknown, origin: string): SandboxCard | undefined {
  const card = value as SandboxCard | null
  if (typeof card !== 'object' || card === null || typeof card.urls !== 'object' || card.urls === null)
    return undefined
  const addresses = [card.controlUrl, ...Object.values(card.urls)]
  return addresses.every(
    (one) => typeof one === 'string' && URL.canParse(one) && new URL(one).origin === origin,
  )
    ? card
    : undefined
}

/** The declaration of a gateway that was found, as its owner would write it; without its secrets it has no hooks. */
export function sandboxDeclaration(
  contract: Contract,
  card: SandboxCard,
  secrets?: SandboxSecrets,
): Declaration {
  const declared = {
    protocol: contract.id,
    url: card.urls[contract.id],
    profile: card.profiles?.[contract.id] ?? secrets?.profiles?.[contract.id] ?? {},
  }
  if (!secrets) return declared
  const { token, key } = secrets
  const signed = key !== undefined && contract.signature ? { signature: contract.signature.scheme } : {}
  const own = secrets.credentials?.[contract.id]
  const credentials = { token, ...(key !== undefined && { key }), ...own }
  return {
    ...declared,
    ...signed,
    ...(hasCallbacks(contract) && { listen: { host: '127.0.0.1' } }),
    ...(contract.credentials && process.platform === 'linux' && { stranger: '127.0.0.9' }),
    credentials,
    patienceMs: 5000,
    hooks: hooksOf(contract, card.controlUrl),
  }
}

function hooksOf(contract: Contract, controlUrl: string): Declaration['hooks'] {
  const { id, data } = contract
  const headers = { Authorization: 'Bearer ${credentials.token}' }
  const call = (path: string, json?: object): HookSpec => ({
    http: { method: json ? 'POST' : 'GET', url: `${controlUrl}${path}`, headers, ...(json && { json }) },
  })
  const wishes = Object.values(data).flatMap(({ wish }) => Object.keys(wish ?? {}))
  const more = hasCallbacks(contract) ? ['callbackUrl'] : []
  const asked = [...new Set(['data', 'code', ...wishes, 'expiresIn', ...more])].map((key) => [
    key,
    `\${${key}}`,
  ])
  return {
    provision: {
      ...call(`${id}/provision`, Object.fromEntries(asked) as object),
      answer: { item: '' },
      many: true,
    },
    clock: { ...call('clock', { advance: '${seconds}' }), answer: { now: '/now' } },
    ledger: call(`${id}/ledger?code=\${code}`),
    ...(contract.credentials && { balance: call(`${id}/balance?account=\${account}`) }),
    reset: call('reset', {}),
  }
}
