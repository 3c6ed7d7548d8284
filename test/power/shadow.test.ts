/** Variants are asked beside the honest steps, and nothing that they do is done. */
import { expect, test } from 'vitest'
import { shadowsOf, type AnySteps, type Asked, type Bent } from './shadow.ts'

const honest: AnySteps = {
  answer: (call) => ({ code: '00', amount: (call as { amount: string }).amount }),
  check: () => undefined,
  find: async () => ({ name: 'A' }),
  conclude: async () => undefined,
}

const till = { ledger: { keep: () => Promise.resolve() }, clock: { now: () => 1 } }

/** Ids of the variants that gave something else, once all have answered. */
async function others(
  variants: Bent[],
  name: string,
  given: unknown[] = [{ amount: '1.00', till }],
): Promise<string[]> {
  const found: string[] = []
  const gave = honest[name]!(...given)
  const asked: Asked = { name, given, gave, now: 1 }
  const answers = shadowsOf(variants, honest).ask(
    asked,
    () => false,
    (id) => found.push(id),
  )
  await Promise.race([Promise.all(answers), new Promise((resolve) => setTimeout(resolve, 50))])
  return [...new Set(found)]
}

const bent = (id: string, steps: Bent['steps']): Bent => ({ id, steps })

test('only variants that give something else are told', async () => {
  const variants = [
    bent('same', ({ answer }) => ({ answer: (call) => ({ ...(answer!(call) as object) }) })),
    bent('other', ({ answer }) => ({ answer: (call) => ({ ...(answer!(call) as object), code: '05' }) })),
    bent('elsewhere', () => ({ check: () => 'refused' })),
    bent('throws', () => ({
      answer: () => {
        throw new Error('Nothing to say.')
      },
    })),
  ]
  expect(await others(variants, 'answer')).toEqual(['other', 'throws'])
  expect(await others(variants, 'check')).toEqual(['elsewhere'])
})

test('what comes later is compared when it is there', async () => {
  const variants = [
    bent('same', ({ find }) => ({ find: (call) => find!(call) })),
    bent('other', () => ({ find: async () => undefined })),
  ]
  expect(await others(variants, 'find')).toEqual(['other'])
})

test('a step that says nothing may be there for what it does', async () => {
  const variants = [bent('idle', ({ conclude }) => ({ conclude: (call) => conclude!(call) }))]
  expect(await others(variants, 'conclude')).toEqual(['idle'])
})

test('books cannot be touched, and whoever tries is told', async () => {
  let kept = 0
  const own = { ...till, ledger: { keep: () => Promise.resolve(kept++) } }
  const keeps = bent('keeps', ({ answer }) => ({
    answer(call) {
      void (call as { till: typeof till }).till.ledger.keep()
      return answer!(call)
    },
  }))
  expect(await others([keeps], 'answer', [{ amount: '1.00', till: own }])).toEqual(['keeps'])
  expect(kept).toBe(0)
})

test('what is lent can be spoilt by one variant alone', async () => {
  const payment = { state: '00', refunds: [{ id: 'r1' }] }
  const spoils = bent('spoils', () => ({
    answer(_call, one) {
      const lent = one as typeof payment
      lent.state = '05'
      lent.refunds.push({ id: 'r2' })
      return { code: '00', amount: '1.00' }
    },
  }))
  const same = bent('same', () => ({
    answer: (_call, one) => ({ code: (one as typeof payment).state, amount: '1.00' }),
  }))
  expect(await others([spoils, same], 'answer', [{ amount: '1.00', till }, payment])).toEqual(['spoils'])
  expect(payment).toEqual({ state: '00', refunds: [{ id: 'r1' }] })
})

test('work that a step is handed is not done', async () => {
  const done: string[] = []
  const variants = [bent('works', () => ({ conclude: (_call, work) => (work as () => Promise<void>)() }))]
  const work = async () => void done.push('worked')
  expect(await others(variants, 'conclude', [{ till }, work])).toEqual(['works'])
  expect(done).toEqual([])
})
