import { startPlain } from './plain.ts'
import { tryPartner } from './trial.ts'
for (const runs of [10, 2, 0]) for (const par of [1, 4]) {
  const t = Date.now(), c = process.cpuUsage()
  const os = await Promise.all(Array.from({length: par}, async () => {
  const p = await startPlain()
  const o = await tryPartner({ url: p.url, signature: 'hmac-sha384', credentials: { key: 'rahasia-antar-mitra' }, timeoutMs: 2000 }, { seed: 3, runs, hooks: p.hooks })
  await p.close(); return o }))
  const u = process.cpuUsage(c)
  console.log(runs, par, Date.now() - t, (u.user + u.system) / 1000, os.map(o => o.verdict + o.requests))
}
