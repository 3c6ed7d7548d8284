/** batu-uji fixtures: generated specimens of a protocol's messages, valid and with one flaw. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Option, type Command } from 'commander'
import type { Contract } from '../contract/contract.ts'
import type { GenerateOptions } from '../fixtures/generate.ts'
import { formats, type Format } from '../fixtures/render.ts'
import type { Output } from '../report/paint.ts'
import { suggestion } from '../stimulate/declaration-nearest.ts'
import { UsageError } from './failure.ts'
import { claimFolder } from './folder.ts'
import { say, type Io } from './io.ts'
import { contractOf } from './protocol.ts'
import { whole } from './values.ts'

interface FixtureFlags {
  count: number
  seed: number
  valid?: boolean
  invalid?: boolean
  format?: Format
  out?: string
  json?: boolean
}

const examples = `
Examples:
  $ batu-uji fixtures indomaret --count 100 --out specimens
  $ batu-uji fixtures indomaret ReqPayment --valid --count 5 --format http
  $ batu-uji fixtures indomaret --invalid --count 1000 --format ndjson
  $ batu-uji fixtures indomaret --count 1000000 --format ndjson | gzip > million.ndjson.gz

The same seed gives the same specimens. One that is not valid has exactly one flaw, and says which: in its
JSON, in a comment after its XML, in the line above its HTTP, or in the name of its file.`

/** Adds the command. */
export function addFixtures(program: Command, io: Io): void {
  program
    .command('fixtures')
    .argument('<protocol>', 'id of the protocol')
    .argument('[message]', 'name of a message, such as ReqPayment; default: all')
    .summary('generate specimens')
    .description('Generates messages with realistic Indonesian values, valid or with exactly one flaw.')
    .option('-n, --count <n>', 'how many', whole(1), 10)
    .option('--seed <n>', 'seed of the values', whole(0, 0x7fff_ffff), 1)
    .addOption(new Option('--valid', 'valid ones only; default: both').conflicts('invalid'))
    .option('--invalid', 'ones with a flaw only')
    .addOption(
      new Option('--format <name>', 'how they are written; default: as on the wire').choices(formats),
    )
    .option('-o, --out <dir>', 'write a file for each instead of standard output')
    .option('--json', 'the same as --format ndjson')
    .addHelpText('after', examples)
    .action(async (protocol: string, message: string | undefined, flags: FixtureFlags) => {
      const order = orderOf(contractOf(protocol), message, flags)
      await (flags.out === undefined ? pour(order, io) : keep(order, flags.out, io))
    })
}

function orderOf(contract: Contract, message: string | undefined, flags: FixtureFlags): GenerateOptions {
  const { id, messages, codec } = contract
  if (message !== undefined && !messages[message])
    throw new UsageError(
      `There is no message «${message}» in ${id}.${suggestion(message, Object.keys(messages))}`,
    )
  const isXml = codec === 'soap' || codec === 'xmlrpc'
  const format = flags.json ? 'ndjson' : (flags.format ?? (isXml ? 'xml' : 'json'))
  if (format === 'xml' && !isXml)
    throw new UsageError(`Messages of ${id} are not written in XML. Use --format json, http or ndjson.`)
  const { count, seed, valid = false, invalid = false } = flags
  return { protocol: id, message, format, count, seed, valid: !invalid, invalid: !valid }
}

async function pour(order: GenerateOptions, { out }: Io): Promise<void> {
  const { generate } = await import('../fixtures/generate.ts')
  for await (const piece of generate(order)) if (out.write(piece) === false) await drained(out)
}

/** Whoever reads slowly is waited for, so that a million specimens need no more memory than ten. */
function drained(output: Output): Promise<void> {
  const stream = output as NodeJS.WritableStream
  return new Promise((resolve) => stream.once('drain', () => resolve()))
}

async function keep(order: GenerateOptions, dir: string, io: Io): Promise<void> {
  const { generateEach } = await import('../fixtures/generate.ts')
  claimFolder(dir, '--out')
  let kept = 0
  for await (const { drawn, text } of generateEach(order)) {
    kept += 1
    const { message, flaw } = drawn
    const label = flaw ? `.${flaw.field}.${flaw.id}` : ''
    const name = `${String(kept).padStart(6, '0')}-${message}${label}.${order.format}`
    writeFileSync(join(dir, name), text.endsWith('\n') ? text : `${text}\n`)
  }
  say(io.err, `Wrote ${kept} specimens to ${dir}.`)
}
