import { describe, expect, test } from 'vitest'
import { linearize, type Model, type Op } from './linear.ts'

interface Register extends Op {
  write?: number
  read?: number
}

const register: Model<number, Register> = {
  initial: 0,
  key: String,
  step: (state, op) => ({
    rule: op.write === undefined ? 'read' : 'write',
    expected: `a read of ${state}`,
    next: op.write !== undefined ? [op.write] : op.read === state ? [state] : [],
  }),
}

describe('a register', () => {
  test('a read sees the write that ended before it', () => {
    expect(
      linearize(
        [
          { began: 1, ended: 2, write: 7 },
          { began: 3, ended: 4, read: 7 },
        ],
        register,
      ).kind,
    ).toBe('lawful')
  })

  test('a stale read after the write ended is broken, and the read is the culprit', () => {
    const outcome = linearize(
      [
        { began: 1, ended: 2, write: 7 },
        { began: 3, ended: 4, read: 0 },
      ],
      register,
    )
    expect(outcome.kind).toBe('broken')
    if (outcome.kind === 'broken') expect(outcome.culprit.op.read).toBe(0)
  })

  test('overlapping operations may come in either order', () => {
    const write = { began: 1, ended: 4, write: 7 }
    expect(linearize([write, { began: 2, ended: 3, read: 0 }], register).kind).toBe('lawful')
    expect(linearize([write, { began: 2, ended: 3, read: 7 }], register).kind).toBe('lawful')
  })

  test('two reads during one write may not see it and then not see it', () => {
    const history = [
      { began: 1, ended: 9, write: 7 },
      { began: 2, ended: 3, read: 7 },
      { began: 4, ended: 5, read: 0 },
    ]
    expect(linearize(history, register).kind).toBe('broken')
  })

  test('an unanswered write may have happened, late, or never', () => {
    const lost = { began: 1, write: 7 }
    expect(linearize([lost, { began: 2, ended: 3, read: 0 }], register).kind).toBe('lawful')
    expect(linearize([lost, { began: 2, ended: 3, read: 7 }], register).kind).toBe('lawful')
    expect(
      linearize([lost, { began: 2, ended: 3, read: 0 }, { began: 4, ended: 5, read: 7 }], register).kind,
    ).toBe('lawful')
    expect(
      linearize([lost, { began: 2, ended: 3, read: 7 }, { began: 4, ended: 5, read: 0 }], register).kind,
    ).toBe('broken')
  })

  test('a search that is too long is inconclusive, not a verdict', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => ({ began: 1 + i / 100, ended: 100, write: i }))
    const history = [...crowd, { began: 101, ended: 102, read: 99 }]
    expect(linearize(history, register, 50).kind).toBe('inconclusive')
  })

  test('agrees with trying every order, on every small history', () => {
    for (const history of smallHistories())
      expect(linearize(history, register).kind === 'lawful', JSON.stringify(history)).toBe(
        byBruteForce(history),
      )
  })
})

/** All histories of three operations over a few intervals and values. */
function* smallHistories(): Generator<Register[]> {
  const intervals = [
    { began: 1, ended: 2 },
    { began: 3, ended: 4 },
    { began: 1.5, ended: 3.5 },
    { began: 1.7 },
  ]
  const acts = [{ write: 1 }, { write: 2 }, { read: 0 }, { read: 1 }, { read: 2 }]
  const ops = intervals.flatMap((when) => acts.map((act) => ({ ...when, ...act })))
  for (const a of ops)
    for (const b of ops)
      for (const c of ops) yield [a, { ...b, began: b.began + 0.01 }, { ...c, began: c.began + 0.02 }]
}

function byBruteForce(history: Register[]): boolean {
  const sure = history.filter(({ ended }) => ended !== undefined)
  const unsure = history.filter(({ ended }) => ended === undefined)
  for (let pick = 0; pick < 1 << unsure.length; pick++) {
    const chosen = [...sure, ...unsure.filter((_, i) => pick & (1 << i))]
    if (permutations(chosen).some(isLawful)) return true
  }
  return false
}

function isLawful(order: Register[]): boolean {
  if (order.some((a, i) => order.slice(i + 1).some((b) => (b.ended ?? Infinity) < a.began))) return false
  let value = 0
  for (const op of order) {
    if (op.write !== undefined) value = op.write
    else if (op.ended !== undefined && op.read !== value) return false
  }
  return true
}

function permutations<T>(all: T[]): T[][] {
  return all.length === 0
    ? [[]]
    : all.flatMap((one, i) =>
        permutations([...all.slice(0, i), ...all.slice(i + 1)]).map((rest) => [one, ...rest]),
      )
}
