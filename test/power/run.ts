/**
 * `npm run power`: every defect caught by exactly the rules it names, no freedom punished. What was tried whole, all
 * protocols or those that are named, is written into power.json and docs/power. Gateways are tried in the cases that
 * they can show in; `--whole` tries them in all.
 */
import { protocols } from '../../src/contract/load.ts'
import { summaryOf } from './matrix.ts'
import { publish } from './publish.ts'
import { tryAll } from './crew.ts'
import { isRight, type Trial, type Variant } from './trial.ts'
import { variantsOf } from './variants.ts'

const asked = process.argv.slice(2)
const only = asked.filter((one) => one !== '--whole')
const wanted = ({ protocol, role, id, catalogue }: Variant) =>
  only.length === 0 ||
  only.some((name) => [protocol, role, `${protocol}/${role}`, catalogue].includes(name) || id.includes(name))
const all = await Promise.all(protocols().map((protocol) => variantsOf(protocol)))
const everything = all.flat()
const variants = everything.filter(wanted)
const startedAt = Date.now()
const trials = await tryAll(variants, { onTrial: tell, whole: asked.includes('--whole') })
const summary = summaryOf(trials)
console.log(JSON.stringify(summary, null, 2))
console.log(`${trials.length} variants in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
publish(trials, everything)
process.exitCode = trials.every(isRight) ? 0 : 1

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
