/** batu-uji certify: puts a target on trial. */
import type { Command } from 'commander'
import type { Contract, Role } from '../contract/contract.ts'
import { exitCodes } from '../judge/verdict.ts'
import type { Report } from '../report/events.ts'
import { headline } from '../report/headline.ts'
import { paintFor, type Output } from '../report/paint.ts'
import { withFlags, type CertifyFlags } from './certify-flags.ts'
import type { RunEnd } from './certify-run.ts'
import { UsageError } from './failure.ts'
import { say, sayJson, type Io } from './io.ts'
import { warmUp } from '../gateway/thread.ts'
import { protocols } from '../contract/load.ts'
import { contractOf } from './protocol.ts'
import { table } from './table.ts'

type Finish = (code: number) => void

const examples = `
Examples:
  $ batu-uji certify indomaret                                      our own gateway, as a demonstration
  $ batu-uji certify indomaret --config target.json                 a declared target
  $ batu-uji certify indomaret --target http://127.0.0.1:8100       a URL; our own gateway is recognised
  $ batu-uji certify indomaret --config target.json --only 'IDM-PAY-*' --seed 42
  $ batu-uji certify indomaret --config target.json --json > report.json
  $ batu-uji certify indomaret --defect forgets-payments            see a defect caught

Exit codes: 0 conforms, 1 does not conform, 2 wrong usage or configuration, 3 target unreachable,
4 incomplete (see --allow-incomplete), 5 an error of our own, 130 interrupted.`

/** Adds the command. */
export function addCertify(program: Command, io: Io, finish: Finish): void {
  withFlags(program.command('certify').argument('[protocol]', 'id of the protocol, such as indomaret'))
    .summary('put a target on trial')
    .description(
      'Acts out the scenarios of a protocol against a target, judges what happens, and writes reports.',
    )
    .addHelpText('after', examples)
    .action(async (protocol: string | undefined, flags: CertifyFlags) =>
      finish(await certifyCommand(protocol, flags, io)),
    )
}

async function certifyCommand(protocol: string | undefined, flags: CertifyFlags, io: Io): Promise<number> {
  if (flags.all) return certifyAll(protocol, flags, io)
  if (protocol === undefined)
    throw new UsageError(
      'Name a protocol, such as indomaret, or give --all. See batu-uji rules for all of them.',
    )
  if (isOurs(flags) && protocols().includes(protocol)) warmUp(protocol)
  const contract = contractOf(protocol)
  const { certifyOne } = await import('./certify-run.ts')
  const { code, report } = await certifyOne(contract, flags, io)
  if (flags.json) sayJson(io.out, report)
  return code
}

/** Our own gateway is on trial. */
const isOurs = ({ target, config, role = 'server' }: CertifyFlags): boolean =>
  target === undefined && config === undefined && role === 'server'

/** Our own gateway, every protocol, every role: what the suite can show of itself. */
async function certifyAll(protocol: string | undefined, flags: CertifyFlags, io: Io): Promise<number> {
  const only = [protocol, flags.target, flags.config, flags.role, flags.defect, flags.freedom].find(
    (each) => each !== undefined,
  )
  if (only !== undefined)
    throw new UsageError(`--all certifies our own gateway in everything; leave out «${only}».`)
  const { certifyOne } = await import('./certify-run.ts')
  const ends: RunEnd[] = []
  for (const { contract, role } of await everything())
    ends.push(await certifyOne(contract, { ...flags, ...placeOf(contract, role, flags), demo: true }, io))
  if (flags.json)
    sayJson(
      io.out,
      ends.map(({ report }): Report => report),
    )
  if (!flags.quiet) tellAll(ends, flags, flags.json ? io.err : io.out)
  return gravest(ends.map(({ code }) => code))
}

/** All runs on one screen, and where to read more. */
function tellAll(ends: RunEnd[], flags: CertifyFlags, out: Output): void {
  const rows = ends.map(({ report }) => [
    report.contract.id,
    report.role,
    headline(report).title,
    `${report.summary.pass} of ${report.clauses.length - report.summary['not-applicable']} clauses pass`,
    `${placeOf(report.contract, report.role, flags).report}/report.html`,
  ])
  say(out, `\n${paintFor(out).bold('All of it')}`)
  for (const line of table(rows)) say(out, line)
}

function placeOf(
  { id }: Pick<Contract, 'id'>,
  role: Role,
  { report = 'report' }: CertifyFlags,
): Pick<CertifyFlags, 'role' | 'report'> {
  return { role, report: `${report}/${role === 'server' ? id : `${id}-${role}`}` }
}

/** Protocols that have a suite, each with the roles that it has scenarios for. */
async function everything(): Promise<{ contract: Contract; role: Role }[]> {
  const { protocols } = await import('../contract/load.ts')
  const { loadSuite } = await import('../stimulate/suite.ts')
  const found = await Promise.all(
    protocols().map(async (id) => {
      const { scenarios } = await loadSuite(id)
      return [...new Set(scenarios.map(({ role }) => role))].map((role) => ({
        contract: contractOf(id),
        role,
      }))
    }),
  )
  return found.flat()
}

/** The exit code that stands for several runs. */
export function gravest(codes: number[]): number {
  const order = [
    130,
    exitCodes.error,
    exitCodes.usage,
    exitCodes.unreachable,
    exitCodes.fails,
    exitCodes.incomplete,
  ]
  return order.find((code) => codes.includes(code)) ?? exitCodes.conforms
}
