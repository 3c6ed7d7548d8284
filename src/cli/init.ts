/** batu-uji init: writes the declaration of a target to fill in. */
import { existsSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Command } from 'commander'
import type { Contract } from '../contract/contract.ts'
import { home } from '../contract/home.ts'
import { paintFor } from '../report/paint.ts'
import { UsageError } from './failure.ts'
import { say, sayJson, type Io } from './io.ts'
import { contractOf } from './protocol.ts'

interface InitFlags {
  out: string
  url: string
  json?: boolean
}

const examples = `
Examples:
  $ batu-uji init indomaret
  $ batu-uji init indomaret --out staging.json --url https://staging.example.co.id/payment-point
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
    .option('--url <url>', 'address of the target', 'http://127.0.0.1:8080/payment-point')
    .option('--json', 'print the declaration instead of writing it')
    .addHelpText('after', examples)
    .action((protocol: string, flags: InitFlags) => init(contractOf(protocol), flags, io))
}

function init(contract: Contract, { out, url, json }: InitFlags, io: Io): void {
  const declaration = template(contract, url)
  if (json) return sayJson(io.out, declaration)
  if (existsSync(out))
    throw new UsageError(
      `${out} exists already, and init overwrites nothing. Choose another name with --out.`,
    )
  writeFileSync(out, `${JSON.stringify(declaration, null, 2)}\n`, { flag: 'wx' })
  for (const line of guide(contract, out, paintFor(io.out).bold)) say(io.out, line)
}

/** A declaration that is valid as it stands, with every switch at its default. */
export function template(contract: Contract, url: string): { [key: string]: unknown } {
  const schema = relative('', join(home, 'schemas', 'target.schema.json'))
  return {
    ...(schema.startsWith('..') ? {} : { $schema: `./${schema}` }),
    protocol: contract.id,
    role: 'server',
    url,
    endpoints: {},
    headers: {},
    profile: Object.fromEntries(Object.entries(contract.profile).map(([key, spec]) => [key, spec.default])),
    credentials: {},
    signature: 'none',
    data: Object.fromEntries(Object.keys(contract.data).map((kind) => [kind, []])),
    hooks: {},
    timeoutMs: 10_000,
    tls: { insecure: false },
  }
}

function guide(contract: Contract, out: string, bold: (text: string) => string): string[] {
  const scheme = contract.signature?.scheme
  const rows = (entries: [string, string][]) => entries.map(([key, says]) => `  ${key.padEnd(18)}${says}`)
  return [
    `Wrote ${out}. It is valid as it stands; fill in what your server needs:`,
    '',
    bold('url, endpoints, headers, tls'),
    '  Where the requests go. endpoints: { "operation": "url" } where one has an address of its own.',
    '',
    bold('credentials, signature'),
    ...(scheme
      ? [
          `  "signature": "${scheme}" with "credentials": { "key": "env:PARTNER_KEY" }, or { "module": "./sign.mjs" }.`,
        ]
      : ['  "credentials": { "name": "env:NAME" } for what hooks and headers need.']),
    '',
    bold('data: what may be paid in a run, each item used once'),
    ...rows(Object.entries(contract.data).map(([kind, { says }]) => [kind, says])),
    '',
    bold('hooks: better than data, they make it on demand (docs/target.md)'),
    ...rows([
      ['provision', 'Makes a piece of test data.'],
      ['clock', 'Moves your server’s clock forward.'],
      ['ledger', 'Tells what is booked for a code.'],
      ['reset', 'Puts your server back to its start.'],
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
