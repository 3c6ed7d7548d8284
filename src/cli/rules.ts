/** batu-uji rules: every rule, what it says and which clauses it judges. */
import type { Command } from 'commander'
import { protocols } from '../contract/load.ts'
import { paintFor } from '../report/paint.ts'
import { catalogueOf, clausesOf, type Catalogue } from './catalogue.ts'
import { say, sayJson, type Io } from './io.ts'
import { contractsOf } from './protocol.ts'
import { table } from './table.ts'

const examples = `
Examples:
  $ batu-uji rules                  the protocols, and every rule of each
  $ batu-uji rules indomaret
  $ batu-uji rules indomaret --json | jq '.[0].rules[].id'
  $ batu-uji explain payment.repeat`

/** Adds the command. */
export function addRules(program: Command, io: Io): void {
  program
    .command('rules')
    .argument('[protocol]', `one of: ${protocols().join(', ')}; default: all`)
    .summary('list rules')
    .description('Lists every rule with its level, the roles that it judges, and its sentence.')
    .option('--json', 'print JSON, with the clauses of each rule')
    .addHelpText('after', examples)
    .action(async (protocol: string | undefined, { json }: { json?: boolean }) => {
      const catalogues = await Promise.all(contractsOf(protocol).map(catalogueOf))
      if (json) return sayJson(io.out, catalogues.map(asJson))
      for (const catalogue of catalogues) tell(catalogue, io)
    })
}

function asJson(catalogue: Catalogue) {
  const { contract, rules } = catalogue
  return {
    protocol: contract.id,
    title: contract.title,
    version: contract.version,
    rules: rules.map(({ id, says, level, about }) => ({
      id,
      says,
      level,
      about,
      clauses: clausesOf(catalogue, id).map((clause) => clause.id),
    })),
  }
}

function tell({ contract, rules, clauses }: Catalogue, io: Io): void {
  const paint = paintFor(io.out)
  say(io.out, paint.bold(`${contract.id}: ${contract.title} ${contract.version}`))
  say(io.out, paint.dim(`${rules.length} rules for ${clauses.length} clauses of «${contract.document}»\n`))
  for (const line of table(rules.map(({ id, level, about, says }) => [id, level, about.join(', '), says])))
    say(io.out, line)
  say(io.out, '')
}
