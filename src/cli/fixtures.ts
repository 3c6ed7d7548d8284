/** batu-uji fixtures: generated specimens of a protocol's messages, honest and broken. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Option, type Command } from 'commander'
import type { Contract, MessageSpec } from '../contract/contract.ts'
import { moduleSuffix } from '../contract/home.ts'
import type { Output } from '../report/paint.ts'
import { suggestion } from '../stimulate/declaration-nearest.ts'
import { UsageError } from './failure.ts'
import { claimFolder } from './folder.ts'
import { say, type Io } from './io.ts'
import { contractOf } from './protocol.ts'
import { whole } from './values.ts'

/** What the generator is asked for. */
export interface FixtureOrder {
  contract: Contract
  /** Messages in the order in which they take turns. */
  messages: MessageSpec[]
  count: number
  seed: number
  kind: 'valid' | 'invalid' | 'both'
}

/** What the generator gives. */
export interface Fixture {
  /** `ReqPayment-000001`, fit for a file name. */
  name: string
  message: string
  side: 'request' | 'response'
  valid: boolean
  /** The one rule that it breaks, with its place. */
  breaks?: string
  fields: { [field: string]: unknown }
  headers: [string, string][]
  body: Buffer
}

export type Generate = (order: FixtureOrder) => Iterable<Fixture>

interface FixtureFlags {
  count: number
  seed: number
  valid?: boolean
  invalid?: boolean
  format?: 'body' | 'xml' | 'json' | 'http' | 'ndjson'
  out?: string
  json?: boolean
}

const examples = `
Examples:
  $ batu-uji fixtures indomaret --count 100 --out specimens
  $ batu-uji fixtures indomaret ReqPayment --count 5 --format http
  $ batu-uji fixtures indomaret --invalid --count 1000 --format ndjson
  $ batu-uji fixtures indomaret --count 1000000 --format ndjson | gzip > million.ndjson.gz

The same seed gives the same specimens. Of a broken one, exactly one rule is broken; NDJSON names it.`

/** Adds the command. */
export function addFixtures(program: Command, io: Io): void {
  program
    .command('fixtures')
    .argument('<protocol>', 'id of the protocol')
    .argument('[message]', 'name of a message, such as ReqPayment; default: all in turn')
    .summary('generate specimens')
    .description('Generates messages with realistic Indonesian values, valid or with exactly one flaw.')
    .option('-n, --count <n>', 'how many', whole(1), 10)
    .option('--seed <n>', 'seed of the values', whole(0, 0x7fff_ffff), 1)
    .addOption(new Option('--valid', 'valid ones only').conflicts('invalid'))
    .option('--invalid', 'ones with a flaw only')
    .addOption(
      new Option('--format <name>', 'body alone (xml or json), http, or ndjson').choices([
        'xml',
        'json',
        'http',
        'ndjson',
      ]),
    )
    .option('-o, --out <dir>', 'write a file for each instead of standard output')
    .option('--json', 'the same as --format ndjson')
    .addHelpText('after', examples)
    .action(async (protocol: string, message: string | undefined, flags: FixtureFlags) => {
      const contract = contractOf(protocol)
      const order = orderOf(contract, message, flags)
      const generate = await generator()
      await hand(generate(order), flags, io)
    })
}

/** The order that the options make. Throws UsageError for a message that the contract does not have. */
export function orderOf(contract: Contract, message: string | undefined, flags: FixtureFlags): FixtureOrder {
  const { count, seed, valid, invalid } = flags
  const spec = message === undefined ? undefined : contract.messages[message]
  if (message !== undefined && !spec)
    throw new UsageError(
      `There is no message «${message}» in ${contract.id}.${suggestion(message, Object.keys(contract.messages))}`,
    )
  if (flags.format !== undefined) demandFormat(flags.format, contract)
  const messages = spec ? [spec] : Object.values(contract.messages)
  return { contract, messages, count, seed, kind: valid ? 'valid' : invalid ? 'invalid' : 'both' }
}

async function generator(): Promise<Generate> {
  const url = new URL(`../stimulate/fixtures${moduleSuffix}`, import.meta.url)
  if (!existsSync(fileURLToPath(url)))
    throw new UsageError('This build has no generator of specimens. Install a complete one.')
  return ((await import(url.href)) as { generate: Generate }).generate
}

async function hand(fixtures: Iterable<Fixture>, flags: FixtureFlags, io: Io): Promise<void> {
  const format = flags.json ? 'ndjson' : (flags.format ?? 'body')
  if (flags.out !== undefined) return keep(fixtures, flags.out, format, io)
  for (const fixture of fixtures)
    if (io.out.write(`${textOf(fixture, format)}\n`) === false) await drained(io.out)
}

/** A body is written in one form only. */
function demandFormat(format: string, { id, codec }: Contract): void {
  if (format !== 'xml' && format !== 'json') return
  const own = codec === 'json' ? 'json' : codec === 'form' ? 'http' : 'xml'
  if (format !== own)
    throw new UsageError(
      `Messages of ${id} are not written in ${format}. Use --format ${own}, http or ndjson.`,
    )
}

function keep(fixtures: Iterable<Fixture>, dir: string, format: string, io: Io): void {
  claimFolder(dir, '--out')
  let kept = 0
  for (const fixture of fixtures) {
    writeFileSync(join(dir, `${fixture.name}.${endingOf(fixture, format)}`), bytesOf(fixture, format))
    kept += 1
  }
  say(io.err, `Wrote ${kept} specimens to ${dir}.`)
}

function endingOf({ headers }: Fixture, format: string): string {
  if (format !== 'body') return format
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return type.includes('xml') ? 'xml' : type.includes('json') ? 'json' : 'txt'
}

/** A body keeps its own encoding, which need not be UTF-8. */
function bytesOf(fixture: Fixture, format: string): Buffer {
  if (format === 'ndjson') return Buffer.from(textOf(fixture, format))
  return format === 'http' ? Buffer.concat([Buffer.from(headOf(fixture)), fixture.body]) : fixture.body
}

function textOf(fixture: Fixture, format: string): string {
  if (format !== 'ndjson') return bytesOf(fixture, format).toString('utf8')
  return JSON.stringify({ ...fixture, body: fixture.body.toString('utf8') })
}

function headOf({ side, headers, body }: Fixture): string {
  const first = side === 'response' ? 'HTTP/1.1 200 OK' : 'POST / HTTP/1.1'
  const lines = [
    first,
    ...headers.map(([key, value]) => `${key}: ${value}`),
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Whoever reads slowly is waited for, so that a million specimens need no more memory than ten. */
function drained(output: Output): Promise<void> {
  const stream = output as NodeJS.WritableStream
  return new Promise((resolve) => stream.once('drain', () => resolve()))
}
