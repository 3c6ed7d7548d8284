import { expect, test } from 'vitest'
import { loadContract } from '../contract/load.ts'
import { whyIdle } from './idle.ts'
import { scenario, type Scenario, type Scope } from './scenario.ts'

const contract = loadContract('bdpay')
const no = { clock: false, ledger: false, balance: false, stranger: false, callbacks: false }
const scope: Scope = { contract, profile: {}, has: () => 'freely', can: no }
const planning = (plans: Scenario['plans']): Scenario =>
  scenario({ id: 'any', says: '', role: 'server', exercises: [], plans, act: async () => undefined })

test('names the hook that a scenario waits for, the clock first', () => {
  const hasty = planning(({ can }) => (can.clock && can.callbacks ? ['all'] : []))
  expect(whyIdle(hasty, scope, [])[0]).toBe('needs-clock')
  expect(whyIdle(hasty, { ...scope, can: { ...no, clock: true } }, [])[0]).toBe('needs-callbacks')
})

test('names test data where no hook would help', () => {
  const poor = planning(() => [])
  expect(whyIdle(poor, scope, ['payer'])).toEqual([
    'needs-test-data',
    'The target declares no test data of the kind «payer».',
  ])
})
