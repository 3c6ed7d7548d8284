/** Which target a run is against: declared, named by URL, or our own gateway, started inside. */
import type { Contract, Profile, Role } from '../contract/contract.ts'
import { loadDeclaration, type Declaration } from '../stimulate/declaration.ts'
import { suggestion } from '../stimulate/declaration-nearest.ts'
import type { Target } from '../stimulate/target.ts'
import { UsageError } from './failure.ts'
import { findSandbox, readSecrets, sandboxDeclaration } from './sandbox.ts'

export interface TargetFlags {
  target?: string
  config?: string
  role?: Role
  header?: { [name: string]: string }
  profile?: Profile
  defect?: string
  freedom?: string
  listen?: { host?: string; port: number }
  /** Role client: our model client acts. */
  demo?: boolean
  /** Milliseconds. */
  patience?: number
  idle?: number
}

export interface Chosen {
  target: Target
  /** What the user may want to know about the choice. */
  note?: string
  /** Ends what was started for it. */
  close(): Promise<void>
}

/** The target that the options name. Throws UsageError or DeclarationError, in a sentence. */
export async function chooseTarget(contract: Contract, flags: TargetFlags): Promise<Chosen> {
  const oddity = flags.defect ?? flags.freedom
  const isElsewhere = flags.target !== undefined || flags.config !== undefined
  if (isElsewhere && oddity !== undefined)
    throw new UsageError(
      `«${oddity}» can be played by the built-in gateway only. Leave out --target and --config.`,
    )
  if (!isElsewhere) return ours(contract, flags, oddity)
  if (flags.config !== undefined) return staged(contract, await declared(contract, flags), flags)
  if (flags.role === 'client') return staged(contract, await awaited(contract, flags), flags)
  return { ...(await found(contract, flags)), close: async () => undefined }
}

/** What is tried when nobody is named: our own party in that role, or whichever client comes. */
async function ours(contract: Contract, flags: TargetFlags, oddity: string | undefined): Promise<Chosen> {
  const { role = 'server', demo } = flags
  if (role === 'server') return builtIn(contract, flags)
  if (role === 'receiver' || demo || oddity !== undefined) {
    const { partyTarget } = await import('./party-target.ts')
    return partyTarget(contract, { ...flags, role })
  }
  return staged(contract, await awaited(contract, flags), flags)
}

/** A client that comes to us, declared by nothing but what we expect of it; --target names its receiver. */
function awaited(contract: Contract, { target: url, profile, role }: TargetFlags): Promise<Target> {
  const declaration = { protocol: contract.id, role, ...(url === undefined ? {} : { url }) }
  return loadDeclaration(declaration, { contract, overrides: { profile }, where: 'The command line' })
}

/** A client needs a stage; any other party is reached where it is. */
async function staged(contract: Contract, target: Target, flags: TargetFlags): Promise<Chosen> {
  if (target.role !== 'client') return { target: patient(target, flags), close: async () => undefined }
  const { openStage } = await import('./stage.ts')
  const { profile, keys, url } = target
  const listen = { host: '127.0.0.1', port: 8100, ...target.listen, ...flags.listen }
  const stage = await openStage({
    contract,
    profile,
    listen,
    keys,
    credentials: target.credentials,
    ...(url === '' ? {} : { callbackUrl: url }),
  })
  const name = `client of ${stage.url}`
  const note = [
    'Waiting for a client. It is put into one situation for each new transaction that it begins:',
    ...stage.card.map((line) => `  ${line}`),
    ...(target.hooks.trigger ? ['The trigger hook makes it begin.'] : []),
  ].join('\n')
  return { target: { ...patient(target, flags), name, stage }, note, close: () => stage.close() }
}

const patient = (target: Target, { patience, idle }: TargetFlags): Target => ({
  ...target,
  ...(patience === undefined ? {} : { patienceMs: patience }),
  ...(idle === undefined ? {} : { idleMs: idle }),
})

function overridesOf({ target, role, header, profile, listen }: TargetFlags): Partial<Declaration> {
  return { url: target, role, headers: header, profile, listen }
}

function declared(contract: Contract, flags: TargetFlags): Promise<Target> {
  return loadDeclaration(flags.config!, { contract, overrides: overridesOf(flags) })
}

/** A URL alone: our own gateway tells the rest, any other target is taken as it is. */
async function found(contract: Contract, flags: TargetFlags): Promise<Omit<Chosen, 'close'>> {
  const url = urlOf(flags.target!)
  const card = await findSandbox(url)
  const plain = { protocol: contract.id, url: url.href }
  const load = (document: object, overrides: Partial<Declaration>) =>
    loadDeclaration(document, { contract, overrides, where: `--target ${url.origin}` })
  if (!card) return { target: await load(plain, overridesOf(flags)), note: poorNote }
  if (card.urls[contract.id] === undefined)
    throw new UsageError(
      `The gateway at ${url.origin} does not serve ${contract.id}.${suggestion(contract.id, Object.keys(card.urls))}`,
    )
  const secrets = readSecrets(Number(url.port || (url.protocol === 'https:' ? 443 : 80)))
  const target = await load(sandboxDeclaration(contract, card, secrets), {
    ...overridesOf(flags),
    url: undefined,
  })
  return { target, ...(secrets ? {} : { note: strangerNote }) }
}

const poorNote =
  'Only the URL is known, so clauses that need test data, a clock or a ledger are not exercised. Declare them in a file: batu-uji init, then --config.'
const strangerNote =
  'This is a gateway of ours that another user or program started; without its token no test data can be made. Start it with batu-uji gateway.'

function urlOf(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text)
  throw new UsageError(
    `--target is «${text}», which is no http or https URL. Write it as http://host:port/path.`,
  )
}

async function builtIn(
  contract: Contract,
  { role, header, profile, defect, freedom }: TargetFlags,
): Promise<Chosen> {
  const { sandboxKey } = await import('../gateway/sandbox-key.ts')
  const { startGateway } = await import('../gateway/thread.ts')
  const { builtInTarget } = await import('./builtin.ts')
  const gateway = await startGateway({ protocols: [contract.id], key: sandboxKey, profile, defect, freedom })
  const target = await builtInTarget(gateway, contract, sandboxKey)
  const headers = [...target.headers, ...Object.entries(header ?? {})]
  return { target: { ...target, headers, ...(role && { role }) }, close: () => gateway.close() }
}
