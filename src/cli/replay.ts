/** batu-uji replay: does again what a finding was made of, signed anew and sent anew. */
import type { Command } from 'commander'
import { findingsOf, type Finding, type Report } from '../report/events.ts'
import { suggestion } from '../stimulate/declaration-nearest.ts'

import { withTarget, type CertifyFlags } from './certify-flags.ts'
import { UsageError } from './failure.ts'
import { say, sayJson, type Io } from './io.ts'
import { contractOf } from './protocol.ts'
import { readReport } from './report-file.ts'

type Origin = NonNullable<Finding['origin']>

const examples = `
Examples:
  $ batu-uji replay report/indomaret/report.json f1
  $ batu-uji replay report.json f3 --config target.json
  $ batu-uji replay report.json f1 --target http://127.0.0.1:8100

Exit codes: 0 the finding did not come again, 1 it did; else those of certify.`

/** Adds the command. */
export function addReplay(program: Command, io: Io, finish: (code: number) => void): void {
  withTarget(program.command('replay'))
    .argument('<report>', 'report.json of a run')
    .argument('<finding>', 'id of a finding in it, such as f1')
    .summary('act out a finding again')
    .description('Acts out the smallest case of a finding against the same or another target, and judges it.')
    .option('--report <dir>', 'folder of the new reports', 'report/replay')
    .option('--json', 'print the report as JSON on standard output')
    .option('-q, --quiet', 'print no story')
    .addHelpText('after', examples)
    .action(async (file: string, id: string, flags: CertifyFlags) => finish(await again(file, id, flags, io)))
}

async function again(file: string, id: string, flags: CertifyFlags, io: Io): Promise<number> {
  const report = readReport(file)
  const contract = contractOf(report.contract.id)
  const origin = originIn(report, id, file)
  demandTarget(report, flags)
  if (contract.hash !== report.contract.hash && !flags.quiet)
    say(io.err, `The contract has changed since ${file} was written; the verdict may differ for that.`)
  const { certifyOne } = await import('./certify-run.ts')
  const { replay } = await import('../stimulate/certify.ts')
  const run = { ...flags, role: flags.role ?? report.role, seed: report.seed, allowIncomplete: true }
  const { code, report: found } = await certifyOne(contract, run, io, (options) => replay(options, origin))
  if (flags.json) sayJson(io.out, found)
  return code
}

function originIn(report: Report, id: string, file: string): Origin {
  const findings = findingsOf(report)
  const finding = findings.find((one) => one.id === id)
  if (!finding)
    throw new UsageError(
      `${file} has no finding «${id}».${suggestion(
        id,
        findings.map((one) => one.id),
      )}`,
    )
  if (finding.origin) return finding.origin
  throw new UsageError(
    `The finding ${id} compares exchanges of the whole run, so it has no case of its own. Certify again with --seed ${report.seed}.`,
  )
}

/** A report names its target for people; credentials and hooks are in the declaration alone. */
function demandTarget({ target }: Report, { target: url, config }: CertifyFlags): void {
  if (url !== undefined || config !== undefined || target === 'built-in gateway') return
  throw new UsageError(
    `The finding is about ${target}. Name it with --target, or with --config and its declaration.`,
  )
}
