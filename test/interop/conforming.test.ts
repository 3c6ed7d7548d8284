/** Partners that keep the contract, each in its own way: none of them may fail. */
import { describe, expect, test } from 'vitest'
import { key } from './bill.ts'
import { startFaulting } from './faulting.ts'
import { startFlexible } from './flexible.ts'
import { startPlain } from './plain.ts'
import { hasPython, startPython } from './python.ts'
import { startRefusing } from './refusing.ts'
import { startStores } from './stores.ts'
import { told, tryPartner, type Partner } from './trial.ts'

interface Style {
  says: string
  start: () => Promise<Partner & { control?: object }>
  profile?: { [key: string]: unknown }
  /** Warnings that it has coming, beside those about forms that it does not check. */
  warns?: string[]
  skipped?: boolean
}

const everything = {
  reusableCode: true,
  billKind: 'open',
  allowOverpay: true,
  amountDecimals: 2,
  messageId: 'fresh',
  inquiryRequired: true,
  payloadNs: 'urn:mitra',
  productCode: 'required',
  timezone: 'Asia/Jayapura',
}
const terms = {
  reusable: true,
  open: true,
  overpay: true,
  decimals: true,
  freshIds: true,
  inquireFirst: true,
}

const styles: Style[] = [
  { says: 'node:http, regular expressions, Connection: close', start: () => startPlain() },
  { says: 'refuses what it may, and buries nothing', start: () => startRefusing(), warns: ['IDM-REV-TWICE'] },
  { says: 'closes idle connections at once', start: () => startRefusing(undefined, 1) },
  { says: 'Python, threads and SQLite', start: () => startPython(), skipped: !hasPython },
  { says: 'Python, one thread, HTTP/1.0', start: () => startPython('', 'single'), skipped: !hasPython },
  { says: 'Faults for what it cannot read or trust', start: () => startFaulting(), warns: ['IDM-WSDL'] },
  {
    says: 'every switch off its default',
    start: () => startFlexible({ ...terms, namespace: 'urn:mitra', productCode: 'needed', hours: 9 }),
    profile: everything,
  },
  {
    says: 'closed bills only',
    start: () => startFlexible({ closed: true }),
    profile: { billKind: 'closed' },
  },
  {
    says: 'a root of its own for reversals',
    start: () => startFlexible({ reversalRoot: 'ReversalRes' }),
    profile: { reversalRoot: 'ReversalRes' },
  },
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
]

describe('a partner that keeps the contract conforms', () => {
  for (const { says, start, profile, warns = [], skipped } of styles)
    test.skipIf(skipped)(says, async () => {
      const partner = await start()
      try {
        const declaration = {
          url: partner.url,
          signature: 'hmac-sha384',
          credentials: { key },
          timeoutMs: 4000,
          profile,
          hooks: partner.control ?? {},
        }
        const outcome = await tryPartner(declaration, { seed: 7, runs: 2, hooks: partner.hooks })
        expect(outcome.errors).toEqual([])
        expect(outcome.findings.filter(({ verdict }) => verdict !== 'warn').map(told)).toEqual([])
        expect(outcome.verdict).toBe('conforms')
        expect(outcome.warned).toEqual(expect.arrayContaining(warns))
      } finally {
        await partner.close()
      }
    })
})
