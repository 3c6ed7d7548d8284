/** batu-uji judge: rules over what somebody recorded. */
import { readFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import type { Contract, Profile, Role } from '../contract/contract.ts'
import { profileOf } from '../contract/profile.ts'
import type { Keys, Side } from '../dialects/dialect.ts'
import { loadDialect } from '../dialects/load.ts'
import { exitCodes } from '../judge/verdict.ts'
import { paintFor, marked, widthOf } from '../report/paint.ts'
import { tellFinding } from '../report/tell.ts'
import { count } from '../report/text.ts'
import { loadDeclaration } from '../stimulate/declaration.ts'
import { loadSuite } from '../stimulate/suite.ts'
import { roles } from './certify-flags.ts'
import { UsageError } from './failure.ts'
import { say, sayJson, type Io } from './io.ts'
import { outcomeOf, type Outcome } from './judge-outcome.ts'
import { recordingOf, type Recording } from './judge-recording.ts'
import { demandProtocol } from './judge-transcript.ts'
import { contractOf } from './protocol.ts'
import { setting } from './values.ts'

interface JudgeFlags {
  role?: Role
  side?: Side
  config?: string
  profile?: Profile
  json?: boolean
  quiet?: boolean
}

interface Judged {
  file: string
  what: string
  exchanges: number
  outcomes: Outcome[]
}

const examples = `
Examples:
  $ batu-uji judge indomaret answer.xml                   a single message; its side is recognised
  $ batu-uji judge indomaret exchange.http                HTTP messages: a request, its answer, or many
  $ batu-uji judge indomaret transcript.ndjson            what certify --transcript wrote, or its events.ndjson
  $ curl -s … | batu-uji judge indomaret -                standard input
  $ batu-uji judge indomaret answer.xml --profile messageId=fresh --json

Exit codes: 0 nothing mandatory is broken, 1 something is, 2 wrong usage, or nothing that a rule speaks about.`

/** Adds the command. */
export function addJudge(program: Command, io: Io, finish: (code: number) => void): void {
  program
    .command('judge')
    .argument('<protocol>', 'id of the protocol')
    .argument('<files...>', 'messages, .http files, NDJSON transcripts; - is standard input')
    .summary('judge recordings')
    .description('Judges recorded messages by the rules of a protocol, without sending anything.')
    .addOption(
      new Option('--role <role>', 'whose conduct is judged; default: of whoever wrote the messages').choices(
        roles,
      ),
    )
    .addOption(
      new Option('--side <side>', 'side of a message that does not tell it itself').choices([
        'request',
        'response',
      ]),
    )
    .option(
      '-c, --config <file>',
      'declaration of the target: its profile, and the key that checks signatures',
    )
    .option('--profile <setting>', 'switch of the protocol, key=value (repeatable)', setting)
    .option('--json', 'print JSON')
    .option('-q, --quiet', 'print nothing; the exit code tells')
    .addHelpText('after', examples)
    .action(async (protocol: string, files: string[], flags: JudgeFlags) =>
      finish(await judgeFiles(contractOf(protocol), files, flags, io)),
    )
}

async function judgeFiles(contract: Contract, files: string[], flags: JudgeFlags, io: Io): Promise<number> {
  const { rules } = await loadSuite(contract.id)
  const known = await knownOf(contract, flags)
  const reader = { contract, dialect: await loadDialect(contract), keys: known.keys, side: flags.side }
  const judged = files.map((file): Judged & { recording: Recording } => {
    const recording = recordingOf(bytesOf(file), file, reader)
    demandProtocol(recording as { protocol?: string }, contract, file)
    const profile = { ...known.profile, ...recording.profile, ...flags.profile }
    const trace = { protocol: contract.id, profile, declared: recording.declared, entries: recording.entries }
    const outcomes = rolesOf(contract, recording, flags).map((role) =>
      outcomeOf(contract, rules, { ...trace, role }),
    )
    return {
      file,
      what: recording.what,
      exchanges: recording.entries.filter(({ kind }) => kind === 'exchange').length,
      outcomes,
      recording,
    }
  })
  if (flags.json)
    sayJson(
      io.out,
      judged.map(({ recording: _, ...one }) => ({
        ...one,
        outcomes: one.outcomes.map(({ clauses: _all, ...outcome }) => outcome),
      })),
    )
  else if (!flags.quiet) for (const one of judged) tell(one, one.recording, io)
  return codeOf(judged.flatMap(({ outcomes }) => outcomes))
}

async function knownOf(
  contract: Contract,
  { config, profile }: JudgeFlags,
): Promise<{ profile: Profile; keys: Keys }> {
  if (config === undefined) return { profile: profileOf(contract, profile), keys: {} }
  return loadDeclaration(config, { contract, overrides: { profile } })
}

function bytesOf(file: string): Buffer {
  const bytes = readFileSync(file === '-' ? 0 : file)
  if (bytes.toString('latin1').trim() === '')
    throw new UsageError(
      `${file === '-' ? 'Standard input' : file} is empty. Give a message, a .http file or a transcript.`,
    )
  return bytes
}

/** Whoever wrote something is judged by it. */
function rolesOf(
  { roles: known }: Contract,
  { role: recorded, sides }: Recording,
  { role }: JudgeFlags,
): Role[] {
  if (role ?? recorded) return [(role ?? recorded)!]
  const writers: Role[] = [
    ...(sides.has('response') ? (['server'] as const) : []),
    ...(sides.has('request') ? (['client'] as const) : []),
  ]
  return writers.filter((one) => known[one] !== undefined)
}

function codeOf(outcomes: Outcome[]): number {
  if (outcomes.every(({ rules }) => rules.length === 0)) return exitCodes.usage
  return outcomes.some(({ findings }) => findings.some(({ verdict }) => verdict === 'fail'))
    ? exitCodes.fails
    : exitCodes.conforms
}

function tell({ file, what, exchanges, outcomes }: Judged, { entries }: Recording, io: Io): void {
  const paint = paintFor(io.out)
  const shown = new Map(
    entries.flatMap((entry) => (entry.kind === 'exchange' ? [[entry.id, entry] as const] : [])),
  )
  say(io.out, `${paint.bold(file)} ${paint.dim(`· ${what}, ${count(exchanges, 'exchange')}`)}`)
  for (const { role, verdict, rules, findings, clauses } of outcomes) {
    const telling = {
      paint,
      width: widthOf(io.out),
      exchanges: shown,
      clauses: new Map(clauses.map((clause) => [clause.id, clause])),
    }
    for (const finding of findings) for (const line of tellFinding(finding, telling)) say(io.out, line)
    const cases = rules.reduce((sum, rule) => sum + rule.cases, 0)
    say(
      io.out,
      rules.length === 0
        ? `  ${role}: nothing here that a rule speaks about`
        : `  ${role}: ${marked(verdict, paint)} ${paint.dim(`(${count(rules.length, 'rule')}, ${count(cases, 'case')})`)}`,
    )
  }
  say(io.out, '')
}
