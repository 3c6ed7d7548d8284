/** batu-uji gateway: our honest implementation, as a sandbox to build against. */
import type { Command } from 'commander'
import type { Gateway } from '../gateway/gateway.ts'
import { declarationOf } from '../gateway/wellknown.ts'
import type { Heard } from '../gateway/heard.ts'
import { tellerOf, type Told } from './gateway-gist.ts'
import { untilInterrupted } from './interrupt.ts'
import { say, type Io } from './io.ts'
import { contractOf } from './protocol.ts'
import { keepSecrets, secretsFile } from './sandbox.ts'
import { UsageError } from './failure.ts'
import { list, setting, whole } from './values.ts'

interface GatewayFlags {
  protocol?: string[]
  port: number
  host: string
  store: string
  key?: string
  signature: boolean
  clock?: string
  defect?: string
  freedom?: string
  profile?: { [key: string]: unknown }
  callback?: string
  json?: boolean
  quiet?: boolean
}

const examples = `
Examples:
  $ batu-uji gateway --protocol indomaret --port 8100
  $ batu-uji certify indomaret --target http://127.0.0.1:8100       from another terminal
  $ batu-uji gateway --protocol indomaret --defect forgets-payments
  $ batu-uji gateway --protocol indomaret --freedom qualified-answers --profile billKind=open
  $ batu-uji defects indomaret                                      all defects and freedoms

The control API (test data, clock, ledger, reset, defects) is under /__batu-uji/, for this machine only; its token is
in the file that is printed at the start.`

/** Adds the command. */
export function addGateway(program: Command, io: Io, finish: (code: number) => void): void {
  program
    .command('gateway')
    .summary('start the sandbox gateway')
    .description('Starts our own implementation of the protocols, honest or with one known defect.')
    .option('-p, --protocol <ids>', 'protocols to serve; default: all (by commas, repeatable)', list)
    .option('--port <n>', 'port; 0 takes a free one', whole(0, 65_535), 8100)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--store <kind>', 'where payments are kept: memory', 'memory')
    .option('--key <text>', 'key of the requests’ signatures, or env:NAME; default: the sandbox key')
    .option('--no-signature', 'accept requests whatever their signature')
    .option('--clock <instant>', 'where its clock starts, ISO 8601; default: now')
    .option('--defect <id>', 'play a defect')
    .option('--freedom <id>', 'use a freedom')
    .option(
      '--profile <setting>',
      'switch of the protocol, key=value, or a known server (repeatable)',
      setting,
    )
    .option('--callback <url>', 'where callbacks are sent; default: nowhere')
    .option('--json', 'print every event as a line of JSON')
    .option('-q, --quiet', 'print no exchanges')
    .addHelpText('after', examples)
    .action(async (flags: GatewayFlags) => finish(await serve(flags, io)))
}

async function serve(flags: GatewayFlags, io: Io): Promise<number> {
  if (flags.store !== 'memory')
    throw new UsageError(`There is no store «${flags.store}» yet. Use --store memory.`)
  const { createGateway, sandboxKey } = await import('../gateway/gateway.ts')
  const { protocol, clock, defect, freedom, profile, callback: callbackUrl } = flags
  const key = flags.signature ? keyOf(flags.key, sandboxKey) : null
  const protocols = protocol?.map((id) => contractOf(id).id)
  let tell: ((heard: Heard) => Told) | undefined
  const onExchange = (heard: Heard) => tell && tellExchange(heard, tell(heard), flags, io)
  const gateway = await createGateway({
    protocols,
    clock,
    defect,
    freedom,
    profile,
    key,
    onExchange,
    ...(callbackUrl === undefined ? {} : { callbackUrl: addressOf(callbackUrl) }),
  })
  if (!flags.quiet) tell = await tellerOf(gateway)
  const url = await gateway.listen(flags.port, flags.host)
  try {
    await attend({ gateway, url, key, flags }, io)
  } finally {
    await gateway.close()
  }
  return 0
}

async function attend({ gateway, url, key, flags }: Start, io: Io): Promise<void> {
  const port = Number(new URL(url).port)
  const forget = keepSecrets(port, {
    token: gateway.token,
    profiles: gateway.profiles,
    credentials: Object.fromEntries(
      gateway.desks.flatMap(({ protocol, credentials }) => (credentials ? [[protocol, credentials]] : [])),
    ),
    ...(key !== null && { key }),
  })
  tellStart({ gateway, url, key, flags }, io)
  await untilInterrupted(new Promise<never>(() => undefined))
  forget()
}

function addressOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new UsageError(
    `--callback is «${text}», which is no http or https URL. Write it as http://host:port/path.`,
  )
}

function keyOf(given: string | undefined, usual: string): string {
  if (!given?.startsWith('env:')) return given ?? usual
  const value = process.env[given.slice(4)]
  if (value) return value
  throw new UsageError(
    `--key wants the environment variable ${given.slice(4)}, which is not set. Set it, then start again.`,
  )
}

interface Start {
  gateway: Gateway
  url: string
  key: string | null
  flags: GatewayFlags
}

function tellStart({ gateway, url, flags }: Start, io: Io): void {
  const { urls } = declarationOf(gateway)
  const { defect = null, freedom = null } = flags
  const event = {
    event: 'listening',
    url,
    urls,
    controlUrl: `${url}/__batu-uji/`,
    secrets: secretsFile(Number(new URL(url).port)),
    defect,
    freedom,
  }
  if (flags.json) return say(io.out, JSON.stringify(event))
  for (const { protocol, card } of gateway.desks) {
    say(io.out, `${contractOf(protocol).title}: ${urls[protocol]}`)
    for (const line of card?.() ?? []) say(io.out, `  ${line}`)
  }
  say(io.out, `Control API: ${event.controlUrl} (token in ${event.secrets})`)
  if (defect ?? freedom) say(io.out, `Playing ${defect ? `the defect ${defect}` : `the freedom ${freedom}`}.`)
  say(io.out, 'Ctrl-C ends it.')
}

function tellExchange(
  { protocol, from, request, reply, sentAt, elapsedMs }: Heard,
  { operation, sent, got, flaws }: Told,
  { json }: GatewayFlags,
  io: Io,
): void {
  const { pathname } = new URL(request.url)
  const told = {
    event: 'exchange',
    protocol,
    at: sentAt,
    method: request.method,
    path: pathname,
    status: reply?.status ?? null,
    elapsedMs,
    operation: operation ?? null,
    flaws,
  }
  if (json) return say(io.out, JSON.stringify(told))
  say(
    io.out,
    `${sentAt.slice(11, 23)}  ${protocol}  ${request.method} ${pathname}  ${reply?.status ?? 'no whole answer'}  ${elapsedMs.toFixed(1)} ms`,
  )
  say(io.out, `  → ${sent}`)
  if (reply) say(io.out, `  ← ${got}`)
  if (from === 'client') for (const flaw of flaws) say(io.out, `  ✗ ${flaw}`)
}
