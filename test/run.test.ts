/** A run as a whole: what it may depend on, how it ends early, and how a finding comes again. */
import { describe, expect, test } from 'vitest'
import { builtInTarget } from '../src/cli/builtin.ts'
import { loadContract } from '../src/contract/load.ts'
import { createGateway, sandboxKey } from '../src/gateway/gateway.ts'
import type { Ended, Finding } from '../src/judge/events.ts'
import { certify, replay, Unreachable } from '../src/stimulate/certify.ts'
import type { RunOptions } from '../src/stimulate/options.ts'
import { loadSuite } from '../src/stimulate/suite.ts'

const contract = loadContract('indomaret')

interface Outcome {
  ended: Ended
  findings: Finding[]
}

async function run(
  more: Partial<RunOptions> = {},
  defect?: string,
  act: (options: RunOptions) => Promise<Ended> = certify,
): Promise<Outcome> {
  const gateway = await createGateway({ protocols: ['indomaret'], ...(defect ? { defect } : {}) })
  await gateway.listen()
  const findings = new Map<string, Finding>()
  try {
    const target = await builtInTarget(gateway, contract, sandboxKey)
    const suite = await loadSuite('indomaret')
    const ended = await act({
      contract,
      suite,
      target,
      seed: 7,
      emit: (event) => event.event === 'found' && findings.set(event.finding.id, event.finding),
      ...more,
    })
    return { ended, findings: [...findings.values()] }
  } finally {
    await gateway.close()
  }
}

const verdicts = ({ ended }: Outcome) => ended.rules.map(({ id, verdict }) => `${id} ${verdict}`)
const broken = ({ findings }: Outcome) =>
  [...new Set(findings.map(({ rule, place }) => `${rule}@${place}`))].sort()

describe('what a verdict may depend on', () => {
  test('not on the number of cases in flight', async () => {
    const [alone, crowd] = [
      await run({ concurrency: 1 }, 'recalls-by-code-only'),
      await run({ concurrency: 12 }, 'recalls-by-code-only'),
    ]
    expect(broken(crowd)).toEqual(broken(alone))
    expect(verdicts(crowd)).toEqual(verdicts(alone))
  })

  test('not on the order of the scenarios', async () => {
    const suite = await loadSuite('indomaret')
    const turned = { ...suite, scenarios: suite.scenarios.toReversed() }
    expect(verdicts(await run({ suite: turned }, 'charges-twice'))).toEqual(
      verdicts(await run({}, 'charges-twice')),
    )
  })

  test('not on the seed, for a gateway that keeps its contract', async () => {
    for (const seed of [1, 2, 3, 99]) expect((await run({ seed })).ended.verdict).toBe('conforms')
  })
})

describe('how a run ends early', () => {
  test('nothing listens: Unreachable, before anything is judged', async () => {
    const suite = await loadSuite('indomaret')
    const gateway = await createGateway({ protocols: ['indomaret'] })
    await gateway.listen()
    const target = await builtInTarget(gateway, contract, sandboxKey)
    await gateway.close()
    await expect(certify({ contract, suite, target, seed: 1, emit: () => undefined })).rejects.toThrow(
      Unreachable,
    )
  })

  test('a budget that is spent leaves the rest not exercised, and the run incomplete', async () => {
    const { ended } = await run({ budgetMs: 0 })
    expect(ended.verdict).toBe('incomplete')
    expect(ended.rules.find(({ id }) => id === 'payment.success')).toMatchObject({
      verdict: 'not-exercised',
      reason: 'budget-spent',
    })
  })

  test('an abort ends the run with what is known', async () => {
    const { ended } = await run({ signal: AbortSignal.abort() })
    expect(ended.requests).toBe(0)
    expect(ended.verdict).toBe('incomplete')
  })

  test('a target that stops answering costs a few requests, not all of them', async () => {
    const gateway = await createGateway({ protocols: ['indomaret'], defect: 'hangs-on-reversal' })
    await gateway.listen()
    const target = { ...(await builtInTarget(gateway, contract, sandboxKey)), timeoutMs: 400 }
    const suite = await loadSuite('indomaret')
    const ended = await certify({ contract, suite, target, seed: 1, emit: () => undefined })
    await gateway.close()
    expect(ended.verdict).toBe('does-not-conform')
    expect(ended.elapsedMs).toBeLessThan(20_000)
    expect(ended.rules.find(({ id }) => id === 'reversal.twice')).toMatchObject({ reason: 'no-answer' })
  })
})

describe('a finding', () => {
  test('comes again on the gateway that has the defect, and not on the honest one', async () => {
    const { findings } = await run({}, 'charges-twice')
    const { origin, rule } = findings.find((one) => one.rule === 'payment.repeat')!
    const again = await run({}, 'charges-twice', (options) => replay(options, origin!))
    expect(again.findings.map((one) => one.rule)).toContain(rule)
    expect((await run({}, undefined, (options) => replay(options, origin!))).findings).toEqual([])
  })

  test('of a drawn case is shrunk to what its rule needs', async () => {
    const suite = await loadSuite('indomaret')
    const lives = { ...suite, scenarios: suite.scenarios.filter(({ id }) => id === 'lives') }
    const { findings } = await run({ suite: lives, runs: 40 }, 'pays-reversed-keys-again')
    const { origin } = findings.find(({ rule }) => rule === 'reversal.pay-again')!
    expect((origin!.plan as unknown[]).length).toBeLessThanOrEqual(4)
  })

  test('says how often it was met', async () => {
    const { findings } = await run({}, 'loses-the-race')
    const race = findings.find(({ rule }) => rule === 'payment.parallel-references')!
    expect(race.trials!.made).toBe(2)
    expect(race.trials!.hit).toBeGreaterThan(0)
  })
})

test('a selection acts less, and says that the rest was not selected', async () => {
  const { ended } = await run({ only: ['IDM-INQ-UNKNOWN'] })
  expect(ended.requests).toBeLessThan(20)
  expect(ended.rules.find(({ id }) => id === 'inquiry.unknown')!.verdict).toBe('pass')
  expect(ended.rules.find(({ id }) => id === 'reversal.twice')!.reason).toBe('not-selected')
})

test('waivers excuse what they name, and a stale one fails the run', async () => {
  const waiver = {
    pattern: 'echoes.kept @ StoreID',
    reason: 'ticket 4411',
    owner: 'ana',
    expires: '2999-12-31',
  }
  const excused = await run({ waivers: [waiver, { ...waiver, pattern: 'fields.length' }] }, 'cuts-store-ids')
  expect(excused.ended.rules.find(({ id }) => id === 'echoes.kept')!.verdict).toBe('waived')
  const stale = await run({ waivers: [waiver] })
  expect(stale.ended.waivers[0]!.complaint).toContain('excuses nothing')
  expect(stale.ended.verdict).toBe('does-not-conform')
  const over = await run({ waivers: [{ ...waiver, expires: '2020-01-01' }] }, 'cuts-store-ids')
  expect(over.ended.waivers[0]!.complaint).toContain('ended on 2020-01-01')
})
