/** batu-uji defects: what the built-in gateway can do wrong, and what it may do unusually. */
import type { Command } from 'commander'
import { paintFor } from '../report/paint.ts'
import { odditiesOf } from './catalogue.ts'
import { say, sayJson, type Io } from './io.ts'
import { contractsOf } from './protocol.ts'
import { table } from './table.ts'

const examples = `
Examples:
  $ batu-uji defects indomaret
  $ batu-uji certify indomaret --defect forgets-payments
  $ batu-uji gateway --protocol indomaret --freedom takes-its-time`

type Oddities = Awaited<ReturnType<typeof odditiesOf>>

/** Adds the command. */
export function addDefects(program: Command, io: Io): void {
  program
    .command('defects')
    .argument('[protocol]', 'id of the protocol; default: all')
    .summary('list defects and freedoms of the built-in gateway')
    .description(
      'Lists known-bad gateways with the rules that catch them, and legal but unusual ones that must pass.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (protocol: string | undefined, { json }: { json?: boolean }) => {
      const all = await Promise.all(
        contractsOf(protocol).map(async ({ id }) => ({ protocol: id, ...(await odditiesOf(id)) })),
      )
      if (json) return sayJson(io.out, all.map(asJson))
      for (const one of all) tell(one, io)
    })
}

function asJson({ protocol, defects, freedoms }: Oddities & { protocol: string }) {
  return {
    protocol,
    defects: defects.map(({ id, says, catalogue, breaks }) => ({ id, says, catalogue, breaks })),
    freedoms: freedoms.map(({ id, says, because, profile }) => ({ id, says, because, profile })),
  }
}

function tell({ protocol, defects, freedoms }: Oddities & { protocol: string }, io: Io): void {
  const paint = paintFor(io.out)
  say(io.out, paint.bold(`${protocol}: ${defects.length} defects`))
  for (const line of table(defects.map(({ id, says }) => [id, says]))) say(io.out, line)
  say(io.out, paint.bold(`\n${protocol}: ${freedoms.length} freedoms`))
  for (const line of table(freedoms.map(({ id, says }) => [id, says]))) say(io.out, line)
  say(
    io.out,
    paint.dim('\nbatu-uji explain ID tells the rules that catch a defect and why a freedom is legal.\n'),
  )
}
