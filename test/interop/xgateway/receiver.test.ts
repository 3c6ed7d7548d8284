/** Receivers of partners on trial: one that keeps the contract, one that cannot, and some with one fault each. */
import { describe, expect, test } from 'vitest'
import { told, type Outcome } from '../trial.ts'
import { Receiver, startReceiver, type Receiving } from './receiver.ts'
import { receiverFaults } from './receiver-faults.ts'
import { startNpmReceiver } from './receiver-npm.ts'
import { broken, expectConforming, tryReceiver } from './trial.ts'

async function tried(starting: Promise<Receiving>): Promise<Outcome> {
  const receiving = await starting
  try {
    return await tryReceiver(receiving)
  } finally {
    await receiving.close()
  }
}

class Easygoing extends Receiver {
  override stranger() {
    return this.thanks()
  }
  override thanks() {
    return { status: 204, headers: {}, body: '' }
  }
}

describe('a receiver that keeps the contract conforms', () => {
  test('node:http and saxes', async () => expectConforming(await tried(startReceiver())))
  test('acknowledges with 204, also what it does not know', async () =>
    expectConforming(await tried(startReceiver(new Easygoing()))))
})

test('a receiver on npm xmlrpc does not take a methodResponse', async () => {
  const outcome = await tried(startNpmReceiver())
  expect(outcome.errors).toEqual([])
  expect(outcome.failed).toContain('XGW-CB-RCV-SHAPE')
  expect(outcome.verdict).toBe('does-not-conform')
})

describe('faults of receivers', () => {
  for (const { id, says, expect: clauses, make, unseen } of receiverFaults) {
    const run = unseen === undefined ? test : test.fails
    run(unseen === undefined ? `${id}: ${says}` : `${id} is not seen, since ${unseen}`, async () => {
      const outcome = await tried(startReceiver(make()))
      const all = broken(outcome)
      expect(outcome.errors).toEqual([])
      expect(
        clauses.filter((clause) => all.includes(clause)),
        `none of ${clauses.join(', ')} broke; broken: ${all.join(', ')}\n${outcome.findings.map(told).join('\n')}`,
      ).not.toEqual([])
    })
  }
})
