/** A suite can be told what each of its cases sends, and be cut down to some of them. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Hand, Letter, Scenario, Scope } from '../../src/stimulate/scenario.ts'
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { caseOf, only, overheard } from './cases.ts'

const scope = {} as Scope
const planned: Scenario = {
  id: 'planned',
  says: 'Act two plans.',
  role: 'server',
  exercises: [],
  plans: () => [{ what: 'a' }, { what: 'b' }],
  async act(plan, hand) {
    await hand.send({ url: `http://localhost/${(plan as { what: string }).what}` } as Letter)
  },
}
const drawn: Scenario = { ...planned, id: 'drawn', plans: () => [], draw: () => fc.constant({ what: 'c' }) }
const suite = { rules: [], scenarios: [planned, drawn] }
const hand = { send: async () => ({}) } as unknown as Hand

test('every case tells what it sends, and drawn ones go by one name', async () => {
  const told: string[] = []
  const heard = overheard(suite, {
    enter: (name, act) => (told.push(name), act()),
    tell: (name, requests) => void told.push(`${name} sends ${requests[0]!.url}`),
    judged: () => undefined,
  })
  for (const { plans, act } of heard.scenarios) for (const plan of plans!(scope)) await act(plan, hand)
  await heard.scenarios[1]!.act({ what: 'c' }, hand)
  const names = planned.plans!(scope).map((plan) => caseOf(planned, plan))
  expect(told).toEqual([
    names[0],
    `${names[0]} sends http://localhost/a`,
    names[1],
    `${names[1]} sends http://localhost/b`,
    'drawn drawn',
    'drawn drawn sends http://localhost/c',
  ])
})

test('what is not wanted is neither planned nor drawn', () => {
  const some = only(suite, new Set([caseOf(planned, { what: 'b' })])).scenarios
  expect(some.map(({ plans }) => plans!(scope))).toEqual([[{ what: 'b' }], []])
  expect(some.map(({ draw }) => draw)).toEqual([undefined, undefined])
  expect(only(suite, new Set(['drawn drawn'])).scenarios[1]!.draw).toBe(drawn.draw)
})

test('what a rule finds to judge belongs to the case that it came from, and so does what came with it', async () => {
  const judged: string[] = []
  const sent = { operation: 'pay' } as Exchange
  const came = { operation: 'notify' } as Exchange
  const over = ({ exchanges }: Evidence) => exchanges.map((one) => ({ exchanges: [one], place: 'amount' }))
  const present = { id: 'present', over } as unknown as Rule
  const heard = overheard(
    { rules: [present], scenarios: [planned] },
    {
      enter: (_name, act) => act(),
      tell: () => undefined,
      judged: (name, operation, rule, place) => void judged.push(`${name} ${operation} ${rule}@${place}`),
    },
  )
  const [plan] = planned.plans!(scope)
  await heard.scenarios[0]!.act(plan, { send: async () => sent } as unknown as Hand)
  const seen = [...heard.rules[0]!.over({ exchanges: [sent, came] } as Evidence)]
  const name = caseOf(planned, plan)
  expect(seen).toHaveLength(2)
  expect(judged).toEqual([`${name} pay present@amount`, `${name} notify present@amount`])
})
