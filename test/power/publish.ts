/** Writes what was proved: numbers into power.json, a page for each role into docs/power, and the page of all. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../src/contract/home.ts'
import { groups, pageOf, summaryOf, type Power } from './matrix.ts'
import type { Trial, Variant } from './trial.ts'

const file = join(home, 'power.json')
const folder = join(home, 'docs', 'power')

/** Publishes the roles of which every variant was tried; of the others nothing is said anew. */
export function publish(trials: Trial[], everything: Variant[]): void {
  const power = JSON.parse(readFileSync(file, 'utf8')) as Power
  mkdirSync(folder, { recursive: true })
  for (const [protocol, played] of groups(trials, 'protocol'))
    for (const [role, some] of groups(played, 'role')) {
      if (some.length < everything.filter((one) => one.protocol === protocol && one.role === role).length)
        continue
      power[protocol] = { ...power[protocol], ...summaryOf(some)[protocol] }
      writeFileSync(
        join(folder, `${protocol}-${role}.md`),
        `${pageOf(`${protocol}, ${role}`, some).join('\n')}\n`,
      )
    }
  writeFileSync(file, `${JSON.stringify(power, null, 2)}\n`)
  writeFileSync(join(home, 'docs', 'power.md'), `${overview(power).join('\n')}\n`)
}

function overview(power: Power): string[] {
  const rows = Object.entries(power).flatMap(([protocol, roles]) =>
    Object.entries(roles).map(
      ([role, { defects, caught, exact, freedoms, punished, medianRequestsToCatch }]) =>
        `| [${protocol}, ${role}](power/${protocol}-${role}.md) | ${defects} | ${caught} | ${exact} | ${freedoms} | ${punished} | ${medianRequestsToCatch} |`,
    ),
  )
  return [...intro, ...rows]
}

const intro = [
  '# What the suite catches',
  '',
  'Written by `npm run power`. Each defect is our own gateway, client or receiver with one step done wrong, run against the suite',
  'over HTTP in every case that it can show in; it is exact when the rules that broke are those that it names, no more and no',
  'fewer. A freedom is the party using what the contract leaves open, against the whole suite; it is punished when its run does',
  'not end in «conforms». [Which cases are acted](decisions/power.md) says how both are chosen.',
  '',
  '| on trial | defects | caught | exactly | freedoms | punished | median requests to catch |',
  '|---|---|---|---|---|---|---|',
]
