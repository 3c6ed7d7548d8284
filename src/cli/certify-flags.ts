/** The options of certify, as commander gives them. */
import { Option, type Command } from 'commander'
import type { Role } from '../contract/contract.ts'
import { address, among, duration, header, list, positive, setting, shard, whole } from './values.ts'

export interface CertifyFlags {
  target?: string
  config?: string
  role?: Role
  seed?: number
  runs?: number
  concurrency?: number
  rate?: number
  budget?: number
  only?: string[]
  waivers?: string
  shard?: { index: number; of: number }
  report?: string
  format?: ('html' | 'json' | 'junit')[]
  allowIncomplete?: boolean
  json?: boolean
  quiet?: boolean
  defect?: string
  freedom?: string
  header?: { [name: string]: string }
  profile?: { [key: string]: unknown }
  transcript?: string
  all?: boolean
  listen?: { host?: string; port: number }
  demo?: boolean
  patience?: number
  idle?: number
}

export const roles = ['server', 'client', 'receiver'] as const satisfies Role[]

/** Adds the options that say which target, and how to reach it. */
export function withTarget(command: Command): Command {
  return command
    .option('-t, --target <url>', 'URL of the target; default: our own gateway, started inside')
    .option('-c, --config <file>', 'declaration of the target (docs/target.md; batu-uji init writes one)')
    .addOption(
      new Option('--role <role>', 'who is on trial; default: the declaration’s, or server').choices(roles),
    )
    .option('--header <header>', "HTTP header for every request, 'Name: value' (repeatable)", header)
    .option(
      '--profile <setting>',
      'switch of the protocol, key=value, or a known server (repeatable)',
      setting,
    )
    .option('--defect <id>', 'let our own gateway, or our model client or receiver, play a defect')
    .option('--freedom <id>', 'let it use a freedom')
    .option('--listen <address>', 'where clients and callbacks reach us: [host:]port', address)
    .option('--demo', 'role client: let our model client act, instead of waiting for one')
    .option('--patience <time>', 'how long the party on trial may take to act of its own accord', duration)
    .option('--idle <time>', 'role client: how long a client is waited for; default: 2m', duration)
}

/** Adds every option of certify. */
export function withFlags(command: Command): Command {
  return withTarget(command)
    .option('--all', 'certify our own gateway for every protocol, in every role')
    .option('--seed <n>', 'seed of everything drawn; default: another each time', whole(0, 0x7fff_ffff))
    .option('--runs <n>', 'drawn cases for each scenario; default: 10', whole(0, 1_000_000))
    .option('--concurrency <n>', 'requests in flight; default: 8', whole(1, 1000))
    .option('--rate <n>', 'requests a second at most', positive)
    .option('--budget <time>', 'begin no case after this time: 500ms, 60s, 2m', duration)
    .option('--only <patterns>', 'rules, clauses or scenarios, with * (by commas, repeatable)', list)
    .option('--waivers <file>', 'known failures, each with reason, owner and end')
    .option('--shard <i/n>', 'this part of so many, such as 1/4', shard)
    .option('--report <dir>', 'folder of the reports; default: report/<protocol>')
    .option(
      '--format <names>',
      'html, json, junit (by commas); default: all',
      among(['html', 'json', 'junit']),
    )
    .option('--transcript <file>', 'write every exchange as NDJSON, for batu-uji judge')
    .option(
      '--allow-incomplete',
      'accept mandatory clauses that were not exercised (exit code 0 instead of 4)',
    )
    .option('--json', 'print the report as JSON on standard output')
    .option('-q, --quiet', 'print no progress and no story')
}
