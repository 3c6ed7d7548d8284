/** One run from its options to its exit code: chosen target, watched events, written reports. */
import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Contract } from '../contract/contract.ts'
import { exitCodes } from '../judge/verdict.ts'
import type { Report, RunEvent } from '../report/events.ts'
import { exitCodeOf } from '../report/headline.ts'
import type { Output } from '../report/paint.ts'
import { createTerminal, type TerminalOptions } from '../report/terminal.ts'
import { certify } from '../stimulate/certify.ts'
import type { Certify, RunOptions } from '../stimulate/options.ts'
import { selectScenarios } from '../stimulate/select.ts'
import { loadSuite } from '../stimulate/suite.ts'
import type { CertifyFlags } from './certify-flags.ts'
import { chooseTarget } from './certify-target.ts'
import { UsageError } from './failure.ts'
import { untilInterrupted } from './interrupt.ts'
import { say, type Io } from './io.ts'
import { claimFolder } from './folder.ts'
import { formatNames, openDesk, type Closed } from './report-desk.ts'
import { transcriptOf } from './transcript.ts'
import { readWaivers } from './waiver-file.ts'

/** How a run ended. */
export interface RunEnd {
  code: number
  report: Report
}

/** Certifies one protocol in one role. Throws what failureOf can tell; then nothing is left half-written. */
export async function certifyOne(
  contract: Contract,
  flags: CertifyFlags,
  io: Io,
  act: Certify = certify,
): Promise<RunEnd> {
  const waivers = flags.waivers === undefined ? [] : readWaivers(flags.waivers)
  const dir = flags.report ?? join('report', folderOf(contract, flags))
  // A gateway of ours starts in a thread of its own: the suite is loaded meanwhile.
  const choosing = chooseTarget(contract, flags)
  const [suite, chosen] = await Promise.all([loadSuite(contract.id), choosing]).catch(async (error) => {
    await choosing.then(({ close }) => close()).catch(() => undefined)
    throw error
  })
  try {
    const { seed = randomInt(0x7fff_ffff), runs, concurrency, rate, only, shard } = flags
    const { target } = chosen
    const plan = {
      contract,
      suite,
      target,
      seed,
      runs,
      concurrency,
      rate,
      only,
      shard,
      waivers,
      budgetMs: flags.budget,
    }
    demandSelection(plan)
    return await conduct(plan, { dir, flags, io, act, note: chosen.note })
  } finally {
    await chosen.close()
  }
}

const folderOf = ({ id }: Contract, { role = 'server' }: CertifyFlags): string =>
  role === 'server' ? id : `${id}-${role}`

type Plan = Omit<RunOptions, 'emit'>

/** Every pattern selects something, or it is a slip. */
function demandSelection(plan: Plan): void {
  const options = { ...plan, emit: () => undefined }
  for (const pattern of plan.only ?? []) selectScenarios({ ...options, only: [pattern] })
}

interface Setting {
  dir: string
  flags: CertifyFlags
  io: Io
  act: Certify
  note?: string
}

async function conduct(plan: Plan, setting: Setting): Promise<RunEnd> {
  const { dir, flags, act } = setting
  const release = [
    claimFolder(dir, '--report'),
    flags.transcript === undefined ? undefined : claimFolder(dirname(flags.transcript), '--transcript'),
  ]
  const { desk, terminal, viewing } = audience(plan, setting)
  const run = act({ ...plan, emit: (event: RunEvent) => desk.emit(event) })
  const ended = await untilInterrupted(Promise.race([run, desk.broken])).catch(async (error: unknown) => {
    if (desk.begun()) leave(await desk.close(), plan, flags)
    else for (const each of release) each?.()
    throw error
  })
  if (!desk.begun()) throw new UsageError('Interrupted before the run began; nothing was written.')
  const closed = leave(await desk.close(), plan, flags)
  const code = ended === 'interrupted' ? 130 : codeOf(closed.report, flags)
  viewing.exitCode = code
  terminal.close(closed.report, closed.entries)
  for (const file of closed.files) say(viewing.out, file)
  return { code, report: closed.report }
}

/** Who hears of the run: the reports, and people. */
function audience({ contract, target }: Plan, { dir, flags, io, note }: Setting) {
  const viewing: TerminalOptions = { out: voiceOf(flags, io), reportFile: join(dir, 'report.json') }
  const terminal = createTerminal(viewing)
  const watch = (event: RunEvent): void => {
    terminal.take(event)
    if (event.event === 'started' && note !== undefined) say(flags.quiet ? viewing.out : io.err, note)
  }
  const { secretFields } = contract
  const { secrets } = target
  const desk = openDesk({ dir, formats: flags.format ?? formatNames, secrets, secretFields, watch })
  return { desk, terminal, viewing }
}

/** Stories go where JSON does not. */
function voiceOf({ quiet, json }: CertifyFlags, { out, err }: Io): Output {
  if (quiet) return { write: () => undefined }
  return json ? err : out
}

function leave(closed: Closed, { target }: Plan, { transcript }: CertifyFlags): Closed {
  if (transcript !== undefined) writeFileSync(transcript, transcriptOf(target, closed.entries))
  return closed
}

/** The exit code of a finished run. */
export function codeOf(
  { verdict }: Pick<Report, 'verdict'>,
  { allowIncomplete }: Pick<CertifyFlags, 'allowIncomplete'>,
): number {
  return verdict === 'incomplete' && allowIncomplete ? exitCodes.conforms : exitCodeOf(verdict)
}
