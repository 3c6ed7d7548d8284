/** Puts partners that keep the contract on trial: none of them may fail. */
import { describe, expect, test } from 'vitest'
import { key } from './bill.ts'
import { told, tryPartner, type Partner } from './trial.ts'

export interface Style {
  says: string
  start: () => Promise<Partner & { control?: object }>
  /** Keys of the declaration, beside those that all have. */
  declared?: object
  profile?: { [key: string]: unknown }
  /** Warnings that it has coming, beside those about forms that it does not check. */
  warns?: string[]
  /** Clauses that may not even warn. */
  spares?: string[]
  skipped?: boolean
}

export function conforms(styles: Style[]): void {
  describe('a partner that keeps the contract conforms', () => {
    for (const style of styles) test.skipIf(style.skipped)(style.says, () => tryStyle(style))
  })
}

async function tryStyle({ start, declared, profile, warns = [], spares = [] }: Style): Promise<void> {
  const partner = await start()
  try {
    const credentials = { signature: 'hmac-sha384', credentials: { key } }
    const hooks = partner.control ?? {}
    const declaration = { url: partner.url, ...credentials, timeoutMs: 4000, profile, hooks, ...declared }
    const outcome = await tryPartner(declaration, { seed: 7, runs: 1, hooks: partner.hooks })
    expect(outcome.errors).toEqual([])
    expect(outcome.findings.filter(({ verdict }) => verdict !== 'warn').map(told)).toEqual([])
    expect(outcome.verdict, JSON.stringify(outcome.open.filter(({ level }) => level === 'must'))).toBe(
      'conforms',
    )
    expect(outcome.warned).toEqual(expect.arrayContaining(warns))
    expect(outcome.warned.filter((clause) => spares.includes(clause))).toEqual([])
  } finally {
    await partner.close()
  }
}
