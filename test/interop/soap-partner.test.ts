/** A partner on npm `soap`, certified through a declaration as its owner would write it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { soapControlHooks } from './soap-control.ts'
import { startSoapPartner, type SoapPartner } from './soap-partner.ts'
import { told, tryPartner } from './trial.ts'

const signingKey = 'kunci-tanda-tangan'
const controlToken = 'token-kantor-belakang'
const variable = 'INTEROP_CONTROL_TOKEN'
const signed = { signature: 'hmac-sha384', credentials: { key: signingKey } }

let partner: SoapPartner

beforeEach(async () => {
  process.env[variable] = controlToken
  partner = await startSoapPartner({ signingKey, controlToken })
})

afterEach(async () => {
  await partner.close()
  delete process.env[variable]
})

describe('a partner on npm soap', () => {
  test('conforms, with hooks that speak its own control API', async () => {
    const hooks = soapControlHooks(partner.control, variable)
    const outcome = await tryPartner({ url: partner.url, ...signed, hooks })
    expect(outcome.errors).toEqual([])
    expect(outcome.findings.filter(({ verdict }) => verdict !== 'warn').map(told)).toEqual([])
    expect(outcome.verdict).toBe('conforms')
  })

  test('with a pool instead of hooks fails nowhere, and says what it lacks', async () => {
    const outcome = await tryPartner({ url: partner.url, ...signed, data: pool() })
    expect(outcome.errors).toEqual([])
    expect(outcome.findings.filter(({ verdict }) => verdict !== 'warn').map(told)).toEqual([])
    expect(['incomplete', 'conforms']).toContain(outcome.verdict)
    const open = outcome.open.filter(({ level }) => level === 'must')
    expect(open.filter(({ because }) => !because)).toEqual([])
  })
})

/** A handful of invoices of each kind, as a back office would set them aside for a test. */
function pool(): object {
  const kinds: {
    [kind: string]: { nominal: number; floor: number; label?: string; hours?: number; supplier?: string }
  } = {
    payable: { nominal: 90_000, floor: 10_000 },
    minimum: { nominal: 90_000, floor: 10_000 },
    closed: { nominal: 75_000, floor: 75_000 },
    big: { nominal: 12_345_678, floor: 12_345_678 },
    ampersand: { nominal: 50_000, floor: 50_000, label: 'Air & Listrik <Jakarta>' },
    expired: { nominal: 60_000, floor: 60_000, hours: -1 },
    slow: { nominal: 40_000, floor: 40_000, supplier: 'slow' },
  }
  const entries = Object.entries(kinds).map(([kind, terms]) => [
    kind,
    Array.from({ length: 8 }, (_, n) => issue(kind, n, terms)),
  ])
  return Object.fromEntries(entries) as object
}

function issue(
  kind: string,
  n: number,
  {
    hours = 24,
    label = 'Iuran',
    ...terms
  }: { nominal: number; floor: number; label?: string; hours?: number; supplier?: string },
): string {
  const id = `${kind.toUpperCase()}${String(n).padStart(4, '0')}`
  partner.ledger.invoices.set(id, { id, charge: 0, label, till: Date.now() + hours * 3_600_000, ...terms })
  return id
}
