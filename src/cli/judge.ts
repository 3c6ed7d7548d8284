/** batu-uji judge: rules over what somebody recorded. */
import { readFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { writerOf, type Contract, type Profile, type Role } from '../contract/contract.ts'
import { profileOf } from '../contract/profile.ts'
import type { Keys, Side } from '../dialects/dialect.ts'
import { loadDialect, loadSpeaker } from '../dialects/load.ts'
import type { Rule } from '../judge/rule.ts'
import { exitCodes } from '../judge/verdict.ts'
import { paintFor, marked, widthOf } from '../report/paint.ts'
import { tellFinding } from '../report/tell.ts'
import { count, visible } from '../report/text.ts'
import { loadDeclaration } from '../stimulate/declaration.ts'
import { zoneOf } from '../stimulate/declaration-items.ts'
import { loadSuite } from '../stimulate/suite.ts'
import { roles } from './certify-flags.ts'
import type { Exchange } from '../wire/exchange.ts'
import { UsageError } from './failure.ts'
import { say, sayJson, type Io } from './io.ts'
import { outcomeInAnyWorld, outcomeOf, type Outcome } from './judge-outcome.ts'
import { recordingOf, type Recording } from './judge-recording.ts'
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
  unreadable?: string
  exchanges: Exchange[]
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
    .option(
      '--profile <setting>',
      'switch of the protocol, key=value, or a known server (repeatable)',
      setting,
    )
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
  const reader = {
    contract,
    dialect: await loadDialect(contract, known.profile),
    ...(flags.config === undefined && { speaker: await loadSpeaker(contract) }),
    keys: known.keys,
    side: flags.side,
    zone: zoneOf(known.profile),
  }
  const judged = files.map((file) => {
    const recording = recordingOf(bytesOf(file), file, reader)
    const own = flags.config === undefined ? { ...recording.profile, ...flags.profile } : {}
    return { file, ...judgedOf(recording, { contract, rules, flags, profile: { ...known.profile, ...own } }) }
  })
  if (flags.json) sayJson(io.out, judged.map(asJson))
  else if (!flags.quiet) for (const one of judged) tell(one, io)
  return codeOf(judged)
}

interface Bench {
  contract: Contract
  rules: Rule[]
  flags: JudgeFlags
  profile: Profile
}

function judgedOf(recording: Recording, { contract, rules, flags, profile }: Bench): Omit<Judged, 'file'> {
  const { what, unreadable, entries, declared, sides } = recording
  const trace = { protocol: contract.id, profile, declared, entries }
  const outcome = sides.has('response') ? outcomeOf : outcomeInAnyWorld
  const outcomes = rolesOf(contract, recording, flags).map((role) =>
    outcome(contract, rules, { ...trace, role }),
  )
  return { what, unreadable, exchanges: entries.filter((entry) => entry.kind === 'exchange'), outcomes }
}

/** Without the clauses, which `batu-uji rules --json` has. */
function asJson({ exchanges, outcomes, ...judged }: Judged) {
  return {
    ...judged,
    exchanges: exchanges.length,
    outcomes: outcomes.map(({ role, verdict, rules, findings }) => ({ role, verdict, rules, findings })),
  }
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
  { role: recorded, sides, entries }: Recording,
  { role }: JudgeFlags,
): Role[] {
  if (role ?? recorded) return [(role ?? recorded)!]
  const senders = new Set(entries.flatMap((entry) => (entry.kind === 'exchange' ? [entry.from] : [])))
  const writers = new Set([...senders].flatMap((from) => [...sides].map((side) => writerOf(from, side))))
  return roles.filter((one) => writers.has(one) && known[one] !== undefined)
}

function codeOf(judged: Judged[]): number {
  const outcomes = judged.flatMap((one) => one.outcomes)
  const isBroken = outcomes.some(({ findings }) => findings.some(({ verdict }) => verdict === 'fail'))
  if (isBroken || judged.some(({ unreadable }) => unreadable !== undefined)) return exitCodes.fails
  return outcomes.every(({ rules }) => rules.length === 0) ? exitCodes.usage : exitCodes.conforms
}

function tell({ file, what, unreadable, exchanges, outcomes }: Judged, io: Io): void {
  const paint = paintFor(io.out)
  say(io.out, `${paint.bold(file)} ${paint.dim(`· ${what}, ${count(exchanges.length, 'exchange')}`)}`)
  if (unreadable !== undefined) say(io.out, `  ${marked('fail', paint, visible(unreadable))}`)
  const shown = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  for (const outcome of outcomes) tellOutcome(outcome, shown, io)
  say(io.out, '')
}

function tellOutcome(
  { role, verdict, rules, findings, clauses }: Outcome,
  exchanges: Map<string, Exchange>,
  io: Io,
): void {
  const paint = paintFor(io.out)
  const telling = {
    paint,
    width: widthOf(io.out),
    exchanges,
    clauses: new Map(clauses.map((clause) => [clause.id, clause])),
  }
  for (const finding of findings) for (const line of tellFinding(finding, telling)) say(io.out, line)
  if (rules.length === 0) return say(io.out, `  ${role}: nothing here that a rule speaks about`)
  const cases = rules.reduce((sum, rule) => sum + rule.cases, 0)
  say(
    io.out,
    `  ${role}: ${marked(verdict, paint)} ${paint.dim(`(${count(rules.length, 'rule')}, ${count(cases, 'case')})`)}`,
  )
}
