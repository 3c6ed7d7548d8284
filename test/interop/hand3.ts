import { faults } from './faults.ts'
import { broken, tryFault } from './fault.ts'
import { told } from './trial.ts'
const [, , pattern = '', runs = '1', seed = '1', verbose = ''] = process.argv
for (const [group, list] of Object.entries(faults))
  for (const f of list) {
    if (!new RegExp(pattern).test(`${group}/${f.id}`)) continue
    try {
      const o = await tryFault({ ...f, runs: Number(runs) }, { seed: Number(seed) })
      const b = broken(o)
      const hit = f.expect.filter((e) => b.includes(e))
      const noise = new Set([
        'IDM-XML-WELLFORMED',
        'IDM-OVERLENGTH',
        'IDM-TS-BAD-INPUT',
        'IDM-AMT-FORMAT',
        'IDM-PAY-AMT-NUM',
      ])
      console.log(
        hit.length ? 'caught' : f.unseen ? 'unseen' : 'MISSED',
        `${group}/${f.id}`,
        o.verdict,
        'hit',
        hit.join(' '),
        '| not',
        f.expect.filter((e) => !b.includes(e)).join(' '),
        '| extra F',
        o.failed.filter((x) => !f.expect.includes(x)).join(' '),
        'W',
        o.warned.filter((x) => !f.expect.includes(x) && !noise.has(x)).join(' '),
        o.elapsedMs,
        'ms',
        o.open
          .filter((x) => !/RES-/.test(x.id))
          .map((x) => x.id + ':' + x.reason)
          .join(' '),
        o.errors.slice(0, 2),
      )
      if (verbose)
        for (const x of o.findings) if (verbose === 'all' || x.verdict === verbose) console.log(told(x))
    } catch (e) {
      console.log('CRASH', f.id, e)
    }
  }
