/** Partners in styles of their own, at the defaults of the profile. */
import { gzipSync } from 'node:zlib'
import { conforms } from './conforms.ts'
import { startFaulting } from './faulting.ts'
import { startPlain } from './plain.ts'
import { hasPython, startPython } from './python.ts'
import { startRefusing } from './refusing.ts'
import type { Answerer } from './serve.ts'
import { startStores } from './stores.ts'
import type { Partner } from './trial.ts'

conforms([
  { says: 'node:http, regular expressions, Connection: close', start: () => startPlain() },
  { says: 'refuses what it may, and buries nothing', start: () => startRefusing(), warns: ['IDM-REV-TWICE'] },
  { says: 'closes idle connections at once', start: () => startRefusing(undefined, 1) },
  { says: 'Python, threads and SQLite', start: () => startPython(), skipped: !hasPython },
  { says: 'Python, one thread, HTTP/1.0', start: () => startPython('', 'single'), skipped: !hasPython },
  { says: 'Faults for what it cannot read or trust', start: () => startFaulting(), warns: ['IDM-WSDL'] },
  {
    says: 'keys with the store, UTC, closes reversed codes for good',
    start: () => startStores(),
    profile: { timezone: 'UTC' },
    warns: ['IDM-INQ-REVERSED', 'IDM-REV-NEW-PAY'],
  },
  {
    says: 'refuses what is being processed',
    start: () => startStores({ reopens: true, hours: 7, processMs: 30 }),
  },
  {
    says: 'cancels what is being processed',
    start: () => startStores({ reopens: true, hours: 7, processMs: 30, cancels: true }),
  },
  {
    says: 'refuses with HTTP 422',
    start: () => startStores({ reopens: true, hours: 7, refusalStatus: 422 }),
    warns: ['IDM-HTTP-200'],
  },
  {
    says: 'Python as it comes, five connections waiting at most',
    start: () => startPython('', 'stock'),
    skipped: !hasPython,
  },
  {
    says: 'a WSDL that was handed over',
    start: () => startFaulting(),
    declared: { wsdl: 'supplied' },
    spares: ['IDM-WSDL'],
  },
  {
    says: 'a reference pays one code only',
    start: () => startStores({ reopens: true, hours: 7, oneReference: true }),
  },
  { says: 'compresses for whoever names no coding', start: () => startPlain(undefined, zipped) },
  { says: 'data that is known by its codes alone', start: () => withCodesAlone(startPlain()) },
])

/** Whoever sends no Accept-Encoding takes any coding (RFC 9110, 12.5.3). */
function zipped(answer: Answerer): Answerer {
  return async (heard) => {
    const said = await answer(heard)
    return { ...said, headers: { ...said.headers, 'Content-Encoding': 'gzip' }, body: gzipSync(said.body) }
  }
}

/** As when a pool lists codes and nothing else, beside a clock hook. */
async function withCodesAlone(starting: Promise<Partner>): Promise<Partner> {
  const partner = await starting
  const { provision, ...hooks } = partner.hooks!
  return {
    ...partner,
    hooks: { ...hooks, provision: async (data, wish) => ({ code: (await provision!(data, wish)).code }) },
  }
}
