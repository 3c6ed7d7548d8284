/** batu-uji explain: what an id means, why it is so, where it stands in the document, and what to do. */
import type { Command } from 'commander'
import type { Finding } from '../report/events.ts'
import { findingsOf } from '../report/events.ts'
import { paintFor, widthOf } from '../report/paint.ts'
import { wrap } from '../report/text.ts'
import { tellFinding } from '../report/tell.ts'
import { suggestion } from '../stimulate/declaration-nearest.ts'
import { catalogueOf } from './catalogue.ts'
import { explanationsOf, idsOf, type Explanation } from './explain-entry.ts'
import { UsageError } from './failure.ts'
import { say, sayJson, type Io } from './io.ts'
import { contractsOf } from './protocol.ts'
import { latestReport, readReport } from './report-file.ts'

interface ExplainFlags {
  protocol?: string
  report?: string
  json?: boolean
}

const examples = `
Examples:
  $ batu-uji explain IDM-PAY-IDEMPOTENT      a clause: its source, its rules, its readings
  $ batu-uji explain payment.repeat          a rule: its clauses, and the defects that break it
  $ batu-uji explain E-IDM-01                an erratum of the document, and the reading taken
  $ batu-uji explain forgets-payments        a defect of the built-in gateway
  $ batu-uji explain billKind                a switch of the profile
  $ batu-uji explain f3 --report report/indomaret/report.json`

/** Adds the command. */
export function addExplain(program: Command, io: Io): void {
  program
    .command('explain')
    .argument(
      '<id>',
      'id of a rule, clause, erratum, defect, freedom, scenario, situation, switch, kind of data, or finding',
    )
    .summary('tell all about an id')
    .description(
      'Tells what an id says, why, where it stands in the document, how it is read, and what to do about it.',
    )
    .option('--protocol <id>', 'look in this protocol only')
    .option('--report <file>', 'report.json of the finding; default: the latest under report/')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action((id: string, flags: ExplainFlags) => explain(id, flags, io))
}

async function explain(id: string, flags: ExplainFlags, io: Io): Promise<void> {
  const contracts = contractsOf(flags.protocol)
  const catalogues = await Promise.all(contracts.map(catalogueOf))
  const isFinding = /^f\d+$/.test(id)
  const finding = isFinding ? findingNamed(id, flags, io) : undefined
  const wanted = finding?.rule ?? id
  const found = catalogues.flatMap((catalogue) => explanationsOf(catalogue, wanted))
  if (found.length === 0)
    throw new UsageError(`Nothing has the id «${id}».${suggestion(id, catalogues.flatMap(idsOf))}`)
  if (flags.json) return sayJson(io.out, finding ? { finding, explanations: found } : found)
  for (const explanation of found) tell(explanation, io)
}

function findingNamed(id: string, { report: file = latestReport(), json }: ExplainFlags, io: Io): Finding {
  if (file === undefined)
    throw new UsageError(
      `«${id}» is a finding, but there is no report under report/. Name its report.json with --report.`,
    )
  const report = readReport(file)
  const finding = findingsOf(report).find((one) => one.id === id)
  if (!finding)
    throw new UsageError(
      `${file} has no finding «${id}».${suggestion(
        id,
        findingsOf(report).map((one) => one.id),
      )}`,
    )
  const clauses = new Map(report.clauses.map((clause) => [clause.id, clause]))
  const telling = {
    paint: paintFor(io.out),
    width: widthOf(io.out),
    exchanges: new Map(),
    clauses,
    reportFile: file,
  }
  if (!json) for (const line of tellFinding({ ...finding, exchanges: [] }, telling)) say(io.out, line)
  return finding
}

function tell({ kind, protocol, id, says, rows }: Explanation, io: Io): void {
  const paint = paintFor(io.out)
  const width = widthOf(io.out)
  say(io.out, `${paint.bold(id)} ${paint.dim(`· ${kind} of ${protocol}`)}`)
  for (const line of wrap(says, width - 2)) say(io.out, `  ${line}`)
  say(io.out, '')
  for (const [label, text] of rows)
    tellRow(
      label,
      [text].flat().filter((line) => line !== ''),
      io,
    )
  say(io.out, '')
}

function tellRow(label: string, texts: string[], io: Io): void {
  const margin = 16
  const lines = texts.flatMap((text) => wrap(text, widthOf(io.out) - margin))
  for (const [at, line] of lines.entries())
    say(io.out, `  ${paintFor(io.out).dim((at === 0 ? label : '').padEnd(margin - 2))}${line}`)
}
