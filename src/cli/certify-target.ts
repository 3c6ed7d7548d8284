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
  if (!isElsewhere) return builtIn(contract, flags)
  const chosen =
    flags.config === undefined ? await found(contract, flags) : { target: await declared(contract, flags) }
  return { ...chosen, close: async () => undefined }
}

function overridesOf({ target, role, header, profile }: TargetFlags): Partial<Declaration> {
  return { url: target, role, headers: header, profile }
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
  const { createGateway, sandboxKey } = await import('../gateway/gateway.ts')
  const { builtInTarget } = await import('./builtin.ts')
  const gateway = await createGateway({ protocols: [contract.id], key: sandboxKey, profile, defect, freedom })
  await gateway.listen(0)
  const target = await builtInTarget(gateway, contract, sandboxKey)
  const headers = [...target.headers, ...Object.entries(header ?? {})]
  return { target: { ...target, headers, ...(role && { role }) }, close: () => gateway.close() }
}
