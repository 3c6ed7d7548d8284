/** `npm run bench [-- protocol]`: one table of ratios, `--json` for machines. Exit code 1 when a median misses its budget. */
import { cpus } from 'node:os'
import { commandRows } from './command.ts'
import { protocols } from '../src/contract/load.ts'
import { orderRow } from './order.ts'
import { overheads } from './overhead.ts'
import { partRows } from './parts.ts'
import { tableOf, type Row } from './row.ts'

const startedAt = performance.now()
const asked = process.argv.slice(2).filter((word) => protocols().includes(word))
const rows: Row[] = []
for (const protocol of asked.length > 0 ? asked : protocols()) {
  const { rows: runs, trace } = await overheads(protocol)
  rows.push(...runs, ...(await commandRows(protocol)), ...(await partRows(trace)))
}
rows.push(await orderRow())
const missed = rows.filter(({ kept }) => kept === false)
if (process.argv.includes('--json')) console.log(JSON.stringify({ ...machine(), rows }, null, 2))
else tell()
process.exitCode = missed.length > 0 ? 1 : 0

function machine() {
  const all = cpus()
  return { node: process.version, cores: all.length, cpu: all[0]?.model ?? 'unknown' }
}

function tell(): void {
  const { node, cores, cpu } = machine()
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(tableOf(rows))
  console.log(`\nMedians of runs in turns, ${seconds} s in all. Node ${node}, ${cores} cores, ${cpu}.`)
  if (missed.length > 0) console.log(`Missed: ${missed.map(({ what }) => what).join('; ')}.`)
}
