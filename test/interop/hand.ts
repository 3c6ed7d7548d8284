// scratch
import { startPlain } from './plain.ts'
import { startRefusing } from './refusing.ts'
import { startPython } from './python.ts'
import { tryPartner, told } from './trial.ts'
const [, , which = 'plain', from = '1', to = from, quiet = ''] = process.argv
const starts: any = { plain: startPlain, refusing: startRefusing, python: startPython }
const tally = new Map<string, number>()
for (let seed = Number(from); seed <= Number(to); seed++) {
  const p = await starts[which]()
  const o = await tryPartner({ url: p.url, signature: 'hmac-sha384', credentials: { key: 'rahasia-antar-mitra' }, timeoutMs: 2000, ...p.declaration, ...(p.control ? {hooks: p.control} : {}) }, { seed, hooks: p.hooks })
  await p.close()
  for (const f of o.findings) { const k = `${f.verdict} ${f.rule}@${f.place}`; tally.set(k, (tally.get(k) ?? 0) + 1) }
  if (!quiet || o.verdict !== 'conforms') console.log(seed, o.verdict, o.requests, o.elapsedMs, o.failed.join(' '), '| warn', o.warned.join(' '), '| open', o.open.map(x => x.id + ' ' + x.verdict+' '+ x.reason).join(', '), o.errors)
  for (const f of o.findings) if (!quiet || f.verdict !== 'warn') console.log(told(f))
}
console.log(tally)
