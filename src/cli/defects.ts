/** batu-uji defects: what our gateway, client and receiver can do wrong, and what they may do unusually. */
import type { Command } from 'commander'
import type { Role } from '../contract/contract.ts'
import { paintFor } from '../report/paint.ts'
import { odditiesOf, type Oddities, type Played } from './catalogue.ts'
import { say, sayJson, type Io } from './io.ts'
import { contractsOf } from './protocol.ts'
import { table } from './table.ts'
import { roles } from './certify-flags.ts'

const examples = `
Examples:
  $ batu-uji defects indomaret
  $ batu-uji certify indomaret --defect forgets-payments
  $ batu-uji certify xgateway --role receiver --defect credits-repeats
  $ batu-uji gateway --protocol indomaret --freedom takes-its-time`

/** Adds the command. */
export function addDefects(program: Command, io: Io): void {
  program
    .command('defects')
    .argument('[protocol]', 'id of the protocol; default: all')
    .summary('list defects and freedoms of our gateway, client and receiver')
    .description(
      'Lists known-bad parties with the rules that catch them, and legal but unusual ones that must pass.',
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
    defects: defects.map(({ id, role, says, catalogue, breaks }) => ({ id, role, says, catalogue, breaks })),
    freedoms: freedoms.map(({ id, role, says, because, profile }) => ({ id, role, says, because, profile })),
  }
}

function tell({ protocol, defects, freedoms }: Oddities & { protocol: string }, io: Io): void {
  const paint = paintFor(io.out)
  for (const role of roles) {
    section(`${protocol}, ${role}: %n defects`, defects, role)
    section(`${protocol}, ${role}: %n freedoms`, freedoms, role)
  }
  say(
    io.out,
    paint.dim('batu-uji explain ID tells the rules that catch a defect and why a freedom is legal.\n'),
  )

  function section(title: string, all: readonly Played[], role: Role): void {
    const own = all.filter((one) => one.role === role)
    if (own.length === 0) return
    say(io.out, paint.bold(title.replace('%n', String(own.length))))
    for (const line of table(own.map(({ id, says }) => [id, says]))) say(io.out, line)
    say(io.out, '')
  }
}
