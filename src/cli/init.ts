/** batu-uji init: writes the declaration of a target to fill in. */
import { existsSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Option, type Command } from 'commander'
import { hasCallbacks, type Contract, type Role } from '../contract/contract.ts'
import { home } from '../contract/home.ts'
import { paintFor } from '../report/paint.ts'
import { roles } from './certify-flags.ts'
import { UsageError } from './failure.ts'
import { say, sayJson, type Io } from './io.ts'
import { contractOf } from './protocol.ts'

interface InitFlags {
  out: string
  url?: string
  role: Role
  json?: boolean
}

const examples = `
Examples:
  $ batu-uji init indomaret
  $ batu-uji init indomaret --out staging.json --url https://staging.example.co.id/payment-point
  $ batu-uji init xgateway --role receiver --url https://staging.example.co.id/callback
  $ batu-uji certify indomaret --config target.json

docs/target.md explains every key, and hooks that make test data.`

/** Adds the command. */
export function addInit(program: Command, io: Io): void {
  program
    .command('init')
    .argument('<protocol>', 'id of the protocol, such as indomaret')
    .summary('write a declaration to fill in')
    .description(
      'Writes the declaration of a target with every key there is, and tells what to fill in. Overwrites nothing.',
    )
    .option('-o, --out <file>', 'where to write it', 'target.json')
    .addOption(new Option('--role <role>', 'who is on trial').choices(roles).default('server'))
    .option('--url <url>', 'address of the target')
    .option('--json', 'print the declaration instead of writing it')
    .addHelpText('after', examples)
    .action((protocol: string, flags: InitFlags) => init(contractOf(protocol), flags, io))
}

function init(contract: Contract, { out, url, role, json }: InitFlags, io: Io): void {
  if (contract.roles[role] === undefined)
    throw new UsageError(
      `${contract.title} has no ${role}. Choose one of: ${Object.keys(contract.roles).join(', ')}.`,
    )
  const declaration = template(contract, { role, url })
  if (json) return sayJson(io.out, declaration)
  if (existsSync(out))
    throw new UsageError(
      `${out} exists already, and init overwrites nothing. Choose another name with --out.`,
    )
  writeFileSync(out, `${JSON.stringify(declaration, null, 2)}\n`, { flag: 'wx' })
  for (const line of guide(contract, { out, role }, paintFor(io.out).bold)) say(io.out, line)
}

/** A declaration that is valid as it stands, with every switch at its default. */
export function template(
  contract: Contract,
  { role, url }: { role: Role; url?: string },
): { [key: string]: unknown } {
  const schema = relative('', join(home, 'schemas', 'target.schema.json'))
  return {
    ...(schema.startsWith('..') ? {} : { $schema: `./${schema}` }),
    protocol: contract.id,
    role,
    ...(url === undefined && role === 'client' ? {} : { url: url ?? usual(contract, role) }),
    endpoints: {},
    headers: {},
    profile: Object.fromEntries(Object.entries(contract.profile).map(([key, spec]) => [key, spec.default])),
    credentials: Object.fromEntries(credentialsOf(contract).map((name) => [name, ''])),
    ...(contract.keys ? {} : { signature: 'none' }),
    data: Object.fromEntries(Object.keys(contract.data).map((kind) => [kind, []])),
    hooks: {},
    ...(listens(contract, role)
      ? { listen: { host: '127.0.0.1', port: role === 'client' ? 8100 : 8101 } }
      : {}),
    patienceMs: 30_000,
    timeoutMs: 10_000,
    tls: { insecure: false },
  }
}

const credentialsOf = ({ credentials = {}, keys = {} }: Contract): string[] => [
  ...Object.values(credentials),
  ...Object.keys(keys),
]

/** Operations that have paths of their own are below the address. */
function usual({ path = '/payment-point', operations }: Contract, role: Role): string {
  const isBelow = Object.values(operations).some((operation) => operation.path !== undefined)
  return `http://127.0.0.1:8080${role !== 'server' ? '/callback' : isBelow ? '' : path}`
}

/** A client comes to us, and so do the callbacks of a server. */
const listens = (contract: Contract, role: Role): boolean =>
  role === 'client' || (role === 'server' && hasCallbacks(contract))

function guide(
  contract: Contract,
  { out, role }: { out: string; role: Role },
  bold: (text: string) => string,
): string[] {
  const scheme = contract.signature?.scheme
  const rows = (entries: [string, string][]) => {
    const width = Math.max(18, ...entries.map(([key]) => key.length + 1))
    return entries.map(([key, says]) => `  ${key.padEnd(width)}${says}`)
  }
  return [
    `Wrote ${out}. It is valid as it stands; fill in what your ${role} needs:`,
    '',
    bold('url, endpoints, headers, tls'),
    addresses[role],
    ...(listens(contract, role) ? ['', bold('listen, patienceMs'), listening[role]] : []),
    '',
    bold('credentials, signature'),
    ...(scheme
      ? [
          `  "signature": "${scheme}" with "credentials": { "key": "env:PARTNER_KEY" }, or { "module": "./sign.mjs" }.`,
        ]
      : [
          '  "credentials": { "name": "env:NAME" } for what hooks and headers need.',
          ...Object.entries(contract.credentials ?? {}).map(
            ([field, name]) => `  "${name}" is what ${field} holds.`,
          ),
          ...Object.entries(contract.keys ?? {}).map(([name, says]) => `  "${name}": ${says}`),
        ]),
    '',
    bold('data: what may be paid in a run, each item used once unless it says otherwise'),
    ...rows(
      Object.entries(contract.data)
        .filter(([, { madeUp }]) => !madeUp)
        .map(([kind, { says, reusable }]) => [kind, reusable ? `${says} Used again and again.` : says]),
    ),
    '',
    bold('hooks: better than data, they make it on demand (docs/target.md)'),
    ...rows([
      ['provision', 'Makes a piece of test data.'],
      ['clock', `Moves your ${role}’s clock forward.`],
      ['ledger', 'Tells what is booked for a code.'],
      ...(contract.credentials ? [['balance', 'Tells what is left on an account.'] as [string, string]] : []),
      ...(role === 'client'
        ? [['trigger', 'Makes your client begin a transaction.'] as [string, string]]
        : []),
      ['reset', `Puts your ${role} back to its start.`],
    ]),
    '',
    bold('profile: what the document leaves open, at its defaults'),
    ...rows(
      Object.entries(contract.profile).map(([key, { says, values }]) => [
        key,
        values ? `${says} (${values.map((value) => JSON.stringify(value)).join(', ')})` : says,
      ]),
    ),
    '',
    `Then: batu-uji certify ${contract.id} --config ${out}`,
  ]
}

const addresses = {
  server: '  Where the requests go. endpoints: { "operation": "url" } where one has an address of its own.',
  client: '  url: where your receiver takes callbacks, if there are any; your client comes to us.',
  receiver: '  Where your receiver takes callbacks.',
} as const satisfies { [role in Role]: string }

const listening = {
  server: '  Where your server sends its callbacks, and how long one may take.',
  client: '  Where your client reaches us, and how long it may take for a status check or a reversal.',
  receiver: '',
} as const satisfies { [role in Role]: string }
