/** A platform whose test data is a short pool: one payer and one account of each kind, and no hook. */
import { expect, it } from 'vitest'
import { builtInTarget } from '../../src/cli/builtin.ts'
import { loadContract } from '../../src/contract/load.ts'
import { createGateway, sandboxKey } from '../../src/gateway/gateway.ts'
import type { Finding } from '../../src/report/events.ts'
import { certify } from '../../src/stimulate/certify.ts'
import { loadSuite } from '../../src/stimulate/suite.ts'
import { tampered } from './scenarios/forging.ts'

const account = { code: '0110000001', name: 'Budi Santoso', bankCode: '014' }

/** Payouts settle after a second, and are told a second later. */
const unhurried: typeof tampered = {
  ...tampered,
  async act(plan, hand) {
    await tampered.act(plan, hand)
    await hand.wait(2500)
  },
}

it('takes a payout for what was ordered rightly, not for what was refused under its number', async () => {
  const contract = loadContract('bdpay')
  const gateway = await createGateway({ protocols: ['bdpay'] })
  await gateway.listen()
  const findings: Finding[] = []
  try {
    const target = await builtInTarget(gateway, contract, sandboxKey)
    const ended = await certify({
      contract,
      suite: { ...(await loadSuite('bdpay')), scenarios: [unhurried] },
      seed: 1,
      runs: 0,
      target: { ...target, hooks: {}, pool: { account: [account], idle: [{ code: '0812000001' }] } },
      emit(event) {
        if (event.event === 'found') findings.push(event.finding)
      },
    })
    expect(findings).toEqual([])
    expect(ended.verdict).toBe('incomplete')
  } finally {
    await gateway.close()
  }
})
