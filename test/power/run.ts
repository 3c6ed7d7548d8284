/** `npm run power`: every defect caught by exactly the rules it names, no freedom punished. Writes power.json and docs/power.md. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../src/contract/home.ts'
import { protocols } from '../../src/contract/load.ts'
import { matrixOf, summaryOf } from './matrix.ts'
import { tryAll } from './crew.ts'
import type { Trial, Variant } from './trial.ts'
import { variantsOf } from './variants.ts'

const only = process.argv.slice(2)
const wanted = ({ protocol, role, id, catalogue }: Variant) =>
  only.length === 0 ||
  only.some((name) => [protocol, role, `${protocol}/${role}`, catalogue].includes(name) || id.includes(name))
const all = await Promise.all(protocols().map((protocol) => variantsOf(protocol)))
const variants = all.flat().filter(wanted)
const startedAt = Date.now()
const trials = await tryAll(variants, tell)
const summary = summaryOf(trials)
console.log(JSON.stringify(summary, null, 2))
console.log(`${trials.length} variants in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
if (only.length === 0) {
  writeFileSync(join(home, 'power.json'), `${JSON.stringify(summary, null, 2)}\n`)
  writeFileSync(join(home, 'docs', 'power.md'), matrixOf(trials))
}
process.exitCode = trials.every(isRight) ? 0 : 1

function isRight({ kind, missed, surplus, verdict, errors }: Trial): boolean {
  if (errors.length > 0) return false
  return kind === 'defect' ? missed.length + surplus.length === 0 : verdict === 'conforms'
}

function tell(trial: Trial): void {
  const right = isRight(trial)
  if (right && process.env['QUIET']) return
  const { role, kind, id, verdict, missed, surplus, requests, elapsedMs, errors, broke, unexercised } = trial
  console.log(`${right ? '✓' : '✗'} ${role} ${kind} ${id} ${verdict} ${requests} requests ${elapsedMs} ms`)
  if (right) return
  if (missed.length > 0) console.log(`    not caught: ${missed.join(', ')}`)
  if (surplus.length > 0) console.log(`    broke too: ${surplus.join(', ')}`)
  if (kind !== 'defect')
    console.log(`    broke: ${broke.join(', ')}; not exercised: ${unexercised.join(', ')}`)
  for (const error of errors.slice(0, 2)) console.log(`    error: ${error.slice(0, 400)}`)
}
