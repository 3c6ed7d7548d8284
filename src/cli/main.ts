/** The command line: commands, help, and what happens when something goes wrong. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { home } from '../contract/home.ts'
import { paintFor } from '../report/paint.ts'
import { addCertify } from './certify.ts'
import { addDefects } from './defects.ts'
import { addExplain } from './explain.ts'
import { failureOf } from './failure.ts'
import { addFixtures } from './fixtures.ts'
import { addGateway } from './gateway.ts'
import { addInit } from './init.ts'
import { say, type Io } from './io.ts'
import { addJudge } from './judge.ts'
import { addReplay } from './replay.ts'
import { addRules } from './rules.ts'

/** In the order of the help. */
const commands = [
  addCertify,
  addGateway,
  addJudge,
  addFixtures,
  addRules,
  addExplain,
  addDefects,
  addInit,
  addReplay,
]

const start = `
Start here:
  $ batu-uji certify indomaret          our own gateway on trial: see what a run looks like
  $ batu-uji init indomaret             write target.json, the declaration of your own server
  $ batu-uji certify indomaret --config target.json
  $ batu-uji gateway --protocol indomaret   a sandbox to build a client against`

/** Runs one command; gives the exit code. Never throws. */
export async function main(
  argv: string[] = process.argv,
  io: Io = { out: process.stdout, err: process.stderr },
): Promise<number> {
  let code = 0
  const program = assemble(io, (end) => void (code = end))
  try {
    if (argv.length <= 2) program.outputHelp()
    else await program.parseAsync(argv)
    return code
  } catch (error) {
    return complain(error, io)
  }
}

function assemble(io: Io, finish: (code: number) => void): Command {
  const program = new Command('batu-uji')
    .description('Certifies implementations of Indonesian payment protocols.')
    .addHelpText('after', start)
    .version(versionOf(), '-V, --version')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => void io.out.write(text),
      writeErr: (text) => void io.err.write(text),
      outputError: (text, write) => write(`${mark(io)} ${oneLine(text)}\n`),
    })
  for (const add of commands) add(program, io, finish)
  return program
}

function versionOf(): string {
  return (JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }).version
}

const mark = ({ err }: Io): string => paintFor(err).red('batu-uji:')

/** Commander's own complaints, as the sentences that all others are. */
function oneLine(text: string): string {
  const [first = '', hint] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n')
  const sentence = first.charAt(0).toUpperCase() + first.slice(1)
  return `${sentence.replace(/\.?$/, '.')}${hint === undefined ? ' See --help.' : ` ${hint}`}`
}

function complain(error: unknown, io: Io): number {
  const { says, code } = failureOf(error)
  if (says !== '') say(io.err, `${mark(io)} ${says}`)
  if (process.env['DEBUG'] === 'batu-uji')
    say(io.err, error instanceof Error ? (error.stack ?? '') : String(error))
  return code
}
